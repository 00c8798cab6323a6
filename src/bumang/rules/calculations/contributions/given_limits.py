"""Limits of the base that are given by hand, where the place's are not on record."""

from __future__ import annotations

from typing import Annotated

import msgspec

from bumang.kernel.money import Fen
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.calculations.problems import missing
from bumang.rules.calculations.written import Field, money
from bumang.rules.contributions.base import Limits, LimitsBasis
from bumang.rules.parameters import Law


def _limit(zh: str, en: str) -> Field:
    return Field(zh, en, money(above_zero=True))


class OldAndNewLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What a month was paid on, and what was published for it later; each in twos."""

    old_base_lower: Annotated[Fen | None, _limit("旧基数下限", "old lower limit")] = None
    old_base_upper: Annotated[Fen | None, _limit("旧基数上限", "old upper limit")] = None
    new_base_lower: Annotated[Fen | None, _limit("新基数下限", "new lower limit")] = None
    new_base_upper: Annotated[Fen | None, _limit("新基数上限", "new upper limit")] = None
    old_medical_base_lower: Annotated[
        Fen | None, _limit("旧医保基数下限", "old lower limit of the medical base")
    ] = None
    old_medical_base_upper: Annotated[
        Fen | None, _limit("旧医保基数上限", "old upper limit of the medical base")
    ] = None
    new_medical_base_lower: Annotated[
        Fen | None, _limit("新医保基数下限", "new lower limit of the medical base")
    ] = None
    new_medical_base_upper: Annotated[
        Fen | None, _limit("新医保基数上限", "new upper limit of the medical base")
    ] = None


def given_limits(given: msgspec.Struct, prefix: str = "") -> Limits | None:
    """The inputs `base_lower` and `base_upper` with the prefix; None where none are given.

    Raises `InvalidInput` for one alone, or the wrong way round.
    """
    names = (f"{prefix}base_lower", f"{prefix}base_upper")
    lower, upper = (getattr(given, name) for name in names)
    if lower is None and upper is None:
        return None
    if lower is None or upper is None:
        raise InvalidInput(missing(names[0] if lower is None else names[1], _BOTH))
    if lower > upper:
        raise InvalidInput(_ROUND.at(names[0]))
    return Limits(lower, upper, LimitsBasis.GIVEN)


def no_limits(area_code: str, month: Month, law: Law) -> Problem:
    """Neither published limits nor an average wage are on record."""
    return Problem(
        "NO_LIMITS",
        Text(
            "{place} {month}的缴费基数上下限没有收录。",
            "The limits of the base in {place} for {month} are not on record.",
        ).format(place=place_of(area_code, law), month=shown(month)),
        Text(
            "上下限由各地每年公布，不能推定。",
            "Places publish them each year; none is assumed.",
        ),
        Text(
            "请核对地区代码，或者按当地通知给出 base_lower 和 base_upper。",
            "Check the area code, or give base_lower and base_upper from the place's notice.",
        ),
        "area_code",
    )


def place_of(area_code: str, law: Law) -> Text:
    """A place by its name, or by its code where the law's data do not name it."""
    return law.areas.get(area_code, Text(area_code, area_code))


def shown(month: Month) -> Text:
    """A month for people."""
    return Text(f"{month.year} 年 {month.month} 月", str(month))


LIMITS = (
    "contribution_base_lower*",
    "contribution_base_upper*",
    "contribution_reference_wage",
    "base_year_start_month",
)
"""The law's parameters that limits are read from, or made from where none are published."""
_BOTH = Text("基数上下限", "limits of the base")
_ROUND = Problem(
    "LIMITS_ROUND",
    Text("基数下限大于上限。", "The lower limit is above the upper one."),
    Text("基数在下限和上限之间。", "The base lies between them."),
    Text("请核对两个数。", "Check both."),
)
