"""Fill an empty registry with the city, whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from enum import StrEnum
from typing import Any

import asyncpg

from bumang.registry.city import binary_rows
from bumang.registry.city.tables import draw, tables
from bumang.runtime.sql import statement
from bumang.vault.keys import keys_of

_WHAT_IS_THERE = statement(__package__, "what_is_there")
_KEYS = statement(__package__, "keys")
_EMPTY = statement(__package__, "empty")

# Every table the city fills; its keys are taken off for the load and put back after it.
TABLES = (
    *("person", "identity", "employer", "insurance_relationship", "contribution_period"),
    *("personal_account", "family_link", "consent", "agent", "seeded_city"),
)


class Built(StrEnum):
    MADE = "made"
    THERE_ALREADY = "there already"


class OtherCityError(Exception):
    """Another city is there. `used`: submissions were decided on it, so it cannot be replaced."""

    def __init__(self, people: int, seed: int, used: bool) -> None:
        super().__init__(f"{people} people of seed {seed}")
        self.people = people
        self.seed = seed
        self.used = used


async def build(
    connection: asyncpg.Connection[Any],
    people: int,
    seed: int,
    replace: bool = False,
    progress: Callable[[str, int], None] = lambda table, rows: None,
) -> Built:
    """Make the city in one transaction. `progress` is told the table and its bytes so far.

    Raises `OtherCityError` when the registry is not empty and must not be replaced.
    """
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(hashtext('seeded_city'))")
        there = await connection.fetchrow(_WHAT_IS_THERE)
        assert there is not None
        if there["filled"]:
            if (there["people"], there["seed"]) == (people, seed):
                return Built.THERE_ALREADY
            if not replace or there["used"]:
                raise OtherCityError(there["people"] or 0, there["seed"] or 0, there["used"])
        await connection.execute(_EMPTY)
        keys = await connection.fetch(_KEYS, list(TABLES))
        for key in keys:
            await connection.execute(key["take_off"])
        await _load(connection, people, seed, progress)
        for key in keys:
            progress(f"{key['table']} (keys)", 0)
            await connection.execute(key["put_back"])
        await connection.execute(
            "INSERT INTO seeded_city (people, seed) VALUES ($1, $2)", people, seed
        )
    await connection.execute("ANALYZE")
    return Built.MADE


async def _load(
    connection: asyncpg.Connection[Any],
    people: int,
    seed: int,
    progress: Callable[[str, int], None],
) -> None:
    written: dict[str, int] = defaultdict(int)
    for table, rows in tables(draw(people, seed), await keys_of(connection)):

        async def source(rows: bytes = rows) -> AsyncIterator[bytes]:
            yield binary_rows.HEADER
            yield rows
            yield binary_rows.TRAILER

        await connection.copy_to_table(table, source=source(), format="binary")
        written[table] += len(rows)
        progress(table, written[table])
