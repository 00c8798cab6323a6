"""Calendar months, the unit of contributions."""

from __future__ import annotations

import calendar
from datetime import date
from typing import NamedTuple


class Month(NamedTuple):
    """A calendar month, ordered by time."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`. Raises `ValueError` for anything else and for no such month."""
        year, dash, month = text.partition("-")
        if dash != "-" or len(year) != 4 or len(month) != 2 or not (year + month).isdecimal():
            raise ValueError(f"not a month: {text!r}")
        made = cls(int(year), int(month))
        made.first_day()
        return made

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    def plus(self, months: int) -> Month:
        years, index = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(years, index + 1)

    def until(self, later: Month) -> int:
        """Months from this one to `later`; negative when `later` is before."""
        return (later.year - self.year) * 12 + later.month - self.month

    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    def day(self, day: int) -> date:
        """The given day of this month, clamped to its end (the 31st of February is the 28th)."""
        return date(self.year, self.month, min(day, calendar.monthrange(self.year, self.month)[1]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"
