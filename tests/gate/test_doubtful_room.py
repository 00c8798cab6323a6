"""The doubtful lane on a real database: nobody is refused, and every way out is one place for one place."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import datetime

import asyncpg
import pytest
from tests.gate.fixed import Fixed

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.coming import Entered
from bumang.gate.cost import Cost
from bumang.gate.lane import Lane, line_number
from bumang.gate.room import Room
from bumang.gate.ticket import Seals, Ticket
from bumang.gate.waiting import Waiting
from bumang.kernel.clock import CHINA
from bumang.runtime.database import Bounded

MAIN, DOUBTFUL = (line_number(Cost.INTERACTIVE, lane) for lane in (Lane.MAIN, Lane.DOUBTFUL))
SEALS = Seals({1: b"k" * 32})


@pytest.fixture
async def pool(intake_dsn: str) -> AsyncIterator[Bounded]:
    async with asyncpg.create_pool(intake_dsn, min_size=0, max_size=4) as found:
        yield Bounded(found, 5)


def room(pool: Bounded | None, slots: int = 1) -> Room:
    bulkheads = Bulkheads(time.monotonic, lambda _: Fixed(slots))
    return Room(SEALS, bulkheads, lambda: pool, lambda: datetime.now(CHINA))


async def come(
    to: Room, ticket: str = "", *, doubted: bool = False, person: str = "", known_pass: str = ""
) -> Entered | Waiting:
    return await to.arrive(
        Cost.INTERACTIVE,
        Lane.MAIN,
        ticket=ticket,
        known_pass=known_pass,
        doubted=lambda: doubted,
        person=lambda: person,
    )


async def waits(
    to: Room, ticket: str = "", *, doubted: bool = False, person: str = ""
) -> tuple[int, int, str]:
    """Line, place and ticket."""
    told = await come(to, ticket, doubted=doubted, person=person)
    assert isinstance(told, Waiting)
    return told.line, told.place, told.ticket


async def full(pool: Bounded, slots: int = 1) -> Room:
    made = room(pool, slots)
    for _ in range(slots):
        assert isinstance(await come(made), Entered)
    return made


async def crowd(pool: Bounded, doubtful: int, main: int = 0) -> Room:
    made = await full(pool)
    for _ in range(doubtful):
        await waits(made, doubted=True)
    for _ in range(main):
        await waits(made)
    return made


async def test_newcomers_of_a_doubted_crowd_do_not_stand_before_anyone_else(pool: Bounded) -> None:
    made = await crowd(pool, doubtful=50)
    assert (await waits(made))[:2] == (MAIN, 1)
    assert (await waits(made, doubted=True))[:2] == (DOUBTFUL, 51)


async def test_while_nobody_waits_the_doubted_come_in_like_everyone(pool: Bounded) -> None:
    assert isinstance(await come(room(pool), doubted=True), Entered)


async def test_while_the_main_line_waits_the_doubtful_lane_is_called_too(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    made = await full(pool)
    await intake.execute(
        "UPDATE waiting_line SET last_place = 100000 WHERE line_id IN ($1, $2)", MAIN, DOUBTFUL
    )
    for _ in range(20):
        # Five requests have ended since the last look.
        made.calling._done[Cost.INTERACTIVE]._ended -= 5
        await made.look()
    called = made.lines[MAIN].seen.front, made.lines[DOUBTFUL].seen.front
    assert called[1] >= 1
    assert called[0] >= 8 * called[1]


async def test_who_keeps_the_ticket_keeps_the_place_whoever_is_doubted_now(pool: Bounded) -> None:
    made = await crowd(pool, doubtful=3, main=3)
    line, place, ticket = await waits(made)
    assert (await waits(made, ticket, doubted=True))[:2] == (line, place)
    _, place, ticket = await waits(made, doubted=True)
    assert (await waits(made, ticket, doubted=True))[:2] == (DOUBTFUL, place)


async def test_doubted_no_more_one_place_is_changed_for_one_whatever_is_replayed(
    pool: Bounded,
) -> None:
    made = await crowd(pool, doubtful=60, main=2)
    _, _, ticket = await waits(made, doubted=True)
    found = await asyncio.gather(*(waits(made, ticket) for _ in range(50)))
    assert {(line, place) for line, place, _ in found} == {(MAIN, 3)}
    other = room(pool)
    await other.look()
    assert (await waits(other, ticket))[:2] == (MAIN, 3)


async def test_a_place_that_was_changed_does_not_let_in_by_itself(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    made = await crowd(pool, doubtful=4, main=2)
    _, place, ticket = await waits(made, doubted=True)
    assert (await waits(made, ticket))[0] == MAIN
    await intake.execute("UPDATE waiting_line SET front = $2 WHERE line_id = $1", DOUBTFUL, place)
    await made.look()
    assert (await waits(made, ticket, doubted=True))[:2] == (MAIN, 3)


async def test_nobody_leaves_for_a_line_that_is_longer(pool: Bounded) -> None:
    made = await crowd(pool, doubtful=1, main=30)
    _, place, ticket = await waits(made, doubted=True)
    assert (await waits(made, ticket))[:2] == (DOUBTFUL, place)


async def test_whoever_signs_in_leaves_the_doubtful_lane_and_has_one_place(pool: Bounded) -> None:
    made = await crowd(pool, doubtful=20)
    tickets = [(await waits(made, doubted=True))[2] for _ in range(3)]
    found = {(await waits(made, ticket, doubted=True, person="person:1"))[:2] for ticket in tickets}
    assert found == {(MAIN, 1)}


async def test_doubtful_visits_have_slots_of_their_share_while_the_class_is_busy(
    pool: Bounded,
) -> None:
    made = room(pool, slots=20)
    held = [await come(made) for _ in range(18)]
    assert all(isinstance(one, Entered) for one in held)
    for at in range(1, 11):
        await made.lines[DOUBTFUL].join()
        await made.lines[DOUBTFUL].go_on(ended=2, free=9)
        found = await come(made, SEALS.held(Ticket(DOUBTFUL, at)).token, doubted=True)
        assert isinstance(found, Entered) == (at <= 2)
    assert isinstance(await come(made), Waiting)  # two of the doubted have the last two slots


async def test_without_the_database_a_doubted_newcomer_is_queued_and_comes_again(
    pool: Bounded,
) -> None:
    lost = room(None)
    assert isinstance(await come(lost), Entered)
    told = await come(lost, doubted=True)
    assert isinstance(told, Waiting)
    assert told.ticket == ""
