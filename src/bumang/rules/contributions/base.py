"""缴费基数: the wage that contributions are paid on, held between the limits of the place.

The published limits are the law. Where they are not on record for a limit year yet, the last ones
hold provisionally and the difference is settled later; where none are on record, 60% and 300% of
the average wage stand in, marked as computed.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import CONTRIBUTION_BASE
from bumang.rules.explanation import Step, money, plain, word
from bumang.rules.parameters import Law, NotSetError
from bumang.rules.source import Origin
from bumang.rules.values import Value

_MONTHS_A_YEAR = 12


class LimitsBasis(StrEnum):
    """Published for the limit year, the last year's for the time being, computed, or given."""

    PUBLISHED = "published"
    LAST_YEAR = "last_year"
    COMPUTED = "computed"
    GIVEN = "given"


class Limits(msgspec.Struct, frozen=True):
    """The least and the largest base in fen, and how they are known."""

    lower: Fen
    upper: Fen
    basis: LimitsBasis
    lower_origin: Origin | None = None
    upper_origin: Origin | None = None


class Held(StrEnum):
    """What became of a wage at the limits; it is told, and never done silently."""

    AS_DECLARED = "as_declared"
    RAISED = "raised"
    LOWERED = "lowered"


class Base(msgspec.Struct, frozen=True):
    """The base in fen, and whether it is the wage itself."""

    amount: Fen
    held: Held
    step: Step


def limits(law: Law, region: str, at: Month) -> Limits:
    """The limits of the base in a place and month. Raises `NotSetError` where nothing is known."""
    try:
        return published("contribution_base", law, region, at)
    except NotSetError:
        return _computed(law, region, at)


def medical_limits(law: Law, region: str, at: Month, of_all: Limits | None = None) -> Limits:
    """Those of medical insurance, which a city may set apart; else `of_all`, or the law's of all."""
    try:
        return published("medical_base", law, region, at)
    except NotSetError:
        return of_all or limits(law, region, at)


def published(name: str, law: Law, region: str, at: Month) -> Limits:
    """The limits on record under a name, of this limit year or an earlier one.

    Raises `NotSetError` where the place has none.
    """
    on = at.first_day()
    lower, upper = law.at(f"{name}_lower", on, region), law.at(f"{name}_upper", on, region)
    current = Month.of(lower.since).until(at) < _MONTHS_A_YEAR
    basis = LimitsBasis.PUBLISHED if current else LimitsBasis.LAST_YEAR
    return Limits(to_fen(lower.number), to_fen(upper.number), basis, lower.origin, upper.origin)


def limit_year(at: Month, first_month: int) -> Month:
    """The month in which the limit year of `at` began; it begins in January or July, say."""
    return Month(at.year if at.month >= first_month else at.year - 1, first_month)


def held_base(declared: Fen, found: Limits) -> Base:
    """The wage, raised to the lower or lowered to the upper limit."""
    amount = min(max(declared, found.lower), found.upper)
    held = Held.AS_DECLARED
    if amount != declared:
        held = Held.RAISED if amount > declared else Held.LOWERED
    return Base(amount, held, _step(declared, found, amount, held))


def _computed(law: Law, region: str, at: Month) -> Limits:
    on = at.first_day()
    wage = _reference_wage(law, region, _year_of_limits(law, region, at).first_day())
    low = law.at("contribution_base_lower_ratio", on)
    high = law.at("contribution_base_upper_ratio", on)
    return Limits(
        to_fen(wage.number * low.number),
        to_fen(wage.number * high.number),
        LimitsBasis.COMPUTED,
        wage.origin,
        wage.origin,
    )


def _year_of_limits(law: Law, region: str, at: Month) -> Month:
    """Where it is on record that limits begin in July, June still has those of the year before."""
    try:
        first = law.at("base_year_start_month", at.first_day(), region)
    except NotSetError:
        return at
    return limit_year(at, first.count)


def _reference_wage(law: Law, region: str, on: date) -> Value:
    try:
        return law.at("contribution_reference_wage", on, region)
    except NotSetError as unset:
        if unset.last is None:
            raise
        return unset.last


def _step(declared: Fen, found: Limits, amount: Fen, held: Held) -> Step:
    low, high = plain(to_yuan(found.lower)), plain(to_yuan(found.upper))
    return Step(
        key="base",
        name=_BASE,
        formula=_HELD[held],
        worked=f"min(max({plain(to_yuan(declared))}, {low}), {high})",
        figures=(
            money("declared_wage", _DECLARED, declared),
            money("base_lower", _LOWER, found.lower, found.lower_origin),
            money("base_upper", _UPPER, found.upper, found.upper_origin),
            word("limits_basis", _KNOWN, found.basis.value, _BASES[found.basis]),
        ),
        result=money("base", _BASE, amount),
        rules=(CONTRIBUTION_BASE,),
    )


_BASE = Text("缴费基数", "base")
_DECLARED = Text("申报的月工资", "declared monthly wage")
_LOWER = Text("基数下限", "lower limit")
_UPPER = Text("基数上限", "upper limit")
_KNOWN = Text("上下限依据", "limits known from")
_BASES = {
    LimitsBasis.PUBLISHED: Text("当地公布的本缴费年度标准", "published for this limit year"),
    LimitsBasis.LAST_YEAR: Text(
        "新标准未登记，暂按上一次公布的，公布后多退少补",
        "the new ones are not on record; the last ones for the time being, settled later",
    ),
    LimitsBasis.COMPUTED: Text(
        "当地公布的上下限未登记，按平均工资的 60% 和 300% 推算，以公布的为准",
        "the published limits are not on record; computed as 60% and 300% of the average wage, and the published ones prevail",
    ),
    LimitsBasis.GIVEN: Text("按您填写的", "as given"),
}
_HELD = {
    Held.AS_DECLARED: Text(
        "申报工资在上下限之间，按申报工资", "the wage lies between the limits and is the base"
    ),
    Held.RAISED: Text(
        "申报工资低于下限，按下限", "the wage is below the lower limit: the limit is the base"
    ),
    Held.LOWERED: Text(
        "申报工资高于上限，按上限", "the wage is above the upper limit: the limit is the base"
    ),
}
