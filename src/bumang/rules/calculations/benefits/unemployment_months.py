"""失业保险金 as a calculation: whether, and for how many months."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import insurance_law
from bumang.rules.benefits.unemployment import UnemploymentFacts, unemployment_months
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, money, whole, yes_no
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Months paid since the last unemployment; months left over from it."""

    paid_months: Annotated[int, Field("累计缴费月数", "months paid", whole(0, 840))]
    own_will: Annotated[bool, Field("本人意愿中断就业", "left by own will", yes_no())]
    registered: Annotated[
        bool, Field("已失业登记并求职", "registered and looking for work", yes_no())
    ]
    unused_months: Annotated[int, Field("上次未领的月数", "months left over", whole(0, 24))] = 0
    months_per_paid_year: Annotated[
        int | None, Field("当地每缴一年的月数", "months for a paid year in the place", whole(1, 12))
    ] = None
    monthly_amount: Annotated[
        Fen | None, Field("当地每月标准", "the place's monthly amount", money(above_zero=True))
    ] = None


class Result(msgspec.Struct, frozen=True):
    """`total` in yuan, where the place's amount is given."""

    allowed: bool
    benefit_months: int
    total: Decimal | UnsetType


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """By the law of the day."""
    facts = UnemploymentFacts(
        given.paid_months,
        given.own_will,
        given.registered,
        given.unused_months,
        given.months_per_paid_year,
        given.monthly_amount,
    )
    found = unemployment_months(facts, law, on)
    total = UNSET if found.total is None else to_yuan(found.total)
    return Calculated(Result(found.allowed, found.benefit_months, total), found.steps)


CALCULATION = Calculation(
    kind="unemployment_months",
    title=Text("失业保险金领取月数", "months of unemployment benefit"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(insurance_law("四十五", 45), insurance_law("四十六", 46)),
    flow=(
        Derivation(
            "allowed", ("paid_months", "own_will", "registered"), ("unemployment_least_months",)
        ),
        Derivation("months_by_years_paid", ("paid_months",), ("unemployment_benefit_months",)),
        Derivation(
            "benefit_months",
            (
                "allowed",
                "months_by_years_paid",
                "months_per_paid_year",
                "paid_months",
                "unused_months",
            ),
            ("unemployment_months_limit",),
        ),
        Derivation("total", ("allowed", "benefit_months", "monthly_amount")),
    ),
)
