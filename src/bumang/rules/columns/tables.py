"""The law laid out for columns: each parameter as a table by place and year or month.

A parameter is looked up once for each place and month of retirement; the persons then pick from
the tables by their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bumang.kernel.money import to_fen
from bumang.rules.account_accrual import InterestMethod
from bumang.rules.average_index import Denominator
from bumang.rules.columns.account_accrual import YearOfAccount
from bumang.rules.columns.annuity_divisor import divisor_table
from bumang.rules.columns.employee_pension import Roundings
from bumang.rules.columns.exact import Column
from bumang.rules.columns.histories import month_number
from bumang.rules.columns.retirement_age import Schedules, schedules
from bumang.rules.parameters import Law, NotSetError
from bumang.rules.rounding import AmountRounding, TotalRounding, YearsRounding
from bumang.rules.transitional import TransitionalForm


class Terms(NamedTuple):
    """A place's terms in a month. Persons with the same terms are computed together.

    Both coefficients are 0 where the form is not computed, and equal where it has one.
    """

    accrual_rate: Decimal
    yearly_cap: Decimal
    index_decimals: int
    denominator: Denominator
    roundings: Roundings
    form: TransitionalForm
    coefficient: Decimal
    coefficient_long: Decimal


class Tables(NamedTuple):
    """What persons pick from. Rows of `references` are the years of the histories.

    Months run from `first_month` on; years of retirement from `first_month // 12` on.
    """

    places: tuple[str, ...]
    first_month: int
    last_month: int
    first_history_year: int
    references: NDArray[np.int64]
    account: Sequence[YearOfAccount]
    schedules: Schedules
    terms: Sequence[Terms]
    terms_of: NDArray[np.int16]
    calc_base: NDArray[np.int64]
    transitional_base: NDArray[np.int64]
    account_start: NDArray[np.int64]
    minimum_months: Column
    divisors: NDArray[np.int64]
    divisors_of: Column


BY_YEAR = frozenset(
    {
        "account_credit_rate",
        "account_interest",
        "account_interest_method",
        "account_start",
        "calculation_base",
        "minimum_months",
        "reference_wage",
    }
)
"""Looked up for the first of January: they change with a year."""
BY_MONTH = frozenset(
    {
        "accrual_rate",
        "amount_rounding",
        "annuity_divisor",
        "annuity_divisor_fraction",
        "index_decimals",
        "index_denominator",
        "total_rounding",
        "transitional_coefficient",
        "transitional_coefficient_long",
        "transitional_form",
        "yearly_index_cap",
        "years_rounding",
    }
)
"""Looked up for the month of retirement."""


def tables(
    law: Law, places: Sequence[str], history_years: range, retirement_years: range
) -> Tables:
    """Lay out the law. Raises `NotSetError` for a parameter that some place or year lacks."""
    months = [date(year, month, 1) for year in retirement_years for month in range(1, 13)]
    terms, terms_of = _numbered([[_terms(law, place, day) for day in months] for place in places])
    versions, divisors_of = _divisors(law, months)
    new_years = [date(year, 1, 1) for year in retirement_years]
    return Tables(
        places=tuple(places),
        first_month=month_number(retirement_years[0], 1),
        last_month=month_number(retirement_years[-1], 12),
        first_history_year=history_years[0],
        references=np.array(
            [
                [_fen(law, "reference_wage", date(year, 1, 1), place) for place in places]
                for year in history_years
            ],
            np.int64,
        ),
        account=[_account_year(law, date(year, 1, 1)) for year in history_years],
        schedules=schedules(law),
        terms=terms,
        terms_of=np.array(terms_of, np.int16),
        calc_base=_by_place(places, new_years, lambda place, day: _basic_base(law, place, day)),
        transitional_base=_by_place(
            places, new_years, lambda place, day: _fen(law, "calculation_base", day, place)
        ),
        account_start=_by_place(
            places,
            new_years,
            lambda place, day: month_number(*law.at("account_start", day, place).month),
        ),
        minimum_months=np.array([law.at("minimum_months", day).count for day in new_years]),
        divisors=versions,
        divisors_of=divisors_of,
    )


def _by_place(
    places: Sequence[str], days: Sequence[date], figure: Callable[[str, date], int]
) -> NDArray[np.int64]:
    return np.array([[figure(place, day) for day in days] for place in places], np.int64)


def _fen(law: Law, name: str, day: date, place: str) -> int:
    return to_fen(law.at(name, day, place).number)


def _basic_base(law: Law, place: str, day: date) -> int:
    """The base of the basic part: where the transitional part has the city's, the province's."""
    form = law.at("transitional_form", day, place).word
    two = form == TransitionalForm.TWO_BASES
    return _fen(law, "calculation_base", day, f"{place[:2]}0000" if two else place)


def _account_year(law: Law, day: date) -> YearOfAccount:
    """Before accounts began nothing is credited."""
    try:
        credit = law.at("account_credit_rate", day).number
    except NotSetError:
        return YearOfAccount(Decimal(0), Decimal(0))
    method = InterestMethod(law.at("account_interest_method", day).word)
    return YearOfAccount(law.at("account_interest", day).number, credit, method)


def _terms(law: Law, place: str, day: date) -> Terms:
    form = TransitionalForm(law.at("transitional_form", day, place).word)
    short = long = Decimal(0)
    if form.computable:
        short = law.at("transitional_coefficient", day, place).number
        by_years = form is TransitionalForm.BY_TOTAL_YEARS
        long = law.at("transitional_coefficient_long", day, place).number if by_years else short
    return Terms(
        accrual_rate=law.at("accrual_rate", day, place).number,
        yearly_cap=law.at("yearly_index_cap", day, place).number,
        index_decimals=law.at("index_decimals", day, place).count,
        denominator=Denominator(law.at("index_denominator", day, place).word),
        roundings=Roundings(
            YearsRounding(law.at("years_rounding", day, place).word),
            AmountRounding(law.at("amount_rounding", day, place).word),
            TotalRounding(law.at("total_rounding", day, place).word),
        ),
        form=form,
        coefficient=short,
        coefficient_long=long,
    )


def _numbered(rows: list[list[Terms]]) -> tuple[list[Terms], list[list[int]]]:
    """Equal terms get one number."""
    numbers: dict[Terms, int] = {}
    table = [[numbers.setdefault(terms, len(numbers)) for terms in row] for row in rows]
    return list(numbers), table


def _divisors(law: Law, months: Sequence[date]) -> tuple[NDArray[np.int64], Column]:
    """One table for each pair of values that holds at a time, and which one holds in a month."""
    numbers: dict[tuple[date, date], int] = {}
    made: list[Column] = []
    which: list[int] = []
    for day in months:
        names = ("annuity_divisor", "annuity_divisor_fraction")
        since = (law.at(names[0], day).since, law.at(names[1], day).since)
        if since not in numbers:
            numbers[since] = len(made)
            made.append(divisor_table(law, day))
        which.append(numbers[since])
    return np.stack(made), np.array(which, np.int64)
