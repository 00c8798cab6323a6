"""养老金年度调整 as a calculation: by the figures of the year's notice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import FROM_MEMORY
from bumang.rules.benefits.adjustment import AdjustmentNotice, PartYear, pension_adjustment
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, many, money, one_of, ratio, whole
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Every figure is from the notice; nothing stands in for one that is not out."""

    pension: Annotated[Fen, Field("调整前每月养老金", "pension before", money(above_zero=True))]
    paid_months: Annotated[int, Field("缴费月数", "months paid", whole(0, 840))]
    fixed_amount: Annotated[Fen, Field("定额", "fixed amount", money())]
    amount_per_year: Annotated[Fen, Field("每年缴费年限的金额", "amount a year paid", money())]
    pension_rate: Annotated[
        Decimal, Field("按养老金的比例", "rate of the pension", ratio(least="0", most="1"))
    ]
    part_year: Annotated[
        PartYear, Field("不满一年（up 按一年、down 不计）", "a year begun", one_of(PartYear))
    ]
    additions: Annotated[
        tuple[Fen, ...], Field("倾斜部分", "additions", many(money(), most=20))
    ] = ()
    months_passed: Annotated[
        int, Field("已按原标准发放的月数", "months paid at the old amount", whole(0, 120))
    ] = 0


class Result(msgspec.Struct, frozen=True):
    """In yuan a month; the arrears once."""

    fixed: Decimal
    by_years: Decimal
    by_pension: Decimal
    additions: Decimal
    increase: Decimal
    new_pension: Decimal
    arrears: Decimal


def answer(given: Inputs, _law: Law, _on: date) -> Calculated:
    """The parts and the new pension."""
    notice = AdjustmentNotice(
        given.fixed_amount,
        given.amount_per_year,
        given.pension_rate,
        given.part_year,
        given.additions,
    )
    found = pension_adjustment(given.pension, given.paid_months, notice, given.months_passed)
    result = Result(
        to_yuan(found.fixed),
        to_yuan(found.by_years),
        to_yuan(found.by_pension),
        to_yuan(found.additions),
        to_yuan(found.increase),
        to_yuan(found.new_pension),
        to_yuan(found.arrears),
    )
    return Calculated(result, found.steps)


CALCULATION = Calculation(
    kind="pension_adjustment",
    title=Text("养老金年度调整", "yearly adjustment of a pension"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(FROM_MEMORY,),
    flow=(
        Derivation("fixed", ("fixed_amount",)),
        Derivation("by_years", ("paid_months", "amount_per_year", "part_year")),
        Derivation("by_pension", ("pension", "pension_rate")),
        Derivation("additions", ("additions",)),
        Derivation("increase", ("fixed", "by_years", "by_pension", "additions")),
        Derivation("new_pension", ("pension", "increase")),
        Derivation("arrears", ("increase", "months_passed")),
    ),
)
