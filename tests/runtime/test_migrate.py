"""Migrations: applied once, in order, whole."""

import asyncio

import asyncpg
import pytest
from tools.schema_dump import SCHEMA, dump

from bumang.runtime.migrate import OtherSchemaError, migrate, migrations
from bumang.runtime.postgres import Server


async def test_a_migrated_database_has_nothing_left_to_apply(core: asyncpg.Connection) -> None:
    assert await migrate(core, "core") == []


async def test_every_migration_is_marked_with_its_name(intake: asyncpg.Connection) -> None:
    rows = await intake.fetch("SELECT name FROM migration ORDER BY name")
    assert [row["name"] for row in rows] == [name for name, _ in migrations("intake")]


async def test_two_parts_in_one_database_know_their_own_migrations_only(
    intake: asyncpg.Connection,
) -> None:
    assert await migrate(intake, "shield") == [name for name, _ in migrations("shield")]
    for _ in range(2):
        assert await migrate(intake, "intake") == []
        assert await migrate(intake, "shield") == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            "INSERT INTO migration (part, name) VALUES ('core', '0003_other.sql')",
            "has 0003_other.sql, which is not",
        ),
        ("DELETE FROM migration WHERE name = '0002_ledger.sql'", "lacks 0002_ledger.sql"),
        ("ALTER TABLE migration RENAME part TO other", "marked in another way"),
    ],
)
async def test_a_database_of_another_version_is_left_as_it_is_and_it_is_said_what_to_do(
    core: asyncpg.Connection, change: str, words: str
) -> None:
    await core.execute(change)
    before = await core.fetch("SELECT * FROM migration ORDER BY name")
    with pytest.raises(OtherSchemaError, match=words) as told:
        await migrate(core, "core")
    assert "make run DATA=./other" in str(told.value)
    assert await core.fetch("SELECT * FROM migration ORDER BY name") == before


async def test_outcomes_that_were_never_stated_are_not_taken_over(server: Server) -> None:
    admin = await asyncpg.connect(server.dsn())
    await admin.execute("CREATE DATABASE before_statements")
    older = await asyncpg.connect(server.dsn("before_statements"))
    await older.execute("CREATE TABLE migration (part text, name text, PRIMARY KEY (part, name))")
    for name, sql in migrations("core")[:6]:
        await older.execute(sql)
        await older.execute("INSERT INTO migration VALUES ('core', $1)", name)
    await older.execute("INSERT INTO outcome VALUES (1, 1, 'item', 'done', now(), '{}')")
    with pytest.raises(OtherSchemaError, match="from before decisions were stated"):
        await migrate(older, "core")
    assert await older.fetchval("SELECT count(*) FROM migration") == 6
    await older.close()
    await admin.execute("DROP DATABASE before_statements")
    await admin.close()


async def test_the_acceptance_log_refuses_to_be_changed(intake: asyncpg.Connection) -> None:
    with pytest.raises(asyncpg.RaiseError, match="append only"):
        await intake.execute("DELETE FROM entry")


async def test_a_movement_that_does_not_sum_to_zero_is_refused(core: asyncpg.Connection) -> None:
    line = "(1, 1, 1, 1, {}, 'a', {}, '2026-01-01')"
    insert = "INSERT INTO ledger_entry VALUES "
    with pytest.raises(asyncpg.CheckViolationError, match="sum to zero"):
        await core.execute(insert + line.format(1, 500) + "," + line.format(2, -499))
    await core.execute(insert + line.format(1, 500) + "," + line.format(2, -500))


@pytest.mark.parametrize("database", ["core", "intake", "shield"])
async def test_the_migrations_add_up_to_the_schema_that_is_written(
    server: Server, database: str
) -> None:
    found = await asyncio.to_thread(dump, server.dsn(f"template_{database}"))
    written = (SCHEMA / f"{database}.sql").read_text(encoding="utf-8")
    assert found == written, "run: python tools/schema_dump.py, and read the difference"
