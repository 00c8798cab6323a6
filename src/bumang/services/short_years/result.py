"""What is answered to who may have too few years."""

from __future__ import annotations

import msgspec

from bumang.kernel.money import Fen
from bumang.kernel.text import Text
from bumang.rules.explanation import Step
from bumang.rules.short_years import Choice


class Way(msgspec.Struct, frozen=True):
    """One way. `open` is None where it depends on what was not said; amounts in fen.

    `months` are still to be paid on it. `first_month` (YYYY-MM) is the first of a monthly pension,
    None where there is none; `monthly` is what is known of it, at least; `once` is paid out once.
    """

    choice: Choice
    name: Text
    open: bool | None
    condition: Text
    gives: Text
    months: int
    first_month: str | None
    waits: int
    monthly: Fen
    once: Fen


class ShortYearsAnswer(msgspec.Struct, frozen=True):
    """How many months are missing in the statutory month, and the ways; none where none is missing.

    `waits` of a way is the months from the statutory month to its first pension.
    """

    statutory_month: str
    required_months: int
    paid_months: int
    deemed_months: int
    missing_months: int
    ways: tuple[Way, ...]
    steps: tuple[Step, ...]
    notes: tuple[Text, ...]

    @property
    def longest(self) -> int:
        """The longest wait, for the picture."""
        return max((way.waits for way in self.ways), default=0)
