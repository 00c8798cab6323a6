"""弹性退休: choosing an earlier or a later month than the statutory one.

State Council measure of 2024, art. 3: at most three years early and never below the original age;
at most three years later, agreed with the employer. Nothing is deducted for leaving early.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import MINIMUM_MONTHS, MINIMUM_YEARS_LAW
from bumang.rules.explanation import MONTHS, Step, month, number
from bumang.rules.minimum_months import min_contribution_months
from bumang.rules.parameters import Law
from bumang.rules.values import Value

Window = tuple[Month, Month]
"""The earliest and the latest month that may be chosen."""


class RetirementType(StrEnum):
    """弹性提前, at the statutory age, 弹性延迟."""

    EARLY = "early"
    STATUTORY = "statutory"
    DEFERRED = "deferred"


class RetirementOption(msgspec.Struct, frozen=True):
    """One chosen month. `allowed_by_age` says nothing of months paid: see `required_months`."""

    chosen_month: Month
    type: RetirementType
    allowed_by_age: bool
    required_months: int
    reason: Text | None
    step: Step


def flexible_window(original: Month, statutory: Month, law: Law, on: date) -> Window:
    """The window around the statutory month; `original` is the month of the original age."""
    early = statutory.plus(-law.at("early_limit", on).count)
    return max(original, early), statutory.plus(law.at("deferral_limit", on).count)


def retirement_option(
    statutory: Month, window: Window | None, chosen: Month, law: Law
) -> RetirementOption:
    """What choosing a month means: its kind, whether it lies in the window, the months required.

    For an early month the minimum of its own year counts, for a later one still that of the
    statutory month's year. Raises `NotSetError` for years before any minimum is on record.
    """
    kind = _kind(statutory.until(chosen))
    counted = chosen if kind is RetirementType.EARLY else statutory
    required = min_contribution_months(counted.year, law)
    reason = None if kind is RetirementType.STATUTORY else _reason(statutory, window, chosen)
    return RetirementOption(
        chosen_month=chosen,
        type=kind,
        allowed_by_age=reason is None,
        required_months=required.count,
        reason=reason,
        step=_required_step(chosen, counted, required),
    )


def _required_step(chosen: Month, counted: Month, required: Value) -> Step:
    return Step(
        key="required_months",
        name=Text("最低缴费年限", "minimum contribution"),
        formula=_WHICH_YEAR,
        worked=f"{counted.year}: {required.count}",
        figures=(month("retirement_month", Text("退休年月", "month of retirement"), chosen),),
        result=number(
            "required_months", Text("至少缴费", "at least"), required.count, MONTHS, required.origin
        ),
        rules=(MINIMUM_YEARS_LAW, MINIMUM_MONTHS),
    )


def _kind(distance: int) -> RetirementType:
    if distance < 0:
        return RetirementType.EARLY
    return RetirementType.DEFERRED if distance else RetirementType.STATUTORY


def _reason(statutory: Month, window: Window | None, chosen: Month) -> Text | None:
    """Why a month cannot be chosen; None when it can."""
    if window is None:
        return _NO_WINDOW.format(month=statutory)
    earliest, latest = window
    if chosen < earliest:
        return _TOO_EARLY.format(month=earliest)
    return _TOO_LATE.format(month=latest) if chosen > latest else None


_WHICH_YEAR = Text(
    zh="提前退休的看所选年份的标准，其余看法定退休年月所在年份的标准",
    en="for an early month the minimum of its year, otherwise that of the statutory month's year",
)
_NO_WINDOW = Text(
    zh="2025 年前已到原法定退休年龄的，不适用弹性退休，退休年月是 {month}。",
    en="Who reached the original age before 2025 has no choice: the month is {month}.",
)
_TOO_EARLY = Text(
    zh="弹性提前退休最早是 {month}：最多提前 3 年，且不低于原法定退休年龄。",
    en="The earliest month is {month}: at most 3 years early, never below the original age.",
)
_TOO_LATE = Text(
    zh="弹性延迟退休最晚是 {month}：最多延迟 3 年。",
    en="The latest month is {month}: at most 3 years later.",
)
