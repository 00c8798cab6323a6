"""The values of one parameter in one region over time, and what would contradict itself in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta

from bumang.rules.values import Value


class Series:
    """Values in order of time; `yearly` ones hold in their calendar year alone."""

    def __init__(self, values: list[Value], yearly: bool) -> None:
        self.values = sorted(values, key=lambda value: value.since)
        self._starts = [value.since for value in self.values]
        self._yearly = yearly

    def at(self, day: date) -> Value | None:
        """The value that holds on a day."""
        value = self._begun_by(day)
        return value if value is not None and self._holds(value, day) else None

    def last_before(self, day: date) -> Value | None:
        """The last value that was set for a time and held before the day."""
        value = self._begun_by(day)
        ends = value is not None and (self._yearly or value.until is not None)
        return value if ends else None

    def faults(self, name: str) -> Iterator[str]:
        """Every overlap and gap in time."""
        for earlier, later in zip(self.values, self.values[1:], strict=False):
            yield from self._faults_between(name, earlier, later)
        for value in self.values:
            if self._yearly and (value.since.month, value.since.day) != (1, 1):
                yield f"{name} is set by the year but begins on {value.since}"
            if value.until is not None and value.until < value.since:
                yield f"{name} ends on {value.until}, before it begins"

    def _faults_between(self, name: str, earlier: Value, later: Value) -> Iterator[str]:
        begins = later.since
        if earlier.since == begins:
            yield f"{name} has two values from {begins}"
        elif self._yearly and begins.year != earlier.since.year + 1:
            yield f"{name} has no value between {earlier.since.year} and {begins.year}"
        elif earlier.until is not None and earlier.until >= begins:
            yield f"{name} has two values on {begins}"
        elif earlier.until is not None and earlier.until + timedelta(days=1) < begins:
            yield f"{name} has no value between {earlier.until} and {begins}"

    def _begun_by(self, day: date) -> Value | None:
        place = bisect_right(self._starts, day)
        return self.values[place - 1] if place else None

    def _holds(self, value: Value, day: date) -> bool:
        if value.until is not None and day > value.until:
            return False
        return not self._yearly or value.since.year == day.year
