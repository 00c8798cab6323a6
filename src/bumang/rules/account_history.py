"""个人账户逐年计息: an account over many years, to its end or to the month of retirement.

The balance earns interest in years without credits too. In the year of retirement or death the
interest runs to that month; where the year's rate is not published yet, the last one stands in and
is corrected later. Those two come from practice and are yet to be verified with the local rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from bumang.kernel.money import Fen, to_yuan, whole_fen
from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.account_accrual import Credit, InterestMethod, YearClosed, year_closed
from bumang.rules.articles import ACCOUNT_INTEREST
from bumang.rules.explanation import MONTHS, PERCENT, Step, money, number, plain
from bumang.rules.parameters import Law, NotSetError
from bumang.rules.source import Origin


class AccountYear(msgspec.Struct, frozen=True):
    """One year in fen. `provisional`: an earlier year's rate stands in."""

    year: int
    months: int
    opening_balance: Fen
    rate_percent: Decimal
    provisional: bool
    interest_on_opening: Fen
    interest_on_credits: Fen
    principal: Fen
    closing_balance: Fen
    step: Step


class YearRate(msgspec.Struct, frozen=True):
    """A year's rate in percent; `origin` is None for one that was given."""

    percent: Decimal
    provisional: bool
    origin: Origin | None


def account_history(
    opening_balance: Fen,
    first_year: int,
    through: Month,
    credits_: Sequence[tuple[Month, Fen]],
    method: InterestMethod,
    rates: Mapping[int, Decimal],
    law: Law,
) -> tuple[AccountYear, ...]:
    """Close every year from `first_year` to the one of `through`, the last month that earns.

    `rates` are given ones; the law has the others. Raises `NotSetError` for a year that has none
    and none before it, `ValueError` for a credit outside the time.
    """
    begin = Month(first_year, 1)
    if any(not begin <= month <= through for month, _ in credits_):
        raise ValueError("a credit lies outside the account's time")
    years: list[AccountYear] = []
    balance = opening_balance
    for year in range(first_year, through.year + 1):
        months = through.month if year == through.year else 12
        mine = [Credit(month.month, amount) for month, amount in credits_ if month.year == year]
        closed = _close(year, months, balance, mine, method, rate_of(year, rates, law))
        years.append(closed)
        balance = closed.closing_balance
    return tuple(years)


def rate_of(year: int, rates: Mapping[int, Decimal], law: Law) -> YearRate:
    """The given rate, the year's, or the last published before it. Raises `NotSetError`."""
    if year in rates:
        return YearRate(rates[year], provisional=False, origin=None)
    try:
        value = law.at("account_interest", date(year, 1, 1))
    except NotSetError as unset:
        if unset.last is None:
            raise
        return YearRate(unset.last.number, provisional=True, origin=unset.last.origin)
    return YearRate(value.number, provisional=False, origin=value.origin)


def year_begun(
    opening: Fen, rate_percent: Decimal, credits_: Sequence[Credit], months: int
) -> YearClosed:
    """Close a part of a year, its first months: by months whatever the method is.

    The annual method's factor is that of twelve months.
    """
    share = rate_percent / 100 / 12
    product = sum(credit.amount * (months + 1 - credit.month) for credit in credits_)
    on_opening = whole_fen(opening * share * months)
    on_credits = whole_fen(product * share)
    principal = sum(credit.amount for credit in credits_)
    closing = opening + on_opening + principal + on_credits
    return YearClosed(on_opening, on_credits, principal, closing)


def _close(
    year: int,
    months: int,
    opening: Fen,
    credits_: Sequence[Credit],
    method: InterestMethod,
    rate: YearRate,
) -> AccountYear:
    closed = (
        year_closed(opening, rate.percent, credits_, method)
        if months == 12
        else year_begun(opening, rate.percent, credits_, months)
    )
    on_opening, on_credits, principal, closing = closed
    parts = (opening, on_opening, principal, on_credits)
    return AccountYear(
        year=year,
        months=months,
        opening_balance=opening,
        rate_percent=rate.percent,
        provisional=rate.provisional,
        interest_on_opening=on_opening,
        interest_on_credits=on_credits,
        principal=principal,
        closing_balance=closing,
        step=_step(year, months, rate, parts, closing),
    )


def _step(year: int, months: int, rate: YearRate, parts: Sequence[Fen], closing: Fen) -> Step:
    name = Text(f"{year} 年末储存额", f"balance at the end of {year}")
    if months < 12:
        name = Text(f"{year} 年 {months} 月末储存额", f"balance at the end of {year}-{months:02d}")
    return Step(
        key=f"balance_{year}",
        name=name,
        formula=_BY_LAST_RATE if rate.provisional else _BY_YEARS_RATE,
        worked=" + ".join(plain(to_yuan(part)) for part in parts),
        figures=(
            number("rate_percent", _RATE, rate.percent, PERCENT, rate.origin),
            number("months", Text("计息月数", "months of interest"), months, MONTHS),
        ),
        result=money("closing_balance", name, closing),
        rules=(ACCOUNT_INTEREST,),
    )


_RATE = Text("记账利率", "interest rate")
_BY_YEARS_RATE = Text(
    "年初储存额 + 其利息 + 当年记账额 + 其利息",
    "opening balance + its interest + the year's credits + their interest",
)
_BY_LAST_RATE = Text(
    "年初储存额 + 其利息 + 当年记账额 + 其利息（当年利率未公布，暂用上一次公布的，公布后重算）",
    "opening balance + its interest + the year's credits + their interest (by the last rate published; corrected when the year's appears)",
)
