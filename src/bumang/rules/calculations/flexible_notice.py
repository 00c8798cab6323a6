"""弹性退休告知时限 as a calculation: until when an early month is told, or a later one agreed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import FLEXIBLE_RETIREMENT
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, month
from bumang.rules.explanation import MONTHS, Step, number
from bumang.rules.explanation import month as month_figure
from bumang.rules.flexible_retirement import RetirementType
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The statutory month, and the one that is chosen."""

    statutory_month: Annotated[Month, Field("法定退休年月", "statutory month", month())]
    chosen_month: Annotated[Month, Field("所选退休年月", "month chosen", month())]


class Result(msgspec.Struct, frozen=True):
    """The last month for the written notice or agreement; left out at the statutory month."""

    type: RetirementType
    notice_by: str | UnsetType


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """Before the chosen month for an early one, before the statutory month for a later one."""
    if given.chosen_month == given.statutory_month:
        return Calculated(Result(RetirementType.STATUTORY, UNSET), ())
    early = given.chosen_month < given.statutory_month
    months = law.at("early_notice" if early else "deferral_notice", on)
    before = min(given.chosen_month, given.statutory_month)
    by = before.plus(-months.count)
    step = Step(
        key="notice_by",
        name=_BY,
        formula=_EARLY if early else _DEFERRED,
        worked=f"{before} − {months.count}",
        figures=(
            month_figure("before", _BEFORE, before),
            number("months", _NOTICE, months.count, MONTHS, months.origin),
        ),
        result=month_figure("notice_by", _BY, by),
        rules=(FLEXIBLE_RETIREMENT,),
    )
    kind = RetirementType.EARLY if early else RetirementType.DEFERRED
    return Calculated(Result(kind, str(by)), (step,))


_EARLY = Text(
    "弹性提前：所选退休年月之前 3 个月，书面告知单位（没有单位的告知经办机构）",
    "early: three months before the chosen month, in writing to the employer, or to the agency",
)
_DEFERRED = Text(
    "弹性延迟：到法定退休年龄之前 1 个月，与单位书面约定",
    "later: one month before the statutory month, agreed in writing with the employer",
)
_BY = Text("最迟告知或者约定的年月", "last month for notice or agreement")
_BEFORE = Text("从哪个月往前算", "counted back from")
_NOTICE = Text("提前的月数", "months before")

CALCULATION = Calculation(
    kind="flexible_notice",
    title=Text("弹性退休告知时限", "notice of a flexible retirement"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(FLEXIBLE_RETIREMENT,),
    flow=(
        Derivation("type", ("statutory_month", "chosen_month")),
        Derivation("before", ("statutory_month", "chosen_month")),
        Derivation("notice_by", ("type", "before"), ("early_notice", "deferral_notice")),
    ),
)
