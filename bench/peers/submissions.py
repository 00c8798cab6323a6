"""The table that the peers store their submissions in, and looking their receipts up in it."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

TABLE = """
CREATE TABLE submission (
    number text PRIMARY KEY, submitter text NOT NULL, submission_key text NOT NULL,
    form jsonb NOT NULL, accepted_at timestamptz NOT NULL DEFAULT now(), processed_at timestamptz,
    UNIQUE (submitter, submission_key))"""


async def make_table(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute(TABLE)
    await connection.close()


async def stored(dsn: str, numbers: Sequence[str]) -> int:
    """How many rows these numbers lead to."""
    return await _count(dsn, "SELECT count(*) FROM submission WHERE number = ANY($1)", numbers)


async def processed(dsn: str) -> int:
    """How many rows a background worker has marked so far."""
    return await _count(dsn, "SELECT count(*) FROM submission WHERE processed_at IS NOT NULL")


async def _count(dsn: str, query: str, *values: object) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return int(await connection.fetchval(query, *values))
    finally:
        await connection.close()
