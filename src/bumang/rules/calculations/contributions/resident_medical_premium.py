"""居民医保缴费标准 as a calculation: by the year of cover, or by the year of the notice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import to_yuan
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import RESIDENT_PREMIUM
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.problems import missing
from bumang.rules.calculations.written import Field, area, whole
from bumang.rules.explanation import NO_UNIT, Step, money, number
from bumang.rules.parameters import Law
from bumang.rules.resident_medical_premium import (
    ResidentMedicalPremium,
    resident_medical_premium,
)
from bumang.rules.source import NATION


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two years. The notice of a year is collected for cover in the next."""

    coverage_year: Annotated[int | None, Field("保障年度", "year of cover", whole(2000, 2200))] = (
        None
    )
    notice_year: Annotated[
        int | None, Field("通知年度", "year of the notice", whole(2000, 2200))
    ] = None
    area_code: Annotated[str | None, Field("地区代码", "area code", area())] = None


class Result(msgspec.Struct, frozen=True):
    """In yuan a year. National figures are minimums; places set more."""

    coverage_year: int
    notice_year: int
    individual: Decimal
    subsidy: Decimal


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """The amounts. Raises `InvalidInput` for years that contradict each other."""
    found = resident_medical_premium(_year(given), law, given.area_code or NATION)
    result = Result(
        found.coverage_year, found.notice_year, to_yuan(found.own_share), to_yuan(found.subsidy)
    )
    return Calculated(result, (_step(found),))


def _year(given: Inputs) -> int:
    if given.coverage_year is None:
        if given.notice_year is None:
            raise InvalidInput(missing("coverage_year", Text("保障年度", "year of cover")))
        return given.notice_year + 1
    if given.notice_year not in (None, given.coverage_year - 1):
        raise InvalidInput(_YEARS)
    return given.coverage_year


def _step(found: ResidentMedicalPremium) -> Step:
    return Step(
        key="individual",
        name=_OWN,
        formula=Text(
            "当年通知的标准，当年秋季收取，保障下一个自然年",
            "the notice of a year is collected that autumn and covers the next calendar year",
        ),
        worked=f"{found.notice_year} → {found.coverage_year}",
        figures=(
            number("notice_year", Text("通知年度", "notice"), found.notice_year, NO_UNIT),
            money("subsidy", Text("财政补助", "subsidy"), found.subsidy, found.subsidy_origin),
        ),
        result=money("individual", _OWN, found.own_share, found.own_share_origin),
        rules=(RESIDENT_PREMIUM,),
    )


_OWN = Text("个人缴费", "own share")
_YEARS = Problem(
    "YEARS_DIFFER",
    Text("通知年度和保障年度对不上。", "The two years do not fit each other."),
    Text("当年的通知保障下一年。", "The notice of a year covers the next."),
    Text("请只填一个。", "Give one of them alone."),
    "notice_year",
)

CALCULATION = Calculation(
    kind="resident_medical_premium",
    title=Text("居民医保缴费标准", "residents' medical premium"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(RESIDENT_PREMIUM,),
    flow=(
        Derivation("coverage_year", ("coverage_year", "notice_year*")),
        Derivation("notice_year", ("coverage_year",)),
        Derivation("individual", ("coverage_year", "area_code"), ("resident_medical_own_share",)),
        Derivation("subsidy", ("coverage_year", "area_code"), ("resident_medical_subsidy",)),
    ),
)
