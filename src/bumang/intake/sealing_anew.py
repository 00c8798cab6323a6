"""What people sent, sealed by the newest data key, some entries a statement. Accepting goes on meanwhile."""

from __future__ import annotations

from typing import Any

import asyncpg

from bumang.intake.stored import CONTENT, with_contents
from bumang.runtime.sql import statement
from bumang.vault.keys import keys_of

_OLDER = statement(__package__, "entries_of_older_keys")
_SEAL = statement(__package__, "seal_entries")


async def seal_entries(connection: asyncpg.Connection[Any], after: Any, most: int) -> Any | None:
    """Of the entries behind the place `after` (log and seq; None: from the first). Returns the last
    one's place; None when none is left."""
    keys = await keys_of(connection)
    rows = await connection.fetch(_OLDER, *(after or (0, -1)), keys.current.key_id, most)
    if not rows:
        return None
    entries = await with_contents(connection, rows)
    places = [(one["log_id"], one["seq"]) for one in entries]
    contents = [
        (f"{log}/{seq}", one["content"]) for (log, seq), one in zip(places, entries, strict=True)
    ]
    logs, seqs = [log for log, _ in places], [seq for _, seq in places]
    await connection.execute(_SEAL, logs, seqs, keys.seal_many(CONTENT, contents))
    return places[-1]
