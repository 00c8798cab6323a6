"""What a waiting room does now and then: new keys, turns that are over, the better hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bumang.gate.arrivals import Arrivals, history
from bumang.gate.better_hour import BetterHour, Workday, better_hour
from bumang.gate.ticket import Seals
from bumang.gate.visit import CLAIM
from bumang.kernel.workdays import is_workday
from bumang.runtime.database import Bounded
from bumang.runtime.sql import statement

_SECONDS_KEYS, _SECONDS_COUNT, _SECONDS_CLOSE = 5.0, 60.0, 600.0
_CLOSING = tuple(
    statement(__package__, name)
    for name in (
        "forget_admissions",
        "forget_persons",
        "forget_line_changes",
        "forget_arrivals",
    )
)
_MARK, _CLOSE = statement(__package__, "mark_lines"), statement(__package__, "close_turns")


class Housekeeping:
    """Each part at its own pace. `workday` says of a day whether offices work."""

    def __init__(
        self,
        seals: Seals,
        arrivals: Arrivals,
        steady: Callable[[], float],
        workday: Workday = is_workday,
    ) -> None:
        self.better: BetterHour | None = None
        self._seals = seals
        self._arrivals = arrivals
        self._steady = steady
        self._workday = workday
        self._due = {self._keys: 0.0, self._count: 0.0, self._close: 0.0}

    async def once(self, database: Bounded, now: datetime) -> bool:
        """Do what is due; whether anything was. Raises what an unreachable database raises; what is
        left is then done later."""
        pace = {self._keys: _SECONDS_KEYS, self._count: _SECONDS_COUNT, self._close: _SECONDS_CLOSE}
        due = [part for part, at in self._due.items() if self._steady() >= at]
        for part in due:
            self._due[part] = self._steady() + pace[part]
            await part(database, now)
        return bool(due)

    async def _keys(self, _: Bounded, __: datetime) -> None:
        self._seals.refresh()

    async def _count(self, database: Bounded, now: datetime) -> None:
        await self._arrivals.store(database, now)

    async def _close(self, database: Bounded, now: datetime) -> None:
        self.better = better_hour(await history(database, now), now, self._workday)
        await close_turns(database)


async def close_turns(database: Bounded) -> None:
    """Turns called two days ago are over; what was kept of those that are over is forgotten."""
    await database.fetchval(_MARK)
    await database.fetchval(_CLOSE, CLAIM)
    for forget in _CLOSING:
        await database.fetchval(forget)
