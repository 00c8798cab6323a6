"""Before a visit's half hour ends one is told on the page, and can have another; nothing typed is lost."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlencode

import asyncpg
import msgspec
import pytest
from tests.gate.fixed import Fixed
from tests.gate.visitor import Visitor, inside

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.entrance import Entrance
from bumang.gate.kept import pass_cookie, ticket_cookie
from bumang.gate.lane import Lane, line_number
from bumang.gate.room import Room
from bumang.gate.ticket import Seals, Ticket
from bumang.gate.visit import LONGEST, RENEW, VISIT, minutes
from bumang.gate.visit_notice import WARNED, VisitNotice
from bumang.kernel.clock import CHINA
from bumang.kernel.problems import InvalidInput
from bumang.runtime.database import Bounded
from bumang.runtime.http import Wire

LINE = line_number(Cost.FORM, Lane.MAIN)
SEALS = Seals({1: b"k" * 32})
MINUTE = timedelta(minutes=1)
TYPED = b"name=%E5%BC%A0%E4%B8%89&note=%22%3E%3Cscript%3E&empty="
FIELDS = [("name", "张三"), ("note", '"><script>'), ("empty", "")]


class World:
    """An entrance whose clock can be put forward and whose database can be out of reach."""

    later = timedelta()
    reached = True

    def __init__(self, pool: Bounded) -> None:
        bulkheads = Bulkheads(time.monotonic, lambda _: Fixed(1))
        room = Room(SEALS, bulkheads, lambda: pool if self.reached else None, self.now)
        self.entrance = Entrance(room, lambda _: False, notice=VisitNotice("/assets/visit.js"))
        self.visitor = Visitor(self.entrance)

    def now(self) -> datetime:
        return datetime.now(CHINA) + self.later


@pytest.fixture
async def world(intake_dsn: str) -> AsyncIterator[World]:
    """A visitor whose turn was taken now."""
    async with asyncpg.create_pool(intake_dsn, min_size=0, max_size=2) as pool:
        made = World(Bounded(pool, 5))
        room = made.entrance.room
        one = await room.arrive(Cost.FORM, Lane.MAIN, ticket="", known_pass="")
        assert (await made.visitor.come()).status == 429
        one.leave(True)  # type: ignore[union-attr]
        await room.lines[LINE].go_on(ended=1, free=0, slots=1)
        yield made


def fields_of(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', page)
    return [(name, unescape(value)) for name, value in found]


def action_of(page: str) -> tuple[str, str]:
    found = re.search(r'<form method="post" action="(.*?)"', page)
    assert found is not None
    path, _, query = unescape(found[1]).partition("?")
    return path, query


async def test_a_page_of_a_visit_says_until_when_it_lasts_and_offers_more(world: World) -> None:
    page = (await world.visitor.come()).body.decode()
    end = (world.now() + VISIT).replace(second=0).astimezone(CHINA)
    assert f"{end:%H:%M}" in page or f"{end - MINUTE:%H:%M}" in page
    assert 'role="status"' in page
    assert 'class="visit"' in page  # out of sight until the style sheet or the script shows it
    assert dict(fields_of(page)) == {"stay": str(LINE)}


async def test_a_page_outside_a_visit_says_nothing_of_one(world: World) -> None:
    await world.visitor.come()
    world.entrance.room.bulkheads.limiter(Cost.FORM).steer(limit=4, urgent_share=None)
    page = await Visitor(world.entrance).come()
    assert page.body == (await inside(None)).body  # type: ignore[arg-type]


async def test_every_page_is_handed_out_with_more_time_left_than_the_warning_needs(
    world: World,
) -> None:
    await world.visitor.come()
    for _ in range(12):
        page = (await world.visitor.come()).body.decode()
        left = timedelta(seconds=int(re.findall(r'data-left="(\d+)"', page)[0]))
        # Seen by the style sheet after ten minutes: then the time of the warning is left at least.
        assert left >= RENEW - MINUTE >= timedelta(seconds=600) + WARNED - MINUTE
        world.later += 7 * MINUTE


async def test_near_the_end_of_all_half_hours_the_page_says_so_at_once(world: World) -> None:
    await world.visitor.come()
    world.later = LONGEST - 5 * MINUTE
    longer = await world.visitor.ask("/queue/go-on", body=f"stay={LINE}".encode())
    assert "就满 20 小时，不能再延长" in longer.body.decode()
    assert 'class="visit now"' in (await world.visitor.come()).body.decode()


@pytest.mark.parametrize("after", [20 * MINUTE, VISIT + 5 * MINUTE], ids=["in time", "too late"])
async def test_one_press_makes_the_visit_longer_and_the_page_may_stay(
    world: World, after: timedelta
) -> None:
    await world.visitor.come()
    world.later = after
    longer = await world.visitor.ask("/queue/go-on", body=f"stay={LINE}".encode())
    assert longer.status == 200
    assert "已经延长到" in longer.body.decode()
    told = msgspec.json.decode((await world.visitor.ask("/queue/visit", f"line={LINE}")).body)
    assert VISIT - MINUTE <= timedelta(seconds=told["left_s"]) <= VISIT
    assert (await world.visitor.come()).status == 200


async def test_the_script_is_told_in_json_and_the_pass_stays_in_the_cookie(world: World) -> None:
    await world.visitor.come()
    wire = await world.visitor.ask(
        "/queue/go-on", body=f"stay={LINE}".encode(), accept="application/json"
    )
    told = msgspec.json.decode(wire.body)
    assert (told["answer"], set(told)) == ("done", {"answer", "ends_at", "end", "left_s", "last"})
    assert world.visitor.cookies[pass_cookie(LINE)] not in wire.body.decode()


async def test_the_pass_alone_is_enough_to_go_on(world: World) -> None:
    await world.visitor.come()
    del world.visitor.cookies[ticket_cookie(LINE)]
    world.later = VISIT + MINUTE
    body = f"stay={LINE}".encode()
    assert (await world.visitor.ask("/queue/go-on", body=body)).status == 200
    assert (await world.visitor.come()).status == 200


async def test_after_twenty_hours_one_is_told_what_happens_then(world: World) -> None:
    await world.visitor.come()
    world.later = LONGEST + MINUTE
    body = f"stay={LINE}".encode()
    page = await world.visitor.ask("/queue/go-on", body=body)
    assert (page.status, "20 小时" in page.body.decode()) == (404, True)
    with pytest.raises(InvalidInput, match="VISIT_OVER"):
        await world.visitor.ask("/queue/go-on", body=body, accept="application/json")


async def test_a_form_sent_after_the_half_hour_is_kept_and_one_press_sends_it_on(
    world: World,
) -> None:
    await world.visitor.come()
    world.later = VISIT + MINUTE
    page = (
        await world.visitor.come("/items/x/questions/name", "a=1&b=2", body=TYPED)
    ).body.decode()
    assert "要接着办吗" in page
    assert fields_of(page) == FIELDS
    path, query = action_of(page)
    body = urlencode(fields_of(page)).encode()
    wire = await world.visitor.ask(path, query, body=body)
    # 307: the browser sends the same body again, to where it was sent first.
    assert (wire.status, dict(wire.headers)["location"]) == (307, "/items/x/questions/name?a=1&b=2")
    assert (await world.visitor.come("/items/x/questions/name", "a=1&b=2", body=body)).status == 200


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_a_form_is_sent_on_to_nowhere_else(world: World, onward: str) -> None:
    await world.visitor.come()
    query = urlencode({"line": LINE, "onward": onward})
    wire = await world.visitor.ask("/queue/go-on", query, body=TYPED)
    assert (wire.status, dict(wire.headers)["location"]) == (307, "/")


@pytest.mark.parametrize("line", ["", "-1", "99", "x", "４"])
async def test_a_line_that_is_none_makes_nothing_longer(world: World, line: str) -> None:
    await world.visitor.come()
    stays = await world.visitor.ask("/queue/go-on", body=urlencode({"stay": line}).encode())
    assert stays.status == 404
    assert "set-cookie" not in dict(stays.headers)


async def test_while_the_database_is_out_of_reach_the_press_is_asked_for_again_with_what_was_typed(
    world: World,
) -> None:
    await world.visitor.come()
    world.reached, world.later = False, VISIT + MINUTE
    query = urlencode({"line": LINE, "onward": "/items/x/questions/name"})
    page = await world.visitor.ask("/queue/go-on", query, body=TYPED)
    assert (page.status, fields_of(page.body.decode())) == (429, FIELDS)
    again, same = action_of(page.body.decode())
    world.reached = True
    assert (await world.visitor.ask(again, same, body=TYPED)).status == 307
    stays = f"stay={LINE}".encode()
    world.reached = False
    assert (await world.visitor.ask("/queue/go-on", body=stays)).status == 429
    told = await world.visitor.ask("/queue/go-on", body=stays, accept="application/json")
    assert msgspec.json.decode(told.body)["answer"] == "queued"


async def test_how_long_the_visit_lasts_is_told_without_making_it_longer(world: World) -> None:
    await world.visitor.come()
    world.later = 20 * MINUTE
    first, second = [
        msgspec.json.decode((await world.visitor.ask("/queue/visit")).body) for _ in range(2)
    ]
    assert first["ends_at"] == second["ends_at"]
    assert first["left_s"] <= 10 * 60
    world.later = VISIT
    with pytest.raises(InvalidInput, match="NO_VISIT"):
        await world.visitor.ask("/queue/visit")


async def test_a_program_goes_on_by_its_ticket_or_its_pass(world: World) -> None:
    await world.visitor.come()
    end = minutes(world.now() + MINUTE)
    for name, sent in (
        ("bumang_ticket", SEALS.token(Ticket(LINE, 1))),
        ("bumang_pass", SEALS.admitted(Ticket(LINE, 1, end))),
    ):
        wire: Wire = await world.visitor.ask("/queue/go-on", body=b"", **{name: sent})
        told = msgspec.json.decode(wire.body)
        assert (told["answer"], dict(wire.headers)["bumang-pass"]) == ("done", told["pass"])


async def test_what_leads_on_is_what_was_asked_for(world: World) -> None:
    await world.visitor.come()
    world.later = VISIT + MINUTE
    page = (await world.visitor.come("/items/x", "a=1&b=2")).body.decode()
    body = urlencode(fields_of(page)).encode()
    assert parse_qs(body.decode())["onward"] == ["/items/x?a=1&b=2"]
    wire = await world.visitor.ask("/queue/go-on", body=body)
    assert (wire.status, dict(wire.headers)["location"]) == (303, "/items/x?a=1&b=2")
