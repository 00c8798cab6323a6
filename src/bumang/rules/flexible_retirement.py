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
from bumang.rules.minimum_months import min_contribution_months
from bumang.rules.parameters import Law

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
    reason = None if kind is RetirementType.STATUTORY else _reason(statutory, window, chosen)
    return RetirementOption(
        chosen_month=chosen,
        type=kind,
        allowed_by_age=reason is None,
        required_months=min_contribution_months(counted.year, law).count,
        reason=reason,
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


_NO_WINDOW = Text(
    zh="2025 年前已到原法定退休年龄的,不适用弹性退休,退休年月是 {month}。",
    en="Who reached the original age before 2025 has no choice: the month is {month}.",
)
_TOO_EARLY = Text(
    zh="弹性提前退休最早是 {month}:最多提前 3 年,且不低于原法定退休年龄。",
    en="The earliest month is {month}: at most 3 years early, never below the original age.",
)
_TOO_LATE = Text(
    zh="弹性延迟退休最晚是 {month}:最多延迟 3 年。",
    en="The latest month is {month}: at most 3 years later.",
)
