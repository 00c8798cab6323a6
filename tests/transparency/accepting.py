"""A log that really accepted something, for the transparency log to grow by."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from bumang.evidence.signing import SigningKey
from bumang.intake.log import Log
from bumang.intake.submission import Stored, Submission, submission_key


async def accept(dsn: str, folder: Path, count: int, word: str = "") -> list[Stored]:
    """So many submissions, stored; `word` makes their keys differ from those of another call."""
    log = Log(dsn, SigningKey.load_or_create(folder), lambda: datetime.now(UTC))
    writing = asyncio.create_task(log.run())
    try:
        found = await asyncio.gather(
            *(log.append(_submission(f"{word}{at}")) for at in range(count))
        )
    finally:
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing
    assert all(isinstance(one, Stored) for one in found)
    return [one for one in found if isinstance(one, Stored)]


def _submission(key: str) -> Submission:
    name = submission_key("person:1", key)
    return Submission(name, "person:1", "some-item", datetime.now(UTC), "application/json", b"{}")
