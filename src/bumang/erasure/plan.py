"""The check before an order: what would be deleted, what must be kept and why. It changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import asyncpg
import msgspec

from bumang.erasure.finding import Place
from bumang.erasure.ground import UNDECIDED, Ground, Kept, kept, kept_record
from bumang.runtime.sql import statement

_OUTCOMES = statement(__package__, "outcomes_of_places")
_LAST_COVER = statement(__package__, "last_cover")


class Plan(msgspec.Struct, frozen=True):
    """`erased` were deleted before. `record` says why the person's record stays; `person` is `None`
    where only contents are to go, and its record goes when `record` is `None`."""

    ground: Ground
    deleted: tuple[Place, ...] = ()
    kept: tuple[tuple[Place, Kept], ...] = ()
    erased: tuple[Place, ...] = ()
    person: int | None = None
    record: Kept | None = None

    @property
    def does_something(self) -> bool:
        return bool(self.deleted) or self.record_goes

    @property
    def record_goes(self) -> bool:
        return self.person is not None and self.record is None


async def plan(
    core: asyncpg.Connection[Any],
    places: Sequence[Place],
    ground: Ground,
    today: date,
    person: int | None = None,
) -> Plan:
    columns = [one.log for one in places], [one.seq for one in places]
    decided = {Place(*row[:2]): row for row in await core.fetch(_OUTCOMES, *columns)}
    deleted, stays, erased = [], [], []
    for place in places:
        row = decided.get(place)
        if row is not None and row["erased"]:
            erased.append(place)
        elif why := UNDECIDED if row is None else kept(row[2], row[3], ground, today):
            stays.append((place, why))
        else:
            deleted.append(place)
    record = None if person is None else await _record(core, person, stays, today)
    return Plan(ground, tuple(deleted), tuple(stays), tuple(erased), person, record)


async def _record(
    core: asyncpg.Connection[Any], person: int, stays: list[tuple[Place, Kept]], today: date
) -> Kept | None:
    """While an entry must be kept, so must be known whose it is."""
    if stays:
        return stays[0][1]
    return kept_record(await core.fetchval(_LAST_COVER, person), today)
