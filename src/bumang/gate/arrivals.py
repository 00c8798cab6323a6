"""What came and what was queued, half hour by half hour: counted here, kept in the database."""

from __future__ import annotations

from datetime import datetime, timedelta

from bumang.gate.better_hour import LOOK_BACK, Came
from bumang.runtime.database import Bounded
from bumang.runtime.sql import statement

_COUNT = statement(__package__, "count_arrivals")
_SINCE = statement(__package__, "arrivals_since")


class Arrivals:
    """Those who came since they were last stored; whoever asks again for a place is not new."""

    def __init__(self) -> None:
        self.came = 0
        self.queued = 0

    async def store(self, database: Bounded, now: datetime) -> None:
        """Add them to what all processes counted. What could not be stored is tried again."""
        came, queued = self.came, self.queued
        if came:
            await database.fetchval(_COUNT, now, came, queued)
            self.came -= came
            self.queued -= queued


async def history(database: Bounded, now: datetime) -> list[Came]:
    rows = await database.fetch(_SINCE, now - LOOK_BACK - timedelta(days=1))
    return [Came(*row) for row in rows]
