"""One person of a population by the rules for one person: the proof of the columns.

Nothing here is shared with the columns but the person and the law.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from bumang.kernel.money import Fen, to_fen, whole_fen
from bumang.kernel.months import Month
from bumang.rules import (
    Age,
    Category,
    EmployeePensionFacts,
    Law,
    NotSetError,
    annuity_divisor,
    employee_pension,
    min_contribution_months,
    retirement_age,
)
from bumang.rules.account_accrual import Credit, InterestMethod, year_closed
from bumang.rules.account_history import year_begun
from bumang.rules.average_index import Denominator, YearPaid, averaged
from bumang.rules.columns import Persons, Status
from bumang.rules.columns.retirement_age import CATEGORIES
from bumang.rules.employee_pension import EmployeePension
from bumang.rules.rounding import AmountRounding, TotalRounding, YearsRounding
from bumang.rules.transitional import Transitional, TransitionalForm, transitional_coefficient


class PaidYear(NamedTuple):
    """A year's months without a hole, all paid on one monthly base in fen."""

    year: int
    first: int
    months: int
    base: Fen

    def until(self, month: Month) -> PaidYear:
        """What of it was paid by the end of a month."""
        if self.year < month.year:
            return self
        over = Month(self.year, self.first + self.months - 1)
        after = max(month.until(over), 0)
        return self._replace(months=max(self.months - after, 0))


class Result(NamedTuple):
    """What the columns have for the same person, in the same units."""

    retirement: Month
    total_months: int
    average_index: Decimal
    balance: Fen
    parts: tuple[Fen, Fen, Fen, Fen, Fen]
    status: Status


class OnePerson(NamedTuple):
    """What is known of one person, in the rules' own types."""

    birth: Month
    category: Category
    place: str
    deemed_months: int
    opening_balance: Fen
    transitional_by_hand: Fen | None
    years: range
    paid: tuple[PaidYear, ...]


def person_of(persons: Persons, row: int, places: tuple[str, ...]) -> OnePerson:
    """A row in the rules' own types."""
    by_hand = int(persons.transitional_by_hand[row])
    return OnePerson(
        birth=Month(0, 1).plus(int(persons.birth[row])),
        category=CATEGORIES[persons.category[row]],
        place=places[persons.place[row]],
        deemed_months=int(persons.deemed_months[row]),
        opening_balance=int(persons.opening_balance[row]),
        transitional_by_hand=None if by_hand < 0 else by_hand,
        years=persons.histories.years,
        paid=tuple(_paid(persons, row)),
    )


def by_the_rules(person: OnePerson, law: Law, on: date) -> Result:
    """The pension at the statutory month; `on` is the day whose law sets the age."""
    month = retirement_age(person.birth, person.category, law, on).statutory_month
    day = month.first_day()
    paid = tuple(cut for one in person.paid if (cut := one.until(month)).months)
    total = sum(one.months for one in paid) + person.deemed_months
    index = _index(paid, month, person.place, law)
    balance = _balance(person, paid, month, law)
    pension, left_out = _pension(person, paid, month, index, balance, law)
    parts = (
        pension.basic,
        pension.account,
        pension.transitional,
        pension.supplement,
        pension.total,
    )
    status = Status.WITHOUT_TRANSITIONAL if left_out else Status.PENSION
    if total < min_contribution_months(day.year, law).count:
        parts, status = (0, 0, 0, 0, 0), Status.BELOW_MINIMUM
    return Result(month, total, index, balance, parts, status)


def _paid(persons: Persons, row: int) -> Iterator[PaidYear]:
    """The convention of the file: a year's months run from January, after an empty one to December."""
    histories = persons.histories
    months, bases = histories.months[:, row].tolist(), histories.bases[:, row].tolist()
    before = 0
    for year, count, base in zip(histories.years, months, bases, strict=True):
        if count:
            yield PaidYear(year, 1 if before else 13 - count, count, base)
        before = count


def _index(paid: tuple[PaidYear, ...], month: Month, place: str, law: Law) -> Decimal:
    if not paid:
        return Decimal(0)
    day = month.first_day()
    months = sum(one.months for one in paid)
    if Denominator(law.at("index_denominator", day, place).word) is Denominator.ELAPSED_MONTHS:
        months = max(Month(paid[0].year, paid[0].first).until(month) + 1, months)
    return averaged(
        [YearPaid(one.year, one.months, one.base, _wage(law, one.year, place)) for one in paid],
        divided_by=months,
        index_decimals=law.at("index_decimals", day, place).count,
        yearly_cap=law.at("yearly_index_cap", day, place).number,
        deemed=Fraction(0),
    )


@cache
def _wage(law: Law, year: int, place: str) -> Fen:
    return to_fen(law.at("reference_wage", date(year, 1, 1), place).number)


@cache
def _account(law: Law, year: int) -> tuple[Decimal, Decimal, InterestMethod]:
    """The share credited, the rate in percent, the method; nothing before accounts began."""
    day = date(year, 1, 1)
    try:
        share = law.at("account_credit_rate", day).number
    except NotSetError:
        return Decimal(0), Decimal(0), InterestMethod.MONTHLY_PRODUCT
    method = InterestMethod(law.at("account_interest_method", day).word)
    return share, law.at("account_interest", day).number, method


def _balance(person: OnePerson, paid: tuple[PaidYear, ...], month: Month, law: Law) -> Fen:
    balance = person.opening_balance
    paid_in = {one.year: one for one in paid}
    for year in range(person.years[0], month.year + 1):
        share, rate, method = _account(law, year)
        credited = _credits(paid_in.get(year), share)
        if year < month.year or month.month == 12:
            balance = year_closed(balance, rate, credited, method).closing_balance
        else:
            balance = year_begun(balance, rate, credited, month.month).closing_balance
    return balance


def _credits(paid: PaidYear | None, share: Decimal) -> tuple[Credit, ...]:
    if paid is None:
        return ()
    each = whole_fen(paid.base * share)
    return tuple(Credit(month, each) for month in range(paid.first, paid.first + paid.months))


def _pension(
    person: OnePerson,
    paid: tuple[PaidYear, ...],
    month: Month,
    index: Decimal,
    balance: Fen,
    law: Law,
) -> tuple[EmployeePension, bool]:
    """The parts, and whether a transitional part is left out."""
    day, place = month.first_day(), person.place
    form = TransitionalForm(law.at("transitional_form", day, place).word)
    before = law.at("account_start", date(day.year, 1, 1), place).month
    months = person.deemed_months
    if not form.deemed_only:
        months += sum(one.until(before.plus(-1)).months for one in paid)
    base = to_fen(law.at("calculation_base", day, place).number)
    own = base
    if form is TransitionalForm.TWO_BASES:
        base = to_fen(law.at("calculation_base", day, f"{place[:2]}0000").number)
    total = sum(one.months for one in paid) + person.deemed_months
    computed = months > 0 and person.transitional_by_hand is None and form.computable
    pension = employee_pension(
        EmployeePensionFacts(
            calc_base=base,
            average_index=index,
            total_months=total,
            account_balance=balance,
            divisor=annuity_divisor(Age.of_months(person.birth.until(month)), law, day).divisor,
            accrual_rate=law.at("accrual_rate", day, place).number,
            transitional=Transitional(
                form=form,
                months=months,
                coefficient=transitional_coefficient(form, total, law, day, place).number,
                base=own,
                index=index,
            )
            if computed
            else None,
            transitional_amount=person.transitional_by_hand,
            years_rounding=YearsRounding(law.at("years_rounding", day, place).word),
            amount_rounding=AmountRounding(law.at("amount_rounding", day, place).word),
            total_rounding=TotalRounding(law.at("total_rounding", day, place).word),
        )
    )
    missing = months > 0 and person.transitional_by_hand is None and not form.computable
    return pension, missing
