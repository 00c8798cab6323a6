"""What is answered of months that an employer missed."""

from __future__ import annotations

import msgspec

from bumang.kernel.money import Fen
from bumang.kernel.text import Text
from bumang.rules.explanation import Step


class PaidUpMonth(msgspec.Struct, frozen=True):
    """A month in fen; `days` it is late."""

    month: str
    base: Fen
    employer: Fen
    personal: Fen
    days: int
    late_fee: Fen


class BackPaymentAnswer(msgspec.Struct, frozen=True):
    """Amounts in fen. `moves`: the months go along to another province later, for the `reason`.

    `steps` are those of each month that differs in base or rate from the one before it.
    """

    months: tuple[PaidUpMonth, ...]
    employer_total: Fen
    personal_total: Fen
    late_fee: Fen
    total: Fen
    moves: bool
    reason: Text
    steps: tuple[Step, ...]
    notes: tuple[Text, ...]
