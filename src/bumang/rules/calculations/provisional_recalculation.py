"""预发重算 as a calculation: the pension on both bases, and what is made good."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import BASE_OF_THE_YEAR, EMPLOYEE_PENSION
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.employee_pension import PARTS, pension_of
from bumang.rules.calculations.pension_figures import Figures, contradictions
from bumang.rules.calculations.written import Field, money, month
from bumang.rules.parameters import Law
from bumang.rules.provisional_recalculation import provisional_recalculation


class Inputs(Figures, frozen=True, kw_only=True):
    """A statement's figures with both bases, and since when what was paid."""

    provisional_base: Annotated[
        Fen, Field("预发用的计发基数", "provisional base", money(above_zero=True))
    ]
    final_base: Annotated[Fen, Field("公布的计发基数", "base as published", money(above_zero=True))]
    first_paid_month: Annotated[Month, Field("开始预发的月份", "first month paid", month())]
    first_month_at_final_rate: Annotated[
        Month, Field("按新标准发放的首月", "first month at the final rate", month())
    ]


class Totals(msgspec.Struct, frozen=True):
    """The monthly pension on each base, in yuan."""

    provisional: Decimal
    final: Decimal


class Result(msgspec.Struct, frozen=True):
    """In yuan; negative where too much was paid."""

    totals: Totals
    monthly_difference: Decimal
    months_made_good: int
    back_payment: Decimal


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """Both pensions and the difference. Raises `InvalidInput` for months in the wrong order."""
    wrong = list(contradictions(given, law))
    if given.first_month_at_final_rate < given.first_paid_month:
        wrong.append(_BEFORE_FIRST_PAID)
    if wrong:
        raise InvalidInput(*wrong)
    provisional, steps = pension_of(given, given.provisional_base, law, on)
    final, _ = pension_of(given, given.final_base, law, on)
    found = provisional_recalculation(
        provisional.total, final.total, given.first_paid_month, given.first_month_at_final_rate
    )
    result = Result(
        Totals(to_yuan(provisional.total), to_yuan(final.total)),
        to_yuan(found.monthly_difference),
        found.months_made_good,
        to_yuan(found.back_payment),
    )
    return Calculated(result, (*steps, *provisional.steps, *final.steps, *found.steps))


_BEFORE_FIRST_PAID = Problem(
    "BEFORE_FIRST_PAID",
    Text(
        "按新标准发放的首月早于开始预发的月份。",
        "The first month at the final rate is before the first month paid.",
    ),
    Text("先预发，公布基数后才重算。", "A pension is paid first and set anew afterwards."),
    Text("请核对两个月份。", "Check both months."),
    "first_month_at_final_rate",
)

_FLOW = (
    Derivation("calc_base", ("provisional_base", "final_base")),
    *PARTS,
    Derivation("totals", ("total",)),
    Derivation("monthly_difference", ("totals",)),
    Derivation("months_made_good", ("first_paid_month", "first_month_at_final_rate")),
    Derivation("back_payment", ("monthly_difference", "months_made_good")),
)

CALCULATION = Calculation(
    kind="provisional_recalculation",
    title=Text("预发重算", "recalculation of a provisional pension"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(EMPLOYEE_PENSION, BASE_OF_THE_YEAR),
    flow=_FLOW,
)
