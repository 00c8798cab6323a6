"""个人账户计息 as a calculation: one year of an account."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.rules.account_accrual import Credit, InterestMethod, account_accrual
from bumang.rules.articles import ACCOUNT_INTEREST
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.problems import YEAR_AHEAD
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import Field, many, money, one_of, ratio, whole
from bumang.rules.parameters import Law


class Credited(msgspec.Struct, frozen=True):
    """An amount credited for a month."""

    month: Annotated[int, Field("月份", "month", whole(1, 12))]
    amount: Annotated[Fen, Field("记账金额", "amount credited", money())]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """A year's opening balance, its credits, and its rate. The year itself only names it."""

    opening_balance: Annotated[Fen, Field("年初储存额", "opening balance", money())]
    rate_percent: Annotated[
        Decimal, Field("记账利率（%）", "interest rate in percent", ratio(least="0", most="100"))
    ]
    credits: Annotated[
        tuple[Credited, ...], Field("当年记账额", "credits of the year", many(group(Credited)))
    ]
    method: Annotated[
        InterestMethod, Field("计息方法", "method of interest", one_of(InterestMethod))
    ]
    year: Annotated[int | None, Field("年份", "year", whole(1986, 2200))] = None


class Result(msgspec.Struct, frozen=True):
    """In yuan."""

    interest_on_opening: Decimal
    interest_on_credits: Decimal
    principal: Decimal
    closing_balance: Decimal


def answer(given: Inputs, _law: Law, on: date) -> Calculated:
    """The year's interest and closing balance. Raises `InvalidInput` for a year yet to come."""
    if given.year is not None and given.year > on.year:
        raise InvalidInput(YEAR_AHEAD.at("year"))
    found = account_accrual(
        given.opening_balance,
        given.rate_percent,
        [Credit(one.month, one.amount) for one in given.credits],
        given.method,
    )
    result = Result(
        to_yuan(found.interest_on_opening),
        to_yuan(found.interest_on_credits),
        to_yuan(found.principal),
        to_yuan(found.closing_balance),
    )
    return Calculated(result, found.steps)


_FLOW = (
    Derivation("principal", ("credits",)),
    Derivation("interest_on_opening", ("opening_balance", "rate_percent")),
    Derivation("interest_on_credits", ("credits", "rate_percent", "method")),
    Derivation(
        "closing_balance",
        ("opening_balance", "interest_on_opening", "principal", "interest_on_credits"),
    ),
)

CALCULATION = Calculation(
    kind="account_accrual",
    title=Text("个人账户计息", "interest of the personal account"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(ACCOUNT_INTEREST,),
    flow=_FLOW,
    checked=("year",),
)
