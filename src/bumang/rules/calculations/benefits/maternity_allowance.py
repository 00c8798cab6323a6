"""生育津贴 as a calculation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import insurance_law
from bumang.rules.benefits.maternity import maternity_allowance
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, money, whole
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The days of leave are those of national and local rules together."""

    employer_average_wage: Annotated[
        Fen,
        Field(
            "单位上年度职工月平均工资", "employer's average monthly wage", money(above_zero=True)
        ),
    ]
    leave_days: Annotated[int, Field("产假天数", "days of leave", whole(1, 400))]
    own_wage: Annotated[
        Fen | None, Field("本人月工资", "own monthly wage", money(above_zero=True))
    ] = None


class Result(msgspec.Struct, frozen=True):
    """In yuan; what the employer adds is zero without an own wage above the average."""

    allowance: Decimal
    topped_up: Decimal


def answer(given: Inputs, _law: Law, _on: date) -> Calculated:
    """The allowance for the leave."""
    found = maternity_allowance(given.employer_average_wage, given.leave_days, given.own_wage)
    return Calculated(Result(to_yuan(found.allowance), to_yuan(found.topped_up)), found.steps)


CALCULATION = Calculation(
    kind="maternity_allowance",
    title=Text("生育津贴", "maternity allowance"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(insurance_law("五十六", 56),),
    flow=(
        Derivation("allowance", ("employer_average_wage", "leave_days")),
        Derivation("topped_up", ("allowance", "own_wage", "leave_days", "employer_average_wage")),
    ),
)
