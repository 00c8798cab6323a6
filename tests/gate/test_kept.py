"""A browser that waits in several lines loses a place in none of them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import datetime

import asyncpg
import pytest
from tests.gate.fixed import Fixed
from tests.gate.visitor import Visitor, sent

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.entrance import Entrance
from bumang.gate.kept import TICKET_COOKIES, every_carried, pass_cookie, ticket_cookie
from bumang.gate.lane import LINES, OPENING_LINES, Lane, line_number
from bumang.gate.room import Room
from bumang.gate.ticket import Seals, Ticket
from bumang.kernel.clock import CHINA
from bumang.runtime.database import Bounded

MAIN, URGENT, ASIDE = (
    line_number(Cost.FORM, lane) for lane in (Lane.MAIN, Lane.URGENT, Lane.DOUBTFUL)
)
SEALS = Seals({1: b"k" * 32})


@pytest.fixture
async def entrance(intake_dsn: str) -> AsyncIterator[Entrance]:
    """One slot of the class, and somebody is in it."""
    async with asyncpg.create_pool(intake_dsn, min_size=0, max_size=2) as pool:
        bounded = Bounded(pool, 5)
        bulkheads = Bulkheads(time.monotonic, lambda _: Fixed(1))
        room = Room(SEALS, bulkheads, lambda: bounded, lambda: datetime.now(CHINA))
        await room.arrive(Cost.FORM, Lane.MAIN, ticket="", known_pass="")
        yield Entrance(room, lambda _: False)


def places(visitor: Visitor) -> dict[int, int]:
    """By line, what the browser's tickets say."""
    held = [SEALS.read(value) for name, value in visitor.cookies.items() if "ticket" in name]
    return {one.line: one.place for one in held if one is not None}


async def test_the_urgent_line_s_place_and_the_main_line_s_are_kept_beside_each_other(
    entrance: Entrance,
) -> None:
    visitor = Visitor(entrance)
    for _ in range(3):
        await visitor.come(lane=Lane.URGENT)
        await visitor.come(lane=Lane.MAIN)
    assert places(visitor) == {URGENT: 1, MAIN: 1}
    assert entrance.room.lines[URGENT].seen.last == entrance.room.lines[MAIN].seen.last == 1


async def test_a_visit_of_one_line_does_not_end_that_of_another(entrance: Entrance) -> None:
    visitor, room = Visitor(entrance), entrance.room
    await visitor.come(lane=Lane.URGENT)
    await visitor.come(lane=Lane.MAIN)
    room.bulkheads.limiter(Cost.FORM).steer(limit=4, urgent_share=None)
    for line in (URGENT, MAIN):
        await room.lines[line].go_on(ended=2, free=0, slots=1)
    for _ in range(2):
        for lane in (Lane.URGENT, Lane.MAIN):
            assert (await visitor.come(lane=lane)).status == 200
    assert {pass_cookie(URGENT), pass_cookie(MAIN)} <= set(visitor.cookies)


async def test_a_place_in_the_doubtful_lane_counts_for_what_is_urgent_too(
    entrance: Entrance,
) -> None:
    visitor, room = Visitor(entrance), entrance.room
    # Far more wait in the main line, so that nobody changes over to it.
    for _ in range(9):
        await room.lines[MAIN].join()
    place = await room.lines[ASIDE].join()
    visitor.cookies[ticket_cookie(ASIDE)] = SEALS.token(Ticket(ASIDE, place))
    wire = await visitor.come(lane=Lane.URGENT)
    assert wire.status == 429
    assert places(visitor) == {ASIDE: place}
    assert room.lines[URGENT].seen.last == 0


async def test_a_code_of_another_line_is_kept_beside_the_place_one_has(entrance: Entrance) -> None:
    visitor = Visitor(entrance)
    await visitor.come(lane=Lane.MAIN)
    place = await entrance.room.lines[URGENT].join()
    assert (await visitor.ask("/queue", f"code={SEALS.code(Ticket(URGENT, place))}")).status == 303
    assert places(visitor) == {MAIN: 1, URGENT: place}


def test_only_the_doubtful_lane_shares_a_name_and_with_its_main_line_alone() -> None:
    by_name: dict[str, set[int]] = {}
    for line in (*LINES, *OPENING_LINES):
        by_name.setdefault(ticket_cookie(line), set()).add(line)
    shared = [lines for lines in by_name.values() if len(lines) > 1]
    assert shared == [{main, main + Lane.DOUBTFUL} for main in range(0, 16, 4)]
    assert set(TICKET_COOKIES) == {ticket_cookie(line) for line in LINES}


async def test_whoever_was_called_in_any_line_is_known_by_what_the_browser_sends(
    entrance: Entrance,
) -> None:
    room, visitor = entrance.room, Visitor(entrance)
    await visitor.come(lane=Lane.MAIN)
    await visitor.come(lane=Lane.URGENT)
    fields = sent("/", cookie=visitor.cookie).headers
    assert not room.was_called(fields)
    await room.lines[URGENT].go_on(ended=0, free=0, per_second=100)
    assert room.was_called(fields)


@pytest.mark.parametrize("name", ["bumang-pass-form", "__Host-bumang-pass-form"])
def test_a_visit_makes_one_of_those_who_were_called_and_a_made_up_pass_does_not(
    entrance: Entrance, name: str
) -> None:
    room = entrance.room
    ends = int(datetime.now(CHINA).timestamp()) // 60 + 10
    good = SEALS.admitted(Ticket(MAIN, 1, ends))
    assert room.was_called(sent("/", cookie=f"lang=zh; {name}={good}").headers)
    assert room.was_called(sent("/", bumang_pass=good).headers)
    made_up = Seals({1: b"x" * 32}).admitted(Ticket(MAIN, 1, ends))
    assert not room.was_called(sent("/", cookie=f"{name}={made_up}").headers)
    assert not room.was_called(sent("/", cookie="lang=zh").headers)
    assert not room.was_called(sent("/").headers)


def test_very_many_made_up_tickets_cost_no_more_than_a_few() -> None:
    """Each has to be read for its seal; the rest of what a browser claims to hold is not looked at."""
    many = "; ".join(f"bumang-ticket-form={number}" for number in range(1000))
    assert len(every_carried(sent("/", cookie=many).headers)) < 40
