"""How many may wait, what one costs, and that no place goes back: with the code that runs in production."""

from __future__ import annotations

import asyncio
import gc
import random
import resource
import time
from array import array
from pathlib import Path
from typing import Any, cast

from bench.room_line import LineInMemory
from bumang.api.programs import for_program
from bumang.edge import Edge
from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.entrance import Entrance
from bumang.gate.lane import Lane, line_number
from bumang.gate.line import MANY, Front, Line
from bumang.gate.room import Room
from bumang.gate.ticket import Seals, Ticket
from bumang.gate.waiting import Waiting
from bumang.main import catalogue, clock
from bumang.runtime.database import Bounded
from bumang.runtime.http import Request, Wire

MAIN = line_number(Cost.INTERACTIVE, Lane.MAIN)
_LOOK_S = 0.25
Found = dict[str, Any]


def waiters(count: int = 5_000_000) -> Found:
    """So many newcomers get a place and a ticket in one process; what the process grew by."""
    return asyncio.run(_waiters(count))


async def _waiters(count: int) -> Found:
    table, now = LineInMemory(), [0.0]
    line = Line(MAIN, lambda: cast(Bounded, table), lambda: now[0])
    seals = Seals({1: b"k" * 32})
    await asyncio.gather(*(line.join() for _ in range(2 * MANY)))
    await line.go_on(ended=0, free=0)
    gc.collect()
    before, begun, given, token = _resident(), time.process_time(), 0, ""
    while given < count:
        place = line.join_at_once()
        if place is None:
            now[0] += _LOOK_S
            line._came = 4096  # as after a quarter of a second of this flood
            await line.go_on(ended=0, free=0)
            continue
        token = seals.token(Ticket(MAIN, place, 490_000))
        given += 1
    seconds = time.process_time() - begun
    gc.collect()
    grown = max(0, _resident() - before)
    assert seals.read(token) is not None
    return {
        "waiters": given,
        "bytes_each": grown / given,
        "process_grew_by_bytes": grown,
        "microseconds_each": seconds / given * 1e6,
    }


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def backwards(waiting: int = 1_000_000, processes: int = 4, polls: int = 3, seed: int = 1) -> Found:
    """A million in a line that four processes call and tell; each asks some times at any process.

    `places_moved`: a ticket told another place than the one it was given. `ahead_grew`: told at one
    process more ahead than before at another, whose look was newer; at most a quarter of a second.
    """
    return asyncio.run(_backwards(waiting, processes, polls, seed))


async def _backwards(waiting: int, processes: int, polls: int, seed: int) -> Found:
    rng, table, now = random.Random(seed), LineInMemory(), [0.0]
    seals = Seals({1: b"k" * 32})
    rooms = [
        Room(seals, Bulkheads(lambda: now[0]), lambda: cast(Bounded, table), clock, lambda: now[0])
        for _ in range(processes)
    ]
    table.last = waiting
    ahead = array("q", [waiting]) * (waiting + 1)
    moved = grew = same_process_grew = asked = most = 0
    last_at = bytearray(waiting + 1)
    looks = 400
    for _ in range(looks):
        for room in rooms:
            now[0] += _LOOK_S / processes
            table.claimed = table.served = table.front  # everyone who is called comes
            called = waiting // looks // processes
            await room.lines[MAIN].go_on(ended=called, free=0, slots=called)
            for _ in range(waiting * polls // looks // processes):
                place = rng.randint(1, waiting)
                process = rng.randrange(processes)
                told = await _told(rooms[process], seals, place)
                if told is None:
                    continue
                asked += 1
                moved += told.place != place
                if told.ahead > ahead[place]:
                    grew += 1
                    most = max(most, told.ahead - ahead[place])
                    same_process_grew += last_at[place] == process
                ahead[place], last_at[place] = told.ahead, process
    return {
        "waiting": waiting,
        "asked": asked,
        "places_moved": moved,
        "ahead_grew_at_the_same_process": same_process_grew,
        "ahead_grew_at_another_process": grew - same_process_grew,
        "ahead_grew_by_at_most": most,
    }


async def _told(room: Room, seals: Seals, place: int) -> Waiting | None:
    """`None`: called already; then it may come in."""
    if place <= room.lines[MAIN].seen.front:
        return None
    token = seals.token(Ticket(MAIN, place, 490_000))
    told = await room.arrive(Cost.INTERACTIVE, Lane.MAIN, ticket=token, known_pass="")
    assert isinstance(told, Waiting)
    return told


def answer_cost(answers: int = 20_000, rounds: int = 5) -> Found:
    """Processor time of edge and gate for one waiting answer, the server around them left out."""
    return asyncio.run(_answer_cost(answers, rounds))


async def _answer_cost(answers: int, rounds: int) -> Found:
    seals = Seals({1: b"k" * 32})
    room = Room(seals, Bulkheads(time.monotonic), lambda: None, clock)
    line = room.lines[MAIN]
    for half_second in range(60):
        line.times.front_is(half_second / 2, half_second * 100, 5_000_000)
    line.seen = Front(6000, 5_000_000)
    edge = Edge(
        catalogue(), _never, _never, Entrance(room, lambda request: for_program(request.path))
    )
    found: Found = {}
    for name, path, header, value in (
        (
            "page",
            "/receipts/7K3M-92QX-4T8P",
            "cookie",
            "a=b; session=x; bumang-ticket-interactive={}",
        ),
        ("json", "/api/v1/receipts/7K3M-92QX-4T8P", "bumang-ticket", "{}"),
    ):
        tokens = [seals.token(Ticket(MAIN, 7000 + at, 490_000)) for at in range(answers)]
        requests = [_request(path, {header: value.format(token)}) for token in tokens]
        found[f"{name}_microseconds"] = min([await _round(edge, requests) for _ in range(rounds)])
    return {**found, "answers": answers, "rounds": rounds, "of_rounds": "the best"}


async def _round(edge: Edge, requests: list[Request]) -> float:
    begun = time.process_time()
    for request in requests:
        wire = await edge(request)
        assert wire.status == 429
    return (time.process_time() - begun) / len(requests) * 1e6


class _Headers(dict[str, str]):
    def get(self, name: str, default: str = "", /) -> str:  # type: ignore[override]
        return super().get(name) or default


def _request(path: str, headers: dict[str, str]) -> Request:
    async def body(_: int) -> bytes:
        return b""

    return Request("GET", path, "", "http", _Headers(headers), body)


async def _never(_: Request) -> Wire:
    raise AssertionError("someone who waits was let in")
