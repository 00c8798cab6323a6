"""个人账户计息 on columns: a year's interest, and the balance over all years of a history."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bumang.rules.account_accrual import InterestMethod
from bumang.rules.columns import compiled
from bumang.rules.columns.exact import Column, half_up, largest, product, scaled
from bumang.rules.columns.histories import Histories


class Accrual(NamedTuple):
    """A year's interest and closing balance, in fen."""

    interest_on_opening: Column
    interest_on_credits: Column
    closing_balance: Column


class YearOfAccount(NamedTuple):
    """What a year brings: the rate in percent, the share of the base that is credited, and how."""

    rate_percent: Decimal
    credit_rate: Decimal
    method: InterestMethod = InterestMethod.MONTHLY_PRODUCT


def account_accrual(
    opening_balance: Column,
    rate_percent: Decimal,
    principal: Column,
    monthly_product: Column,
    method: InterestMethod = InterestMethod.MONTHLY_PRODUCT,
) -> Accrual:
    """Close a year, both interests rounded apart, half up, as the rule for one person does.

    `principal` is the sum of the year's credits, `monthly_product` (月积数) the sum of each credit
    times the months it stands, its own included.
    """
    rate, scale = scaled(rate_percent)
    on_opening = half_up(product(opening_balance, rate), 100 * scale)
    if method is InterestMethod.MONTHLY_PRODUCT:
        on_credits = half_up(product(monthly_product, rate), 1200 * scale)
    else:
        on_credits = half_up(product(principal, rate, 1083), 200_000 * scale)
    closing = opening_balance + on_opening + principal + on_credits
    return Accrual(on_opening, on_credits, closing)


def account_balances(
    histories: Histories,
    years: Sequence[YearOfAccount],
    last_month: Column,
    opening_balance: Column,
) -> Column:
    """The balance with which each person retires in `last_month`; histories are cut there.

    Each month's credit is rounded to the fen. In the year of retirement the interest runs to that
    month and goes by months under either method, as `rules.account_history` has it.
    """
    balance = opening_balance.astype(np.int64)
    retires = last_month // 12
    first, last = int(retires.min(initial=2**31)), int(retires.max(initial=0))
    fast = _fast_rows(histories, years, largest(balance))
    together = [*fast[: max(0, first - histories.first_year)], False].index(False)
    balance = _closed_fast(histories, range(together), years, balance)
    for row in range(together, min(len(years), last - histories.first_year + 1)):
        year, terms = histories.years[row], years[row]
        if fast[row]:
            closed = _closed_fast(histories, range(row, row + 1), years, balance)
        else:
            closed = _closed(histories, row, terms, balance)
        if year >= first:
            whole = last_month + 1 >= (year + 1) * 12
            closed = np.where(whole, closed, balance)
            part = np.flatnonzero((retires == year) & ~whole)
            closed[part] += _part_of_year(balance[part], terms, histories, row, part, last_month)
        balance = closed
    return balance


def _fast_rows(histories: Histories, years: Sequence[YearOfAccount], most: int) -> list[bool]:
    """Which years compiled code can close; `most` is the largest balance before the first."""
    most_paid, rows = largest(histories.bases), []
    for terms in years:
        fits, most = _fits(terms, most_paid, most)
        monthly = terms.method is InterestMethod.MONTHLY_PRODUCT
        rows.append(fits and monthly and compiled.AVAILABLE)
    return rows


def _closed(histories: Histories, row: int, terms: YearOfAccount, balance: Column) -> Column:
    """The balance at the end of a whole year."""
    credit = monthly_credit(histories.bases[row], terms.credit_rate)
    principal = credit * histories.months[row]
    stands = credit * histories.weights(row)
    closed = account_accrual(balance, terms.rate_percent, principal, stands, terms.method)
    return closed.closing_balance


def _closed_fast(
    histories: Histories, rows: range, years: Sequence[YearOfAccount], balance: Column
) -> Column:
    """The balance at the end of the last of these years, by compiled code."""
    if not rows:
        return balance
    closed, none = balance.astype(np.float64), np.zeros(len(balance), np.int8)
    for row in rows:
        before = histories.months[row - 1] if row else none
        figures = _as_floats(years[row])
        compiled.account_row(histories.bases[row], histories.months[row], before, *figures, closed)
    return closed.astype(np.int64)


@cache
def _as_floats(terms: YearOfAccount) -> tuple[float, ...]:
    """The share credited and its scale, the rate and its scale."""
    share, rate = scaled(terms.credit_rate), scaled(terms.rate_percent)
    return tuple(map(float, (share.units, share.scale, rate.units, rate.scale)))


def _fits(terms: YearOfAccount, most_paid: int, most: int) -> tuple[bool, int]:
    """Whether compiled code can close a year, and the most that a balance can be after it."""
    share, rate = scaled(terms.credit_rate), scaled(terms.rate_percent)
    credit = int(share.units) * most_paid // share.scale + 1
    numerators = (
        2 * int(share.units) * most_paid,
        most * int(rate.units) + 100 * rate.scale,
        78 * credit * int(rate.units) + 1200 * rate.scale,
    )
    grown = most + most * int(rate.units) // (100 * rate.scale) + (12 + 78) * credit + 2
    return max(*numerators, grown) < compiled.LIMIT, grown


def _part_of_year(
    balance: Column,
    terms: YearOfAccount,
    histories: Histories,
    row: int,
    part: NDArray[np.intp],
    last_month: Column,
) -> Column:
    """What is added to the balances of some persons to the end of a month before December."""
    year = histories.around(row).of(part)
    place = len(year.months) - 1
    months = last_month[part] % 12 + 1
    rate, scale = scaled(terms.rate_percent)
    credit = monthly_credit(year.bases[place], terms.credit_rate)
    stands = credit * year.weights(place, months)
    on_opening = half_up(product(balance, months, rate), 1200 * scale)
    on_credits = half_up(product(stands, rate), 1200 * scale)
    made: Column = on_opening + credit * year.months[place] + on_credits
    return made


def monthly_credit(base: Column, credit_rate: Decimal) -> Column:
    """A month's credit, rounded to the fen."""
    share, scale = scaled(credit_rate)
    if largest(base) * max(1, int(np.max(share))) * 4 < 2**31:
        # Four bytes a person are divided ten times as fast as eight.
        doubled = base.astype(np.int32) * np.int32(2 * int(np.max(share))) + np.int32(scale)
        return (doubled // np.int32(2 * scale)).astype(np.int64)
    return half_up(product(base, share), scale)
