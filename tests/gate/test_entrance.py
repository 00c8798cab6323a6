"""What a browser and a program are told and given at the entrance, over HTTP's words."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from html import unescape

import asyncpg
import msgspec
import pytest
from tests.gate.fixed import Fixed
from tests.gate.visitor import sent

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.entrance import Entrance
from bumang.gate.lane import Lane, line_number
from bumang.gate.queue_routes import queue_answer
from bumang.gate.room import Room
from bumang.gate.steering import Order, Setting
from bumang.gate.ticket import Seals, Ticket
from bumang.gate.visit import VISIT
from bumang.kernel.clock import CHINA
from bumang.kernel.text import Text
from bumang.runtime.database import Bounded
from bumang.runtime.http import Request, Wire

LINE = line_number(Cost.FORM, Lane.MAIN)
SEALS = Seals({1: b"k" * 32})
AT_ONCE = (
    (Text("居民医保缴费", "Residents' medical insurance"), "/items/resident-medical-payment"),
)


class Now:
    later = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(CHINA) + self.later


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
async def entrance(intake_dsn: str, now: Now) -> AsyncIterator[Entrance]:
    """One slot, and somebody is in it."""
    async with asyncpg.create_pool(intake_dsn, min_size=0, max_size=2) as pool:
        bounded = Bounded(pool, 5)
        room = Room(SEALS, Bulkheads(time.monotonic, lambda _: Fixed(1)), lambda: bounded, now)
        await room.arrive(Cost.FORM, Lane.MAIN, ticket="", known_pass="")
        yield Entrance(room, lambda request: request.path.startswith("/api/"), at_once=AT_ONCE)


async def come(entrance: Entrance, request: Request) -> Wire:
    async def answered(_: Request) -> Wire:
        return Wire(200, "text/plain", b"inside")

    return await entrance.answer(request, Cost.FORM, answered, Lane.MAIN)


def cookie_of(wire: Wire) -> str:
    return dict(wire.headers)["set-cookie"].partition(";")[0]


async def test_who_has_the_ticket_is_told_the_same_place_and_given_nothing_again(
    entrance: Entrance,
) -> None:
    first = await come(entrance, sent("/items/x"))
    again = await come(entrance, sent("/items/x", cookie=f"a=b; {cookie_of(first)}; c=d"))
    assert first.status == again.status == 429
    assert "set-cookie" not in dict(again.headers)
    assert "bumang-ticket" not in dict(again.headers)
    place = re.compile(rb"<strong>(.*?)</strong>")
    assert place.findall(first.body) == place.findall(again.body) != []


async def test_over_https_the_ticket_is_kept_under_a_name_no_other_host_can_set(
    entrance: Entrance,
) -> None:
    wire = await come(entrance, sent("/items/x", x_forwarded_proto="https"))
    kept = dict(wire.headers)["set-cookie"]
    assert kept.startswith("__Host-bumang-ticket-form=")
    assert "; Path=/;" in kept
    assert kept.endswith("; Secure")
    # What someone else may have set under the plain name is not listened to.
    other = cookie_of(wire).removeprefix("__Host-")
    again = await come(entrance, sent("/items/x", x_forwarded_proto="https", cookie=other))
    assert "set-cookie" in dict(again.headers)


async def test_the_waiting_page_is_small_and_leads_to_what_needs_no_waiting(
    entrance: Entrance,
) -> None:
    for language, name in (("zh-CN", "居民医保缴费"), ("en", "Residents&#x27; medical insurance")):
        wire = await come(entrance, sent("/items/x", accept_language=language))
        assert len(wire.body) < 10_000
        assert f'<a href="/items/resident-medical-payment">{name}</a>' in wire.body.decode()


async def test_an_address_with_markup_in_it_is_shown_harmlessly(entrance: Entrance) -> None:
    wire = await come(entrance, sent('/items/"><script>alert(1)</script>', 'q="><b>'))
    assert wire.body.count(b"<script>") == 1  # ours
    assert b"<b>" not in wire.body


async def test_what_was_typed_into_a_form_that_must_wait_stays_in_the_page(
    entrance: Entrance,
) -> None:
    body = b"name=%E5%BC%A0%E4%B8%89&note=%22%3E%3Cscript%3E&empty="
    request = sent(
        "/items/x/questions/name",
        method="POST",
        body=body,
        content_type="application/x-www-form-urlencoded; charset=utf-8",
    )
    page = (await come(entrance, request)).body.decode()
    assert '<form method="post" action="/items/x/questions/name">' in page
    found = re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', page)
    assert [(name, unescape(value)) for name, value in found] == [
        ("name", "张三"),
        ("note", '"><script>'),
        ("empty", ""),
    ]
    assert "没有丢" in page
    assert "http-equiv" not in page  # nothing takes the page away before it is sent


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\n"),
        ("application/x-www-form-urlencoded", b"\xff"),
    ],
)
async def test_what_cannot_stay_in_the_page_is_said_to_be_sent_again(
    entrance: Entrance, content_type: str, body: bytes
) -> None:
    request = sent("/old/upload", method="POST", body=body, content_type=content_type)
    assert "还没有收下" in (await come(entrance, request)).body.decode()
    assert "还没有收下" not in (await come(entrance, sent("/old/upload"))).body.decode()


async def test_a_program_is_told_in_json_with_the_same_figures(entrance: Entrance) -> None:
    wire = await come(entrance, sent("/api/v1/x"))
    told = msgspec.json.decode(wire.body)
    assert (told["answer"], told["place"], told["your_turn"]) == ("queued", 1, False)
    assert SEALS.read(told["ticket"]) is not None
    assert told["better_hour"] is None


async def test_after_half_an_hour_one_is_asked_and_one_press_leads_on(
    entrance: Entrance, now: Now
) -> None:
    room = entrance.room
    held = await come(entrance, sent("/items/x"))
    await room.lines[LINE].go_on(ended=1, free=0, slots=1)
    assert await room.lines[LINE].take_turn(1) is not None
    now.later = VISIT + timedelta(minutes=1)
    asked = await come(entrance, sent("/items/x", "a=1&b=2", cookie=cookie_of(held)))
    page = asked.body.decode()
    assert "要接着办吗" in page
    assert "http-equiv" not in page
    fields = dict(re.findall(r'name="(\w+)" value="(.*?)"', page))
    pressed = sent(
        "/queue/go-on",
        method="POST",
        body=f"ticket={fields['ticket']}&onward=/items/x%3Fa=1%26b=2".encode(),
    )
    wire = await queue_answer(room, pressed)
    assert (wire.status, dict(wire.headers)["location"]) == (303, "/items/x?a=1&b=2")
    assert cookie_of(wire).startswith("bumang-pass-form=")
    assert unescape(fields["onward"]) == "/items/x?a=1&b=2"


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example"])
async def test_going_on_leads_nowhere_else(entrance: Entrance, onward: str) -> None:
    room = entrance.room
    await come(entrance, sent("/items/x"))
    await room.lines[LINE].go_on(ended=1, free=0, slots=1)
    body = f"ticket={SEALS.token(Ticket(LINE, 1))}&onward={onward}".encode()
    wire = await queue_answer(room, sent("/queue/go-on", method="POST", body=body))
    assert dict(wire.headers)["location"] == "/"


@pytest.mark.parametrize("body", [b"", b"ticket=x", b"\xff\xfe", b"ticket=" + b"A" * 48])
async def test_going_on_without_a_turn_is_told_in_words(entrance: Entrance, body: bytes) -> None:
    wire = await queue_answer(entrance.room, sent("/queue/go-on", method="POST", body=body))
    assert wire.status == 404
    assert "还没有轮到" in wire.body.decode()


@pytest.mark.parametrize("by_order", [True, False], ids=["was urgent by order", "never was"])
async def test_when_a_matter_is_urgent_no_more_those_who_wait_for_it_keep_their_place(
    entrance: Entrance, by_order: bool
) -> None:
    room, matter = entrance.room, "pension-estimate"
    urgent = line_number(Cost.FORM, Lane.URGENT)
    for _ in range(3):
        await room.lines[urgent].join()
    held = SEALS.token(Ticket(urgent, 3))
    if by_order:
        room.calling.orders = [_ended(matter)]
    asked = sent("/api/v1/x", bumang_ticket=held)
    wire = await _about(entrance, asked, matter)
    told = msgspec.json.decode(wire.body)
    assert (told["place"] == 3 and told["ticket"] == held) == by_order


async def _about(entrance: Entrance, request: Request, matter: str) -> Wire:
    async def answered(_: Request) -> Wire:
        return Wire(200, "text/plain", b"inside")

    return await entrance.answer(request, Cost.FORM, answered, Lane.MAIN, matter)


def _ended(matter: str) -> Order:
    """An order that a matter is urgent, over since a minute."""
    now = datetime.now(CHINA)
    given, end = now - timedelta(hours=1), now - timedelta(minutes=1)
    return Order(1, given, "operator:1", "a deadline", Setting.URGENT, matter, None, True, end)
