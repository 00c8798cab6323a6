"""Orders on a real database: kept with who and why, taken back once, never rewritten; and obeyed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import pytest
from tests.gate.fixed import Fixed

from bumang.gate import order_book
from bumang.gate.bulkheads import Bulkheads
from bumang.gate.coming import Entered
from bumang.gate.cost import Cost
from bumang.gate.lane import LINE_NAMED, Lane
from bumang.gate.room import Room
from bumang.gate.steering import Order, Setting
from bumang.gate.ticket import Seals, Ticket
from bumang.gate.waiting import Waiting
from bumang.gate.waiting_page import waiting_page
from bumang.gate.wanted import Wanted
from bumang.kernel.clock import CHINA
from bumang.kernel.problems import InvalidInput
from bumang.runtime.database import Bounded

MAIN = LINE_NAMED["interactive.main"]
SEALS = Seals({1: b"k" * 32})
MATTERS = {"pension-estimate"}


def now() -> datetime:
    return datetime.now(CHINA)


@pytest.fixture
async def pool(intake_dsn: str) -> AsyncIterator[Bounded]:
    async with asyncpg.create_pool(intake_dsn, min_size=0, max_size=8) as found:
        yield Bounded(found, 5)


async def order(pool: Bounded, setting: Setting, target: str, value: Any, **more: Any) -> Order:
    wanted = Wanted(setting, "截止日人多", target, value, **more)
    return await order_book.give(pool, wanted, "operator:1", MATTERS, now)


def in_minutes(minutes: float) -> datetime:
    return now() + timedelta(minutes=minutes)


def room(pool: Bounded, slots: int = 100, at: timedelta = timedelta()) -> Room:
    bulkheads = Bulkheads(time.monotonic, lambda _: Fixed(slots))
    return Room(SEALS, bulkheads, lambda: pool, lambda: now() + at)


async def come(to: Room, ticket: str = "") -> Entered | Waiting:
    return await to.arrive(Cost.INTERACTIVE, Lane.MAIN, ticket=ticket, known_pass="")


async def test_an_order_is_kept_with_who_and_why_and_what_was_before(pool: Bounded) -> None:
    await order(pool, Setting.RATE, "interactive.main", 5)
    second = await order(pool, Setting.RATE, "interactive.main", 7.5)
    assert (second.before, second.value, second.given_by) == (5, 7.5, "operator:1")
    assert second.reason == "截止日人多"
    assert [one.number for one in await order_book.log(pool)] == [second.number, second.follows]


async def test_an_order_sent_again_because_no_answer_came_is_given_once(pool: Bounded) -> None:
    end = in_minutes(10)
    first = await order(pool, Setting.PAUSE, "interactive.main", True, ends_at=end)
    assert await order(pool, Setting.PAUSE, "interactive.main", True, ends_at=end) == first
    assert len(await order_book.log(pool)) == 1


async def test_what_was_seen_before_another_changed_it_is_not_overwritten(pool: Bounded) -> None:
    first = await order(pool, Setting.LIMIT, "light", 30)
    await order(pool, Setting.LIMIT, "light", 40)
    with pytest.raises(InvalidInput, match="ORDER_MEANWHILE"):
        await order(pool, Setting.LIMIT, "light", 50, follows=first.number)


async def test_of_two_at_the_same_moment_each_follows_another(pool: Bounded) -> None:
    given = await asyncio.gather(
        *(order(pool, Setting.LIMIT, "light", 10 + at) for at in range(8)), return_exceptions=True
    )
    kept = [one for one in given if isinstance(one, Order)]
    assert all(isinstance(one, InvalidInput) for one in given if one not in kept)
    log = await order_book.log(pool)
    assert len(log) == len(kept) >= 1
    assert [one.follows for one in log] == [one.number for one in log[1:]] + [0]


async def test_an_undo_brings_back_value_and_end_once_and_is_an_order_itself(pool: Bounded) -> None:
    end = in_minutes(30)
    await order(pool, Setting.RATE, "light.main", 3, ends_at=end)
    second = await order(pool, Setting.RATE, "light.main", 9)
    back = await order_book.revert(pool, second.number, "试过了", "operator:2", MATTERS, now)
    assert (back.before, back.value, back.ends_at) == (9, 3, end)
    assert back.reverts == second.number
    again = await order_book.revert(pool, second.number, "又一次", "operator:2", MATTERS, now)
    assert again == back


async def test_an_older_order_is_not_taken_back_over_a_newer_one(pool: Bounded) -> None:
    first = await order(pool, Setting.RATE, "light.main", 3)
    await order(pool, Setting.RATE, "light.main", 9)
    with pytest.raises(InvalidInput, match="ORDER_MEANWHILE"):
        await order_book.revert(pool, first.number, "试过了", "operator:2", MATTERS, now)
    with pytest.raises(InvalidInput, match="NO_SUCH_ORDER"):
        await order_book.revert(pool, 99, "试过了", "operator:2", MATTERS, now)


async def test_what_was_ordered_is_never_rewritten(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    await order(pool, Setting.RATE, "light.main", 3)
    for change in ("UPDATE gate_order SET reason = 'other'", "DELETE FROM gate_order"):
        with pytest.raises(asyncpg.RaiseError, match="never rewritten"):
            await intake.execute(change)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("'urgent_share', 'light', '0.21', NULL, 'why'", "urgent_share_within_cap"),
        ("'pause', 'light.main', 'true', NULL, 'why'", "pause_ends"),
        ("'pause', 'light.main', 'true', now() + interval '5 hours', 'why'", "pause_ends"),
        ("'rate', 'light.main', '5', NULL, ' '", "gate_order_reason_check"),
    ],
)
async def test_the_database_itself_refuses_what_must_not_be_ordered(
    intake: asyncpg.Connection, change: str, constraint: str
) -> None:
    columns = "setting, target, value, ends_at, reason, given_by, follows"
    with pytest.raises(asyncpg.CheckViolationError, match=constraint):
        await intake.execute(f"INSERT INTO gate_order ({columns}) VALUES ({change}, 'x', 0)")


async def test_every_process_obeys_at_its_next_look(pool: Bounded) -> None:
    rooms = [room(pool), room(pool)]
    await order(pool, Setting.LIMIT, "interactive", 7)
    await order(pool, Setting.URGENT_SHARE, "interactive", 0)
    for one in rooms:
        await one.look()
        limiter = one.bulkheads.limiter(Cost.INTERACTIVE)
        assert (limiter.limit, limiter.urgent_slots) == (7, 0)
        assert one.bulkheads.limiter(Cost.LIGHT).limit == 100
    await order(pool, Setting.LIMIT, "interactive", None)
    await rooms[0].look()
    assert rooms[0].bulkheads.limiter(Cost.INTERACTIVE).limit == 100


async def test_in_a_paused_line_nobody_is_called_or_let_in_past_it(pool: Bounded) -> None:
    paused = room(pool)
    await order(pool, Setting.PAUSE, "interactive.main", True, ends_at=in_minutes(10))
    await paused.look()
    told = await come(paused)
    assert isinstance(told, Waiting)
    await paused.look()
    assert paused.lines[MAIN].seen.front == 0
    told = await come(paused, told.ticket)
    assert isinstance(told, Waiting)
    assert told.paused_until is not None
    assert "暂停叫号" in waiting_page("/mine", told, "zh").body.decode()
    others = await paused.arrive(Cost.LIGHT, Lane.MAIN, ticket="", known_pass="")
    assert isinstance(others, Entered)


async def test_a_pause_ends_by_itself_also_while_the_database_is_gone(pool: Bounded) -> None:
    await order(pool, Setting.PAUSE, "interactive.main", True, ends_at=in_minutes(10))
    later = room(pool)
    await later.look()
    assert later.steering.paused
    later.calling._clock = lambda: now() + timedelta(minutes=11)
    later.calling._pool = lambda: Bounded(None, 0.1)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        await later.look()
    assert not later.steering.paused
    assert isinstance(await come(later), Entered)


async def test_who_is_inside_goes_on_while_the_line_is_paused(pool: Bounded) -> None:
    open_ = room(pool)
    await open_.lines[MAIN].join()
    await open_.look()
    visit = await come(open_, SEALS.token(Ticket(MAIN, 1)))
    assert isinstance(visit, Entered)
    await order(pool, Setting.PAUSE, "interactive.main", True, ends_at=in_minutes(10))
    await open_.look()
    again = await open_.arrive(Cost.INTERACTIVE, Lane.MAIN, ticket="", known_pass=visit.new_pass)
    assert isinstance(again, Entered)


async def test_at_a_fixed_rate_all_processes_together_call_no_more_than_it(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    await order(pool, Setting.RATE, "interactive.main", 20)
    rooms = [room(pool) for _ in range(3)]
    for _ in range(400):
        await rooms[0].lines[MAIN].join()
    for one in rooms:
        await one.look()
    begun = await intake.fetchrow(
        "SELECT clock_timestamp() AS at, front FROM waiting_line WHERE line_id = $1", MAIN
    )
    for _ in range(10):
        for one in rooms:
            await one.look()
        await asyncio.sleep(0.1)
    ended = await intake.fetchrow(
        "SELECT clock_timestamp() AS at, front FROM waiting_line WHERE line_id = $1", MAIN
    )
    # A second's worth may be called at once; beyond it the rate holds, whatever the machine does.
    most = 20 * ((ended["at"] - begun["at"]).total_seconds() + 1) + 1
    assert 0 < ended["front"] - begun["front"] <= most


async def test_at_a_fixed_rate_nobody_comes_in_past_the_line(pool: Bounded) -> None:
    paced = room(pool)
    assert isinstance(await come(paced), Entered)
    await order(pool, Setting.RATE, "interactive.main", 50)
    await paced.look()
    told = await come(paced)
    assert isinstance(told, Waiting)
    await paced.look()
    assert isinstance(await come(paced, told.ticket), Entered)


async def test_a_slow_rate_calls_at_last(pool: Bounded, intake: asyncpg.Connection) -> None:
    slow = room(pool)
    await order(pool, Setting.RATE, "interactive.main", 0.1)
    await slow.lines[MAIN].join()
    await slow.lines[MAIN].join()
    await intake.execute("UPDATE waiting_line SET paced_to = now() - interval '11 seconds'")
    await slow.look()
    assert slow.lines[MAIN].seen.front == 1
    await slow.look()
    assert slow.lines[MAIN].seen.front == 1


async def test_a_message_is_told_to_all_who_wait_and_shown_harmlessly(pool: Bounded) -> None:
    told_room = room(pool, slots=1)
    words = {"zh": "今天截止<script>", "en": "Deadline today"}
    await order(pool, Setting.MESSAGE, "", words)
    await told_room.look()
    await come(told_room)
    told = await come(told_room)
    assert isinstance(told, Waiting)
    page = waiting_page("/mine", told, "zh", told_room.beside).body.decode()
    assert "今天截止&lt;script&gt;" in page
