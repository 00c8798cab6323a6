"""An announced opening on a real database: a number each, a committed draw, nobody moves backwards."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import pytest
from tests.gate.fixed import Fixed
from tests.gate.visitor import Visitor

from bumang.gate import opening_book
from bumang.gate.announcing import Announcement
from bumang.gate.bulkheads import Bulkheads
from bumang.gate.coming import Entered
from bumang.gate.cost import Cost
from bumang.gate.entrance import Entrance
from bumang.gate.lane import Lane
from bumang.gate.opening import Opening
from bumang.gate.opening_page import BesideOpening, opening_page
from bumang.gate.room import Room
from bumang.gate.shuffle import commitment, shuffled
from bumang.gate.ticket import Seals, Ticket
from bumang.gate.waiting import Waiting
from bumang.kernel.clock import CHINA
from bumang.kernel.problems import InvalidInput
from bumang.runtime.database import Bounded

SEALS = Seals({1: b"k" * 32})
MATTER = "pension-estimate"
SEED = b"s" * 32
# An opening whose hour is a moment ago, as it stands when nobody has revealed it yet.
DUE = """
INSERT INTO opening (line_id, matter, announced_at, doors_at, opens_at, commitment, places_before,
    announced_by, reason)
VALUES (32, $1, now() - interval '2 hours', now() - interval '1 hour', now() - interval '1 second',
    sha256($2), (SELECT last_place FROM waiting_line WHERE line_id = 32), 'operator:1', 'why')
RETURNING opening_id
"""


def now() -> datetime:
    return datetime.now(CHINA)


@pytest.fixture
async def pool(intake_dsn: str) -> AsyncIterator[Bounded]:
    async with asyncpg.create_pool(intake_dsn, min_size=0, max_size=4) as found:
        yield Bounded(found, 5)


async def announce(pool: Bounded, minutes: float = 10, **more: Any) -> Opening:
    hour = now() + timedelta(minutes=minutes)
    wanted = Announcement(**({"opens_at": hour, "reason": "截止日", "matter": MATTER} | more))
    return await opening_book.announce(pool, wanted, "operator:1", {MATTER}, now)


async def due(intake: asyncpg.Connection, *, kept: bool = True, matter: str = MATTER) -> int:
    number: int = await intake.fetchval(DUE, matter, SEED)
    if kept:
        await intake.execute("INSERT INTO opening_seed VALUES ($1, $2)", number, SEED)
    return number


def room(pool: Bounded, slots: int = 100, ahead: timedelta = timedelta()) -> Room:
    """Of one process; its clock may be ahead of the database's."""
    bulkheads = Bulkheads(time.monotonic, lambda _: Fixed(slots))
    return Room(SEALS, bulkheads, lambda: pool, lambda: now() + ahead)


async def come(to: Room, ticket: str = "", matter: str = MATTER) -> Entered | Waiting:
    opening = to.calling.opening_for(Cost.LIGHT, matter)
    return await to.arrive(Cost.LIGHT, Lane.MAIN, ticket=ticket, known_pass="", opening=opening)


async def numbered(to: Room, ticket: str = "") -> Waiting:
    told = await come(to, ticket)
    assert isinstance(told, Waiting)
    return told


async def test_who_comes_before_the_hour_gets_a_number_and_the_hour(pool: Bounded) -> None:
    opening = await announce(pool)
    early = room(pool)
    await early.look()
    first, second = await numbered(early), await numbered(early)
    assert (first.number, second.number) == (1, 2)
    assert first.opens_at == opening.opens_at
    again = await numbered(early, first.ticket)
    assert (again.number, again.ticket) == (1, first.ticket)
    assert (await numbered(early, second.code)).number == 2
    assert isinstance(await come(early, matter="another"), Entered)


async def test_before_the_hour_nobody_is_called_whatever_asks(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    opening = await announce(pool)
    early = room(pool)
    await early.look()
    held = await numbered(early)
    await early.look()
    assert early.lines[opening.line].seen.front == 0
    assert (await numbered(early, held.ticket)).your_turn is False
    with pytest.raises(asyncpg.RaiseError, match="before the opening is revealed"):
        await intake.execute("UPDATE waiting_line SET front = 1 WHERE line_id = $1", opening.line)


async def test_at_the_hour_the_early_are_called_in_the_drawn_order_and_the_later_behind(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    await intake.execute("UPDATE waiting_line SET last_place = 7, front = 7 WHERE line_id = 32")
    await due(intake)
    await intake.execute("UPDATE waiting_line SET last_place = 7 + 40 WHERE line_id = 32")
    opened = room(pool, slots=1)
    await opened.look()  # learns of it and reveals
    (opening,) = opened.openings.known
    assert (opening.seed, opening.cohort) == (SEED, 40)
    inside = opened.bulkheads.limiter(Cost.LIGHT).try_enter(False)
    assert inside is not None
    later = [await numbered(opened) for _ in range(3)]
    assert [told.number for told in later] == [41, 42, 43]
    tickets = [SEALS.token(Ticket(32, 7 + number)) for number in range(1, 41)]
    told = [await numbered(opened, ticket) for ticket in tickets]
    order = [shuffled(SEED, 40, number) for number in range(40)]
    assert [one.place for one in told] == [8 + place for place in order]
    assert [one.number for one in told] == list(range(1, 41))
    assert [one.place for one in later] == [48, 49, 50]


async def test_the_one_drawn_first_is_let_in_once_and_the_next_waits(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    await due(intake)
    await intake.execute("UPDATE waiting_line SET last_place = 40 WHERE line_id = 32")
    opened = room(pool, slots=1)
    await opened.look()
    order = [shuffled(SEED, 40, number) for number in range(40)]
    await intake.execute("UPDATE waiting_line SET front = 1 WHERE line_id = 32")
    opened.lines[32].seen = type(opened.lines[32].seen)(1, 40)
    first, second = (_code(32, 1 + order.index(place)) for place in (0, 1))
    assert isinstance(await come(opened, second), Waiting)
    entered = await come(opened, first)
    assert isinstance(entered, Entered)
    assert entered.new_pass
    assert await intake.fetch("SELECT place FROM admission WHERE line_id = 32") == [(1,)]


async def test_after_the_hour_no_place_moves_backwards_whoever_comes(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    await due(intake)
    await intake.execute("UPDATE waiting_line SET last_place = 30 WHERE line_id = 32")
    rooms = [room(pool, slots=3) for _ in range(2)]
    for one in rooms:
        await one.look()
    seen: dict[int, int] = {}
    for _ in range(6):
        for one in rooms:
            await numbered_or_in(one, seen)
            await one.look()
    restarted = room(pool, slots=3)
    await restarted.look()
    await numbered_or_in(restarted, seen)


async def numbered_or_in(one: Room, ahead: dict[int, int]) -> None:
    """Everyone looks again; nobody has more people ahead than at any look before."""
    for number in range(1, 31):
        told = one.place_of(_code(32, number))
        assert told is not None
        assert told.ahead <= ahead.get(number, 1000)
        ahead[number] = told.ahead
    late = await come(one)
    if isinstance(late, Entered):
        late.leave(True)
    else:
        assert late.number > 30


async def test_a_restart_at_any_moment_keeps_number_and_order(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    opening = await announce(pool)
    early = room(pool)
    await early.look()
    held = await numbered(early)
    for again in (room(pool), room(pool)):
        await again.look()
        assert (await numbered(again, held.ticket)).number == held.number
        assert again.openings.known[0].commitment == opening.commitment


async def test_between_the_hour_and_the_reveal_no_number_is_given(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    await due(intake, kept=False)  # its seed is someone else's to reveal
    waiting = room(pool)
    await waiting.look()
    told = await numbered(waiting)
    assert (told.ticket, told.number) == ("", 0)
    assert await intake.fetchval("SELECT last_place FROM waiting_line WHERE line_id = 32") == 0


async def test_a_seed_kept_by_someone_else_is_revealed_by_them(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    number = await due(intake, kept=False)
    with pytest.raises(InvalidInput, match="OPENING_SEED"):
        await opening_book.reveal(pool, number, b"x" * 32)
    opening = await opening_book.reveal(pool, number, SEED)
    assert (opening.seed, opening.cohort) == (SEED, 0)
    assert await opening_book.reveal(pool, number, SEED) == opening


async def test_a_line_of_another_opening_is_told_of_by_its_own_page(pool: Bounded) -> None:
    opening = await announce(pool)
    early = room(pool)
    await early.look()
    told = await numbered(early)
    wire = opening_page("/items/x", told, opening, "zh", now())
    body = wire.body.decode()
    assert wire.status == 429
    assert "您的号码是 1" in body
    assert opening.commitment.hex() in body
    assert told.code in body


async def test_a_form_sent_when_numbers_have_begun_to_be_given_stays_in_the_page(
    pool: Bounded,
) -> None:
    opening = await announce(pool)
    early = room(pool)
    await early.look()
    entrance = Entrance(early, lambda _: False)
    wire = await Visitor(entrance).come(
        f"/items/{MATTER}/questions/name", body=b"name=%22%3E%3Cb%3E", matter=MATTER
    )
    page = wire.body.decode()
    assert wire.status == 429
    assert opening.commitment.hex() in page
    assert f'<form method="post" action="/items/{MATTER}/questions/name">' in page
    assert 'name="name" value="&quot;&gt;&lt;b&gt;"' in page
    assert "http-equiv" not in page  # nothing takes the page away before it is sent


async def test_after_the_hour_the_waiting_page_tells_the_number_and_leads_to_the_draw(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    number = await due(intake)
    await intake.execute("UPDATE waiting_line SET last_place = 40 WHERE line_id = 32")
    opened = room(pool, slots=1)
    await opened.look()
    told = opened.place_of(_code(32, 40))
    assert told is not None
    body = BesideOpening(opened.beside, told).html("zh").decode()
    assert "您的号码是 40" in body
    assert f"/queue/order?opening={number}&amp;number=40" in body


async def test_the_seed_cannot_be_chosen_after_the_cohort_is_seen(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    number = await due(intake)
    with pytest.raises(asyncpg.CheckViolationError, match="seed_as_committed"):
        await intake.execute(
            "UPDATE opening SET seed = sha256('mine') WHERE opening_id = $1", number
        )
    for change in ("commitment = sha256(sha256('mine'))", "opens_at = now() + interval '1 day'"):
        with pytest.raises(asyncpg.RaiseError, match="stays as it was announced"):
            await intake.execute(f"UPDATE opening SET {change} WHERE opening_id = $1", number)
    with pytest.raises(asyncpg.RaiseError, match="never deleted"):
        await intake.execute("DELETE FROM opening")


async def test_the_count_is_the_databases_own_and_what_was_revealed_stays(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    number = await due(intake)
    await intake.execute("UPDATE waiting_line SET last_place = 5 WHERE line_id = 32")
    await intake.execute(
        "UPDATE opening SET seed = $2, cohort = 4 WHERE opening_id = $1", number, SEED
    )
    assert await intake.fetchval("SELECT cohort FROM opening") == 5
    with pytest.raises(asyncpg.RaiseError, match="stays so"):
        await intake.execute("UPDATE opening SET cohort = 4")


async def test_before_the_hour_the_seed_cannot_be_revealed(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    opening = await announce(pool)
    seed: bytes = await intake.fetchval("SELECT seed FROM opening_seed")
    assert commitment(seed) == opening.commitment
    with pytest.raises(InvalidInput, match="OPENING_NOT_YET"):
        await opening_book.reveal(pool, opening.number, None)
    with pytest.raises(asyncpg.CheckViolationError, match="revealed_from_the_hour_on"):
        await intake.execute("UPDATE opening SET seed = $1", seed)
    ahead = room(pool, ahead=timedelta(minutes=11))  # a process whose clock is wrong
    await ahead.look()
    assert ahead.openings.known[0].seed is None


async def test_nobody_is_early_before_the_commitment(intake: asyncpg.Connection) -> None:
    with pytest.raises(asyncpg.CheckViolationError, match="committed_before_anyone_comes"):
        await intake.execute(
            "INSERT INTO opening (line_id, matter, doors_at, opens_at, commitment, places_before,"
            " announced_by, reason) VALUES (32, '', now() - interval '1 minute',"
            " now() + interval '1 hour', sha256('x'), 0, 'x', 'why')"
        )


async def test_announced_again_because_no_answer_came_it_is_one_opening(pool: Bounded) -> None:
    hour = now() + timedelta(minutes=30)
    first = await announce(pool, opens_at=hour)
    assert await announce(pool, opens_at=hour) == first
    with pytest.raises(InvalidInput, match="OPENING_OVERLAPS"):
        await announce(pool, minutes=40)


async def test_an_opening_can_be_changed_while_nobody_could_come_for_it(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    doors = now() + timedelta(minutes=5)
    first = await announce(pool, doors_at=doors)
    hour = now() + timedelta(minutes=20)
    changed = {"opens_at": hour, "doors_at": hour - timedelta(minutes=1), "replaces": first.number}
    second = await announce(pool, **changed)
    assert (await opening_book.one(pool, first.number)).withdrawn_why == "截止日"
    assert (second.opens_at, second.withdrawn_at) == (hour, None)
    assert second.commitment != first.commitment
    # Sent again because no answer came, it is not changed twice.
    assert await announce(pool, **changed) == second
    assert await intake.fetchval("SELECT count(*) FROM opening") == 2


async def test_an_opening_is_not_changed_once_numbers_are_given_for_it(
    pool: Bounded, intake: asyncpg.Connection
) -> None:
    first = await announce(pool)
    with pytest.raises(InvalidInput, match="OPENING_NOT_REPLACED"):
        await announce(pool, minutes=30, replaces=first.number)
    # Nor where the process asked believes that the doors are still shut: the database's clock decides.
    ahead = Announcement(now() + timedelta(minutes=30), "截止日", MATTER, replaces=first.number)
    with pytest.raises(InvalidInput, match="OPENING_NOT_REPLACED"):
        await opening_book.announce(
            pool, ahead, "operator:1", {MATTER}, lambda: now() - timedelta(hours=2)
        )
    assert await intake.fetchval("SELECT count(*) FROM opening WHERE withdrawn_at IS NULL") == 1


async def test_a_withdrawn_opening_is_as_if_it_had_never_been(pool: Bounded) -> None:
    opening = await announce(pool)
    early = room(pool)
    await early.look()
    await numbered(early)
    await opening_book.withdraw(pool, opening.number, "改期", "operator:1")
    await early.openings.refresh(pool, now())
    assert isinstance(await come(early), Entered)
    again = await announce(pool)
    assert again.line != opening.line


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"reason": " "}, "ORDER_REASON"),
        ({"matter": "nothing"}, "OPENING_MATTER"),
        ({"opens_at": datetime(2020, 1, 1, tzinfo=CHINA)}, "OPENING_HOUR"),
        ({"opens_at": datetime(2099, 1, 1)}, "OPENING_HOUR"),  # noqa: DTZ001 - the wrong one
        ({"doors_at": datetime(2099, 1, 1, tzinfo=CHINA)}, "OPENING_DOORS"),
        ({"seed_commitment": "abc"}, "OPENING_COMMITMENT"),
    ],
)
async def test_a_wrong_announcement_is_told_in_words(
    pool: Bounded, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(InvalidInput, match=code):
        await announce(pool, **changed)


def _code(line: int, place: int) -> str:
    return SEALS.code(Ticket(line, place))
