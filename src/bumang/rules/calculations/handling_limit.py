"""经办时限 as a calculation: until when the agency has to have decided, or somebody to have reported."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.rules.articles import (
    HANDLING_LIMITS,
    MEDICAL_TRANSFER,
    SCHEME_CONVERSION,
    TRANSFER_QUESTIONS,
    WORKING_DAYS,
)
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.working_day_limit import not_published
from bumang.rules.calculations.written import Field, day, one_of
from bumang.rules.explanation import DAYS, Step, number
from bumang.rules.explanation import day as day_figure
from bumang.rules.parameters import Law
from bumang.rules.working_days import NotPublishedError, working_days


class Matter(StrEnum):
    """What a rule gives a limit for, in working days."""

    REGISTRATION = "registration"
    PENSION = "pension"
    MEDICAL_BILLS = "medical_bills"
    MATERNITY_ALLOWANCE = "maternity_allowance"
    WORK_INJURY_BILLS = "work_injury_bills"
    UNEMPLOYMENT_BENEFIT = "unemployment_benefit"
    TRAINING_SUBSIDY = "training_subsidy"
    END_OF_RIGHT = "end_of_right"
    MEDICAL_TRANSFER_OUT = "medical_transfer_out"
    MEDICAL_TRANSFER_IN = "medical_transfer_in"
    SCHEME_CONVERSION = "scheme_conversion"
    LUMP_PAYMENT_NOTICE = "lump_payment_notice"


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The day of acceptance, or on which a right ended, is not counted."""

    matter: Annotated[Matter, Field("事项", "matter", one_of(Matter))]
    accepted_date: Annotated[date, Field("受理日（或者事由发生日）", "day of acceptance", day())]


class Result(msgspec.Struct, frozen=True):
    """The limit in working days and its last day."""

    working_days: int
    last_day: str


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """By the law of the day of acceptance. Raises `InvalidInput` outside the calendar."""
    limit = law.at(f"handling_days_{given.matter}", given.accepted_date)
    try:
        last = working_days().after(given.accepted_date, limit.count)
    except NotPublishedError as unpublished:
        raise InvalidInput(not_published(unpublished.year)) from None
    step = Step(
        key="last_day",
        name=_LAST,
        formula=Text("受理日次日起的工作日", "working days from the day after acceptance"),
        worked=f"{given.accepted_date} + {limit.count}",
        figures=(number("working_days", _LIMIT, limit.count, DAYS, limit.origin),),
        result=day_figure("last_day", _LAST, last),
        rules=(_BASIS.get(given.matter, HANDLING_LIMITS), WORKING_DAYS),
    )
    return Calculated(Result(limit.count, last.isoformat()), (step,))


_BASIS = {
    Matter.MEDICAL_TRANSFER_OUT: MEDICAL_TRANSFER,
    Matter.MEDICAL_TRANSFER_IN: MEDICAL_TRANSFER,
    Matter.SCHEME_CONVERSION: SCHEME_CONVERSION,
    Matter.LUMP_PAYMENT_NOTICE: TRANSFER_QUESTIONS,
}
_LAST = Text("最迟办结日", "last day")
_LIMIT = Text("时限（工作日）", "limit in working days")

CALCULATION = Calculation(
    kind="handling_limit",
    title=Text("经办时限", "limit for handling a matter"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(HANDLING_LIMITS,),
    flow=(
        Derivation("working_days", ("matter", "accepted_date"), ("handling_days_*",)),
        Derivation("last_day", ("accepted_date", "working_days")),
    ),
)
