"""新生儿参保: a child insured soon after birth is covered from the day of birth.

That ninety days count, and from which day they are counted, is from memory. From when a child is
covered that joins later, the place says: nothing is assumed here.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from bumang.kernel.text import Text
from bumang.rules.articles import FROM_MEMORY, insurance_law
from bumang.rules.explanation import DAYS, NO_UNIT, Step, day, number, word
from bumang.rules.parameters import Law
from bumang.rules.values import Value

_RESIDENT_MEDICAL_LAW = insurance_law("二十五", 25)


class NewbornCover(msgspec.Struct, frozen=True):
    """The last day to join in time, the days after birth, and the first day covered.

    `cover_from` is None for who joins later. `coverage_year` is the first year to pay for.
    """

    last_day: date
    days: int
    from_birth: bool
    cover_from: date | None
    coverage_year: int
    steps: tuple[Step, ...]


def newborn_cover(born: date, joined: date, law: Law) -> NewbornCover:
    """`joined` is the day on which the child is registered and paid for, not before birth."""
    limit = law.at("newborn_joining_days", born)
    last = born + timedelta(days=limit.count)
    in_time = joined <= last
    cover_from = born if in_time else None
    steps = (_last_step(born, last, limit), _from_step(born, joined, last, in_time))
    return NewbornCover(last, (joined - born).days, in_time, cover_from, born.year, steps)


def _last_step(born: date, last: date, limit: Value) -> Step:
    return Step(
        key="last_day",
        name=_LAST,
        formula=Text(
            "出生次日起算，在期限内参保缴费，按自然日",
            "calendar days from the day after birth, in which the child joins and is paid for",
        ),
        worked=f"{born} + {limit.count}",
        figures=(
            day("birth_date", _BORN, born),
            number("newborn_joining_days", _LIMIT, limit.count, DAYS, limit.origin),
        ),
        result=day("last_day", _LAST, last),
        rules=(_RESIDENT_MEDICAL_LAW, FROM_MEMORY),
    )


def _from_step(born: date, joined: date, last: date, in_time: bool) -> Step:
    return Step(
        key="cover_from",
        name=_FROM,
        formula=_IN_TIME if in_time else _LATE,
        worked=f"{joined} {'≤' if in_time else '>'} {last}",
        figures=(
            day("joined_date", _JOINED, joined),
            number("days", _DAYS, (joined - born).days, DAYS),
            number("coverage_year", _YEAR, born.year, NO_UNIT),
        ),
        result=day("cover_from", _FROM, born)
        if in_time
        else word("cover_from", _FROM, "", _PLACE_SAYS),
        rules=(_RESIDENT_MEDICAL_LAW, FROM_MEMORY),
    )


_IN_TIME = Text(
    "在期限内参保缴费，从出生之日起享受待遇，出生以来的医疗费也可以报销",
    "joined in time: covered from the day of birth, and what was spent since then counts",
)
_LATE = Text(
    "超过期限参保的，不能追溯到出生之日，从哪天起享受由当地规定",
    "joined later: not back to birth; from which day is for the place to say",
)
_PLACE_SAYS = Text("由当地规定", "the place says")
_LAST = Text("最迟参保缴费日", "last day to join and pay")
_BORN = Text("出生日期", "day of birth")
_LIMIT = Text("参保期限", "days to join")
_FROM = Text("待遇起始日", "covered from")
_JOINED = Text("参保缴费日", "joined and paid on")
_DAYS = Text("出生后天数", "days after birth")
_YEAR = Text("首个缴费年度", "first year to pay for")
