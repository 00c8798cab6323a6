"""The gate's entrance: a request is answered when it is let in; else it is told its place.

Whoever stands behind it (our own pages, an old system) gives the answer; what is asked and sent
about tickets and passes is known here alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote

import msgspec

from bumang.gate.cost import Cost
from bumang.gate.kept import PASS, PASS_COOKIES, TICKET, TICKET_COOKIES
from bumang.gate.lane import Lane
from bumang.gate.room import Room
from bumang.gate.waiting import Waiting
from bumang.gate.waiting_json import waiting_json
from bumang.gate.waiting_page import Fields, waiting_page
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.runtime.http import Request, Wire, cookie, cookie_name, kept_cookie

_KEPT = "/?&=%+:,;@-._~!$'()*"
_LARGEST_TYPED = 64 * 1024
_FORM = "application/x-www-form-urlencoded"


def _nobody(_: Request) -> str:
    return ""


@dataclass(frozen=True)
class Entrance:
    """`for_program` says of a path whether programs ask for it: they are told in JSON.

    `person` is a stable name of who is signed in, or empty; `at_once` are the names and addresses
    of what can be done without waiting.
    """

    room: Room
    for_program: Callable[[str], bool]
    person: Callable[[Request], str] = _nobody
    at_once: tuple[tuple[Text, str], ...] = field(default=())

    def __post_init__(self) -> None:
        self.room.beside_is(at_once=self.at_once)

    async def answer(
        self,
        request: Request,
        cost: Cost,
        answered: Callable[[Request], Awaitable[Wire]],
        lane: Lane,
    ) -> Wire:
        """`answered` is asked at most once, and only while the request holds a slot of its class."""
        headers = request.headers
        sent = headers.get("cookie")
        ticket_name = cookie_name(request, TICKET_COOKIES[cost])
        ticket = headers.get(TICKET) or cookie(sent, ticket_name)
        pass_name = cookie_name(request, PASS_COOKIES[cost])
        entered = await self.room.arrive(
            cost,
            lane,
            ticket=ticket,
            known_pass=headers.get(PASS) or cookie(sent, pass_name),
            person=lambda: self.person(request),
        )
        if isinstance(entered, Waiting):
            wire = await self._told(request, entered)
            new = "" if entered.ticket == ticket else entered.ticket
            return _with(wire, request, ticket_name, TICKET, new)
        told = False
        try:
            wire = await answered(request)
            told = wire.status < 500 and wire.status != 429
        finally:
            entered.leave(told)
        return _with(wire, request, pass_name, PASS, entered.new_pass)

    async def _told(self, request: Request, told: Waiting) -> Wire:
        language = request.language
        if self.for_program(request.path):
            return waiting_json(told, language, self.room.better)
        path = quote(request.path)
        if request.method not in {"GET", "HEAD"}:
            typed = await _typed(request)
            sent_to = None if typed is None else (path, typed)
            return waiting_page(path, told, language, self.room.beside, typed=sent_to)
        onward = f"{path}?{quote(request.query, safe=_KEPT)}" if request.query else path
        return waiting_page(onward, told, language, self.room.beside)


async def _typed(request: Request) -> Fields | None:
    """The fields of a form that was sent; `None` for what a page cannot hold (a file)."""
    if request.headers.get("content-type").partition(";")[0].strip().lower() != _FORM:
        return None
    try:
        body = await request.body(_LARGEST_TYPED)
        return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=1000)
    except (InvalidInput, ValueError):
        return None


def _with(wire: Wire, request: Request, name: str, header: str, value: str) -> Wire:
    """The answer with a value to be kept, for browsers and for programs."""
    if not value:
        return wire
    kept = kept_cookie(request, name, value)
    # What a shared cache may keep must carry nothing of one visitor.
    others = tuple(one for one in wire.headers if one[0].lower() != "cache-control")
    headers = (*others, ("cache-control", "no-store"), ("set-cookie", kept), (header, value))
    return msgspec.structs.replace(wire, headers=headers)
