"""居民养老领取条件 as a calculation: when a resident's pension begins and the years it needs."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.rules.articles import RESIDENT_PENSION
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.problems import NOT_BORN
from bumang.rules.calculations.written import Field, month, whole
from bumang.rules.parameters import Law
from bumang.rules.resident_years import resident_years


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The scheme began in each place on its own day."""

    birth: Annotated[Month, Field("出生年月", "month of birth", month())]
    scheme_start: Annotated[Month, Field("当地制度实施的月份", "start of the scheme", month())]
    paid_years: Annotated[int, Field("已缴年数", "years paid", whole(0, 60))]


class Result(msgspec.Struct, frozen=True):
    """`may_top_up` years may be paid at once at the pension age."""

    pension_age_month: str
    required_years: int
    missing_years: int
    may_top_up: int


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """The month and the years. Raises `InvalidInput` for a birth yet to come."""
    if given.birth.first_day() > on:
        raise InvalidInput(NOT_BORN)
    found = resident_years(given.birth, given.scheme_start, given.paid_years, law, on)
    result = Result(
        str(found.pension_age_month), found.required_years, found.missing_years, found.may_top_up
    )
    return Calculated(result, (found.step,))


_FLOW = (
    Derivation("pension_age_month", ("birth",), ("resident_pension_age",)),
    Derivation("required_years", ("pension_age_month", "scheme_start"), ("resident_years_needed",)),
    Derivation("missing_years", ("required_years", "paid_years")),
    Derivation("may_top_up", ("paid_years",), ("resident_years_needed",)),
)

CALCULATION = Calculation(
    kind="resident_years",
    title=Text("居民养老领取条件", "residents' pension: age and years"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(RESIDENT_PENSION,),
    flow=_FLOW,
)
