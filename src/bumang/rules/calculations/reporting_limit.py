"""登记申报时限 as a calculation: until when an employer has to have registered or reported."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec

from bumang.kernel.text import Text
from bumang.rules.articles import insurance_law
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, day, one_of
from bumang.rules.explanation import DAYS, Step, number
from bumang.rules.explanation import day as day_figure
from bumang.rules.parameters import Law


class Event(StrEnum):
    """What has to be reported."""

    NEW_EMPLOYER = "new_employer"
    NEW_EMPLOYEE = "new_employee"
    CHANGE_OR_CLOSE = "change_or_close"
    EMPLOYEE_LEAVES = "employee_leaves"


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The day of founding, of the first work, of the change, or on which the contract ended."""

    event: Annotated[Event, Field("事由", "event", one_of(Event))]
    event_date: Annotated[date, Field("事由发生日", "day of the event", day())]


class Result(msgspec.Struct, frozen=True):
    """Calendar days, and the last of them; the day of the event is not counted."""

    days: int
    last_day: str


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """By the law of the day of the event."""
    limit = law.at(f"reporting_days_{given.event}", given.event_date)
    last = given.event_date + timedelta(days=limit.count)
    step = Step(
        key="last_day",
        name=_LAST,
        formula=Text("事由发生日次日起的自然日", "calendar days from the day after the event"),
        worked=f"{given.event_date} + {limit.count}",
        figures=(number("days", _LIMIT, limit.count, DAYS, limit.origin),),
        result=day_figure("last_day", _LAST, last),
        rules=(_BASIS[given.event],),
    )
    return Calculated(Result(limit.count, last.isoformat()), (step,))


_BASIS = {
    Event.NEW_EMPLOYER: insurance_law("五十七", 57),
    Event.NEW_EMPLOYEE: insurance_law("五十八", 58),
    Event.CHANGE_OR_CLOSE: insurance_law("五十七", 57),
    Event.EMPLOYEE_LEAVES: insurance_law("五十", 50),
}
_LAST = Text("最迟日", "last day")
_LIMIT = Text("时限（天）", "limit in days")

CALCULATION = Calculation(
    kind="reporting_limit",
    title=Text("登记申报时限", "limit for registering or reporting"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(insurance_law("五十七", 57), insurance_law("五十八", 58), insurance_law("五十", 50)),
    flow=(
        Derivation("days", ("event", "event_date"), ("reporting_days_*",)),
        Derivation("last_day", ("event_date", "days")),
    ),
)
