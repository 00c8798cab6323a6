"""Numbered plain SQL migrations, each in its own transaction, one runner at a time."""

from __future__ import annotations

from importlib import resources
from typing import Any, Literal

import asyncpg

Database = Literal["core", "intake", "shield"]

# Any constant will do as long as every runner uses the same.
_RUNNER_LOCK = 0x62756D616E67
_LIMITS = "SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '60s';"
_HISTORY = """
CREATE TABLE IF NOT EXISTS migration (
    name text PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""


def migrations(database: Database) -> list[tuple[str, str]]:
    """All migrations of a database as (name, SQL), in order."""
    folder = resources.files("bumang.schema").joinpath(database)
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [(file.name, file.read_text(encoding="utf-8")) for file in files]


async def migrate(connection: asyncpg.Connection[Any], database: Database) -> list[str]:
    """Bring a database up to date; returns what was applied now.

    Each migration and its mark are one transaction: it is there whole or not at all.
    """
    applied = []
    await connection.execute("SELECT pg_advisory_lock($1)", _RUNNER_LOCK)
    try:
        await connection.execute(_HISTORY)
        done = {row["name"] for row in await connection.fetch("SELECT name FROM migration")}
        for name, sql in migrations(database):
            if name in done:
                continue
            async with connection.transaction():
                await connection.execute(_LIMITS + sql)
                await connection.execute("INSERT INTO migration (name) VALUES ($1)", name)
            applied.append(name)
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", _RUNNER_LOCK)
    return applied
