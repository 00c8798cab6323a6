"""The form of a payment, and what can be found wrong with it before anything is looked up."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from bumang.kernel.identifiers import DEMO_AREA, identity_problem, normal_identity
from bumang.kernel.problems import Problem
from bumang.kernel.text import Text
from bumang.rules import NotSetError, law, resident_medical_premium


class Payment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One year and place, for one to ten persons, by their identity numbers."""

    area_code: str
    coverage_year: int
    insured: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=10)]


EXAMPLE = Payment(area_code="990101", coverage_year=2027, insured=("990101196501150014",))


def check(form: Payment, today: date) -> list[Problem]:
    problems = []
    if form.area_code != DEMO_AREA:
        problems.append(_OTHER_PLACE)
    if form.coverage_year not in (today.year, today.year + 1) or not _published(form.coverage_year):
        years = {"first": today.year, "second": today.year + 1}
        problems.append(
            Problem(_YEAR.code, _YEAR.what, _YEAR.why, _YEAR.fix.format(**years), _YEAR.field)
        )
    for place, number in enumerate(form.insured):
        found = identity_problem(number, today=today, allow_demo_area_codes=True)
        if found is not None:
            problems.append(found.at(f"insured[{place}]"))
    if len(set(map(normal_identity, form.insured))) < len(form.insured):
        problems.append(_REPEATED)
    return problems


def _published(year: int) -> bool:
    try:
        resident_medical_premium(year, law())
    except NotSetError:
        return False
    return True


_OTHER_PLACE = Problem(
    "OTHER_PLACE",
    Text("这个地区的缴费不在这里办理。", "Payments for this place are not taken here."),
    Text(
        "居民医保由参保地收缴，标准各地不同。",
        "The place of insurance collects, by its own standard.",
    ),
    Text(
        "请核对参保地，或到参保地的平台办理。",
        "Check the place, or pay where the person is insured.",
    ),
    "area_code",
)
_YEAR = Problem(
    "YEAR",
    Text("这一年现在不能缴费。", "This year cannot be paid now."),
    Text(
        "只收当年和下一年、标准已经公布的。",
        "Only this year and the next are open, once published.",
    ),
    Text("请选 {first} 或 {second}。", "Choose {first} or {second}."),
    "coverage_year",
)
_REPEATED = Problem(
    "REPEATED",
    Text("同一个人填了两次。", "The same person is named twice."),
    Text("一个人一年只交一份。", "One person pays once for a year."),
    Text("请删去重复的一个。", "Remove the repeated one."),
    "insured",
)
