"""缴费基数上下限晚公布: the limits that months were paid on, and those published for them later.

Only limits that a place published count here, or those that are given: what stands in where none
are on record is no ground to settle on.
"""

from __future__ import annotations

import msgspec

from bumang.kernel.months import Month
from bumang.rules.contributions.base import Limits, LimitsBasis, published
from bumang.rules.parameters import Law, NotSetError

_OF_ALL, _MEDICAL = "contribution_base", "medical_base"


class GivenTurn(msgspec.Struct, frozen=True):
    """Limits by hand, before and after; None where those on record hold."""

    old: Limits | None = None
    new: Limits | None = None


class Turn(msgspec.Struct, frozen=True):
    """The limits that a month was paid on, and those of its own limit year."""

    old: Limits
    new: Limits


class NotPublishedError(Exception):
    """The limits of the month's limit year are neither on record nor given."""


class OldLimitsMissingError(Exception):
    """The limits before them are neither on record nor given; `medical` where a city's own are."""

    def __init__(self, *, medical: bool) -> None:
        super().__init__("the old limits are not known")
        self.medical = medical


def turn(law: Law, region: str, at: Month, given: GivenTurn) -> Turn:
    """The limits of all insurances. Raises `NotPublishedError` first, `OldLimitsMissingError`."""
    new = given.new or _published(_OF_ALL, law, region, at)
    return Turn(given.old or _of_all_before(law, region, at), new)


def medical_turn(law: Law, region: str, at: Month, given: GivenTurn, of_all: GivenTurn) -> Turn:
    """Those of medical insurance; where the city has none of its own, those of all.

    Before its own first ones a city had those of all. Raises as `turn` does.
    """
    try:
        own = published(_MEDICAL, law, region, at)
    except NotSetError:
        both = GivenTurn(given.old or of_all.old, given.new or of_all.new)
        return turn(law, region, at, both)
    if given.new is None and own.basis is not LimitsBasis.PUBLISHED:
        raise NotPublishedError
    return Turn(given.old or _own_before(law, region, at, of_all.old), given.new or own)


def _published(name: str, law: Law, region: str, at: Month) -> Limits:
    try:
        found = published(name, law, region, at)
    except NotSetError:
        raise NotPublishedError from None
    if found.basis is not LimitsBasis.PUBLISHED:
        raise NotPublishedError
    return found


def _of_all_before(law: Law, region: str, at: Month) -> Limits:
    try:
        return _before(_OF_ALL, law, region, at)
    except NotSetError:
        raise OldLimitsMissingError(medical=False) from None


def _own_before(law: Law, region: str, at: Month, of_all: Limits | None) -> Limits:
    try:
        return _before(_MEDICAL, law, region, at)
    except NotSetError:
        if of_all is not None:
            return of_all
    try:
        return published(_OF_ALL, law, region, _month_before(_MEDICAL, law, region, at))
    except NotSetError:
        raise OldLimitsMissingError(medical=True) from None


def _before(name: str, law: Law, region: str, at: Month) -> Limits:
    """The last ones where the month has none of its own yet; else those until the new ones came."""
    found = published(name, law, region, at)
    if found.basis is LimitsBasis.LAST_YEAR:
        return found
    return published(name, law, region, _month_before(name, law, region, at))


def _month_before(name: str, law: Law, region: str, at: Month) -> Month:
    return Month.of(law.at(f"{name}_lower", at.first_day(), region).since).plus(-1)
