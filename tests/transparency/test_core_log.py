"""What was decided, paid and ordered is a leaf of the log `core`: once, dense, proved like a receipt."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from pathlib import Path

import asyncpg
import msgspec
import pytest

from bumang.evidence import merkle, note
from bumang.evidence.checkpoint import checkpoint_of
from bumang.evidence.log_keys import LogKeys
from bumang.evidence.statement import Document, Statement, commitment
from bumang.statements.finding import Found, find
from bumang.statements.stating import state
from bumang.transparency.integrator import Integrator
from bumang.transparency.proofs import proof_of
from bumang.transparency.sequencing import give_places, read_on
from bumang.transparency.shelf import CORE


def said(*numbers: int) -> list[Statement]:
    return [Statement("decision", f"1/{number}", b"{}") for number in numbers]


def integrator(folder: Path) -> Integrator:
    return Integrator(folder / "log", "test.example", LogKeys.load_or_create(folder / "keys"), CORE)


async def places(core: asyncpg.Connection) -> list[int]:
    rows = await core.fetch(
        "SELECT first_place + at AS place FROM statement JOIN statement_block USING (block_id)"
        " ORDER BY place"
    )
    return [row["place"] for row in rows]


async def test_every_statement_gets_one_place_and_no_place_is_left_out(
    core: asyncpg.Connection,
) -> None:
    for first in range(0, 60, 3):
        await state(core, said(first, first + 1, first + 2))
        if first % 9 == 0:
            await give_places(core)
    await give_places(core)
    await give_places(core)
    assert await places(core) == list(range(60))


async def test_what_commits_late_gets_a_later_place_and_is_not_left_out(
    core: asyncpg.Connection, core_dsn: str
) -> None:
    late = await asyncpg.connect(core_dsn)
    async with late.transaction():
        await state(late, said(1))
        await state(core, said(2))
        await give_places(core)
        assert await places(core) == [0]
    await give_places(core)
    await late.close()
    assert await places(core) == [0, 1]


async def test_two_that_give_places_at_once_give_none_twice(
    core: asyncpg.Connection, core_dsn: str
) -> None:
    others = [await asyncpg.connect(core_dsn) for _ in range(4)]
    for number in range(200):
        await state(core, said(number))
    found = await asyncio.gather(*(give_places(one) for one in others), return_exceptions=True)
    assert all(one is None or isinstance(one, asyncpg.PostgresError) for one in found)
    await give_places(core)
    assert await places(core) == list(range(200))
    for one in others:
        await one.close()


@pytest.mark.parametrize("place", [0, 1, 3, 4])
async def test_the_database_takes_no_place_that_is_given_or_leaves_a_gap(
    core: asyncpg.Connection, place: int
) -> None:
    await state(core, said(1, 2))
    await give_places(core)
    await state(core, said(3))
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await core.execute(
            "UPDATE statement_block SET first_place = $1 WHERE first_place IS NULL", place
        )


async def test_a_statement_is_proved_in_the_log_by_its_document_alone(
    core: asyncpg.Connection, tmp_path: Path
) -> None:
    await state(core, said(*range(300)))
    await give_places(core)
    await integrator(tmp_path).look(core)
    found = await find(core, "decision", "1/207")
    assert isinstance(found, Found)
    assert found.place == 207
    document = msgspec.json.decode(found.document(b"{}") or b"", type=Document)
    proof = await proof_of(core, tmp_path / "log", "core", found.place, 0)
    assert proof is not None
    leaf = merkle.leaf_hash(
        commitment(
            Statement(document.kind, document.subject, document.body.encode()),
            document.made_at,
            bytes.fromhex(document.salt),
        )
    )
    assert proof.proves(leaf).origin == "test.example/log/core"
    keys = LogKeys.load_or_create(tmp_path / "keys").of("test.example/log/core")
    assert len(note.held(proof.checkpoint, [key.public for key in keys])) == 2


async def test_a_restart_goes_on_where_the_log_stood(
    core: asyncpg.Connection, tmp_path: Path
) -> None:
    for numbers in (range(0, 300), range(300, 310)):
        await state(core, said(*numbers))
        await give_places(core)
        await integrator(tmp_path).look(core)
    signed = note.read((tmp_path / "log/core/checkpoint").read_bytes())
    assert checkpoint_of(signed).size == 310


async def test_a_block_that_was_changed_under_a_checkpoint_stops_the_log(
    core: asyncpg.Connection, tmp_path: Path
) -> None:
    await state(core, said(1, 2))
    await give_places(core)
    await integrator(tmp_path).look(core)
    await core.execute("ALTER TABLE statement_block DISABLE TRIGGER ALL")
    await core.execute("UPDATE statement_block SET commitments = sha256('a') || sha256('b')")
    for file in (tmp_path / "log/core/tile").rglob("*"):
        file.is_file() and file.unlink()
    await state(core, said(3))
    await give_places(core)
    assert await integrator(tmp_path).look(core) == []


ORDER = """
    INSERT INTO gate_order (given_by, reason, setting, target, value, follows)
    VALUES ('operator:1', '演练', 'rate', 'main', '5', $1)
"""


async def test_an_order_is_stated_where_it_is_given_and_read_on_once(
    core: asyncpg.Connection, intake: asyncpg.Connection
) -> None:
    await intake.execute(ORDER, 0)
    with pytest.raises(asyncpg.UniqueViolationError):
        await intake.execute(ORDER, 0)
    await intake.execute(ORDER, 1)
    assert await read_on(core, intake) == 2
    assert await read_on(core, intake) == 0
    number = await intake.fetchval("SELECT min(order_id) FROM gate_order")
    found = await find(core, "order", str(number))
    assert found
    assert found.salt
    assert found.body
    assert msgspec.json.decode(found.body)["reason"] == "演练"
    stored = await core.fetchval("SELECT commitments FROM statement_block ORDER BY block_id")
    document = msgspec.json.decode(found.document(found.body) or b"", type=Document)
    one = Statement(document.kind, document.subject, document.body.encode())
    assert stored == commitment(one, document.made_at, found.salt)


async def test_an_opening_is_stated_when_announced_and_when_revealed_and_its_seed_not_before(
    core: asyncpg.Connection, intake: asyncpg.Connection
) -> None:
    seed = bytes(32)
    await intake.execute(
        "INSERT INTO opening (line_id, matter, doors_at, opens_at, commitment, places_before,"
        " announced_by, reason) VALUES (40, 'm', now(), now() + '1 microsecond', $1, 0, 'o', 'why')",
        sha256(seed).digest(),
    )
    await read_on(core, intake)
    await intake.execute("UPDATE opening SET seed = $1", seed)
    await read_on(core, intake)
    rows = await core.fetch("SELECT subject, body FROM statement ORDER BY subject")
    assert [row["subject"].split("/")[1] for row in rows] == ["announced", "revealed"]
    assert msgspec.json.decode(rows[0]["body"])["seed"] is None


async def test_what_an_operator_did_is_not_rewritten(intake: asyncpg.Connection) -> None:
    await intake.execute(ORDER, 0)
    with pytest.raises(asyncpg.RaiseError, match="append only"):
        await intake.execute("DELETE FROM operator_action")


async def test_a_place_in_the_log_is_asked_of_the_database_that_has_it(
    intake: asyncpg.Connection, core: asyncpg.Connection, tmp_path: Path
) -> None:
    await state(core, said(1))
    assert await proof_of(core, tmp_path, "core", 0, 0) is None
