"""A parameter's value, in the type that its unit asks for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from bumang.kernel.months import Month
from bumang.rules.source import Origin, Unit


class ByAge(NamedTuple):
    """Whole numbers by age in years, or by grade, without a hole between `first` and the last."""

    first: int
    months: tuple[int, ...]

    def __contains__(self, age: object) -> bool:
        return isinstance(age, int) and self.first <= age < self.first + len(self.months)

    def at(self, age: int) -> int:
        """Months at an age. Raises `KeyError` outside the table."""
        if age not in self:
            raise KeyError(age)
        return self.months[age - self.first]


Figure = Decimal | int | str | Month | ByAge


class Value(msgspec.Struct, frozen=True):
    """One value of a parameter, from `since` on, through `until` where it is set for a time.

    Its type follows the unit: `Decimal` for money, shares, percents and indexes, `int` for months
    and counts, `Month`, a word, or months by age. Amounts are in yuan.
    """

    figure: Figure
    since: date
    region: str
    origin: Origin
    until: date | None = None

    @property
    def number(self) -> Decimal:
        """The figure as a number. Raises `TypeError` when it is none."""
        if isinstance(self.figure, (Decimal, int)):
            return Decimal(self.figure)
        raise TypeError(f"{self.figure!r} is no number")

    @property
    def count(self) -> int:
        """The figure as a whole number. Raises `TypeError` when it is none."""
        if isinstance(self.figure, int):
            return self.figure
        raise TypeError(f"{self.figure!r} is no whole number")

    @property
    def word(self) -> str:
        """The figure as a word. Raises `TypeError` when it is none."""
        if isinstance(self.figure, str):
            return self.figure
        raise TypeError(f"{self.figure!r} is no word")

    @property
    def month(self) -> Month:
        """The figure as a month. Raises `TypeError` when it is none."""
        if isinstance(self.figure, Month):
            return self.figure
        raise TypeError(f"{self.figure!r} is no month")

    @property
    def by_age(self) -> ByAge:
        """The figure as a table by age. Raises `TypeError` when it is none."""
        if isinstance(self.figure, ByAge):
            return self.figure
        raise TypeError(f"{self.figure!r} is no table")

    @property
    def by_grade(self) -> ByAge:
        """A table by grade or class. Raises `TypeError` when the figure is none."""
        return self.by_age


# Beyond these a figure is a slip of the pen: a yearly amount for a monthly one, a share for percent.
_MOST_MONTHS = 1200
_MOST = {
    Unit.PERCENT: Decimal(100),
    Unit.INDEX: Decimal(10),
    Unit.YUAN_PER_MONTH: Decimal(1_000_000),
    Unit.YUAN_PER_YEAR: Decimal(10_000_000),
}


def figure_of(unit: Unit, written: Any) -> Figure:
    """The written value in the type of its unit. Raises `ValueError` when it does not fit."""
    if unit is Unit.WORD and isinstance(written, str) and written:
        return written
    if unit is Unit.MONTH:
        return _month_of(written)
    if unit in (Unit.MONTHS_BY_AGE, Unit.WHOLE_BY_GRADE):
        return by_age_of(written)
    if isinstance(written, bool) or not isinstance(written, (int, Decimal)) or written < 0:
        raise ValueError(f"{written!r} does not fit the unit {unit.value}")
    if unit in (Unit.MONTHS, Unit.COUNT):
        if not isinstance(written, int):
            raise ValueError(f"{written} is not whole")
        if unit is Unit.MONTHS and written > _MOST_MONTHS:
            raise ValueError(f"{written} months are more than a hundred years")
        return written
    if unit is Unit.SHARE and written > 1:
        raise ValueError(f"{written} is more than the whole")
    if written > _MOST.get(unit, written):
        raise ValueError(f"{written} is more than {_MOST[unit]} {unit.value}")
    return Decimal(written)


def by_age_of(written: Any) -> ByAge:
    table = msgspec.convert(written, dict[int, int], strict=False)
    first = min(table)
    if sorted(table) != list(range(first, first + len(table))):
        raise ValueError("an age is missing")
    return ByAge(first, tuple(table[age] for age in sorted(table)))


def _month_of(text: object) -> Month:
    """A month in a data file. Raises `ValueError` for anything but a string `YYYY-MM`."""
    if not isinstance(text, str):
        raise ValueError(f"not a month: {text!r}")
    return Month.parse(text)
