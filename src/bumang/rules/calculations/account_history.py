"""个人账户逐年计息 as a calculation: from the credits of many months to the balance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.account_accrual import InterestMethod
from bumang.rules.account_credit import account_credit
from bumang.rules.account_history import AccountYear, account_history
from bumang.rules.articles import ACCOUNT_INTEREST, EMPLOYEE_PENSION
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import Field, many, money, month, one_of, ratio, whole
from bumang.rules.parameters import Law


class Credited(msgspec.Struct, frozen=True, kw_only=True):
    """A month's credit: the amount itself, or the base it is a share of."""

    month: Annotated[Month, Field("月份", "month", month())]
    amount: Annotated[Fen | None, Field("记账金额", "amount credited", money())] = None
    monthly_base: Annotated[
        Fen | None, Field("月缴费基数", "monthly base", money(above_zero=True))
    ] = None


class GivenRate(msgspec.Struct, frozen=True):
    """A year's rate that the law on record does not have, or has otherwise."""

    year: Annotated[int, Field("年份", "year", whole(1986, 2200))]
    rate_percent: Annotated[
        Decimal, Field("记账利率（%）", "rate in percent", ratio(least="0", most="100"))
    ]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """An opening balance and what came after it, to the last month that earns interest."""

    opening_balance: Annotated[Fen, Field("首年年初储存额", "opening balance", money())]
    first_year: Annotated[int, Field("首年", "first year", whole(1986, 2200))]
    through_month: Annotated[Month, Field("计息到", "last month of interest", month())]
    credits: Annotated[tuple[Credited, ...], Field("记账", "credits", many(group(Credited)))]
    method: Annotated[
        InterestMethod, Field("计息方法", "method of interest", one_of(InterestMethod))
    ]
    rates: Annotated[
        tuple[GivenRate, ...] | None,
        Field("各年记账利率", "rates by year", many(group(GivenRate), most=100)),
    ] = None


class Year(msgspec.Struct, frozen=True):
    """One year in yuan. `provisional`: the last published rate stands in for the year's."""

    year: int
    months: int
    opening_balance: Decimal
    rate_percent: Decimal
    interest_on_opening: Decimal
    interest_on_credits: Decimal
    principal: Decimal
    closing_balance: Decimal
    provisional: bool


class Result(msgspec.Struct, frozen=True):
    """Every year, and the balance at the end in yuan."""

    years: tuple[Year, ...]
    closing_balance: Decimal
    provisional: bool


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """The years and the balance. Raises `InvalidInput` for months outside the time."""
    if given.through_month.year < given.first_year:
        raise InvalidInput(_ENDS_BEFORE)
    if given.through_month.year - given.first_year >= _MOST_YEARS:
        raise InvalidInput(_TOO_LONG)
    if wrong := _wrong_credits(given):
        raise InvalidInput(*wrong)
    years = account_history(
        given.opening_balance,
        given.first_year,
        given.through_month,
        [(one.month, _amount(one, law)) for one in given.credits],
        given.method,
        {one.year: one.rate_percent for one in given.rates or ()},
        law,
    )
    result = Result(
        tuple(_told(year) for year in years),
        to_yuan(years[-1].closing_balance),
        any(year.provisional for year in years),
    )
    return Calculated(result, tuple(year.step for year in years))


def _amount(one: Credited, law: Law) -> Fen:
    if one.amount is not None:
        return one.amount
    assert one.monthly_base is not None  # `_wrong_credits` has seen to it
    return account_credit(one.month, one.monthly_base, law)


def _wrong_credits(given: Inputs) -> list[Problem]:
    wrong = []
    for place, one in enumerate(given.credits):
        at = f"credits[{place}]"
        if (one.amount is None) == (one.monthly_base is None):
            wrong.append(_ONE_OF_TWO.at(at))
        if not Month(given.first_year, 1) <= one.month <= given.through_month:
            wrong.append(_OUTSIDE.at(f"{at}.month"))
    return wrong


def _told(year: AccountYear) -> Year:
    return Year(
        year.year,
        year.months,
        to_yuan(year.opening_balance),
        year.rate_percent,
        to_yuan(year.interest_on_opening),
        to_yuan(year.interest_on_credits),
        to_yuan(year.principal),
        to_yuan(year.closing_balance),
        year.provisional,
    )


_MOST_YEARS = 100
_ENDS_BEFORE = Problem(
    "ENDS_BEFORE",
    Text("计息到的月份早于首年。", "The last month is before the first year."),
    Text("账户从首年年初开始计息。", "The account earns from the first year on."),
    Text("请核对两个时间。", "Check both."),
    "through_month",
)
_TOO_LONG = Problem(
    "TOO_LONG",
    Text("时间跨度太长。", "This is too long a time."),
    Text("一个人的账户不会超过一百年。", "Nobody's account lasts more than a hundred years."),
    Text("请核对首年和计息到的月份。", "Check the first year and the last month."),
    "through_month",
)
_ONE_OF_TWO = Problem(
    "ONE_OF_TWO",
    Text("记账金额和缴费基数要给一个，也只能给一个。", "Give the amount or the base, one of them."),
    Text("有基数就按当年的比例算出金额。", "From a base the amount follows by that year's rate."),
    Text("请保留 amount 或 monthly_base。", "Keep `amount` or `monthly_base`."),
)
_OUTSIDE = Problem(
    "OUTSIDE_THE_TIME",
    Text("这个月份不在计息的时间里。", "This month is outside the account's time."),
    Text("首年年初以前的已在年初储存额里。", "What came before is in the opening balance."),
    Text("请核对月份。", "Check the month."),
)

_FLOW = (
    Derivation(
        "years",
        ("opening_balance", "first_year", "through_month", "credits", "method", "rates"),
        ("account_interest", "account_credit_rate"),
    ),
    Derivation("closing_balance", ("years",)),
    Derivation("provisional", ("first_year", "through_month", "rates"), ("account_interest",)),
)

CALCULATION = Calculation(
    kind="account_history",
    title=Text("个人账户逐年计息", "the personal account over many years"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(ACCOUNT_INTEREST, EMPLOYEE_PENSION),
    flow=_FLOW,
)
