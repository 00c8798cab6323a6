"""What the gate did minute by minute: kept for a day, by whichever process is first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec
import structlog

from bumang.gate.line import Pool
from bumang.gate.operations import Operations
from bumang.kernel.clock import Clock
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.sql import statement

_KEEP = statement(__package__, "keep_minute")
_READ = statement(__package__, "minutes")
_SECONDS = 5.0
SHOWN = timedelta(hours=1)

_events = structlog.get_logger()


class LineMinute(msgspec.Struct, frozen=True):
    line: str
    waiting: int
    per_s: float


class Minute(msgspec.Struct, frozen=True):
    """`answers` by kind within the minute; those of the first minute shown are not known."""

    at: datetime
    answers: Mapping[str, int]
    lines: Sequence[LineMinute]


class Minutes:
    """`totals` are the answers since the start, by kind, of all processes together."""

    def __init__(
        self,
        operations: Operations,
        totals: Callable[[], Mapping[str, int]],
        pool: Pool,
        clock: Clock,
    ) -> None:
        self._operations = operations
        self._totals = totals
        self._pool = pool
        self._clock = clock
        self._kept: datetime | None = None

    async def run(self) -> None:
        """Keep every minute, until cancelled."""
        while True:
            await asyncio.sleep(_SECONDS)
            try:
                await self.keep()
            except Exception as error:
                # Whatever it is: a chart with a gap must not end a process that can accept.
                _events.warning("a minute was not kept", error=type(error).__name__)

    async def keep(self) -> None:
        """The minute that has ended, once."""
        minute, pool = self._clock().replace(second=0, microsecond=0), self._pool()
        if minute == self._kept or pool is None:
            return
        lines = [
            LineMinute(one.line, one.waiting, one.per_s)
            for one in self._operations.standing().lines
        ]
        encode = msgspec.json.encode
        await pool.fetchval(
            _KEEP, minute, encode(dict(self._totals())).decode(), encode(lines).decode()
        )
        self._kept = minute

    async def last_hour(self) -> list[Minute]:
        """In order; empty where they cannot be read just now."""
        pool = self._pool()
        if pool is None:
            return []
        try:
            rows = await pool.fetch(_READ, self._clock() - SHOWN - timedelta(minutes=1))
        except UNREACHABLE:
            return []
        decode = msgspec.json.decode
        return within_minutes(
            [
                Minute(
                    row["minute"],
                    decode(row["answers"], type=dict[str, int]),
                    decode(row["lines"], type=list[LineMinute]),
                )
                for row in rows
            ]
        )


def within_minutes(since_start: Sequence[Minute]) -> list[Minute]:
    """From counts since the start to counts within each minute. Pure.

    A count that is lower than before began anew with a start in between: it is what came since.
    """
    found = []
    for before, after in pairwise(since_start):
        answers = {
            kind: count - before.answers.get(kind, 0)
            if count >= before.answers.get(kind, 0)
            else count
            for kind, count in after.answers.items()
        }
        found.append(Minute(after.at, answers, after.lines))
    return found
