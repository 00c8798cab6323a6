"""工作日时限 as a calculation: the last day of a limit that is counted in working days."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import WORKING_DAYS
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, day, whole
from bumang.rules.explanation import DAYS, Step, number
from bumang.rules.explanation import day as day_figure
from bumang.rules.parameters import Law
from bumang.rules.working_days import NotPublishedError, working_days


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The day on which a limit begins is not counted."""

    start_date: Annotated[date, Field("起算日", "first day", day())]
    working_days: Annotated[int, Field("工作日数", "working days", whole(0, 250))]


class Result(msgspec.Struct, frozen=True):
    """The last day, and the calendar days until then."""

    last_day: str
    calendar_days: int


def answer(given: Inputs, _law: Law, _on: date) -> Calculated:
    """Counted on the calendar as published. Raises `InvalidInput` outside it."""
    try:
        last = working_days().after(given.start_date, given.working_days)
    except NotPublishedError as unpublished:
        raise InvalidInput(not_published(unpublished.year)) from None
    step = Step(
        key="last_day",
        name=_LAST,
        formula=Text(
            "从次日起数工作日：法定节假日和周末不算，调休上班的周末算",
            "working days from the day after: holidays and weekends do not count, weekends made up do",
        ),
        worked=f"{given.start_date} + {given.working_days}",
        figures=(
            day_figure("start_date", Text("起算日", "first day"), given.start_date),
            number("working_days", Text("工作日", "working days"), given.working_days, DAYS),
        ),
        result=day_figure("last_day", _LAST, last),
        rules=(WORKING_DAYS,),
    )
    return Calculated(Result(last.isoformat(), (last - given.start_date).days), (step,))


def not_published(year: int) -> Problem:
    """The calendar of a year is not on record."""
    return Problem(
        "CALENDAR_NOT_ON_RECORD",
        Text(f"{year} 年的放假安排没有收录。", f"The days off of {year} are not on record."),
        Text(
            "哪些天上班由国务院办公厅每年公布，不能推算。",
            "Which days are worked is published each year and cannot be computed.",
        ),
        Text(
            "请用 2018 到 2026 年之间的日期，或者先更新放假安排。",
            "Use days of 2018 to 2026, or have the calendar updated first.",
        ),
    )


_LAST = Text("最后一日", "last day")

CALCULATION = Calculation(
    kind="working_day_limit",
    title=Text("工作日时限", "limit in working days"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(WORKING_DAYS,),
    flow=(
        Derivation("last_day", ("start_date", "working_days")),
        Derivation("calendar_days", ("start_date", "last_day")),
    ),
)
