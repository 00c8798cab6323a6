"""The waiting room on a real database: places in order, one turn a place, nothing lost by a restart."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import asyncpg
import pytest
from tests.gate.fixed import Fixed

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.lane import Lane, line_number
from bumang.gate.line import Line
from bumang.gate.room import VISIT, Entered, Room
from bumang.gate.ticket import Seals, Ticket
from bumang.gate.waiting import Waiting
from bumang.kernel.clock import CHINA
from bumang.runtime.database import Bounded

MAIN, URGENT = (line_number(Cost.INTERACTIVE, lane) for lane in (Lane.MAIN, Lane.URGENT))
SEALS = Seals({1: b"k" * 32})


@pytest.fixture
async def pool(intake_dsn: str) -> AsyncIterator[Bounded]:
    async with asyncpg.create_pool(intake_dsn, min_size=0, max_size=4) as found:
        yield Bounded(found, 5)


def room(pool: Bounded | None, slots: int = 1, clock: datetime | None = None) -> Room:
    """A process's room; its clock is the real one unless another is given."""
    bulkheads = Bulkheads(time.monotonic, lambda _: Fixed(slots))
    return Room(SEALS, bulkheads, lambda: pool, lambda: clock or datetime.now(CHINA))


async def come(to: Room, ticket: str = "", known_pass: str = "") -> Entered | Waiting:
    return await to.arrive(Cost.INTERACTIVE, Lane.MAIN, ticket=ticket, known_pass=known_pass)


async def waiting(to: Room, ticket: str = "") -> Waiting:
    answer = await come(to, ticket)
    assert isinstance(answer, Waiting)
    return answer


async def entered(to: Room, ticket: str = "", known_pass: str = "") -> Entered:
    answer = await come(to, ticket, known_pass)
    assert isinstance(answer, Entered)
    return answer


async def test_while_there_is_room_nobody_gets_a_ticket(pool: Bounded) -> None:
    answer = await entered(room(pool))
    assert answer.new_pass == ""


async def test_who_finds_no_slot_gets_the_next_place_and_keeps_it(pool: Bounded) -> None:
    full = room(pool)
    await entered(full)
    first, second = await waiting(full), await waiting(full)
    assert (first.place, first.ahead, second.place, second.ahead) == (1, 0, 2, 1)
    assert (await waiting(full, second.ticket)).place == 2
    assert (await waiting(full, second.code)).place == 2


async def test_a_newcomer_does_not_go_before_those_who_wait(pool: Bounded) -> None:
    full = room(pool)
    inside = await entered(full)
    first = await waiting(full)
    inside.leave(True)
    assert (await waiting(full)).place == 2
    await full.look()
    await entered(full, first.ticket)


async def test_the_place_survives_a_restart_and_holds_at_every_process(pool: Bounded) -> None:
    before = room(pool)
    await entered(before)
    held = await waiting(before)
    after, other = room(pool), room(pool)
    for process in (after, other):
        await process.lines[MAIN].go_on(ended=0, free=0)
        assert (await waiting(process, held.ticket)).place == held.place
    assert (await waiting(after)).place == held.place + 1


async def test_a_turn_is_let_in_with_a_pass_for_the_visit(pool: Bounded) -> None:
    full = room(pool)
    inside = await entered(full)
    held = await waiting(full)
    inside.leave(True)
    await full.look()
    visit = await entered(full, held.ticket)
    assert visit.new_pass
    visit.leave(True)
    (await entered(full, known_pass=visit.new_pass)).leave(True)


async def test_a_pass_ends_with_the_visit_and_a_used_ticket_starts_no_other(pool: Bounded) -> None:
    now = room(pool)
    inside = await entered(now)
    held = await waiting(now)
    inside.leave(True)
    await now.look()
    visit = await entered(now, held.ticket)
    visit.leave(True)
    later = room(pool, clock=datetime.now(CHINA) + VISIT + timedelta(minutes=1))
    await later.lines[MAIN].go_on(ended=0, free=0)
    await entered(later)
    assert (await waiting(later, held.ticket)).place != held.place
    answer = await come(later, known_pass=visit.new_pass)
    assert isinstance(answer, Waiting)


async def test_a_ticket_replayed_by_many_processes_at_once_is_one_admission(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    rooms = [room(pool, slots=500) for _ in range(4)]
    await rooms[0].lines[MAIN].join()
    for one in rooms:
        await one.lines[MAIN].go_on(ended=1, free=10)
    ticket = SEALS.token(_place(1))
    found = await asyncio.gather(*(come(rooms[at % 4], ticket) for at in range(200)))
    passes = {one.new_pass for one in found if isinstance(one, Entered)}
    assert len(passes) == 1
    assert await intake.fetchval("SELECT count(*) FROM admission") == 1
    for one in rooms:
        await one.lines[MAIN].go_on(ended=0, free=0)
    assert await intake.fetchval("SELECT claimed FROM waiting_line WHERE line_id = $1", MAIN) == 1


async def test_copies_of_one_pass_share_a_few_slots(pool: Bounded) -> None:
    wide = room(pool, slots=100)
    await wide.lines[MAIN].join()
    await wide.look()
    visit = await entered(wide, SEALS.token(_place(1)))
    answers = await asyncio.gather(*(come(wide, known_pass=visit.new_pass) for _ in range(50)))
    assert sum(isinstance(one, Entered) for one in answers) == 3


async def test_a_ticket_for_a_place_that_was_not_called_does_not_let_in(pool: Bounded) -> None:
    wide = room(pool, slots=100)
    wide.lines[MAIN].seen = type(wide.lines[MAIN].seen)(
        front=50, last=50
    )  # this process is mistaken
    found = await come(wide, SEALS.token(_place(7)))
    assert isinstance(found, Entered)
    assert found.new_pass == ""  # as anyone who comes while there is room, not by a turn


async def test_places_given_to_a_crowd_at_once_are_all_different(pool: Bounded) -> None:
    lines = [Line(MAIN, lambda: pool, time.monotonic) for _ in range(3)]
    places = await asyncio.gather(*(lines[at % 3].join() for at in range(600)))
    assert sorted(places) == list(range(1, 601))


async def test_without_the_database_one_is_queued_and_comes_again(pool: Bounded) -> None:
    lost = room(None)
    await entered(lost)
    answer = await waiting(lost)
    assert (answer.ticket, answer.retry_after_s) == ("", 2)


async def test_the_database_refuses_to_move_a_place_backwards(intake: asyncpg.Connection) -> None:
    await intake.execute("UPDATE waiting_line SET last_place = 9, front = 5 WHERE line_id = 0")
    for change in ("front = 4", "last_place = 8"):
        with pytest.raises(asyncpg.RaiseError, match="never moves backwards"):
            await intake.execute(f"UPDATE waiting_line SET {change} WHERE line_id = 0")


async def test_the_urgent_line_is_apart_and_called_while_the_main_line_waits(pool: Bounded) -> None:
    full = room(pool, slots=10)
    for _ in range(100):
        await full.lines[MAIN].join()
    urgent = full.lines[URGENT]
    place = await urgent.join()
    await full.look()
    assert place <= urgent.seen.front
    assert 0 < full.lines[MAIN].seen.front < 100


def _place(number: int) -> Ticket:
    return Ticket(MAIN, number)


async def test_a_line_where_nothing_happens_is_only_read(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    row = "SELECT xmin::text FROM waiting_line WHERE line_id = 4"
    before = await intake.fetchval(row)
    await room(pool).look()
    assert await intake.fetchval(row) == before


async def test_a_fault_in_the_lines_does_not_end_the_process(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    await intake.execute("ALTER TABLE waiting_line RENAME TO elsewhere")
    calling = asyncio.create_task(room(pool).run())
    await asyncio.sleep(0.6)
    assert not calling.done()
    calling.cancel()
