"""A worker is started on a full queue; how fast the core database fills with what it should."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from bench.figures import Round
from bench.web import start, stop
from bumang.registry.city.build import build
from bumang.registry.city.tables import draw
from bumang.vault.key_encryption import KeyRing, SecretKey
from bumang.vault.keys import use

# The synthetic city whose persons pay, one payment each.
PEOPLE, SEED = 40_000, 5
YEAR = 2027
_LONGEST_SECONDS = 300

# A group of payments has the time of its transaction's start. The last group's time is not in the
# span, so its payments are not counted either. Starting the worker is not measured.
_RATE = """
SELECT
    count(*) FILTER (WHERE decided_at < latest)
    / nullif(extract(epoch FROM max(latest) - min(decided_at)), 0)
FROM outcome, (SELECT max(decided_at) AS latest FROM outcome) AS the_last
"""
# What each of the payments must have left: an outcome, cover, two ledger lines, the right sums.
_RIGHT = """
SELECT count(*) FROM outcome
INNER JOIN contribution_period AS period USING (log_id, seq)
INNER JOIN LATERAL (
    SELECT count(*) AS lines, sum(amount_fen) AS sum, max(amount_fen) AS amount
    FROM ledger_entry
    WHERE
        ledger_entry.person_id = period.person_id
        AND ledger_entry.log_id = outcome.log_id
        AND ledger_entry.seq = outcome.seq
) AS booked ON booked.lines = 2 AND booked.sum = 0 AND booked.amount = period.amount_fen
WHERE outcome.state = 'done'
"""


async def fill(core: str) -> None:
    """The city into an empty core database."""
    connection = await asyncpg.connect(core)
    await build(connection, PEOPLE, SEED)
    await connection.close()


async def fill_plain(core: str) -> None:
    """The same, with the numbers as they are beside it: the peers look them up in plain text."""
    use(KeyRing([SecretKey(bytes(32))]))
    await fill(core)
    connection = await asyncpg.connect(core)
    await connection.execute(
        "CREATE TABLE plain_identity (identity_number text PRIMARY KEY, person_id bigint NOT NULL)"
    )
    numbers = draw(PEOPLE, SEED).people.number.tolist()
    rows = [(number.decode(), place) for place, number in enumerate(numbers, start=1)]
    await connection.copy_records_to_table("plain_identity", records=rows)
    await connection.execute("ANALYZE plain_identity")
    await connection.close()


async def drained(
    core: str, payments: int, command: Sequence[str], environment: Mapping[str, str]
) -> Round:
    """Run the worker until so many payments have their outcome. Raises RuntimeError when it does
    not finish."""
    connection = await asyncpg.connect(core)
    worker = await asyncio.to_thread(start, command, environment)
    try:
        end = time.monotonic() + _LONGEST_SECONDS
        while await connection.fetchval("SELECT count(*) FROM outcome") < payments:
            if worker.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the worker did not finish")
            await asyncio.sleep(0.1)
        return await result(connection, payments)
    finally:
        await asyncio.to_thread(stop, worker)
        await connection.close()


async def result(connection: asyncpg.Connection[Any], payments: int) -> Round:
    """From a core database in which so many payments should have left their outcome and effects.

    `wrong` counts those that lack something, and ledger lines too many or too few.
    """
    rate = float(await connection.fetchval(_RATE) or 0)
    right = int(await connection.fetchval(_RIGHT))
    lines = int(await connection.fetchval("SELECT count(*) FROM ledger_entry"))
    return Round(rate=rate, right=right, wrong=(payments - right) + abs(lines - 2 * payments))
