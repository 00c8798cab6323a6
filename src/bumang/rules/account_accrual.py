"""个人账户计息: an account's interest for one year.

The account earns interest every year and is never below bank rates (Social Insurance Law, art. 14).
Two methods of the 1997 account rule are known; which one a place uses is yet to be verified.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

import msgspec

from bumang.kernel.money import Fen, to_yuan, whole_fen
from bumang.kernel.text import Text
from bumang.rules.articles import ACCOUNT_INTEREST
from bumang.rules.explanation import PERCENT, Figure, Step, money, number, plain

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


class YearClosed(NamedTuple):
    """The year's interest, the credits' sum, and the balance at its end in fen."""

    interest_on_opening: Fen
    interest_on_credits: Fen
    principal: Fen
    closing_balance: Fen


class AccountAccrual(msgspec.Struct, frozen=True):
    """The same amounts, with the steps to them."""

    interest_on_opening: Fen
    interest_on_credits: Fen
    principal: Fen
    closing_balance: Fen
    steps: tuple[Step, ...]


def year_closed(
    opening_balance: Fen,
    rate_percent: Decimal,
    credits_: Sequence[Credit],
    method: InterestMethod = InterestMethod.MONTHLY_PRODUCT,
) -> YearClosed:
    """Close a year. Interest on the opening balance and on the credits are rounded apart, half up.

    Raises `ValueError` for a month outside 1 to 12.
    """
    rate = rate_percent / 100
    principal, product = _sums(credits_)
    on_opening = whole_fen(opening_balance * rate)
    if method is InterestMethod.MONTHLY_PRODUCT:
        on_credits = whole_fen(product * rate / 12)
    else:
        on_credits = whole_fen(principal * rate * _ANNUAL_FACTOR)
    closing = opening_balance + on_opening + principal + on_credits
    return YearClosed(on_opening, on_credits, principal, closing)


def account_accrual(
    opening_balance: Fen,
    rate_percent: Decimal,
    credits_: Sequence[Credit],
    method: InterestMethod = InterestMethod.MONTHLY_PRODUCT,
) -> AccountAccrual:
    """Close a year and tell how. Raises `ValueError` as `year_closed` does."""
    closed = year_closed(opening_balance, rate_percent, credits_, method)
    if method is InterestMethod.MONTHLY_PRODUCT:
        product = _sums(credits_)[1]
        worked = f"{plain(to_yuan(product))} × {plain(rate_percent)}% ÷ 12"
    else:
        worked = f"{plain(to_yuan(closed.principal))} × {plain(rate_percent)}% × 1.083 ÷ 2"
    percent = number("rate_percent", _RATE, rate_percent, PERCENT)
    on_opening, on_credits, principal, closing = closed
    parts = (opening_balance, on_opening, principal, on_credits)
    return AccountAccrual(
        *closed,
        steps=(
            _on_opening(opening_balance, percent, on_opening),
            _on_credits(method, principal, percent, worked, on_credits),
            _closing(parts, closing),
        ),
    )


def _sums(credits_: Sequence[Credit]) -> tuple[Fen, Fen]:
    """The credits, and each times the months that it earns for."""
    principal = product = 0
    for credit in credits_:
        if not 1 <= credit.month <= 12:
            raise ValueError("a credit belongs to a month from 1 to 12")
        principal += credit.amount
        product += credit.amount * (13 - credit.month)
    return principal, product


def _on_opening(opening: Fen, percent: Figure, interest: Fen) -> Step:
    return Step(
        key="interest_on_opening",
        name=_ON_OPENING,
        formula=Text("年初储存额 × 记账利率", "opening balance × rate"),
        worked=f"{plain(to_yuan(opening))} × {percent.value}%",
        figures=(money("opening_balance", _OPENING, opening), percent),
        result=money("interest_on_opening", _ON_OPENING, interest),
        rules=(ACCOUNT_INTEREST,),
    )


def _on_credits(
    method: InterestMethod, principal: Fen, percent: Figure, worked: str, interest: Fen
) -> Step:
    return Step(
        key="interest_on_credits",
        name=_ON_CREDITS,
        formula=_FORMULAS[method],
        worked=worked,
        figures=(money("principal", _PRINCIPAL, principal), percent),
        result=money("interest_on_credits", _ON_CREDITS, interest),
        rules=(ACCOUNT_INTEREST,),
    )


def _closing(parts: Sequence[Fen], closing: Fen) -> Step:
    return Step(
        key="closing_balance",
        name=_CLOSING,
        formula=Text(
            "年初储存额 + 年初储存额利息 + 当年记账额 + 当年记账额利息",
            "opening balance + its interest + the year's credits + their interest",
        ),
        worked=" + ".join(plain(to_yuan(part)) for part in parts),
        figures=(),
        result=money("closing_balance", _CLOSING, closing),
        rules=(ACCOUNT_INTEREST,),
    )


_OPENING = Text("年初储存额", "opening balance")
_RATE = Text("记账利率", "interest rate")
_PRINCIPAL = Text("当年记账额", "credits of the year")
_ON_OPENING = Text("年初储存额利息", "interest on the opening balance")
_ON_CREDITS = Text("当年记账额利息", "interest on the year's credits")
_CLOSING = Text("年末储存额", "closing balance")
_FORMULAS = {
    InterestMethod.MONTHLY_PRODUCT: Text(
        "月积数法：各月（记账额 × 到年末的月数）之和 × 记账利率 ÷ 12",
        "by monthly products: sum of (credit × months to the year's end) × rate ÷ 12",
    ),
    InterestMethod.ANNUAL_1083: Text(
        "年度计算法：当年记账额 × 记账利率 × 1.083 ÷ 2",
        "by the year: credits × rate × 1.083 ÷ 2",
    ),
}
