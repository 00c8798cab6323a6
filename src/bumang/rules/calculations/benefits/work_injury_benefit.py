"""工伤待遇 as a calculation: lump sum, allowance, nursing, and who pays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import injury_regulation
from bumang.rules.benefits.work_injury import InjuryFacts, PaidBy, injury_benefit
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, money, whole, yes_no
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Wages a month. The place's minimum wage lifts the allowance where it is given."""

    grade: Annotated[int, Field("伤残等级", "grade", whole(1, 10))]
    own_wage: Annotated[
        Fen, Field("受伤前 12 个月平均月缴费工资", "own average wage", money(above_zero=True))
    ]
    average_wage: Annotated[
        Fen, Field("当地上年度月平均工资", "the place's average wage", money(above_zero=True))
    ]
    nursing_need: Annotated[
        int | None,
        Field("护理依赖（1 完全、2 大部分、3 部分）", "nursing need, 1 wholly to 3", whole(1, 3)),
    ] = None
    suitable_work: Annotated[
        bool, Field("单位已安排适当工作", "the employer gives suitable work", yes_no())
    ] = False
    minimum_wage: Annotated[
        Fen | None, Field("当地最低工资", "the place's minimum wage", money(above_zero=True))
    ] = None


class Result(msgspec.Struct, frozen=True):
    """In yuan; the monthly parts are zero where there are none."""

    counted_wage: Decimal
    lump_sum: Decimal
    monthly_allowance: Decimal
    allowance_paid_by: PaidBy
    monthly_nursing: Decimal


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """By the law of the day."""
    facts = InjuryFacts(
        given.grade,
        given.own_wage,
        given.average_wage,
        given.nursing_need,
        given.suitable_work,
        given.minimum_wage,
    )
    found = injury_benefit(facts, law, on)
    result = Result(
        to_yuan(found.counted_wage),
        to_yuan(found.lump_sum),
        to_yuan(found.monthly_allowance),
        found.allowance_paid_by,
        to_yuan(found.monthly_nursing),
    )
    return Calculated(result, found.steps)


CALCULATION = Calculation(
    kind="work_injury_benefit",
    title=Text("工伤伤残待遇", "benefits after a work injury"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(injury_regulation("三十五", 35), injury_regulation("六十四", 64)),
    flow=(
        Derivation(
            "counted_wage", ("own_wage", "average_wage"), ("injury_wage_cap", "injury_wage_floor")
        ),
        Derivation("lump_sum", ("grade", "counted_wage"), ("injury_lump_months",)),
        Derivation("allowance_paid_by", ("grade", "suitable_work")),
        Derivation(
            "monthly_allowance",
            ("grade", "counted_wage", "allowance_paid_by", "minimum_wage"),
            ("injury_allowance_percent",),
        ),
        Derivation(
            "monthly_nursing", ("nursing_need", "average_wage"), ("injury_nursing_percent",)
        ),
    ),
)
