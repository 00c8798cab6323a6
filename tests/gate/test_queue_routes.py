"""A place is found again by its code, on any device; how far the lines are is told to everyone."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import datetime

import asyncpg
import msgspec
import pytest
from tests.gate.fixed import Fixed

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.lane import Lane, line_number
from bumang.gate.queue_routes import queue_answer
from bumang.gate.room import Room
from bumang.gate.ticket import Seals, Ticket
from bumang.kernel.clock import CHINA
from bumang.kernel.problems import InvalidInput
from bumang.runtime.database import Bounded
from bumang.runtime.http import Request, Wire

MAIN, URGENT = (line_number(Cost.INTERACTIVE, lane) for lane in (Lane.MAIN, Lane.URGENT))
SEALS = Seals({1: b"k" * 32})


@pytest.fixture
async def room(intake_dsn: str) -> AsyncIterator[Room]:
    """Nine places were given in the main line, none was called."""
    async with asyncpg.create_pool(intake_dsn, min_size=0, max_size=2) as pool:
        bounded = Bounded(pool, 5)
        bulkheads = Bulkheads(time.monotonic, lambda _: Fixed(1))
        made = Room(SEALS, bulkheads, lambda: bounded, lambda: datetime.now(CHINA))
        for _ in range(9):
            await made.lines[MAIN].join()
        yield made


async def ask(room: Room, path: str, query: str = "", **headers: str) -> Wire:
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    class Sent:
        def get(self, name: str, default: str = "", /) -> str:
            return named.get(name, default)

        def items(self) -> list[tuple[str, str]]:
            return list(named.items())

    async def body(_: int) -> bytes:
        return b""

    return await queue_answer(room, Request("GET", path, query, "http", Sent(), body))


async def test_a_code_typed_on_another_device_puts_the_place_into_its_browser(room: Room) -> None:
    code = SEALS.code(Ticket(MAIN, 5)).lower().replace("-", "%20")
    wire = await ask(room, "/queue", f"code={code}")
    assert wire.status == 303
    kept = dict(wire.headers)["set-cookie"].partition("=")
    assert kept[0] == "bumang-ticket-interactive"
    held = SEALS.read(kept[2].partition(";")[0])
    assert held is not None
    assert held.place == 5


@pytest.mark.parametrize("typed", ["8F2KM-7Q3XA", "x", "%22%3E%3Cscript%3E"])
async def test_a_wrong_code_is_told_beside_the_field_and_shown_harmlessly(
    room: Room, typed: str
) -> None:
    wire = await ask(room, "/queue", f"code={typed}")
    assert wire.status == 404
    assert "可能有一位抄错了" in wire.body.decode()
    assert b"<script" not in wire.body


async def test_the_code_of_a_place_that_was_never_given_is_not_found(room: Room) -> None:
    assert (await ask(room, "/queue", f"code={SEALS.code(Ticket(MAIN, 10))}")).status == 404


async def test_a_program_sees_its_place_without_taking_its_turn(room: Room) -> None:
    wire = await ask(room, "/queue/place", bumang_ticket=SEALS.token(Ticket(MAIN, 5)))
    told = msgspec.json.decode(wire.body)
    assert (told["place"], told["ahead"], told["your_turn"]) == (5, 4, False)
    with pytest.raises(InvalidInput, match="NO_SUCH_PLACE"):
        await ask(room, "/queue/place")


async def test_how_far_the_lines_are_is_small_the_same_for_all_and_may_be_cached(
    room: Room,
) -> None:
    wire = await ask(room, "/queue/now", cookie="bumang-ticket-interactive=x")
    assert dict(wire.headers)["cache-control"].startswith("public")
    assert len(wire.body) < 1000
    lines = {(one["class"], one["lane"]): one for one in msgspec.json.decode(wire.body)["lines"]}
    told = lines["interactive", "main"]
    assert (told["front"], told["last"]) == (0, 9)


async def test_over_https_the_place_is_kept_for_https_alone(room: Room) -> None:
    query = f"code={SEALS.code(Ticket(MAIN, 5))}"
    behind = await ask(room, "/queue", query, x_forwarded_proto="https")
    assert dict(behind.headers)["set-cookie"].endswith("; Secure")
    assert "Secure" not in dict((await ask(room, "/queue", query)).headers)["set-cookie"]
