"""The group commit: a receipt means durable, a key is taken once, a lost answer is looked up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bumang.evidence.signing import SigningKey
from bumang.evidence.verification import verify
from bumang.intake import log as log_module
from bumang.intake.log import Log
from bumang.intake.stored import find_by_number
from bumang.intake.submission import Conflict, Stored, Submission, submission_key


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return SigningKey.load_or_create(tmp_path)


@asynccontextmanager
async def running(log: Log) -> AsyncIterator[Log]:
    task = asyncio.create_task(log.run())
    try:
        yield log
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def submission(key: str, content: bytes = b"{}") -> Submission:
    name = submission_key("person:1", key)
    return Submission(name, "person:1", "some-item", now(), "application/json", content)


async def counts(connection: asyncpg.Connection) -> tuple[int, int, int]:
    row = await connection.fetchrow(
        "SELECT (SELECT count(*) FROM entry), (SELECT sum(size) FROM batch), (SELECT max(seq) FROM entry)"
    )
    return tuple(row)


async def test_whoever_gets_a_receipt_is_in_the_log_and_can_prove_it(
    intake: asyncpg.Connection, intake_dsn: str, key: SigningKey
) -> None:
    async with running(Log(intake_dsn, key, now)) as log:
        answers = await asyncio.gather(*(log.append(submission(str(i))) for i in range(300)))
    assert await counts(intake) == (300, 300, 299)
    for answered in answers:
        assert isinstance(answered, Stored)
        assert verify(answered.receipt, {key.key_id: key.published}, b"{}").ok
        found = await find_by_number(intake, answered.number)
        assert found is not None
        assert found.stored.receipt == answered.receipt


async def test_ten_of_the_same_key_at_once_are_one_entry_and_one_receipt(
    intake: asyncpg.Connection, intake_dsn: str, key: SigningKey
) -> None:
    async with (
        running(Log(intake_dsn, key, now)) as log,
        running(Log(intake_dsn, key, now)) as other,
    ):
        answers = await asyncio.gather(
            *(where.append(submission("same")) for where in (log, other) for _ in range(10))
        )
        again = await log.append(submission("same"))
    assert len({answered.receipt for answered in [*answers, again]}) == 1
    assert (await counts(intake))[0] == 1


async def test_the_same_key_with_other_content_names_the_first_receipt(
    intake_dsn: str, key: SigningKey
) -> None:
    async with running(Log(intake_dsn, key, now)) as log:
        first = await log.append(submission("k", b"one"))
        second = await log.append(submission("k", b"two"))
    assert second == Conflict(first.number)


class Faulty(Log):
    """A log whose first commit fails before the database, or after it without an answer."""

    def __init__(self, *arguments: Any, reaches: bool) -> None:
        super().__init__(*arguments)
        self.reaches = reaches
        self.failures = 0

    async def _append(self, connection: Any, group: Any) -> None:
        if self.failures:
            await super()._append(connection, group)
            return
        self.failures += 1
        if self.reaches:
            nobody: list[Any] = [
                (submission, asyncio.get_running_loop().create_future(), arrived)
                for submission, _, arrived in group
            ]
            await super()._append(connection, nobody)
        raise ConnectionResetError


@pytest.mark.parametrize("reaches", [False, True])
async def test_a_failed_or_unanswered_commit_never_yields_a_receipt_of_its_own(
    intake: asyncpg.Connection, intake_dsn: str, key: SigningKey, reaches: bool
) -> None:
    log = Faulty(intake_dsn, key, now, reaches=reaches)
    async with running(log):
        answers = await asyncio.gather(*(log.append(submission(str(i))) for i in range(20)))
        again = await log.append(submission("7"))
    assert log.failures == 1
    assert (await counts(intake))[0] == 20
    stored = {row["number"] for row in await intake.fetch("SELECT number FROM entry")}
    assert {answered.number for answered in answers} == stored
    assert again.receipt == answers[7].receipt


async def test_a_writer_whose_connection_is_cut_goes_on_without_a_gap(
    intake: asyncpg.Connection, intake_dsn: str, key: SigningKey
) -> None:
    async with running(Log(intake_dsn, key, now)) as log:
        for i in range(5):
            await log.append(submission(str(i)))
            await intake.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await log.append(submission("last"))
    rows = await intake.fetch("SELECT log_id, seq FROM entry ORDER BY log_id, seq")
    by_log: dict[int, list[int]] = {}
    for row in rows:
        by_log.setdefault(row["log_id"], []).append(row["seq"])
    assert sum(map(len, by_log.values())) == 6
    assert all(seqs == list(range(len(seqs))) for seqs in by_log.values())


async def test_a_submission_whose_client_has_gone_is_stored_all_the_same(
    intake: asyncpg.Connection, intake_dsn: str, key: SigningKey
) -> None:
    async with running(Log(intake_dsn, key, now)) as log:
        waiting = asyncio.create_task(log.append(submission("gone")))
        await asyncio.sleep(0)
        waiting.cancel()
        await log.append(submission("after"))
    assert (await counts(intake))[0] == 2


async def test_what_takes_too_long_is_let_go_and_the_same_key_finds_out_later(
    intake: asyncpg.Connection,
    intake_dsn: str,
    key: SigningKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log_module, "PATIENCE_SECONDS", 0.2)
    await intake.execute("BEGIN; LOCK TABLE batch IN ACCESS EXCLUSIVE MODE")
    async with running(Log(intake_dsn, key, now)) as log:
        # Nobody can write; the writer's own start is held up too.
        assert await log.append(submission("late")) is None
        await intake.execute("ROLLBACK")
        again = await log.append(submission("late"))
        if again is None:  # the first one's group may still be on its way
            again = await log.append(submission("late"))
    assert isinstance(again, Stored)
    assert (await counts(intake))[0] == 1
