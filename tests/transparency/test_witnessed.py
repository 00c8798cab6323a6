"""A receipt is proved in a checkpoint that witnesses saw; a witness that is away stops nothing."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import asyncpg
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.transparency.accepting import accept

from bumang.evidence import merkle, note
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.note_keys import WitnessKey
from bumang.evidence.published_logs import PublishedLogs, all_of, published_logs
from bumang.evidence.witnesses import (
    Known,
    Witnesses,
    WrongWitnessesError,
    read_witnesses,
)
from bumang.transparency.integrator import Integrator
from bumang.transparency.proofs import proof_of
from bumang.transparency.running import Running
from bumang.transparency.witnessing import Asking
from bumang.witness.memory import Memory
from bumang.witness.server import Witness, server

NAME = "test.example"


@contextmanager
def listening(folder: Path, logs: PublishedLogs) -> Iterator[Known]:
    key = WitnessKey(
        f"w.example/{folder.name}", Ed25519PrivateKey.generate(), lambda: int(time.time())
    )
    made = server(
        Witness(key, Memory(folder / "seen.sqlite"), lambda origin: all_of([logs], origin)),
        "127.0.0.1",
        0,
    )
    serving = threading.Thread(target=made.serve_forever)
    serving.start()
    try:
        yield Known(f"http://127.0.0.1:{made.server_address[1]}", key.public)
    finally:
        made.shutdown()
        serving.join()
        made.server_close()


@pytest.fixture
def three(tmp_path: Path) -> Iterator[list[Known]]:
    logs = published_logs(NAME, LogKeys.load_or_create(tmp_path), Witnesses())
    with (
        listening(tmp_path / "a", logs) as a,
        listening(tmp_path / "b", logs) as b,
        listening(tmp_path / "c", logs) as c,
    ):
        yield [a, b, c]


async def until(found: Callable[[], object], seconds: float = 20) -> None:
    for _ in range(int(seconds / 0.1)):
        if await found():  # type: ignore[misc]
            return
        await asyncio.sleep(0.1)
    pytest.fail("it did not come")


async def integrated(
    dsn: str, folder: Path, witnesses: list[Known], intake: asyncpg.Connection, cosignatures: int
) -> None:
    """Run the integrator's process until so many cosignatures are stored."""
    integrator = Integrator(folder / "log", NAME, LogKeys.load_or_create(folder))
    stored = """
        SELECT max(size) = (SELECT sum(size) FROM batch) AND $1 <= (
            SELECT count(*) FROM cosignature WHERE size = (SELECT max(size) FROM checkpoint)
        ) FROM checkpoint
    """
    async with httpx.AsyncClient() as client:
        asked = [Asking(one, client) for one in witnesses]
        task = asyncio.create_task(Running(dsn, integrator, asked, 2).run())
        try:
            await until(lambda: intake.fetchval(stored, cosignatures))
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def test_a_receipts_proof_has_the_logs_signatures_and_those_of_the_witnesses(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path, three: list[Known]
) -> None:
    await accept(intake_dsn, tmp_path, 20)
    await integrated(intake_dsn, tmp_path, three, intake, 3)
    published = published_logs(NAME, LogKeys.load_or_create(tmp_path), Witnesses(2, tuple(three)))
    for seq in (0, 7, 19):
        found = await proof_of(intake, tmp_path / "log", 1, seq, 2)
        assert found is not None
        row = await intake.fetchrow(
            "SELECT commitments, first_seq FROM batch WHERE first_seq <= $1 ORDER BY first_seq DESC",
            seq,
        )
        at = 32 * (seq - row["first_seq"])
        said = found.proves(merkle.leaf_hash(row["commitments"][at : at + 32]))
        keys = published.verifiers(said.origin)
        assert set(note.held(found.checkpoint, keys)) == set(keys)
        assert published.seen_by(found.checkpoint) == 3


async def test_with_one_witness_away_the_other_two_are_enough(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path, three: list[Known]
) -> None:
    away = Known("http://127.0.0.1:9", three[2].verifier)
    await accept(intake_dsn, tmp_path, 20)
    await integrated(intake_dsn, tmp_path, [*three[:2], away], intake, 2)


async def test_without_any_witness_accepting_goes_on_and_the_proof_is_signed_by_the_log(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path
) -> None:
    await accept(intake_dsn, tmp_path, 20)
    away = [Known("http://127.0.0.1:9", WitnessKey("w", Ed25519PrivateKey.generate(), int).public)]
    await integrated(intake_dsn, tmp_path, away, intake, 0)
    await accept(intake_dsn, tmp_path, 5, "more")
    found = await proof_of(intake, tmp_path / "log", 1, 0, 2)
    assert found is not None
    assert len(found.checkpoint.lines) == 2


async def test_before_a_checkpoint_covers_an_entry_there_is_no_proof_of_it(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path
) -> None:
    await accept(intake_dsn, tmp_path, 3)
    assert await proof_of(intake, tmp_path / "log", 1, 0, 0) is None


async def test_a_witness_that_restarts_and_a_log_that_restarts_go_on_together(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path, three: list[Known]
) -> None:
    for word in "abc":
        await accept(intake_dsn, tmp_path, 50, word)
        await integrated(intake_dsn, tmp_path, three, intake, 3)
    assert await intake.fetchval("SELECT max(size) FROM checkpoint") == 150


async def test_checkpoints_below_one_that_enough_witnesses_saw_are_forgotten(
    intake: asyncpg.Connection, intake_dsn: str, tmp_path: Path, three: list[Known]
) -> None:
    await accept(intake_dsn, tmp_path, 5)
    await integrated(intake_dsn, tmp_path, [], intake, 0)
    await accept(intake_dsn, tmp_path, 5, "more")
    integrator = Integrator(tmp_path / "log", NAME, LogKeys.load_or_create(tmp_path))
    async with httpx.AsyncClient() as client:
        running = Running(intake_dsn, integrator, [Asking(one, client) for one in three], 2)
        task = asyncio.create_task(running.run())
        one = "SELECT count(*) = 1 AND max(size) = 10 FROM checkpoint"
        await until(lambda: intake.fetchval(one))
        task.cancel()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "quorum"),
        ("quorum = 1\nwitness = []\n", "quorum must be"),
        ('quorum = 1\n[[witness]]\nurl = "x"\nkey = "y"\n', "key"),
        ("quorum = ", "TOML|toml|Invalid"),
    ],
)
def test_a_wrong_file_of_witnesses_is_refused_in_words(
    tmp_path: Path, written: str, words: str
) -> None:
    file = tmp_path / "witnesses.toml"
    file.write_text(written)
    with pytest.raises(WrongWitnessesError, match=words):
        read_witnesses(file)
