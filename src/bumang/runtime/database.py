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
