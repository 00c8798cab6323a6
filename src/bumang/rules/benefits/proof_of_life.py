"""待遇资格认证: until when a proof of life holds, and what follows then.

Regulation on Handling Social Insurance, art. 26: data are compared first; nothing stops by itself on
the day it runs out. That it holds for twelve months is from memory.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import handling_regulation
from bumang.rules.explanation import MONTHS, Step, day, number
from bumang.rules.parameters import Law


class ProofOfLife(msgspec.Struct, frozen=True):
    """The last day it holds, and whether it has run out."""

    valid_until: date
    run_out: bool
    steps: tuple[Step, ...]


def proof_of_life(proved_on: date, today: date, law: Law) -> ProofOfLife:
    """The same day of the month, so many months later; the month's end where there is none."""
    cycle = law.at("proof_of_life_months", today)
    until = Month.of(proved_on).plus(cycle.count).day(proved_on.day)
    step = Step(
        key="valid_until",
        name=_UNTIL,
        formula=Text(
            "上次认证之日起 {months} 个月内有效；到期先比对数据、提醒，不自动停发",
            "it holds for {months} months; then data are compared and the person is reminded, and nothing stops by itself",
        ).format(months=cycle.count),
        worked=f"{proved_on} + {cycle.count}",
        figures=(
            day("proved_on", Text("上次认证日期", "last proof"), proved_on),
            number("proof_of_life_months", _CYCLE, cycle.count, MONTHS, cycle.origin),
        ),
        result=day("valid_until", _UNTIL, until),
        rules=(handling_regulation("二十六", 26),),
    )
    return ProofOfLife(until, today > until, (step,))


_UNTIL = Text("认证有效至", "holds until")
_CYCLE = Text("认证周期", "cycle")
