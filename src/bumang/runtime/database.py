"""Connections to PostgreSQL."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import asyncpg

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
    question is taken back. What is given up goes on in the background until the server is there.
    """

    def __init__(self, pool: asyncpg.Pool[Any], seconds: float) -> None:
        self._pool = pool
        self._seconds = seconds

    async def fetch(self, query: str, *values: object, **more: Any) -> list[Any]:
        async with asyncio.timeout(self._seconds):
            return await self._pool.fetch(query, *values, **more)

    async def fetchrow(self, query: str, *values: object, **more: Any) -> Any:
        async with asyncio.timeout(self._seconds):
            return await self._pool.fetchrow(query, *values, **more)

    async def fetchval(self, query: str, *values: object, **more: Any) -> Any:
        async with asyncio.timeout(self._seconds):
            return await self._pool.fetchval(query, *values, **more)

    def terminate(self) -> None:
        self._pool.terminate()
