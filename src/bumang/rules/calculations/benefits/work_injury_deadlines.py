"""工伤认定和劳动能力鉴定时限 as a calculation: by when each step of a work injury case has to be taken.

Work Injury Insurance Regulation, arts. 17, 20, 25, 26. The day on which a limit begins is not counted.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import injury_regulation
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, day, yes_no
from bumang.rules.explanation import DAYS, MONTHS, Step, number
from bumang.rules.explanation import day as day_figure
from bumang.rules.parameters import Law
from bumang.rules.source import Article


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The days on which each step was taken; a step not taken yet is left out."""

    injury_date: Annotated[date, Field("事故伤害发生日", "day of the injury", day())]
    accepted_date: Annotated[
        date | None, Field("工伤认定申请受理日", "application for recognition accepted", day())
    ] = None
    clear_case: Annotated[
        bool, Field("事实清楚、权利义务明确", "facts and duties are clear", yes_no())
    ] = False
    assessment_date: Annotated[
        date | None, Field("劳动能力鉴定申请收到日", "application for assessment received", day())
    ] = None
    assessment_extended: Annotated[
        bool, Field("鉴定期限已延长", "assessment was extended", yes_no())
    ] = False
    conclusion_date: Annotated[
        date | None, Field("收到鉴定结论日", "conclusion received", day())
    ] = None


class Result(msgspec.Struct, frozen=True):
    """Last days; those of steps that have not begun are left out."""

    employer_applies_by: str
    person_applies_by: str
    decided_by: str | UnsetType = UNSET
    assessed_by: str | UnsetType = UNSET
    appeal_by: str | UnsetType = UNSET


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """Each limit by the law of the day it begins. Raises `InvalidInput` for days out of order."""
    _check(given)
    steps = [
        _by_days("employer_applies_by", given.injury_date, ("work_injury_employer_days",), law),
        _person_step(given.injury_date, law),
    ]
    if given.accepted_date is not None:
        limit = "work_injury_clear_days" if given.clear_case else "work_injury_decision_days"
        steps.append(_by_days("decided_by", given.accepted_date, (limit,), law))
    if given.assessment_date is not None:
        limits: tuple[str, ...] = ("work_injury_assessment_days",)
        if given.assessment_extended:
            limits += ("work_injury_assessment_more_days",)
        steps.append(_by_days("assessed_by", given.assessment_date, limits, law))
    if given.conclusion_date is not None:
        steps.append(
            _by_days("appeal_by", given.conclusion_date, ("work_injury_appeal_days",), law)
        )
    last_days = {step.key: step.result.value for step in steps}
    return Calculated(Result(**last_days), tuple(steps))


def _by_days(key: str, start: date, limits: tuple[str, ...], law: Law) -> Step:
    """The sum of the limits in calendar days from the day after `start`."""
    values = [law.at(limit, start) for limit in limits]
    last = start + timedelta(days=sum(value.count for value in values))
    return Step(
        key=key,
        name=_NAMES[key],
        formula=Text("起算日次日起的自然日", "calendar days from the day after the limit begins"),
        worked=" + ".join([str(start), *(str(value.count) for value in values)]),
        figures=(
            day_figure("start", _START, start),
            *(
                number(limit, value.origin.parameter, value.count, DAYS, value.origin)
                for limit, value in zip(limits, values, strict=True)
            ),
        ),
        result=day_figure(key, _NAMES[key], last),
        rules=(_BASIS[key],),
    )


def _person_step(injury: date, law: Law) -> Step:
    """The same day so many months later; the month's end where there is none."""
    months = law.at("work_injury_person_months", injury)
    key = "person_applies_by"
    return Step(
        key=key,
        name=_NAMES[key],
        formula=Text(
            "单位没有申请的，本人、近亲属、工会可以在事故发生之日起 {months} 个月内直接申请",
            "where the employer has not applied, the person, next of kin or union may within {months} months",
        ).format(months=months.count),
        worked=f"{injury} + {months.count}",
        figures=(
            day_figure("start", _START, injury),
            number(
                "work_injury_person_months",
                months.origin.parameter,
                months.count,
                MONTHS,
                months.origin,
            ),
        ),
        result=day_figure(key, _NAMES[key], Month.of(injury).plus(months.count).day(injury.day)),
        rules=(_BASIS[key],),
    )


def _check(given: Inputs) -> None:
    wrong = []
    before = given.injury_date
    for name in ("accepted_date", "assessment_date", "conclusion_date"):
        at = getattr(given, name)
        if at is None:
            continue
        if at < before:
            wrong.append(_OUT_OF_ORDER.at(name))
        before = at
    if given.clear_case and given.accepted_date is None:
        wrong.append(_NOT_BEGUN.at("clear_case"))
    if given.assessment_extended and given.assessment_date is None:
        wrong.append(_NOT_BEGUN.at("assessment_extended"))
    if wrong:
        raise InvalidInput(*wrong)


_OUT_OF_ORDER = Problem(
    "STEP_OUT_OF_ORDER",
    Text("这一步早于前面一步。", "This step lies before the one it follows."),
    Text(
        "先发生伤害，再认定工伤，再鉴定劳动能力。",
        "First comes the injury, then its recognition, then the assessment.",
    ),
    Text("请核对日期。", "Check the days."),
)
_NOT_BEGUN = Problem(
    "STEP_NOT_BEGUN",
    Text("这一步还没有开始日期。", "This step has no day on which it began."),
    Text("缩短或延长的时限要从开始日算起。", "A shorter or longer limit runs from that day."),
    Text("请填写这一步的日期，或去掉这一项。", "Give the day of the step, or leave this out."),
)
_START = Text("起算日", "the limit begins")
_NAMES = {
    "employer_applies_by": Text("单位最迟申请工伤认定", "employer applies for recognition by"),
    "person_applies_by": Text("本人最迟申请工伤认定", "person applies for recognition by"),
    "decided_by": Text("最迟作出工伤认定", "recognition decided by"),
    "assessed_by": Text("最迟作出鉴定结论", "capacity assessed by"),
    "appeal_by": Text("最迟申请再次鉴定", "another assessment asked for by"),
}
_BASIS: dict[str, Article] = {
    "employer_applies_by": injury_regulation("十七", 17),
    "person_applies_by": injury_regulation("十七", 17),
    "decided_by": injury_regulation("二十", 20),
    "assessed_by": injury_regulation("二十五", 25),
    "appeal_by": injury_regulation("二十六", 26),
}

CALCULATION = Calculation(
    kind="work_injury_deadlines",
    title=Text("工伤认定和劳动能力鉴定时限", "limits of a work injury case"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=tuple(dict.fromkeys(_BASIS.values())),
    flow=(
        Derivation("employer_applies_by", ("injury_date",), ("work_injury_employer_days",)),
        Derivation("person_applies_by", ("injury_date",), ("work_injury_person_months",)),
        Derivation(
            "decided_by",
            ("accepted_date", "clear_case"),
            ("work_injury_decision_days", "work_injury_clear_days"),
        ),
        Derivation(
            "assessed_by",
            ("assessment_date", "assessment_extended"),
            ("work_injury_assessment_days", "work_injury_assessment_more_days"),
        ),
        Derivation("appeal_by", ("conclusion_date",), ("work_injury_appeal_days",)),
    ),
)
