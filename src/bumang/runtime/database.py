"""Connections to PostgreSQL."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import asyncpg

Answer = TypeVar("Answer")
Work = Callable[[Any], Awaitable[Answer]]
"""Questions on the connection it is given."""

# What a database that is starting, stopping, or gone raises; trying again may help.
UNREACHABLE = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # a connection that was cut in the middle of a query
    asyncpg.TooManyConnectionsError,
)


async def wait_until_ready(dsn: str, seconds: float = 30) -> None:
    """Return when the server answers a query. Raises the last error after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        try:
            connection: asyncpg.Connection[Any] = await asyncpg.connect(dsn, timeout=5)
        except UNREACHABLE:
            if time.monotonic() > end:
                raise
            await asyncio.sleep(0.05)
        else:
            await connection.close()
            return


class Bounded:
    """A pool whose every question is answered or given up within `seconds` (`TimeoutError`).

    The library's own time limits are not enough: a server that hangs is waited for again when the
    question is taken back. So a question is a task of its own, and what is given up ends by itself
    when the server is there again.
    """

    def __init__(self, pool: asyncpg.Pool[Any], seconds: float) -> None:
        self._pool = pool
        self._seconds = seconds
        self._asked: set[asyncio.Task[Any]] = set()

    async def fetch(self, query: str, *values: object, **more: Any) -> list[Any]:
        return await self._within(self._seconds, self._pool.fetch(query, *values, **more))

    async def fetchrow(self, query: str, *values: object, **more: Any) -> Any:
        return await self._within(self._seconds, self._pool.fetchrow(query, *values, **more))

    async def fetchval(self, query: str, *values: object, **more: Any) -> Any:
        return await self._within(self._seconds, self._pool.fetchval(query, *values, **more))

    async def ask(self, work: Work[Answer], seconds: float) -> Answer:
        """Several questions on one connection, for which there are `seconds` altogether."""

        async def asked() -> Answer:
            async with self._pool.acquire() as connection:
                return await work(connection)

        return await self._within(seconds, asked())

    def terminate(self) -> None:
        self._pool.terminate()

    async def _within(self, seconds: float, question: Coroutine[Any, Any, Answer]) -> Answer:
        task = asyncio.ensure_future(question)
        self._asked.add(task)
        task.add_done_callback(self._ended)
        try:
            await asyncio.wait({task}, timeout=seconds)
        finally:
            if not task.done():
                task.cancel()
        if not task.done():
            raise TimeoutError
        return task.result()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._asked.discard(task)
        if not task.cancelled():
            task.exception()  # looked at, so that one given up is not reported as forgotten


async def open_bounded(dsn: str, most: int, seconds: float) -> Bounded:
    """At most so many connections, opened when they are wanted.

    By itself the library asks the server after every question to reset what a session may keep: a round
    trip more for each. Nobody here sets, locks or listens for a session, so only a transaction that
    was left open is ended, as always.
    """
    return Bounded(
        await asyncpg.create_pool(dsn, min_size=0, max_size=most, reset=_nothing_kept), seconds
    )


async def _nothing_kept(_: object) -> None:
    return None
