"""Whoever steals a dump of both databases reads no identity number, no account and no phone in it."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from tests import registered
from tests.casework.payments import ITEMS, MAN, PERSON, STRANGER, WOMAN, payment, register

from bumang.casework.entries import read_entries
from bumang.casework.standing import standings_of
from bumang.casework.worker import Worker
from bumang.evidence.signing import SigningKey
from bumang.intake.log import Log
from bumang.intake.submission import Submission
from bumang.runtime.postgres import BINARIES

ACCOUNT, PHONE = "6222021234567890123", "13800138000"
NUMBERS = {1: MAN, 2: WOMAN, 3: STRANGER}


def _dump(dsn: str) -> bytes:
    command = [BINARIES / "pg_dump", "--data-only", "--inserts", dsn]
    return subprocess.run(command, check=True, capture_output=True).stdout


def _holds(dump: bytes, text: str) -> bool:
    """As text, or in the hexadecimal of a column of bytes."""
    return text.encode() in dump or text.encode().hex().encode() in dump


def _submission(content: bytes) -> Submission:
    return Submission(
        uuid4(),
        PERSON.key,
        "resident-medical-payment",
        datetime.now(UTC),
        "application/json",
        content,
    )


@pytest.fixture
async def worked(core_dsn: str, intake_dsn: str, tmp_path: Path) -> AsyncIterator[tuple[str, str]]:
    """Persons, a payment that was decided, and a form with an account and a phone in it."""
    core = await asyncpg.create_pool(core_dsn, min_size=1, max_size=2)
    intake = await asyncpg.create_pool(intake_dsn, min_size=1, max_size=2)
    await register(core)
    for person, number in ((11, "990101198001010018"), (12, "990101198001010026")):
        await registered.person(core, person, number)
    log = Log(intake_dsn, SigningKey.load_or_create(tmp_path), lambda: datetime.now(UTC))
    writing = asyncio.create_task(log.run())
    content = payment(MAN, WOMAN)[:-1] + f',"account":"{ACCOUNT}","phone":"{PHONE}"}}'.encode()
    await log.append(_submission(payment(MAN)))
    await log.append(_submission(content))
    worker = Worker("w", core, intake, ITEMS)
    while await worker.step():
        pass
    assert [one.state for one in await standings_of(core, intake, PERSON.key)] != []
    writing.cancel()
    await asyncio.wait([writing])
    yield core_dsn, intake_dsn
    await core.close()
    await intake.close()


async def test_a_dump_holds_no_number_no_account_and_no_phone(worked: tuple[str, str]) -> None:
    core, intake = [await asyncio.to_thread(_dump, dsn) for dsn in worked]
    assert _holds(core, "resident-medical-payment")  # the search finds what lies open
    assert _holds(intake, "resident-medical-payment")
    for text in (*NUMBERS.values(), "990101198001010018", ACCOUNT, PHONE):
        assert not _holds(core, text), text
        assert not _holds(intake, text), text


async def test_a_content_of_another_entry_is_refused(worked: tuple[str, str]) -> None:
    intake = await asyncpg.connect(worked[1])
    await intake.execute("ALTER TABLE entry DISABLE TRIGGER ALL")
    await intake.execute(
        "UPDATE entry SET content = (SELECT content FROM entry AS other WHERE other.seq = 1 - entry.seq)"
    )
    with pytest.raises(ValueError, match="not what was sealed"):
        await read_entries(intake, 1, 0, 1)
    await intake.close()
