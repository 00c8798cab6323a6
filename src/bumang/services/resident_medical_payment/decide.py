"""The decision: a line for each insured person, paid or refused with the rule that decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bumang.access.matrix import Action, permits
from bumang.access.principal import Principal, Role
from bumang.items.item import Command, Decision, Effect, Outcome
from bumang.kernel.clock import legal_day
from bumang.kernel.identifiers import normal_identity
from bumang.kernel.masking import mask_identity
from bumang.kernel.problems import Problem
from bumang.registry.effects import Coverage, Line, Movement
from bumang.rules import law, resident_medical_premium
from bumang.services.resident_medical_payment import problems
from bumang.services.resident_medical_payment.amount import caveat

SCHEME = "resident_medical"


@dataclass(slots=True)
class State:
    """Persons by identity number, who may act for whom, and the years each is covered in."""

    people: dict[str, int] = field(default_factory=dict)
    rights: set[tuple[Role, int, int]] = field(default_factory=set)
    covered: set[tuple[int, int]] = field(default_factory=set)

    def cover(self, person_id: int, first: date, after: date) -> None:
        """Mark every calendar year that the days from `first` until before `after` touch."""
        last = after.year - (after == date(after.year, 1, 1))
        self.covered.update((person_id, year) for year in range(first.year, last + 1))

    def may_act(self, submitter: Principal, person_id: int) -> bool:
        consented = (submitter.role, submitter.subject, person_id) in self.rights
        owner = Principal(Role.PERSON, person_id).key
        return permits(Action.ACT_FOR_PERSON, submitter, owner, consented=consented)

    def record(self, command: Any, decision: Decision) -> None:
        """What was just paid counts for the next command of the batch."""
        for effect in decision.effects:
            if isinstance(effect, Coverage):
                self.cover(effect.person_id, effect.first, effect.after)


def decide(state: State, command: Command) -> Decision:
    """Pure. Done when at least one person's year is paid; the others are told why not."""
    form = command.form
    amount = resident_medical_premium(form.coverage_year, law()).own_share
    lines: list[dict[str, Any]] = []
    reasons: list[Problem] = []
    effects: list[Effect] = []
    paid: set[int] = set()  # an old and a new number can be one person's
    for place, text in enumerate(form.insured):
        number = normal_identity(text)
        reason = _refusal(state, command, number, paid)
        lines.append(_line(number, amount, reason))
        if reason is not None:
            reasons.append(reason.at(f"insured[{place}]"))
            continue
        paid.add(state.people[number])
        effects += _effects(command, state.people[number], place, amount)
    result = {
        "coverage_year": form.coverage_year,
        "area_code": form.area_code,
        "amount_fen": amount * len(paid),
        "lines": lines,
        "notes": caveat(form.coverage_year),
    }
    return Decision(
        outcome=Outcome.DONE if paid else Outcome.REFUSED,
        result=result,
        reasons=tuple(reasons),
        effects=tuple(effects),
    )


def _refusal(state: State, command: Command, number: str, paid: set[int]) -> Problem | None:
    person_id, year = state.people.get(number), command.form.coverage_year
    # An unknown number is answered like a stranger's: nobody learns who is registered.
    if person_id is None or not state.may_act(command.submitter, person_id):
        agent = command.submitter.role is Role.AGENT
        return problems.NO_CONSENT if agent else problems.NO_FAMILY_LINK
    if person_id in paid or (person_id, year) in state.covered:
        return problems.already_covered(year)
    return None


def _line(number: str, amount: int, reason: Problem | None) -> dict[str, Any]:
    return {
        "identity": mask_identity(number),
        "state": (Outcome.REFUSED if reason else Outcome.DONE).value,
        "amount_fen": 0 if reason else amount,
        "reasons": [reason] if reason else [],
    }


def _effects(command: Command, person_id: int, place: int, amount: int) -> tuple[Effect, Effect]:
    year = command.form.coverage_year
    lines = (Line("settlement:demo", amount), Line("fund:resident_medical", -amount))
    return (
        Coverage(person_id, SCHEME, date(year, 1, 1), date(year + 1, 1, 1), amount),
        Movement(person_id, place, lines, legal_day(command.accepted_at)),
    )
