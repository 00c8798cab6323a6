"""One turn a ticket, on a real PostgreSQL: replayed, copied, raced, and with clocks that are wrong."""

from __future__ import annotations

import asyncio
import random
import time
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from typing import Any

import asyncpg

from bench.database import migrated, postgres, temporary_folder
from bench.room_scale import MAIN, Found
from bumang.gate.bulkheads import Bulkheads
from bumang.gate.coming import Entered
from bumang.gate.cost import Cost
from bumang.gate.lane import Lane
from bumang.gate.limit import Limit
from bumang.gate.room import Room
from bumang.gate.ticket import Seals, Ticket
from bumang.main import clock
from bumang.runtime.database import Bounded

_SHIFTS = (timedelta(), timedelta(minutes=10), timedelta(hours=-3), timedelta(days=1))
"""The processes' clocks, against the right time."""
_AT_ONCE = 200
SEALS = Seals({1: b"k" * 32})


class _Wide:
    """Slots for everyone: a second admission would find one."""

    value = 100_000

    def sample(self, *, now: float, in_flight: int, took_s: float, ok: bool) -> None: ...


def double_admissions(replays: int = 100_000, tickets: int = 5_000, seed: int = 1) -> Found:
    """Tokens and codes of a few thousand places, sent again and again to four processes' rooms."""
    with temporary_folder() as folder, postgres(folder) as server:
        return asyncio.run(_run(server, replays, tickets, seed))


async def _run(server: Any, replays: int, tickets: int, seed: int) -> Found:
    dsn = await migrated(server, "admissions", "intake")
    async with AsyncExitStack() as open_:
        rooms = [await _room(dsn, shift, open_) for shift in _SHIFTS]
        database = rooms[0].lines[MAIN].database()
        await database.fetchval(
            "UPDATE waiting_line SET last_place = $2, front = $2 WHERE line_id = $1 RETURNING front",
            MAIN,
            tickets,
        )
        for room in rooms:
            await room.lines[MAIN].go_on(ended=0, free=0)
        entered = await _replay(rooms, replays, tickets, random.Random(seed))
        for room in rooms:
            await room.lines[MAIN].go_on(ended=0, free=0)
        rows = await database.fetchval("SELECT count(*) FROM admission")
        counted = await database.fetchval(
            "SELECT claimed FROM waiting_line WHERE line_id = $1", MAIN
        )
    return {
        "replays": replays,
        "tickets_used": rows,
        "let_in": entered,
        "admissions_counted_by_processes": counted,
        "double_admissions": counted - rows,
    }


async def _room(dsn: str, shift: timedelta, open_: AsyncExitStack) -> Room:
    pool = await open_.enter_async_context(asyncpg.create_pool(dsn, min_size=0, max_size=4))
    bounded = Bounded(pool, 10)
    bulkheads = Bulkheads(time.monotonic, _wide)
    return Room(SEALS, bulkheads, lambda: bounded, lambda: clock() + shift)


def _wide(_: int) -> Limit:
    return _Wide()


async def _replay(rooms: list[Room], replays: int, tickets: int, rng: random.Random) -> int:
    let_in = 0
    for _ in range(0, replays, _AT_ONCE):
        # The same few at a time, so that they race each other.
        few = [rng.randint(1, tickets) for _ in range(_AT_ONCE // 10)]
        sent = [(rng.choice(rooms), Ticket(MAIN, rng.choice(few))) for _ in range(_AT_ONCE)]
        answers = await asyncio.gather(
            *(_come(room, rng.choice((SEALS.token, SEALS.code))(held)) for room, held in sent)
        )
        let_in += sum(answers)
    return let_in


async def _come(room: Room, ticket: str) -> bool:
    found = await room.arrive(Cost.INTERACTIVE, Lane.MAIN, ticket=ticket, known_pass="")
    if isinstance(found, Entered):
        found.leave(True)
    return isinstance(found, Entered)


def person_bytes(persons: int = 100_000) -> Found:
    """What the database keeps of one who waits signed in, table and index."""
    with temporary_folder() as folder, postgres(folder) as server:
        return asyncio.run(_person_bytes(server, persons))


async def _person_bytes(server: Any, persons: int) -> Found:
    connection = await asyncpg.connect(await migrated(server, "persons", "intake"))
    mark = partial(SEALS.person, MAIN)
    rows = [(mark(f"person:{one}"), one, MAIN) for one in range(1, persons + 1)]
    await connection.copy_records_to_table(
        "waiting_person", records=rows, columns=["person", "place", "line_id"]
    )
    size = await connection.fetchval("SELECT pg_total_relation_size('waiting_person')")
    await connection.close()
    return {"persons": persons, "bytes_each": size / persons}
