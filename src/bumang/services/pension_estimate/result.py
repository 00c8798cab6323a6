"""What an estimate answers."""

from __future__ import annotations

import msgspec

from bumang.kernel.money import Fen
from bumang.kernel.text import Text
from bumang.rules import Age
from bumang.rules.explanation import Step
from bumang.rules.flexible_retirement import RetirementType


class Part(msgspec.Struct, frozen=True):
    """One part of the monthly pension, in fen."""

    key: str
    name: Text
    amount: Fen


class Notice(msgspec.Struct, frozen=True):
    """What to know before relying on the figure; `code` is for programs."""

    code: str
    text: Text


class PensionEstimate(msgspec.Struct, frozen=True):
    """The monthly pension with its parts, and how it came about; amounts in fen.

    `provisional`: the base of the retirement year is not published and that of `base_year` stands
    in. `complete` is false when a part exists that could not be computed.
    """

    place: Text
    retirement_month: str
    retirement_type: RetirementType
    retirement_age: Age
    first_pension_month: str
    divisor: str
    basic: Fen
    account: Fen
    transitional: Fen
    supplement: Fen
    total: Fen
    parts: tuple[Part, ...]
    base_year: int
    provisional: bool
    complete: bool
    steps: tuple[Step, ...]
    warnings: tuple[Notice, ...]
