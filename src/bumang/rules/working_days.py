"""工作日: counting working days, as the limits of the law are counted.

The days that break the week are published each year by the State Council office; what is shipped
covers the years from 2018 to 2026. The day on which a limit begins is not counted.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class NotPublishedError(Exception):
    """The calendar of a year is not on record; which days are worked cannot be known."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the working days of {year} are not on record")
        self.year = year


class WorkingDays:
    """Which days are worked: the week, but for the days off and the days made up."""

    def __init__(self, off: Iterable[date], made_up: Iterable[date], years: range) -> None:
        """`years` are those that the exceptions are complete for."""
        self._off = frozenset(off)
        self._made_up = frozenset(made_up)
        self._years = years

    def works(self, day: date) -> bool:
        """Whether a day is worked. Raises `NotPublishedError` outside the calendar."""
        if day.year not in self._years:
            raise NotPublishedError(day.year)
        return day in self._made_up or (day.weekday() < _SATURDAY and day not in self._off)

    def after(self, start: date, days: int) -> date:
        """The last day of a limit of `days` working days that begins on `start`."""
        day = start
        while days > 0:
            day += _ONE_DAY
            days -= self.works(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start`, up to `end` and with it; none when `end` is not later."""
        day, count = start, 0
        while day < end:
            day += _ONE_DAY
            count += self.works(day)
        return count


@cache
def working_days() -> WorkingDays:
    """The calendar as shipped, read once."""
    lines = (files("bumang.rules") / "data" / "working_days.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    off = [date.fromisoformat(row["date"]) for row in rows if row["kind"] == "off"]
    made_up = [date.fromisoformat(row["date"]) for row in rows if row["kind"] == "work"]
    return WorkingDays(off, made_up, range(min(off).year, max(off).year + 1))
