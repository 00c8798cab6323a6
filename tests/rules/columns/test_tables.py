"""The law laid out for columns: which day of the law each figure is looked up for."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bumang.rules import law
from bumang.rules.columns import OutsideTablesError
from bumang.rules.columns.tables import BY_MONTH, BY_YEAR, tables
from bumang.studio.projection import projected
from bumang.studio.written import shipped

HISTORY, RETIRE = range(2020, 2031), range(2026, 2031)


class Asked:
    """A law that remembers what it was asked, and for which day."""

    def __init__(self) -> None:
        self._law = projected(shipped(), HISTORY)
        self.days: dict[str, set[date]] = {}

    def at(self, name: str, day: date, *place: str) -> Any:
        self.days.setdefault(name, set()).add(day)
        return self._law.at(name, day, *place)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._law, name)


def test_what_changes_with_a_year_is_asked_for_the_first_of_january_and_the_rest_by_month() -> None:
    asked: Any = Asked()
    made = tables(asked, tuple(law().places), HISTORY, RETIRE)
    for name in BY_YEAR:
        assert {(day.month, day.day) for day in asked.days[name]} == {(1, 1)}, name
    months = {date(year, month, 1) for year in RETIRE for month in range(1, 13)}
    for name in BY_MONTH:
        assert asked.days[name] == months, name
    assert (made.first_month, made.last_month) == (2026 * 12, 2030 * 12 + 11)
    assert made.terms_of.shape == (len(made.places), len(months))


@pytest.mark.parametrize("month", [0, 24_311])
def test_a_retirement_outside_the_tables_says_in_which_month(month: int) -> None:
    assert OutsideTablesError(month).month == month
