"""重复领取 as a calculation: what is owed back, what the ended account pays, how long it is deducted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import SCHEME_CONVERSION, TRANSFER_QUESTIONS, handling_regulation
from bumang.rules.benefits.double_pension import (
    DoublePension,
    EndedScheme,
    Stretch,
    double_pension,
)
from bumang.rules.benefits.overpayment import by_deduction
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import Field, many, money, month, one_of
from bumang.rules.explanation import Step
from bumang.rules.parameters import Law

_MOST_DEDUCTIONS = 600


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """What the relation that ends paid each month while both pensions were drawn."""

    first_month: Annotated[Month, Field("重复领取首月", "first month", month())]
    last_month: Annotated[Month, Field("重复领取末月", "last month", month())]
    monthly: Annotated[Fen, Field("每月待遇", "pension a month", money(above_zero=True))]
    account_part: Annotated[Fen, Field("其中账户养老金", "of it from the account", money())] = 0


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Both parties have agreed which relation is kept; all figures are of the one that ends."""

    ended_scheme: Annotated[
        EndedScheme, Field("清理的关系", "relation that ends", one_of(EndedScheme))
    ]
    drawn: Annotated[
        tuple[Drawn, ...],
        Field("重复领取的月份", "months drawn twice", many(group(Drawn), least=1, most=120)),
    ]
    account_rest: Annotated[Fen, Field("个人账户余额", "rest of the account", money())]
    government_subsidy: Annotated[
        Fen, Field("余额中的政府补贴", "government subsidy in the rest", money())
    ] = 0
    monthly_deduction: Annotated[
        Fen | None, Field("约定每月抵扣", "agreed deduction a month", money(above_zero=True))
    ] = None


class Result(msgspec.Struct, frozen=True):
    """In yuan; the months of deduction are there once a monthly amount is agreed."""

    owed_back: Decimal
    account_paid_out: Decimal
    set_off: Decimal
    paid_to_person: Decimal
    still_owed: Decimal
    deduction_months: int | UnsetType = UNSET
    last_deduction: Decimal | UnsetType = UNSET


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """Raises `InvalidInput` for months that overlap and for parts greater than their whole."""
    _check(given)
    stretches = [
        Stretch(one.first_month, one.last_month, one.monthly, one.account_part)
        for one in given.drawn
    ]
    found = double_pension(
        given.ended_scheme, stretches, given.account_rest, given.government_subsidy, law, on
    )
    months, last, steps = _deducted(given.monthly_deduction, found)
    result = Result(
        to_yuan(found.owed_back),
        to_yuan(found.account_paid_out),
        to_yuan(found.set_off),
        to_yuan(found.paid_to_person),
        to_yuan(found.still_owed),
        months,
        last,
    )
    return Calculated(result, found.steps + steps)


def _deducted(
    monthly: Fen | None, found: DoublePension
) -> tuple[int | UnsetType, Decimal | UnsetType, tuple[Step, ...]]:
    if monthly is None:
        return UNSET, UNSET, ()
    if found.still_owed == 0:
        return 0, UNSET, ()
    if found.still_owed > monthly * _MOST_DEDUCTIONS:
        raise InvalidInput(_TOO_SLOW)
    plan = by_deduction(found.still_owed, monthly)
    return len(plan.instalments), to_yuan(plan.instalments[-1]), plan.steps


def _check(given: Inputs) -> None:
    wrong = []
    before: Month | None = None
    for place, one in enumerate(given.drawn):
        if one.last_month < one.first_month or (before is not None and one.first_month <= before):
            wrong.append(_NOT_IN_ORDER.at(f"drawn[{place}]"))
        if one.account_part > one.monthly:
            wrong.append(_PART_ABOVE_WHOLE.at(f"drawn[{place}].account_part"))
        before = one.last_month
    if given.ended_scheme is EndedScheme.EMPLOYEE and given.government_subsidy:
        wrong.append(_NO_SUBSIDY)
    elif given.government_subsidy > given.account_rest:
        wrong.append(_PART_ABOVE_WHOLE.at("government_subsidy"))
    if wrong:
        raise InvalidInput(*wrong)


_NOT_IN_ORDER = Problem(
    "DRAWN_NOT_IN_ORDER",
    Text("重复领取的月份没有按先后排列，或有重叠。", "The months are not in order, or overlap."),
    Text("一个月的待遇只能退还一次。", "A month is owed back once."),
    Text("请从早到晚分段填写，每个月只写一次。", "Write them from early to late, each month once."),
)
_PART_ABOVE_WHOLE = Problem(
    "PART_ABOVE_WHOLE",
    Text("其中的一部分大于全部。", "A part is greater than its whole."),
    Text("这一项已经包含在前面的金额里。", "It is contained in the amount before it."),
    Text("请核对两个金额。", "Check both amounts."),
)
_NO_SUBSIDY = Problem(
    "NO_SUBSIDY_HERE",
    Text("职工养老保险的个人账户没有政府补贴。", "An employees' account has no subsidy."),
    Text("只有居民养老保险的账户里有政府补贴。", "Only residents' accounts have one."),
    Text("请去掉政府补贴，或核对清理的是哪个关系。", "Leave it out, or check which relation ends."),
    "government_subsidy",
)
_TOO_SLOW = Problem(
    "TOO_SLOW",
    Text("每月抵扣太少，五十年也还不完。", "At this amount it would take more than fifty years."),
    Text("退还安排要能还清。", "The plan has to come to an end."),
    Text("请提高每月抵扣的金额。", "Deduct more a month."),
    "monthly_deduction",
)
_SETTLED = ("owed_back", "account_paid_out")

CALCULATION = Calculation(
    kind="double_pension",
    title=Text("重复领取养老金的清理", "settling two pensions drawn by one person"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(TRANSFER_QUESTIONS, SCHEME_CONVERSION, handling_regulation("四十六", 46)),
    flow=(
        Derivation("owed_back", ("ended_scheme", "drawn"), ("double_pension_account_share_*",)),
        Derivation(
            "account_paid_out",
            ("account_rest", "government_subsidy"),
            ("double_pension_subsidy_paid_out",),
        ),
        Derivation("set_off", _SETTLED),
        Derivation("paid_to_person", _SETTLED),
        Derivation("still_owed", _SETTLED),
        Derivation("deduction_months", ("still_owed", "monthly_deduction")),
        Derivation("last_deduction", ("still_owed", "monthly_deduction")),
    ),
)
