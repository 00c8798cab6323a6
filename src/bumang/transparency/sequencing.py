"""Gives statements their places in the log `core`, after they were committed; each place once.

A transaction that states something waits for nobody: which place it gets is decided here, in the one
process that makes the logs grow. That places are dense and given once is kept by constraints.
"""

from __future__ import annotations

from typing import Any

import asyncpg
import structlog

from bumang.runtime.database import UNREACHABLE
from bumang.runtime.sql import statement

_PLACES = statement(__package__, "give_places")
_LAST_ACTION = statement(__package__, "last_action")
_ACTIONS = statement(__package__, "actions_after")
_TAKE = statement(__package__, "take_actions")
_BLOCKS_AT_ONCE = 500
_ACTIONS_AT_ONCE = 500
_SECONDS = 2
_COLUMNS = ("number", "kind", "subject", "made_at", "salt", "body", "commitment")


_events = structlog.get_logger()


async def sequence(intake: Any, core: asyncpg.Connection[Any]) -> None:
    """What is new gets its place. `intake` is a pool; while it is away, the rest goes on."""
    try:
        await read_on(core, intake)
    except UNREACHABLE as error:
        if core.is_closed():
            raise
        _events.warning("operators' actions wait for the intake", error=type(error).__name__)
    await give_places(core)


async def give_places(core: asyncpg.Connection[Any]) -> None:
    """Until no block waits. Each step is one statement, so one transaction."""
    while await core.execute(_PLACES, _BLOCKS_AT_ONCE) == f"UPDATE {_BLOCKS_AT_ONCE}":
        pass


async def read_on(core: asyncpg.Connection[Any], intake: Any) -> int:
    """State in the core what operators did, as it was stated in the intake; returns how many."""
    async with core.transaction():
        after = await core.fetchval(_LAST_ACTION)
        rows = await intake.fetch(_ACTIONS, after, _ACTIONS_AT_ONCE, timeout=_SECONDS)
        if rows:
            await core.execute(_TAKE, *([row[name] for row in rows] for name in _COLUMNS))
    return len(rows)
