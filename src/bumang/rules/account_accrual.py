"""个人账户计息: an account's interest for one year.

The account earns interest every year and is never below bank rates (Social Insurance Law, art. 14).
Two methods of the 1997 account rule are known; which one a place uses is yet to be verified.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan

# The annual method's mean time of twelve equal monthly credits, as the rule writes it.
_ANNUAL_FACTOR = Decimal("1.083") / 2


class InterestMethod(StrEnum):
    """月积数法, month by month, and 年度计算法, on the year's sum."""

    MONTHLY_PRODUCT = "monthly_product"
    ANNUAL_1083 = "annual_1083"


class Credit(msgspec.Struct, frozen=True):
    """An amount credited in a month of the year, 1 to 12."""

    month: int
    amount: Fen


class AccountAccrual(msgspec.Struct, frozen=True):
    """The year's interest, the credits' sum, and the balance at its end; in fen."""

    interest_on_opening: Fen
    interest_on_credits: Fen
    principal: Fen
    closing_balance: Fen


def account_accrual(
    opening_balance: Fen,
    rate_percent: Decimal,
    credits_: Sequence[Credit],
    method: InterestMethod = InterestMethod.MONTHLY_PRODUCT,
) -> AccountAccrual:
    """Close a year. Interest on the opening balance and on the credits are rounded apart, half up.

    Raises `ValueError` for a month outside 1 to 12.
    """
    if any(not 1 <= credit.month <= 12 for credit in credits_):
        raise ValueError("a credit belongs to a month from 1 to 12")
    rate = rate_percent / 100
    principal = sum(credit.amount for credit in credits_)
    on_opening = to_fen(to_yuan(opening_balance) * rate)
    if method is InterestMethod.MONTHLY_PRODUCT:
        product = sum(credit.amount * (13 - credit.month) for credit in credits_)
        on_credits = to_fen(to_yuan(product) * rate / 12)
    else:
        on_credits = to_fen(to_yuan(principal) * rate * _ANNUAL_FACTOR)
    return AccountAccrual(
        interest_on_opening=on_opening,
        interest_on_credits=on_credits,
        principal=principal,
        closing_balance=opening_balance + on_opening + principal + on_credits,
    )
