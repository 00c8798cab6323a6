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
    -- The shield keeps the intake's tables and its own in one database.
    part text NOT NULL,
    name text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (part, name)
)
"""
_DONE = "SELECT name FROM migration WHERE part = $1"
_MARK = "INSERT INTO migration (part, name) VALUES ($1, $2)"


class OtherSchemaError(Exception):
    """The database was made by another version, and this one cannot go on from it; says so in words."""

    def __init__(self, database: str, why: str) -> None:
        super().__init__(
            f"the {database} database was made by another version of Bumang: {why}. It was left as it "
            "is. Before the first release, data of one version is not taken over by another: start "
            "with the version that made it, or with a new data folder (make run DATA=./other, or "
            "bumang --data ./other; with databases of your own, two empty ones)."
        )


def migrations(database: Database) -> list[tuple[str, str]]:
    """All migrations of a database as (name, SQL), in order."""
    folder = resources.files("bumang.schema").joinpath(database)
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [(file.name, file.read_text(encoding="utf-8")) for file in files]


async def migrate(connection: asyncpg.Connection[Any], database: Database) -> list[str]:
    """Bring a database up to date; returns what was applied now.

    Each migration and its mark are one transaction: it is there whole or not at all. Raises
    `OtherSchemaError` when the database's history is not the beginning of ours.
    """
    applied = []
    await connection.execute("SELECT pg_advisory_lock($1)", _RUNNER_LOCK)
    try:
        await connection.execute(_HISTORY)
        done = await _done(connection, database)
        ours = [name for name, _ in migrations(database)]
        _compare(database, done, ours)
        for name, sql in migrations(database)[len(done) :]:
            try:
                async with connection.transaction():
                    await connection.execute(_LIMITS + sql)
                    await connection.execute(_MARK, database, name)
            except asyncpg.RaiseError as refused:
                raise OtherSchemaError(database, str(refused)) from None
            applied.append(name)
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", _RUNNER_LOCK)
    return applied


async def _done(connection: asyncpg.Connection[Any], database: Database) -> set[str]:
    try:
        return {row["name"] for row in await connection.fetch(_DONE, database)}
    except asyncpg.UndefinedColumnError:
        raise OtherSchemaError(database, "its migrations are marked in another way") from None


def _compare(database: str, done: set[str], ours: list[str]) -> None:
    """What is done must be the first of ours, whole: nothing is applied behind what came later."""
    if unknown := sorted(done.difference(ours)):
        raise OtherSchemaError(database, f"its schema has {unknown[-1]}, which is not known here")
    if left_out := sorted(set(ours[: len(done)]) - done):
        raise OtherSchemaError(
            database, f"its schema lacks {left_out[0]} and has what came after it"
        )
