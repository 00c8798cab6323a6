"""What everyone may see of the log is what is in it."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg

from bumang.casework.checkpoint import latest_checkpoint
from bumang.evidence.signing import SigningKey
from bumang.intake.log import Log
from bumang.intake.submission import Submission, submission_key


def now() -> datetime:
    return datetime(2026, 11, 24, 3, tzinfo=UTC)


class _Gone:
    async def fetchrow(self, *_: Any) -> Any:
        raise OSError


async def test_before_the_first_entry_there_is_no_checkpoint(core: Any, intake: Any) -> None:
    assert await latest_checkpoint(core, intake) is None


async def test_a_checkpoint_counts_what_is_accepted_and_what_waits(
    core: asyncpg.Connection, intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path
) -> None:
    log = Log(intake_dsn, SigningKey.load_or_create(tmp_path), now)
    writing = asyncio.create_task(log.run())
    for number in range(3):
        key = submission_key("person:1", str(number))
        await log.append(Submission(key, "person:1", "x", now(), "application/json", b"{}"))
    writing.cancel()
    with suppress(asyncio.CancelledError):
        await writing
    await core.execute("INSERT INTO log_cursor VALUES (1, 2)")
    await core.execute("INSERT INTO staff_task VALUES (1, 0, 'x', 'Error')")
    found = await latest_checkpoint(core, intake)
    assert found is not None
    assert (found.accepted, found.waiting, found.with_staff) == (3, 1, 1)
    assert (found.first_seq, found.size) == (2, 1)
    without = await latest_checkpoint(_Gone(), intake)
    assert without is not None
    assert (without.accepted, without.waiting) == (3, None)
