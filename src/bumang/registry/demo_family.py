"""Three synthetic persons to try things with; the whole synthetic city comes with the seed."""

from __future__ import annotations

from typing import Any

import asyncpg

from bumang.runtime.sql import statement

_DEMO_FAMILY = statement(__package__, "demo_family")


async def settle(connection: asyncpg.Connection[Any]) -> None:
    """Make the demo family where it is not there yet."""
    async with connection.transaction():
        await connection.execute(_DEMO_FAMILY)
