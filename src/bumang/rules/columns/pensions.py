"""A population's pensions: from birth, category, place and wage history to the monthly amount."""

from __future__ import annotations

from decimal import Decimal
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bumang.rules.average_index import Denominator
from bumang.rules.columns import average_index
from bumang.rules.columns.account_accrual import account_balances
from bumang.rules.columns.employee_pension import Parts, TransitionalColumns, pension_parts
from bumang.rules.columns.exact import Column, Scaled
from bumang.rules.columns.histories import Histories
from bumang.rules.columns.retirement_age import statutory_months
from bumang.rules.columns.tables import Tables, Terms


class Status(IntEnum):
    """What a row's total is.

    PENSION: complete. BELOW_MINIMUM: too few months, no monthly pension, all amounts are 0.
    WITHOUT_TRANSITIONAL: the place's form is not computed and no amount was given by hand.
    """

    PENSION = 0
    BELOW_MINIMUM = 1
    WITHOUT_TRANSITIONAL = 2


class OutsideTablesError(ValueError):
    """Somebody retires in a month that the tables do not reach."""

    def __init__(self, month: int) -> None:
        super().__init__(f"a retirement in month {month} lies outside the tables")
        self.month = month


class Persons(NamedTuple):
    """A stretch of a population, a column each.

    `birth` is a month's number; `category` and `place` are places in `CATEGORIES` and in the
    tables' places. `opening_balance` is the account before the histories' first year, in fen.
    `transitional_by_hand` is in fen, -1 where none is given.
    """

    birth: Column
    category: NDArray[np.int8]
    place: NDArray[np.intp]
    deemed_months: Column
    opening_balance: Column
    transitional_by_hand: Column
    histories: Histories

    def some(self, rows: slice) -> Persons:
        """A stretch of these, without copying."""
        columns = (column[rows] for column in self[:-1])
        return Persons._make((*columns, self.histories.of(rows)))


class Pensions(NamedTuple):
    """What each person gets; amounts in fen a month.

    `retirement` is the statutory month's number, the pension begins a month later. `average_index` is in
    units of 10^-`index_decimals`, `divisor` in tenths of a month.
    """

    retirement: Column
    total_months: Column
    required_months: Column
    average_index: Column
    index_decimals: Column
    balance: Column
    divisor: Column
    status: NDArray[np.int8]
    parts: Parts
    decided_exactly: int


_BLOCK = 16_384  # persons whose working columns fit a core's cache together


def pensions(persons: Persons, law: Tables) -> Pensions:
    """Everybody's pension at the statutory month, block by block.

    Raises `OutsideTablesError` for a retirement outside the tables' years, and `ValueError` for an
    age without a divisor and for histories that begin in another year than the tables.
    """
    starts = range(0, len(persons.birth), _BLOCK)
    blocks = [slice(start, start + _BLOCK) for start in starts] or [slice(None)]
    made = [_pensions(persons.some(block), law) for block in blocks]
    parts = (np.concatenate(part) for part in zip(*(one.parts for one in made), strict=True))
    columns = (
        np.concatenate([getattr(one, name) for one in made]) for name in Pensions._fields[:-2]
    )
    exactly = sum(one.decided_exactly for one in made)
    return Pensions._make((*columns, Parts(*parts), exactly))


def _pensions(persons: Persons, law: Tables) -> Pensions:
    retirement = statutory_months(persons.birth, persons.category, law.schedules)
    _check(persons, retirement, law)
    histories = persons.histories.until(retirement)
    balance = account_balances(histories, law.account, retirement, persons.opening_balance)
    month = retirement - law.first_month
    terms_of = law.terms_of[persons.place, month]
    decimals = np.array([terms.index_decimals for terms in law.terms])[terms_of]
    index, exactly = _indexes(persons, histories, retirement, terms_of, law)
    divisor = law.divisors[law.divisors_of[month], retirement - persons.birth]
    if not divisor.all():
        raise ValueError("an age at retirement has no divisor")
    total_months = histories.paid_months() + persons.deemed_months
    required = law.minimum_months[month // 12]
    before = histories.paid_before(law.account_start[persons.place, month // 12])
    found = _Found(persons, month // 12, before, total_months, index, balance, divisor)
    parts, left_out = _parts(found, terms_of, law)
    short = total_months < required
    status = np.where(short, Status.BELOW_MINIMUM, left_out * Status.WITHOUT_TRANSITIONAL)
    return Pensions(
        retirement,
        total_months,
        required,
        index,
        decimals,
        balance,
        divisor,
        status.astype(np.int8),
        Parts(*(np.where(short, 0, part) for part in parts)),
        exactly,
    )


class _Found(NamedTuple):
    """What is known of each person before the parts."""

    persons: Persons
    year: Column
    before_accounts: Column
    total_months: Column
    average_index: Column
    balance: Column
    divisor: Column


def _check(persons: Persons, retirement: Column, law: Tables) -> None:
    for month in (retirement.min(initial=law.last_month), retirement.max(initial=law.first_month)):
        if not law.first_month <= month <= law.last_month:
            raise OutsideTablesError(int(month))
    if persons.histories.first_year != law.first_history_year:
        raise ValueError("the histories and the tables begin in different years")


def _indexes(
    persons: Persons,
    histories: Histories,
    retirement: Column,
    terms_of: NDArray[np.int16],
    law: Tables,
) -> tuple[Column, int]:
    decimals = np.array([terms.index_decimals for terms in law.terms])[terms_of]
    elapsed = np.zeros(len(retirement), np.int64)
    by_elapsed = np.array([t.denominator is Denominator.ELAPSED_MONTHS for t in law.terms])[
        terms_of
    ]
    if by_elapsed.any():
        elapsing = np.flatnonzero(by_elapsed)
        elapsed[elapsing] = histories.of(elapsing).elapsed_months(retirement[elapsing])
    caps = np.array([float(terms.yearly_cap) for terms in law.terms])[terms_of]
    index = np.zeros(len(retirement), np.int64)
    exactly = 0
    for cap in {law.terms[number].yearly_cap for number in np.unique(terms_of)}:
        mine = caps == float(cap)
        # With one cap for all, as it is everywhere, nothing is copied.
        rows = slice(None) if mine.all() else np.flatnonzero(mine)
        terms = average_index.Terms(decimals[rows], cap, elapsed[rows])
        found = average_index.average_indexes(
            histories.of(rows), law.references, persons.place[rows], terms
        )
        index[rows] = found.units
        exactly += found.decided_exactly
    return index, exactly


def _parts(
    found: _Found, terms_of: NDArray[np.int16], law: Tables
) -> tuple[Parts, NDArray[np.bool_]]:
    """The parts, and for whom a transitional part is left out; terms by terms."""
    made = Parts(*(np.zeros(len(terms_of), np.int64) for _ in Parts._fields))
    left_out = np.zeros(len(terms_of), np.bool_)
    for number in np.unique(terms_of):
        rows = np.flatnonzero(terms_of == number)
        mine, without = _parts_of(found, rows, law.terms[number], law)
        for whole, part in zip(made, mine, strict=True):
            whole[rows] = part
        left_out[rows] = without
    return made, left_out


def _parts_of(
    found: _Found, rows: NDArray[np.intp], terms: Terms, law: Tables
) -> tuple[Parts, NDArray[np.bool_]]:
    persons, year, place = found.persons, found.year[rows], found.persons.place[rows]
    index = Scaled(found.average_index[rows], 10**terms.index_decimals)
    by_hand = persons.transitional_by_hand[rows]
    months = persons.deemed_months[rows]
    if not terms.form.deemed_only:
        months = months + found.before_accounts[rows]
    left_out = (months > 0) & (by_hand < 0) & (not terms.form.computable)
    transitional = None
    if terms.form.computable:
        transitional = TransitionalColumns(
            form=terms.form,
            months=np.where(by_hand < 0, months, 0),
            coefficient=terms.coefficient,
            coefficient_long=terms.coefficient_long,
            base=law.transitional_base[place, year],
            average_index=index,
        )
    parts = pension_parts(
        calc_base=law.calc_base[place, year],
        average_index=index,
        total_months=found.total_months[rows],
        balance=found.balance[rows],
        divisor_tenths=found.divisor[rows],
        accrual_rate=terms.accrual_rate,
        roundings=terms.roundings,
        transitional=transitional,
        transitional_by_hand=np.maximum(by_hand, 0),
        supplement_rate=Decimal(0),
    )
    return parts, left_out
