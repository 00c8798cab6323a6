"""待遇领取地: which province computes and pays the pension of somebody who worked in several.

State Council office measure of 2009, art. 6; notice of 2016, item 1. Months count, not calendar
years; months in a temporary account never count for a place; deemed months belong to the place
where the person worked then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

from bumang.kernel.text import Text
from bumang.rules.articles import PENSION_PLACE, TRANSFER_QUESTIONS
from bumang.rules.explanation import MONTHS, Figure, Step, number, word
from bumang.rules.parameters import Law


class Account(StrEnum):
    """一般账户, 临时账户."""

    GENERAL = "general"
    TEMPORARY = "temporary"


class Segment(msgspec.Struct, frozen=True):
    """A stretch of months in one province, deemed ones included."""

    province: str
    months: int
    account: Account = Account.GENERAL


class PensionPlace(msgspec.Struct, frozen=True):
    """The province, and the number of the rule that decided (1 to 4)."""

    place: str
    rule: int
    steps: tuple[Step, ...]


def pension_place(
    home: str, segments: Sequence[Segment], current: str, law: Law, on: date
) -> PensionPlace:
    """Decide by the four rules in their order. `segments` are in order of time."""
    least = law.at("pension_place_months", on)
    months = _months_by_province(segments)
    place, rule = _decide(home, segments, current, months, least.count)
    shown = (
        _named_place("hukou_province", _HOME, home, law),
        _named_place("current_relation_province", _CURRENT, current, law),
        *(
            number(f"months_{province}", _months_in(province, law), counted, MONTHS)
            for province, counted in months.items()
        ),
        number("pension_place_months", _LEAST, least.count, MONTHS, least.origin),
    )
    step = Step(
        key="place",
        name=_PLACE,
        formula=_RULES[rule],
        worked=_worked(rule, home, current, place, months, least.count),
        figures=shown,
        result=_named_place("place", _PLACE, place, law),
        rules=(PENSION_PLACE, TRANSFER_QUESTIONS),
    )
    return PensionPlace(place, rule, (step,))


def _decide(
    home: str, segments: Sequence[Segment], current: str, months: dict[str, int], least: int
) -> tuple[str, int]:
    if current == home:
        return home, 1
    if months.get(current, 0) >= least:
        return current, 2
    for segment in reversed(segments):
        general = segment.account is Account.GENERAL
        if general and months[segment.province] >= least:
            return segment.province, 3
    return home, 4


def _months_by_province(segments: Sequence[Segment]) -> dict[str, int]:
    months: dict[str, int] = {}
    for segment in segments:
        counted = segment.months if segment.account is Account.GENERAL else 0
        months[segment.province] = months.get(segment.province, 0) + counted
    return months


def _worked(
    rule: int, home: str, current: str, place: str, months: dict[str, int], least: int
) -> str:
    if rule == 1:
        return f"{current} = {home}"
    here = months.get(current, 0)
    if rule == 2:
        return f"{current}: {here} ≥ {least}"
    if rule == 3:
        return f"{current}: {here} < {least}; {place}: {months[place]} ≥ {least}"
    longest = max(months.values(), default=0)
    return f"max = {longest} < {least} → {home}"


def _named_place(key: str, name: Text, code: str, law: Law) -> Figure:
    return word(key, name, code, law.areas.get(code, Text(code, code)))


def _months_in(code: str, law: Law) -> Text:
    place = law.areas.get(code, Text(code, code))
    return Text("在{place}的月数", "months in {place}").format(place=place)


_RULES = {
    1: Text(
        "基本养老关系在户籍所在地的，在户籍所在地领取，不要求满十年",
        "the relation is in the home province: the pension is drawn there, ten years are not needed",
    ),
    2: Text(
        "关系不在户籍所在地，但在关系所在地累计缴费满 120 个月的，在关系所在地领取",
        "not at home, but 120 months were paid where the relation is: the pension is drawn there",
    ),
    3: Text(
        "在关系所在地不满 120 个月的，关系转回上一个满 120 个月的地方，在那里领取",
        "fewer than 120 months there: the relation goes back to the last place with 120 months",
    ),
    4: Text(
        "在每个地方都不满 120 个月的，关系和资金归集到户籍所在地，在户籍所在地领取",
        "no place has 120 months: everything is gathered in the home province and drawn there",
    ),
}
_PLACE = Text("待遇领取地", "pension place")
_HOME = Text("户籍所在地", "home province")
_CURRENT = Text("基本养老关系所在地", "province of the relation")
_LEAST = Text("要求的月数", "months needed")
