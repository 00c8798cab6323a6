"""遗属待遇 as a calculation: funeral money and grant."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import SURVIVORS
from bumang.rules.benefits.survivors import survivor_benefits
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, money, whole
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """`drawn_months` is given for a pensioner, 0 included."""

    monthly_disposable_income: Annotated[
        Fen,
        Field(
            "本省上年度城镇居民月人均可支配收入",
            "last year's monthly disposable income of the province's urban residents",
            money(above_zero=True),
        ),
    ]
    paid_months: Annotated[int, Field("缴费月数", "months paid", whole(0, 840))]
    drawn_months: Annotated[
        int | None, Field("已领养老金月数", "months of pension drawn", whole(0, 1200))
    ] = None


class Result(msgspec.Struct, frozen=True):
    """In yuan."""

    funeral: Decimal
    grant_months: int
    grant: Decimal
    total: Decimal


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """By the law of the day."""
    found = survivor_benefits(
        given.monthly_disposable_income, given.paid_months, law, on, given.drawn_months
    )
    result = Result(
        to_yuan(found.funeral), found.grant_months, to_yuan(found.grant), to_yuan(found.total)
    )
    return Calculated(result, found.steps)


CALCULATION = Calculation(
    kind="survivor_benefits",
    title=Text("丧葬补助金和抚恤金", "funeral money and survivors' grant"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(SURVIVORS,),
    flow=(
        Derivation("funeral", ("monthly_disposable_income",), ("funeral_months",)),
        Derivation(
            "grant_months",
            ("paid_months", "drawn_months"),
            ("survivor_grant_months", "survivor_grant_least_months"),
        ),
        Derivation("grant", ("monthly_disposable_income", "grant_months")),
        Derivation("total", ("funeral", "grant")),
    ),
)
