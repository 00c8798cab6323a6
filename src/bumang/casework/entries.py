"""Accepted entries as a worker reads them: what was sent, opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bumang.intake.stored import with_contents
from bumang.runtime.sql import statement

_READ_ENTRIES = statement(__package__, "read_entries")

Entry = Mapping[str, Any]


async def read_entries(intake: Any, log: int, first: int, last: int) -> list[Entry]:
    """A stretch of a log in its order. `intake` is a pool or connection."""
    rows = await intake.fetch(_READ_ENTRIES, log, first, last)
    return list(await with_contents(intake, rows))
