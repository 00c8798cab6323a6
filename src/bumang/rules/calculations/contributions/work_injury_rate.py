"""工伤保险费率 as a calculation: from the class of trade and its step to the rate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import WORK_INJURY_RATES
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, whole
from bumang.rules.contributions.injury_rate import FloatError, InjuryRate, injury_rate
from bumang.rules.explanation import plain
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The step is in per cent of the class's rate."""

    work_injury_class: Annotated[int, Field("行业类别", "class of trade", whole(1, 8))]
    work_injury_float: Annotated[int, Field("浮动档次（%）", "step in per cent", whole(1, 300))] = (
        100
    )


class Result(msgspec.Struct, frozen=True):
    """The rate as a share of one, and in per cent."""

    work_injury_rate: str
    percent: str


def floated(trade_class: int, step: int, law: Law, on: date) -> InjuryRate:
    """The rate. Raises `InvalidInput` for a step that the class does not have."""
    try:
        return injury_rate(trade_class, step, law, on)
    except FloatError as wrong:
        listed = ", ".join(f"{one}" for one in wrong.allowed)
        raise InvalidInput(
            Problem(
                "NO_SUCH_STEP",
                Text("这一类行业没有这个浮动档次。", "The class has no such step."),
                Text(
                    "一类行业只向上浮动，其余各类上下浮动，档次是固定的。",
                    "Class 1 floats up only, the others both ways, in fixed steps.",
                ),
                Text(f"请从这些里选：{listed}。", f"Choose one of: {listed}."),
                "work_injury_float",
            )
        ) from None


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """The floated rate by the law of the day."""
    found = floated(given.work_injury_class, given.work_injury_float, law, on)
    told: tuple[Decimal, Decimal] = (found.rate, found.rate * 100)
    return Calculated(Result(plain(told[0]), plain(told[1])), (found.step,))


CALCULATION = Calculation(
    kind="work_injury_rate",
    title=Text("工伤保险费率", "work injury rate"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(WORK_INJURY_RATES,),
    flow=(
        Derivation("benchmark", ("work_injury_class",), ("work_injury_rate",)),
        Derivation(
            "work_injury_rate", ("benchmark", "work_injury_float"), ("work_injury_float_*",)
        ),
        Derivation("percent", ("work_injury_rate",)),
    ),
)
