"""工伤保险费率: the employer's rate by the class of its trade, floating by its own record.

Notice of 2015: eight classes; class 1 floats up only, the others both ways, in fixed steps.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from bumang.kernel.text import Text
from bumang.rules.articles import WORK_INJURY_RATES, insurance_law
from bumang.rules.explanation import NO_UNIT, PERCENT, Step, number, plain, share
from bumang.rules.parameters import Law


class InjuryRate(msgspec.Struct, frozen=True):
    """The rate as a share of the wages."""

    rate: Decimal
    step: Step


class FloatError(Exception):
    """The class has no such step; `allowed` are those it has, in per cent of its rate."""

    def __init__(self, allowed: tuple[int, ...]) -> None:
        super().__init__(f"allowed are {allowed}")
        self.allowed = allowed


def injury_rate(trade_class: int, float_percent: int, law: Law, on: date) -> InjuryRate:
    """The floated rate. Raises `KeyError` for no such class and `FloatError` for no such step."""
    benchmark = law.at("work_injury_rate", on)
    name = "work_injury_float_" + ("first_class" if trade_class == 1 else "other_classes")
    steps = law.at(name, on)
    own = Decimal(benchmark.by_grade.at(trade_class)).scaleb(-3)
    allowed = tuple(int(one) for one in steps.word.split())
    if float_percent not in allowed:
        raise FloatError(allowed)
    rate = own * float_percent / 100
    step = Step(
        key="work_injury_rate",
        name=_NAME,
        formula=Text(
            "行业基准费率 × 浮动档次", "benchmark rate of the class × the employer's step"
        ),
        worked=f"{plain(own * 100)}% × {float_percent}%",
        figures=(
            number("work_injury_class", _CLASS, trade_class, NO_UNIT),
            share("benchmark", _BENCHMARK, own, benchmark.origin),
            number("work_injury_float", _FLOAT, float_percent, PERCENT, steps.origin),
        ),
        result=share("work_injury_rate", _NAME, rate),
        rules=(insurance_law("三十四", 34), WORK_INJURY_RATES),
    )
    return InjuryRate(rate, step)


_NAME = Text("工伤保险费率", "work injury rate")
_CLASS = Text("行业类别", "class of trade")
_BENCHMARK = Text("行业基准费率", "benchmark rate")
_FLOAT = Text("浮动档次", "step")
