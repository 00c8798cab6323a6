"""Whole pensions of a few persons at the bounds of the tables and of the place's terms, by hand."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from bumang.rules.average_index import Denominator
from bumang.rules.columns import Histories, OutsideTablesError, Persons, Status, Tables, pensions
from bumang.rules.columns.account_accrual import YearOfAccount
from bumang.rules.columns.employee_pension import Roundings
from bumang.rules.columns.histories import month_number
from bumang.rules.columns.retirement_age import Schedule
from bumang.rules.columns.tables import Terms
from bumang.rules.rounding import AmountRounding, TotalRounding, YearsRounding
from bumang.rules.transitional import TransitionalForm

FIRST, LAST = month_number(2026, 1), month_number(2027, 12)
WAGE = 20_000
TERMS = Terms(
    accrual_rate=Decimal("0.01"),
    yearly_cap=Decimal(3),
    index_decimals=4,
    denominator=Denominator.PAID_MONTHS,
    roundings=Roundings(
        YearsRounding.EXACT, AmountRounding.FEN_HALF_UP, TotalRounding.SUM_OF_PARTS
    ),
    form=TransitionalForm.PLAIN_PRE_ACCOUNT,
    coefficient=Decimal("0.012"),
    coefficient_long=Decimal("0.012"),
)


def law(*terms: Terms) -> Tables:
    """A place for each of the terms; everybody retires at sixty, twelve months are enough."""
    places = range(len(terms))
    none = np.zeros(4, np.int64)
    return Tables(
        places=tuple(str(place) for place in places),
        first_month=FIRST,
        last_month=LAST,
        first_history_year=2020,
        references=np.full((2, len(terms)), WAGE),
        account=[YearOfAccount(Decimal(0), Decimal(0))] * 2,
        schedules=[Schedule(0, none + 720, none + 10**6, none + 1, none)],
        terms=terms,
        terms_of=np.array([[place] * 24 for place in places], np.int16),
        calc_base=np.full((len(terms), 2), 1_000_000),
        transitional_base=np.full((len(terms), 2), 1_000_000),
        account_start=np.array([[month_number(2021, 1), month_number(2022, 1)]] * len(terms)),
        minimum_months=np.array([12, 12]),
        divisors=np.full((1, 1200), 1390),
        divisors_of=np.zeros(24, np.int64),
    )


def persons(
    retires: list[int],
    *,
    base: list[int] | None = None,
    place: list[int] | None = None,
    deemed: list[int] | None = None,
    by_hand: list[int] | None = None,
) -> Persons:
    """Two whole years paid, 2020 and 2021; a row for each month of retirement."""
    many = len(retires)
    bases = np.array([base or [WAGE] * many] * 2)
    return Persons(
        birth=np.array(retires, np.int64) - 720,
        category=np.zeros(many, np.int8),
        place=np.array(place or [0] * many, np.intp),
        deemed_months=np.array(deemed or [0] * many, np.int64),
        opening_balance=np.zeros(many, np.int64),
        transitional_by_hand=np.array(by_hand or [-1] * many, np.int64),
        histories=Histories(2020, bases.reshape(2, many), np.full((2, many), 12, np.int8)),
    )


@pytest.mark.parametrize("month", [FIRST, FIRST + 1, LAST - 1, LAST])
def test_who_retires_in_the_first_or_the_last_month_of_the_tables_is_computed(month: int) -> None:
    """(10,000.00 + 10,000.00 × 1) ÷ 2 × two years × 1%."""
    found = pensions(persons([month]), law(TERMS))
    assert (found.retirement.tolist(), found.parts.basic.tolist()) == ([month], [20_000])


@pytest.mark.parametrize("month", [FIRST - 1, LAST + 1])
def test_who_retires_a_month_before_or_after_the_tables_is_named(month: int) -> None:
    with pytest.raises(OutsideTablesError) as told:
        pensions(persons([FIRST, month, LAST]), law(TERMS))
    assert told.value.month == month


def test_nobodys_pensions_are_nobodys() -> None:
    found = pensions(persons([]), law(TERMS))
    assert {len(column) for column in (*found[:-2], *found.parts)} == {0}
    assert found.decided_exactly == 0


@pytest.mark.parametrize("block", [1, 2, 3, 16_384])
def test_each_place_has_its_own_cap_and_a_tie_is_decided_once(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two and a half wages are capped at two in one place; 20,001 ÷ 20,000 is a tie: 1.00005."""
    monkeypatch.setattr(import_module("bumang.rules.columns.pensions"), "_BLOCK", block)
    tie, high = WAGE + 1, WAGE * 5 // 2
    found = pensions(
        persons(
            [FIRST] * 5,
            base=[high, high, tie, tie, tie],
            place=[1, 2, 2, 1, 2],
        ),
        law(TERMS._replace(yearly_cap=Decimal(5)), TERMS._replace(yearly_cap=Decimal(2)), TERMS),
    )
    assert found.average_index.tolist() == [20_000, 25_000, 10_001, 10_001, 10_001]
    assert found.average_index.dtype == np.int64
    assert found.decided_exactly == 3


def test_months_elapsed_divide_only_where_the_place_says_so() -> None:
    """Paid from January 2020 to December 2021, retired in January 2026: 24 of 73 months."""
    elapsed = TERMS._replace(denominator=Denominator.ELAPSED_MONTHS)
    found = pensions(persons([FIRST] * 2, place=[0, 1]), law(TERMS, elapsed))
    assert found.average_index.tolist() == [10_000, 3_288]


@pytest.mark.parametrize(
    ("deemed", "by_hand", "status"),
    [
        (0, -1, Status.PENSION),
        (1, -1, Status.WITHOUT_TRANSITIONAL),
        (2, -1, Status.WITHOUT_TRANSITIONAL),
        (1, 0, Status.PENSION),
    ],
)
def test_one_deemed_month_is_enough_to_say_that_a_part_is_not_computed(
    deemed: int, by_hand: int, status: Status
) -> None:
    """Unless its amount was given, were it nothing."""
    unclear = TERMS._replace(form=TransitionalForm.UNCLEAR)
    given: dict[str, Any] = {"deemed": [deemed], "by_hand": [by_hand]}
    law_ = law(unclear)
    before_all = law_._replace(account_start=law_.account_start * 0)
    assert pensions(persons([FIRST], **given), before_all).status.tolist() == [status]


def test_what_a_total_is_counts_from_nothing_as_the_files_of_awards_do() -> None:
    """They are written by number: a gap would be a word that is not there."""
    assert [int(one) for one in Status] == [0, 1, 2]


def test_accounts_began_as_the_year_of_retirement_says() -> None:
    """10,000.00 × 1 × the years before accounts × 1.2%: one year in 2026, two from 2027 on."""
    found = pensions(persons([FIRST, FIRST + 11, FIRST + 12, LAST]), law(TERMS))
    assert found.parts.transitional.tolist() == [12_000, 12_000, 24_000, 24_000]
