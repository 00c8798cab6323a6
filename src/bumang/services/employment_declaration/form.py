"""What is declared of one person, and what can be seen to be wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bumang.kernel.identifiers import identity_problem, normal_identity
from bumang.kernel.months import Month
from bumang.kernel.names import read_name
from bumang.kernel.problems import Problem
from bumang.kernel.written_forms import read_amount, read_month
from bumang.services.employment_declaration import problems
from bumang.services.employment_declaration.reasons import END_REASONS

_Short = Annotated[str, Meta(max_length=64)]
# Who begins is declared within 30 days, who leaves within 15 (SIL-2018 arts. 50, 58): the month
# before, this one, or the next.
_WINDOW_MONTHS = 1


class EmploymentDeclarationForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`month` is the first month insured for a start, the last one for an end (YYYY-MM).

    `monthly_wage` in yuan is for a start, `reason` (a code of the list) for an end.
    """

    change: Literal["start", "end"]
    identity_number: Annotated[
        str, Meta(max_length=64, description="Identity number.", examples=["990101200002290038"])
    ]
    name: Annotated[str, Meta(max_length=64, description="Name as registered.")]
    month: Annotated[str, Meta(max_length=32, description="YYYY-MM.", examples=["2026-12"])]
    monthly_wage: _Short | None = None
    reason: _Short | None = None


def examples(today: date) -> tuple[EmploymentDeclarationForm, ...]:
    """The demo city's third person begins at its first employer next month."""
    return (
        EmploymentDeclarationForm(
            change="start",
            identity_number="990101200002290038",
            name="演示丙",
            month=str(Month.of(today).plus(1)),
            monthly_wage="6500.00",
        ),
    )


def check(form: EmploymentDeclarationForm, today: date) -> list[Problem]:
    """Every problem that needs no register. Numbers and names are never repeated."""
    return [*_person(form, today), *_month(form, today), *_of_the_change(form)]


def _person(form: EmploymentDeclarationForm, today: date) -> Iterator[Problem]:
    number = normal_identity(form.identity_number)
    problem = identity_problem(number, today=today, allow_demo_area_codes=True)
    if problem is not None:
        yield problem.at("identity_number")
    for problem in read_name(form.name).problems:
        yield problem.at("name")


def _month(form: EmploymentDeclarationForm, today: date) -> Iterator[Problem]:
    reading = read_month(form.month)
    for problem in reading.problems:
        yield problem.at("month")
    now = Month.of(today)
    if reading.value is not None and abs(now.until(reading.value)) > _WINDOW_MONTHS:
        window = (now.plus(-_WINDOW_MONTHS), now.plus(_WINDOW_MONTHS))
        yield problems.outside_window(*window).at("month")


def _of_the_change(form: EmploymentDeclarationForm) -> Iterator[Problem]:
    if form.change == "start":
        wage = read_amount(form.monthly_wage or "")
        for problem in wage.problems:
            yield problem.at("monthly_wage")
        if wage.value == 0:
            yield problems.NO_WAGE.at("monthly_wage")
    elif form.reason not in END_REASONS:
        yield problems.REASON.at("reason")
