"""Keys of personal fields change while everyone reads and writes; killed in the middle it goes on."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from click.testing import CliRunner, Result
from tests import registered

from bumang.access.identities import find
from bumang.access.principal import Role
from bumang.casework.entries import read_entries
from bumang.cli import main
from bumang.evidence.signing import SigningKey
from bumang.intake.log import Log
from bumang.intake.submission import Submission
from bumang.registry.city.build import build
from bumang.runtime.settings import from_environment
from bumang.vault import keys as process
from bumang.vault.key_encryption import WrongKeyError
from bumang.vault.keys import keys_of
from bumang.vault.wiring import use_keys_of

PEOPLE, ENTRIES = 3_000, 700
_KEYS_OF_PERSONS = "SELECT DISTINCT substr(identity_number, 2, 4) FROM person"
_KEYS_OF_INDEXES = "SELECT DISTINCT substr(number_index, 1, 4) FROM identity"
_KEYS_OF_ENTRIES = "SELECT DISTINCT substr(content, 2, 4) FROM entry"


@dataclass
class Place:
    data: Path
    core: Any
    intake: Any
    log: Log
    numbers: dict[int, str]

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(main, ["--data", str(self.data), "keys", *words])

    def start(self, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "bumang.cli", "--data", str(self.data), "keys", *words]
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)

    async def append(self, count: int) -> None:
        await asyncio.gather(*(self.log.append(_submission(at)) for at in range(count)))

    async def in_use(self) -> list[int]:
        """How many keys sealed numbers, indexes, contents."""
        return [
            len(await connection.fetch(query))
            for connection, query in (
                (self.core, _KEYS_OF_PERSONS),
                (self.core, _KEYS_OF_INDEXES),
                (self.intake, _KEYS_OF_ENTRIES),
            )
        ]


def _submission(at: int) -> Submission:
    content = f'{{"number":{at}}}'.encode()
    when = datetime.now(UTC)
    return Submission(uuid4(), "person:1", "some-item", when, "application/json", content)


@pytest.fixture
async def place(core_dsn: str, intake_dsn: str, tmp_path: Path) -> AsyncIterator[Place]:
    told = {"url": "", "core": core_dsn, "intake": intake_dsn, "demo": True}
    (tmp_path / "instance.json").write_text(json.dumps(told))
    use_keys_of(from_environment(tmp_path))
    core = await asyncpg.create_pool(core_dsn, min_size=1, max_size=2)
    intake = await asyncpg.create_pool(intake_dsn, min_size=1, max_size=2)
    async with core.acquire() as connection:
        await build(connection, PEOPLE, 1)
    log = Log(intake_dsn, SigningKey.load_or_create(tmp_path), lambda: datetime.now(UTC))
    writing = asyncio.create_task(log.run())
    numbers = {row["person_id"]: row["identity_number"] for row in await registered.numbers(core)}
    made = Place(tmp_path, core, intake, log, numbers)
    await made.append(ENTRIES)
    yield made
    writing.cancel()
    await asyncio.wait([writing])
    await core.close()
    await intake.close()


async def _everyone_reads(place: Place) -> None:
    for person in range(1, PEOPLE, 97):
        number = place.numbers[person]
        assert (await find(place.core, Role.PERSON, number)).subject == person
    some = await registered.numbers(place.core, "person_id < 9")
    assert {one["person_id"]: one["identity_number"] for one in some} == {
        person: place.numbers[person] for person in range(1, 9)
    }
    entries = await read_entries(place.intake, 1, 0, ENTRIES - 1)
    assert sorted(json.loads(one["content"])["number"] for one in entries) == list(range(ENTRIES))


async def test_a_rotation_that_is_killed_goes_on_and_everyone_reads_all_the_while(
    place: Place,
) -> None:
    killed = place.start("rotate")
    assert killed.stdout
    await asyncio.to_thread(_until, killed.stdout, "sealed anew")
    killed.kill()
    await asyncio.to_thread(killed.communicate)
    before = await place.core.fetchval("SELECT count(*) FROM data_key")
    assert before == 2
    assert (await place.in_use())[:2] == [2, 2]
    await _everyone_reads(place)
    again = place.start("rotate")
    while again.poll() is None:
        await _everyone_reads(place)
        await place.append(3)
    assert "core: going on" in again.communicate()[0]
    assert again.returncode == 0
    assert await place.core.fetchval("SELECT count(*) FROM data_key") == before
    assert await place.in_use() == [1, 1, 1]
    await _everyone_reads(place)
    await place.append(1)
    assert await place.in_use() == [1, 1, 1]


def _until(lines: Any, words: str) -> None:
    while words not in lines.readline():
        pass


async def test_a_new_key_encryption_key_wraps_anew_and_touches_no_value(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = "SELECT person_id, identity_number FROM person ORDER BY person_id"
    before = await place.core.fetch(sealed)
    told = await asyncio.to_thread(place.run, "renew")
    assert told.exit_code == 0, told.output
    assert "core: 1 data keys wrapped anew" in told.output
    assert await place.core.fetch(sealed) == before
    (place.data / "keys/fields/1.key").unlink()
    monkeypatch.setattr(process, "_unwrapped", {})
    await _everyone_reads(place)
    (place.data / "keys/fields/2.key").unlink()
    monkeypatch.setattr(process, "_unwrapped", {})
    with pytest.raises(WrongKeyError, match="is not there"):
        await keys_of(place.core)


async def test_the_list_counts_what_each_key_sealed(place: Place) -> None:
    told = await asyncio.to_thread(place.run, "list")
    assert told.exit_code == 0, told.output
    assert f"sealed {PEOPLE:,}" in told.output
    assert f"sealed {ENTRIES:,}" in told.output


async def test_a_key_of_the_environment_is_not_renewed_in_a_file(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BUMANG_FIELD_KEY", "A" * 43 + "=")
    told = await asyncio.to_thread(place.run, "renew")
    assert told.exit_code == 1
    assert "BUMANG_FIELD_KEY_BEFORE" in told.output
    wrapped = await asyncio.to_thread(place.run, "rewrap")
    assert "intake: 1 data keys wrapped anew" in wrapped.output
    use_keys_of(from_environment(place.data))
    monkeypatch.setattr(process, "_unwrapped", {})
    await _everyone_reads(place)


@pytest.mark.parametrize(
    "change",
    [
        "item = 'other'",
        "content = content || 'x'::bytea",
        "content = set_byte(content, 40, 255 - get_byte(content, 40))",
        "content = overlay(content placing '\\x00000000'::bytea from 2)",
        "salt = content",
    ],
)
async def test_nothing_of_an_entry_changes_but_its_seal_to_a_newer_key(
    place: Place, change: str
) -> None:
    for statement in (
        f"UPDATE entry SET {change} WHERE seq = 0",
        "DELETE FROM entry",
        "TRUNCATE entry",
    ):
        with pytest.raises(asyncpg.RaiseError, match="append only"):
            await place.intake.execute(statement)
