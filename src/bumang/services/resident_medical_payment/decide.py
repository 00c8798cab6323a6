"""Who is covered by this payment, who is not and why; and what it costs."""

from __future__ import annotations

from datetime import date
from typing import Any

from bumang.items.item import Command, Decision, Effect, Outcome
from bumang.kernel.clock import legal_day
from bumang.kernel.identifiers import normal_identity
from bumang.kernel.masking import mask_identity
from bumang.kernel.money import Fen
from bumang.kernel.problems import Problem
from bumang.kernel.text import Text
from bumang.registry.effects import Coverage, Line, Movement
from bumang.rules import law, resident_medical_premium
from bumang.services.resident_medical_payment.load import Known

SCHEME = "resident_medical"


def decide(known: Known, command: Command) -> Decision:
    """A line for each person: paid, or refused with its reason. Pure.

    The payment is done when at least one line is; one child already paid for elsewhere must not keep
    the others from being covered.
    """
    year = command.form.coverage_year
    price = resident_medical_premium(year, law()).own_share
    lines: list[dict[str, Any]] = []
    reasons: list[Problem] = []
    effects: list[Effect] = []
    for place, written in enumerate(command.form.insured):
        number = normal_identity(written)
        refusal = _refusal(known, command.submitter.key, number, year)
        lines.append(_line(number, price, refusal))
        if refusal is None:
            effects += _effects(known.person[number], place, year, price, command)
        else:
            reasons.append(refusal.at(f"insured[{place}]"))
    return Decision(
        outcome=Outcome.DONE if effects else Outcome.REFUSED,
        result={
            "coverage_year": year,
            "area_code": command.form.area_code,
            "amount_fen": sum(line["amount_fen"] for line in lines),
            "lines": lines,
        },
        reasons=tuple(reasons),
        effects=tuple(effects),
    )


def _refusal(known: Known, submitter: str, number: str, year: int) -> Problem | None:
    person = known.person.get(number)
    # A stranger and an unknown number get the same answer: nobody learns who is registered.
    if person is None or (submitter, person) not in known.entitled:
        return _NOT_YOURS
    if (person, year) in known.covered:
        return Problem(_COVERED.code, _COVERED.what.format(year=year), _COVERED.why, _COVERED.fix)
    return None


def _line(number: str, price: Fen, refusal: Problem | None) -> dict[str, Any]:
    return {
        "identity": mask_identity(number),
        "state": "done" if refusal is None else "refused",
        "amount_fen": price if refusal is None else 0,
    }


def _effects(person: int, place: int, year: int, price: Fen, command: Command) -> list[Effect]:
    lines = (Line("settlement:demo", price), Line(f"fund:{SCHEME}", -price))
    return [
        Coverage(person, SCHEME, date(year, 1, 1), date(year + 1, 1, 1), price),
        Movement(person, place, lines, legal_day(command.accepted_at)),
    ]


_NOT_YOURS = Problem(
    "NOT_YOURS",
    Text("不能替这位参保人缴费。", "You cannot pay for this person."),
    Text(
        "只能给本人、已登记的配偶、父母、子女，或已书面委托您的人缴费。",
        "Payment is for oneself, registered spouse, parents and children, or by consent.",
    ),
    Text(
        "请核对号码；关系没有登记的，先登记家庭成员。对结果有异议，可以向经办机构申请复核。",
        "Check the number, or register the family link first. You may ask the agency for a review.",
    ),
)
_COVERED = Problem(
    "ALREADY_COVERED",
    Text("这位参保人 {year} 年度的居民医保已经交过了。", "{year} is already paid for this person."),
    Text(
        "一个人一个年度只交一份，这次没有扣款。",
        "One person pays once a year; nothing was taken now.",
    ),
    Text(
        "不用再交。如果不是您或家人交的，可以向经办机构申请复核。",
        "Nothing more to do. If it was not you or family, ask the agency for a review.",
    ),
)
