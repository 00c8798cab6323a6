"""个人账户计息 on columns: a year's interest, and the balance over all years of a history."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from bumang.rules.account_accrual import InterestMethod
from bumang.rules.columns.exact import Column, half_up, largest, product, scaled
from bumang.rules.columns.histories import Histories


class Accrual(NamedTuple):
    """A year's interest and closing balance, in fen."""

    interest_on_opening: Column
    interest_on_credits: Column
    closing_balance: Column


class YearOfAccount(NamedTuple):
    """What a year brings: the rate in percent, and the share of the base that is credited."""

    rate_percent: Decimal
    credit_rate: Decimal


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
    method: InterestMethod = InterestMethod.MONTHLY_PRODUCT,
) -> Column:
    """The balance with which each person retires in `last_month`; histories are cut there.

    Each month's credit is rounded to the fen. Every year before that of the retirement is closed
    with its interest; that year's own credits are added without, because its rate is published
    later and the balance is then corrected.
    """
    balance = opening_balance.astype(np.int64)
    retires = last_month // 12
    first = int(retires.min(initial=2**31))
    for row, (year, terms) in enumerate(zip(histories.years, years, strict=True)):
        credit = monthly_credit(histories.bases[row], terms.credit_rate)
        principal = credit * histories.months[row]
        monthly_product = credit * histories.weights(row)
        closed = account_accrual(balance, terms.rate_percent, principal, monthly_product, method)
        if year < first:
            balance = closed.closing_balance
        else:
            balance = np.where(retires > year, closed.closing_balance, balance + principal)
    return balance


def monthly_credit(base: Column, credit_rate: Decimal) -> Column:
    """A month's credit, rounded to the fen."""
    share, scale = scaled(credit_rate)
    if largest(base) * max(1, int(np.max(share))) * 4 < 2**31:
        # Four bytes a person are divided ten times as fast as eight.
        doubled = base.astype(np.int32) * np.int32(2 * int(np.max(share))) + np.int32(scale)
        return (doubled // np.int32(2 * scale)).astype(np.int64)
    return half_up(product(base, share), scale)
