"""The law laid out for columns: which day of the law each figure is looked up for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from bumang.rules import law
from bumang.rules.columns import OutsideTablesError, divisor_table
from bumang.rules.columns.tables import BY_MONTH, BY_YEAR, tables
from bumang.rules.transitional import TransitionalForm
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


class Changed:
    """A law in which some figures are others, by place."""

    def __init__(self, **changed: dict[str, Any]) -> None:
        self._law = projected(shipped(), HISTORY)
        self._changed = changed

    def at(self, name: str, day: date, *place: str) -> Any:
        found = self._changed.get(name, {}).get(place[0] if place else "")
        return found or self._law.at(name, day, *place)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._law, name)


@pytest.mark.parametrize(
    ("form", "basic"),
    [(TransitionalForm.TWO_BASES, 500_000), (TransitionalForm.PLAIN_DEEMED, 700_000)],
)
def test_where_there_are_two_bases_the_basic_part_has_the_provinces_and_the_other_the_citys(
    form: TransitionalForm, basic: int
) -> None:
    law_: Any = Changed(
        transitional_form={"410100": SimpleNamespace(word=form)},
        calculation_base={
            "410000": SimpleNamespace(number=Decimal(5000)),
            "410100": SimpleNamespace(number=Decimal(7000)),
        },
    )
    made = tables(law_, ("410100",), HISTORY, range(2026, 2027))
    assert (made.calc_base.tolist(), made.transitional_base.tolist()) == ([[basic]], [[700_000]])


def test_a_form_that_is_not_computed_has_no_coefficient_and_the_long_one_differs_in_one_form() -> (
    None
):
    made = tables(projected(shipped(), HISTORY), tuple(law().places), HISTORY, RETIRE)
    two = TransitionalForm.BY_TOTAL_YEARS
    for terms in made.terms:
        assert (terms.coefficient > 0) == terms.form.computable
        assert (terms.coefficient < terms.coefficient_long) == (terms.form is two)
        assert terms.form is two or terms.coefficient == terms.coefficient_long
    assert {terms.form.computable for terms in made.terms} == {True, False}


def test_a_later_version_of_the_divisors_holds_from_its_month_on() -> None:
    """Parts of a year count in the divisor from 2025 on."""
    law_ = projected(shipped(), HISTORY)
    made = tables(law_, ("410000",), HISTORY, range(2024, 2026))
    assert made.divisors_of.tolist() == [0] * 12 + [1] * 12
    before, after = divisor_table(law_, date(2024, 12, 1)), divisor_table(law_, date(2025, 1, 1))
    assert made.divisors.tolist() == [before.tolist(), after.tolist()]
    assert (before != after).any()
