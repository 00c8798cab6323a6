"""多领待遇退还 as a calculation: the instalments, to the fen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import handling_regulation
from bumang.rules.benefits.overpayment import (
    Overpayment,
    Recovery,
    at_once,
    by_deduction,
    by_plan,
    from_account,
)
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.problems import missing
from bumang.rules.calculations.written import Field, money, one_of, whole
from bumang.rules.parameters import Law

_MOST_MONTHS = 600


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """A plan needs its months, a deduction its monthly amount, an account its balance."""

    overpaid: Annotated[Fen, Field("多领金额", "drawn too much", money(above_zero=True))]
    way: Annotated[Recovery, Field("退还方式", "way", one_of(Recovery))]
    months: Annotated[int | None, Field("分期月数", "months", whole(1, _MOST_MONTHS))] = None
    monthly_deduction: Annotated[
        Fen | None, Field("每月抵扣", "deducted a month", money(above_zero=True))
    ] = None
    account_balance: Annotated[
        Fen | None, Field("个人账户余额", "balance of the account", money())
    ] = None


class Result(msgspec.Struct, frozen=True):
    """In yuan; `left` stays owed."""

    instalments: tuple[Decimal, ...]
    left: Decimal


def answer(given: Inputs, _law: Law, _on: date) -> Calculated:
    """The plan. Raises `InvalidInput` where the way's own figure is missing."""
    found = _recovered(given)
    result = Result(tuple(map(to_yuan, found.instalments)), to_yuan(found.left))
    return Calculated(result, found.steps)


def _recovered(given: Inputs) -> Overpayment:
    if given.way is Recovery.AT_ONCE:
        return at_once(given.overpaid)
    if given.way is Recovery.PLAN:
        if given.months is None:
            raise InvalidInput(missing("months", Text("分期月数", "months")))
        return by_plan(given.overpaid, given.months)
    if given.way is Recovery.ACCOUNT:
        if given.account_balance is None:
            raise InvalidInput(missing("account_balance", Text("个人账户余额", "balance")))
        return from_account(given.overpaid, given.account_balance)
    if given.monthly_deduction is None:
        raise InvalidInput(missing("monthly_deduction", Text("每月抵扣", "deducted a month")))
    if given.overpaid > given.monthly_deduction * _MOST_MONTHS:
        raise InvalidInput(_TOO_SLOW)
    return by_deduction(given.overpaid, given.monthly_deduction)


_TOO_SLOW = Problem(
    "TOO_SLOW",
    Text("每月抵扣太少，五十年也还不完。", "At this amount it would take more than fifty years."),
    Text("退还安排要能还清。", "The plan has to come to an end."),
    Text("请提高每月抵扣的金额。", "Deduct more a month."),
    "monthly_deduction",
)

CALCULATION = Calculation(
    kind="overpayment_recovery",
    title=Text("多领待遇退还", "paying back what was drawn too much"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(handling_regulation("四十六", 46),),
    flow=(
        Derivation(
            "instalments", ("overpaid", "way", "months", "monthly_deduction", "account_balance")
        ),
        Derivation("left", ("overpaid", "way", "account_balance")),
    ),
)
