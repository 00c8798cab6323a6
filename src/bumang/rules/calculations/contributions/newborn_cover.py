"""新生儿参保 as a calculation: until when a child joins to be covered from birth."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import insurance_law
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, day
from bumang.rules.contributions.newborn import newborn_cover
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The child's birth, and the day on which it is registered and paid for."""

    birth_date: Annotated[date, Field("出生日期", "day of birth", day())]
    joined_date: Annotated[date, Field("参保缴费日", "day of joining and paying", day())]


class Result(msgspec.Struct, frozen=True):
    """`cover_from` is left out for who joins later: the place says from when.

    `coverage_year` is the year of birth: what it costs is `resident_medical_premium`.
    """

    last_day: str
    days: int
    from_birth: bool
    cover_from: str | UnsetType
    coverage_year: int


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """By the law of the day of birth. Raises `InvalidInput` for a child not born yet."""
    if given.joined_date < given.birth_date:
        raise InvalidInput(_BEFORE_BIRTH)
    found = newborn_cover(given.birth_date, given.joined_date, law)
    result = Result(
        found.last_day.isoformat(),
        found.days,
        found.from_birth,
        UNSET if found.cover_from is None else found.cover_from.isoformat(),
        found.coverage_year,
    )
    return Calculated(result, found.steps)


_BEFORE_BIRTH = Problem(
    "BEFORE_BIRTH",
    Text("参保缴费日早于出生日期。", "The day of joining is before birth."),
    Text("孩子出生以后才能参保。", "A child joins once it is born."),
    Text("请核对两个日期。", "Check both dates."),
    "joined_date",
)

CALCULATION = Calculation(
    kind="newborn_cover",
    title=Text("新生儿参加居民医保", "residents' medical insurance of a new-born child"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(insurance_law("二十五", 25),),
    flow=(
        Derivation("last_day", ("birth_date",), ("newborn_joining_days",)),
        Derivation("days", ("birth_date", "joined_date")),
        Derivation("from_birth", ("joined_date", "last_day")),
        Derivation("cover_from", ("birth_date", "from_birth")),
        Derivation("coverage_year", ("birth_date",)),
    ),
)
