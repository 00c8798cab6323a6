"""What is asked for a payment, and what can be seen to be wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from bumang.kernel.identifiers import DEMO_AREA, identity_problem, normal_identity
from bumang.kernel.problems import Problem
from bumang.rules import NotSetError, law, resident_medical_premium
from bumang.services.resident_medical_payment import problems


class ResidentMedicalPaymentForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who is to be insured, where, and for which calendar year."""

    area_code: Annotated[
        str, Meta(max_length=6, description="Place of insurance.", examples=["990101"])
    ]
    coverage_year: Annotated[int, Meta(description="Calendar year of cover.", examples=[2027])]
    insured: Annotated[
        tuple[Annotated[str, Meta(max_length=64)], ...],
        Meta(min_length=1, max_length=10, description="Identity numbers, each once."),
    ]


def examples(today: date) -> tuple[ResidentMedicalPaymentForm, ...]:
    """The demo city's first person pays for himself, for the next year when it is open."""
    year = today.year + 1 if _payable(today.year + 1, today) else today.year
    return (ResidentMedicalPaymentForm(DEMO_AREA, year, ("990101196501150014",)),)


def check(form: ResidentMedicalPaymentForm, today: date) -> list[Problem]:
    """Every problem that needs no register. Numbers are never repeated."""
    found = [] if form.area_code == DEMO_AREA else [problems.AREA.at("area_code")]
    if not _payable(form.coverage_year, today):
        found.append(problems.year_not_open(today.year).at("coverage_year"))
    return [*found, *_wrong_numbers(form.insured, today)]


def _payable(year: int, today: date) -> bool:
    if year not in (today.year, today.year + 1):
        return False
    try:
        resident_medical_premium(year, law())
    except NotSetError:
        return False
    return True


def _wrong_numbers(insured: tuple[str, ...], today: date) -> Iterator[Problem]:
    if not 1 <= len(insured) <= 10:
        yield problems.COUNT.at("insured")
    seen: set[str] = set()
    for place, text in enumerate(insured):
        number = normal_identity(text)
        problem = identity_problem(number, today=today, allow_demo_area_codes=True)
        if problem is None and number in seen:
            problem = problems.REPEATED
        if problem is not None:
            yield problem.at(f"insured[{place}]")
        seen.add(number)
