"""What a transaction does is stated in it: once, whole, in the bytes that the format names."""

from __future__ import annotations

from hashlib import sha256

import asyncpg
import msgspec
import pytest

from bumang.evidence.statement import Statement, commitment
from bumang.statements.finding import find
from bumang.statements.stating import state

ONE = Statement("voucher", "A-1", '{"name":"合成"}'.encode())
OTHER = Statement("voucher", "A-2", b"{}")


async def test_a_statement_is_found_with_all_that_proves_it(core: asyncpg.Connection) -> None:
    async with core.transaction():
        await state(core, [OTHER, ONE], keep=True)
    found = await find(core, "voucher", "A-1")
    assert found
    assert found.body == ONE.body
    assert found.place is None
    said = msgspec.json.decode(found.document(found.body) or b"")
    stored = await core.fetchval("SELECT commitments FROM statement_block")
    salted = sha256(bytes.fromhex(said["salt"]) + said["body"].encode()).hexdigest()
    lines = [said[name] for name in ("format", "kind", "subject", "made_at", "salt")]
    written = "".join(f"{line}\n" for line in [*lines, salted])
    assert stored[32:] == sha256(written.encode()).digest()


async def test_what_another_table_holds_is_not_kept_twice(core: asyncpg.Connection) -> None:
    await state(core, [ONE])
    found = await find(core, "voucher", "A-1")
    assert found
    assert found.body is None


async def test_a_statement_of_the_same_name_fails_the_transaction(core: asyncpg.Connection) -> None:
    await state(core, [ONE])
    with pytest.raises(asyncpg.UniqueViolationError, match="stated_once"):
        async with core.transaction():
            await state(core, [OTHER, ONE])
    assert await core.fetchval("SELECT count(*) FROM statement") == 1
    assert await core.fetchval("SELECT sum(size) FROM statement_block") == 1


async def test_without_a_statement_nothing_is_written(core: asyncpg.Connection) -> None:
    await state(core, [])
    assert await core.fetchval("SELECT count(*) FROM statement_block") == 0


@pytest.mark.parametrize(
    "forbidden",
    [
        "UPDATE statement SET subject = 'x'",
        "UPDATE statement SET salt = sha256('x')",
        "UPDATE statement SET body = 'x'",
        "DELETE FROM statement",
        "UPDATE statement_block SET commitments = sha256('x')",
        "UPDATE statement_block SET made_at = now()",
        "UPDATE statement_block SET first_place = 7",
        "DELETE FROM statement_block",
    ],
)
async def test_what_was_stated_stays(core: asyncpg.Connection, forbidden: str) -> None:
    await state(core, [ONE, OTHER])
    await core.execute("UPDATE statement_block SET first_place = 0")
    with pytest.raises(asyncpg.RaiseError, match="what was stated stays"):
        await core.execute(forbidden)


def test_every_part_of_a_statement_is_committed_to() -> None:
    at, salt = "2026-11-24T10:00:00.000000+08:00", bytes(16)
    known = {
        commitment(ONE, at, salt),
        commitment(OTHER, at, salt),
        commitment(Statement("decision", ONE.subject, ONE.body), at, salt),
        commitment(Statement(ONE.kind, ONE.subject, b"{}"), at, salt),
        commitment(ONE, at.replace("10", "11"), salt),
        commitment(ONE, at, b"\x01" + bytes(15)),
    }
    assert len(known) == 6
