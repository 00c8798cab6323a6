"""One process that integrates and asks witnesses, again and again; accepting never waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import asyncpg
import structlog

from bumang.evidence.note import Note
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.hardware_token import TokenAwayError
from bumang.runtime.sql import statement
from bumang.transparency.integrator import Integrator, LogId
from bumang.transparency.witnessing import Asking, cosignatures

_KEEP = statement(__package__, "keep_cosignature")
_FORGET = statement(__package__, "forget_earlier")
_LOOK_SECONDS = 0.25
_AGAIN_SECONDS = 1.0
_LOCK_SPACE = 0x746C6F67  # one integrator a database

_events = structlog.get_logger()

Before = Callable[[Any], Awaitable[object]]
"""What is done on the connection each time before looking what is new."""


async def nothing(_: asyncpg.Connection[Any]) -> None:
    """An acceptance log is in its places when it is stored."""


class Running:
    """`quorum` cosignatures make a checkpoint that replaces the earlier ones."""

    def __init__(
        self,
        dsn: str,
        integrator: Integrator,
        witnesses: Sequence[Asking],
        quorum: int,
        before: Before = nothing,
    ) -> None:
        self._dsn = dsn
        self._integrator = integrator
        self._witnesses = witnesses
        self._quorum = quorum
        self._before = before

    async def run(self) -> None:
        """Until cancelled, whatever becomes of the database meanwhile."""
        while True:
            try:
                connection = await asyncpg.connect(self._dsn, timeout=5)
            except UNREACHABLE:
                await asyncio.sleep(_AGAIN_SECONDS)
                continue
            try:
                await self._integrate(connection)
            except TokenAwayError:
                _events.warning("the log waits for its token")
                await asyncio.sleep(_AGAIN_SECONDS)
            except (*UNREACHABLE, asyncpg.PostgresError) as error:
                _events.warning("the log waits for its database", error=type(error).__name__)
                await asyncio.sleep(_AGAIN_SECONDS)
            finally:
                connection.terminate()

    async def _integrate(self, connection: asyncpg.Connection[Any]) -> None:
        # A second integrator of this database waits here until the first has gone.
        await connection.execute("SELECT pg_advisory_lock($1, 0)", _LOCK_SPACE)
        while True:
            await self._before(connection)
            for log, signed in await self._integrator.look(connection):
                await self._witnessed(connection, log, signed)
            await asyncio.sleep(_LOOK_SECONDS)

    async def _witnessed(
        self, connection: asyncpg.Connection[Any], log: LogId, signed: Note
    ) -> None:
        growing = self._integrator.tree_of(log)
        if not self._witnesses or growing is None:
            return
        tree = growing.tree()
        for name, line in await cosignatures(self._witnesses, growing.origin, signed, tree):
            await connection.execute(_KEEP, log, tree.size, name, str(line))
        await connection.execute(_FORGET, log, self._quorum)
