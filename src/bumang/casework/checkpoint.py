"""The log as everyone may see it: how much was accepted, how much waits, what was sealed last."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec

from bumang.runtime.database import UNREACHABLE
from bumang.runtime.sql import statement

_LATEST_CHECKPOINT = statement(__package__, "latest_checkpoint")
_HANDED_OUT = statement(__package__, "handed_out")


class Checkpoint(msgspec.Struct, frozen=True):
    """`accepted` counts the entries of all logs; `waiting` those no worker has begun with, and
    `with_staff` those that need a person; both None while the core does not answer.

    The batch sealed last is named by its log, its first entry, its size and its root (hex).
    """

    accepted: int
    waiting: int | None
    with_staff: int | None
    log: int
    first_seq: int
    size: int
    sealed_at: datetime
    root: str


async def latest_checkpoint(core: Any, intake: Any) -> Checkpoint | None:
    """None before the first entry. `core` and `intake` are pools or connections.

    Raises what an unreachable intake raises.
    """
    # Read first: what is accepted meanwhile makes the waiting look more, never less than nothing.
    begun: Any = None
    with suppress(*UNREACHABLE):
        begun = await core.fetchrow(_HANDED_OUT)
    row = await intake.fetchrow(_LATEST_CHECKPOINT)
    if row is None:
        return None
    accepted = int(row["entries"])
    return Checkpoint(
        accepted=accepted,
        waiting=None if begun is None else accepted - int(begun["begun"]),
        with_staff=None if begun is None else begun["with_staff"],
        log=row["log_id"],
        first_seq=row["first_seq"],
        size=row["size"],
        sealed_at=row["sealed_at"],
        root=row["root"].hex(),
    )
