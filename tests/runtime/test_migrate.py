"""Migrations: applied once, in order, whole."""

import asyncio

import asyncpg
import pytest
from tools.schema_dump import SCHEMA, dump

from bumang.runtime.migrate import migrate, migrations
from bumang.runtime.postgres import Server


async def test_a_migrated_database_has_nothing_left_to_apply(core: asyncpg.Connection) -> None:
    assert await migrate(core, "core") == []


async def test_every_migration_is_marked_with_its_name(intake: asyncpg.Connection) -> None:
    rows = await intake.fetch("SELECT name FROM migration ORDER BY name")
    assert [row["name"] for row in rows] == [name for name, _ in migrations("intake")]


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
