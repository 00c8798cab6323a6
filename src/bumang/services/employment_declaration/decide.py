"""The decision on one declaration: pure, by what the register knew and the batch has changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bumang.items.item import Command, Decision, Effect, Outcome
from bumang.kernel.clock import legal_day
from bumang.kernel.identifiers import normal_identity
from bumang.kernel.masking import mask_identity, mask_name
from bumang.kernel.months import Month
from bumang.kernel.names import read_name
from bumang.kernel.problems import Problem
from bumang.kernel.written_forms import read_amount, read_month
from bumang.registry.employment import EmploymentBegins, EmploymentEnds
from bumang.rules import Category, NotSetError, law, retirement_age
from bumang.services.employment_declaration import problems
from bumang.services.employment_declaration.base import declared_base

_YOUNGEST_YEARS = 16


@dataclass(frozen=True, slots=True)
class Registered:
    person_id: int
    name: str
    born: date
    category: str


@dataclass(frozen=True, slots=True)
class Employment:
    """From `first` until before `after`; `None`: it lasts."""

    employer_id: int
    first: date
    after: date | None

    def reaches(self, day: date) -> bool:
        return self.after is None or self.after > day


@dataclass(slots=True)
class State:
    """Persons by identity number, each person's employments, each employer's area code."""

    people: dict[str, Registered] = field(default_factory=dict)
    employments: dict[int, list[Employment]] = field(default_factory=dict)
    areas: dict[int, str] = field(default_factory=dict)

    def record(self, command: Any, decision: Decision) -> None:
        """A declaration just decided counts for the next one."""
        for effect in decision.effects:
            if isinstance(effect, EmploymentBegins):
                begun = Employment(effect.employer_id, effect.first, None)
                self.employments.setdefault(effect.person_id, []).append(begun)
            elif isinstance(effect, EmploymentEnds):
                self.employments[effect.person_id] = [
                    Employment(one.employer_id, one.first, one.after or effect.after)
                    for one in self.employments[effect.person_id]
                ]


def decide(state: State, command: Command) -> Decision:
    """Done with one effect, or refused with the rule that decides."""
    form = command.form
    person = state.people.get(normal_identity(form.identity_number))
    month = read_month(form.month).get()
    # A wrong name is answered like an unknown number: nobody learns who is registered.
    if person is None or person.name != read_name(form.name).get():
        return _decision(command, problems.NOT_ON_RECORD.at("identity_number"))
    employments = state.employments.get(person.person_id, [])
    employer = command.submitter.subject
    if form.change == "end":
        refusal = _end_refusal(employments, employer, month)
        return _decision(
            command, refusal, EmploymentEnds(person.person_id, employer, month.plus(1).first_day())
        )
    refusal = _start_refusal(person, employments, employer, month, command)
    wage = read_amount(form.monthly_wage or "").get()
    base, notice = declared_base(wage, state.areas.get(employer, ""), month, law())
    begins = EmploymentBegins(person.person_id, employer, month.first_day(), base)
    return _decision(command, refusal, begins, notice)


def _start_refusal(
    person: Registered,
    employments: list[Employment],
    employer: int,
    month: Month,
    command: Command,
) -> Problem | None:
    for one in employments:
        if one.reaches(month.first_day()):
            here = one.employer_id == employer and one.after is None
            found = problems.INSURED_HERE if here else problems.INSURED_ELSEWHERE
            return found.at("identity_number" if here else "month")
    if Month.of(person.born).plus(12 * _YOUNGEST_YEARS) > month:
        return problems.TOO_YOUNG.at("month")
    if _past_retirement(person, month, legal_day(command.accepted_at)):
        return problems.PAST_RETIREMENT.at("identity_number")
    return None


def _past_retirement(person: Registered, month: Month, on: date) -> bool:
    if not person.category:
        return False
    try:
        statutory = retirement_age(person.born, Category(person.category), law(), on)
    except NotSetError:  # the month lies before the years that the minimum is on record for
        return True
    return month > statutory.statutory_month


def _end_refusal(employments: list[Employment], employer: int, month: Month) -> Problem | None:
    mine = [one for one in employments if one.employer_id == employer and one.after is None]
    if not mine:
        return problems.NOT_YOURS.at("identity_number")
    return problems.BEFORE_START.at("month") if Month.of(mine[0].first) > month else None


def _decision(
    command: Command,
    refusal: Problem | None,
    effect: Effect | None = None,
    notice: Problem | None = None,
) -> Decision:
    form, told = command.form, refusal or notice
    return Decision(
        outcome=Outcome.REFUSED if refusal else Outcome.DONE,
        result={
            "change": form.change,
            "identity": mask_identity(normal_identity(form.identity_number)),
            "name": mask_name(form.name),
            "month": form.month,
        },
        reasons=(told,) if told else (),
        effects=() if refusal or effect is None else (effect,),
    )
