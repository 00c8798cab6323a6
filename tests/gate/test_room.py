"""The waiting room on a real database: places in order, one turn a place, nothing lost by a restart."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import asyncpg
import pytest
from tests.gate.fixed import Fixed

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.coming import Entered
from bumang.gate.cost import Cost
from bumang.gate.housekeeping import close_turns
from bumang.gate.lane import Lane, line_number
from bumang.gate.line import MANY, Line
from bumang.gate.room import Room
from bumang.gate.ticket import Seals, Ticket
from bumang.gate.visit import LONGEST, VISIT
from bumang.gate.waiting import SOONEST_SECONDS, Waiting
from bumang.gate.work import Work
from bumang.kernel.clock import CHINA
from bumang.runtime.database import Bounded

MAIN, URGENT = (line_number(Cost.INTERACTIVE, lane) for lane in (Lane.MAIN, Lane.URGENT))
SEALS = Seals({1: b"k" * 32})


@pytest.fixture
async def pool(intake_dsn: str) -> AsyncIterator[Bounded]:
    async with asyncpg.create_pool(intake_dsn, min_size=0, max_size=4) as found:
        yield Bounded(found, 5)


def room(
    pool: Bounded | None,
    slots: int = 1,
    clock: datetime | None = None,
    steady: Callable[[], float] = time.monotonic,
) -> Room:
    """A process's room; its clocks are the real ones unless others are given."""
    bulkheads = Bulkheads(time.monotonic, lambda _: Fixed(slots))
    return Room(SEALS, bulkheads, lambda: pool, lambda: clock or datetime.now(CHINA), steady)


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


async def test_it_is_calm_while_a_slot_is_free_and_nobody_waits(pool: Bounded) -> None:
    crowded = room(pool)
    assert crowded.calm(Cost.INTERACTIVE)
    inside = await entered(crowded)
    assert not crowded.calm(Cost.INTERACTIVE)
    assert crowded.calm(Cost.LIGHT)
    await waiting(crowded)
    inside.leave(True)
    # The slot is free, and is for whoever waits.
    assert not crowded.calm(Cost.INTERACTIVE)


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


async def test_a_free_slot_is_a_newcomers_only_until_the_first_who_wait_can_be_back(
    pool: Bounded,
) -> None:
    now = [100.0]
    full = room(pool, steady=lambda: now[0])
    await full.look()
    inside = await entered(full)
    first = await waiting(full)
    inside.leave(True)
    now[0] += SOONEST_SECONDS - 0.1
    (await entered(full)).leave(True)
    now[0] += 0.1
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


async def called_and_inside(pool: Bounded) -> tuple[str, str]:
    """The ticket and the pass of someone who took their turn now."""
    full = room(pool)
    inside = await entered(full)
    held = await waiting(full)
    inside.leave(True)
    await full.look()
    visit = await entered(full, held.ticket)
    visit.leave(True)
    return held.ticket, visit.new_pass


async def full_room_after(pool: Bounded, later: timedelta) -> Room:
    """Another process, after a while, without a free slot."""
    found = room(pool, clock=datetime.now(CHINA) + later)
    await found.lines[MAIN].go_on(ended=0, free=0)
    await entered(found)
    return found


async def test_a_visit_that_is_over_is_told_so_and_one_press_goes_on(pool: Bounded) -> None:
    ticket, known_pass = await called_and_inside(pool)
    later = await full_room_after(pool, VISIT + timedelta(minutes=1))
    told = await come(later, ticket, known_pass)
    assert isinstance(told, Waiting)
    assert (told.place, told.your_turn) == (1, True)
    assert told.go_on_until is not None
    gone_on = await later.go_on(ticket)
    assert gone_on is not None
    for line in later.lines.values():
        assert line.empty  # nobody took another place
    assert (await later.go_on(ticket)) == gone_on


async def test_a_visit_goes_on_by_itself_while_pages_are_asked_for(pool: Bounded) -> None:
    _, known_pass = await called_and_inside(pool)
    for minutes in range(25, 10 * 60, 25):
        later = room(pool, clock=datetime.now(CHINA) + timedelta(minutes=minutes))
        visit = await entered(later, known_pass=known_pass)
        known_pass = visit.new_pass or known_pass


async def test_a_turn_used_for_its_longest_starts_no_other(pool: Bounded) -> None:
    ticket, known_pass = await called_and_inside(pool)
    later = await full_room_after(pool, LONGEST + timedelta(minutes=1))
    assert await later.go_on(ticket) is None
    told = await come(later, ticket, known_pass)
    assert isinstance(told, Waiting)
    assert told.place != 1


async def test_a_turn_called_two_days_ago_is_over_and_its_admission_forgotten(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    ticket, _ = await called_and_inside(pool)
    await close_turns(pool)
    await _days_pass(intake, "1 day 23 hours")
    await close_turns(pool)
    assert await intake.fetchval("SELECT count(*) FROM admission") == 1
    await _days_pass(intake, "2 hours")
    await close_turns(pool)
    await _days_pass(intake, "2 minutes")
    await close_turns(pool)
    assert await intake.fetchval("SELECT count(*) FROM admission") == 0
    line = room(pool).lines[MAIN]
    assert await line.take_turn(1) is None  # forgotten, and yet not taken again
    assert await room(pool).go_on(ticket) is None


async def _days_pass(intake: asyncpg.Connection, span: str) -> None:
    """Everything in the database was so much earlier."""
    await intake.execute(f"UPDATE waiting_mark SET marked_at = marked_at - interval '{span}'")
    await intake.execute(f"UPDATE waiting_line SET closed_at = closed_at - interval '{span}'")
    await intake.execute(f"UPDATE admission SET admitted_at = admitted_at - interval '{span}'")


async def test_a_person_has_one_place_in_a_line_on_however_many_devices(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    rooms = [await full_room_after(pool, timedelta()) for _ in range(4)]
    told = await asyncio.gather(*(_come_as(rooms[at % 4], "person:7") for at in range(40)))
    assert len({one.place for one in told}) == 1
    assert (await _come_as(rooms[0], "person:8")).place != told[0].place
    assert await intake.fetchval("SELECT count(*) FROM waiting_person") == 2


async def test_a_person_whose_turn_was_used_may_have_another_place(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    full = await full_room_after(pool, timedelta())
    first = await _come_as(full, "person:7")
    await intake.execute("UPDATE waiting_line SET front = last_place")
    await full.lines[MAIN].take_turn(first.place)
    await intake.execute("UPDATE admission SET admitted_at = now() - interval '21 hours'")
    assert (await _come_as(full, "person:7")).place > first.place


async def _come_as(to: Room, person: str) -> Waiting:
    answer = await to.arrive(
        Cost.INTERACTIVE, Lane.MAIN, ticket="", known_pass="", person=lambda: person
    )
    assert isinstance(answer, Waiting)
    return answer


async def test_while_very_many_come_places_are_kept_and_all_are_different(pool: Bounded) -> None:
    lines = [Line(MAIN, lambda: pool, time.monotonic) for _ in range(3)]
    places = [await lines[0].join()]
    for _ in range(3):
        for line in lines:
            places += await asyncio.gather(*(line.join() for _ in range(2 * MANY)))
            await line.go_on(ended=0, free=0)
            assert line.seen.last >= max(places)
            while (place := line.join_at_once()) is not None:
                places.append(place)
    assert len(places) == len(set(places)) > 3 * 3 * 2 * MANY


async def test_places_that_were_kept_are_not_given_later(pool: Bounded) -> None:
    """Else someone who comes later would be before those who came meanwhile elsewhere."""
    now = [0.0]
    line = Line(MAIN, lambda: pool, lambda: now[0])
    await asyncio.gather(*(line.join() for _ in range(2 * MANY)))
    await line.go_on(ended=0, free=0)
    first = line.join_at_once()
    assert first == 2 * MANY + 1
    now[0] = 1.0
    assert line.join_at_once() is None
    assert await line.join() > first


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


def test_one_who_hammers_is_counted_once_among_those_who_find_no_slot() -> None:
    """Else a single script would stop the calling: it goes by how many found no slot."""
    now = [100.0]
    line = Line(MAIN, lambda: None, lambda: now[0])
    for _ in range(50):
        line.turned_away(7)
        now[0] += 0.01
    line.turned_away(8)
    assert line.turned_away_since() == 2
    assert line.turned_away_since() == 0
    now[0] += SOONEST_SECONDS
    line.turned_away(7)
    assert line.turned_away_since() == 1


async def test_whoever_finds_no_slot_comes_again_without_another_question_to_the_database(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    now = [100.0]
    full = room(pool, steady=lambda: now[0])
    inside = await entered(full)
    place = await waiting(full)
    await full.lines[MAIN].go_on(ended=0, free=0, per_second=100)
    await waiting(full, place.ticket)  # the turn is taken, and no slot is free
    await intake.execute("ALTER TABLE admission RENAME TO elsewhere")
    inside.leave(True)
    assert (await entered(full, place.ticket)).new_pass
    await intake.execute("ALTER TABLE elsewhere RENAME TO admission")
    now[0] += 11
    await full.look()
    assert not full.lines[MAIN]._taken


async def test_where_a_class_is_let_in_by_pace_and_some_are_refused_no_slot_counts_as_free() -> (
    None
):
    """Else ever more would be called for slots that the processor cannot fill."""
    bulkheads = Bulkheads(time.monotonic, lambda _: Fixed(64))
    work, limiter = Work(time.monotonic), bulkheads.limiter(Cost.LIGHT)
    assert work.since(limiter, 0).free > 60
    assert work.since(limiter, 3).free == 0
    assert work.since(limiter, 3).free > 60


async def test_until_a_pace_is_known_one_asks_by_what_all_processes_call(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    """By what one of several does people would come late, and the slots of all stand empty."""
    now = [100.0]
    one = room(pool, steady=lambda: now[0]).lines[MAIN]
    await intake.execute("UPDATE waiting_line SET last_place = 1000 WHERE line_id = $1", MAIN)
    await one.go_on(ended=0, free=0)
    assert one.about(100) is None
    await intake.execute("UPDATE waiting_line SET front = 100 WHERE line_id = $1", MAIN)
    now[0] += 1
    await one.go_on(ended=0, free=0)
    about = one.about(100)
    assert about is not None
    assert about <= 2
