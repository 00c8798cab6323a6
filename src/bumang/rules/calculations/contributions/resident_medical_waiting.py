"""居民医保待遇等待期 as a calculation."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from bumang.kernel.text import Text
from bumang.rules.articles import RESIDENT_MEDICAL
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, whole, yes_no
from bumang.rules.contributions.resident_waiting import resident_waiting
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Missed years, and years paid after them."""

    missed_years: Annotated[int, Field("断保年数", "missed years", whole(0, 100))]
    later_paid_years: Annotated[int, Field("之后缴费年数", "later paid years", whole(0, 100))] = 0
    joined_in_season: Annotated[
        bool, Field("在集中参保期内参保", "joined in the season", yes_no())
    ] = False


class Result(msgspec.Struct, frozen=True):
    """Months."""

    fixed_months: int
    variable_months: int
    waiting_months: int


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """By the law of the day."""
    found = resident_waiting(
        given.missed_years,
        given.later_paid_years,
        law,
        on,
        joined_in_season=given.joined_in_season,
    )
    result = Result(found.fixed_months, found.variable_months, found.waiting_months)
    return Calculated(result, found.steps)


CALCULATION = Calculation(
    kind="resident_medical_waiting",
    title=Text("居民医保待遇等待期", "waiting period of residents' medical insurance"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(RESIDENT_MEDICAL,),
    flow=(
        Derivation(
            "fixed_months",
            ("missed_years", "joined_in_season"),
            ("resident_medical_fixed_waiting",),
        ),
        Derivation(
            "variable_months",
            ("missed_years", "later_paid_years"),
            ("resident_medical_waiting_per_year",),
        ),
        Derivation("waiting_months", ("fixed_months", "variable_months")),
    ),
)
