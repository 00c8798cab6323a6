"""The gate's entrance: a request is answered when it is let in; else it is told its place.

Whoever stands behind it (our own pages, an old system) gives the answer; what is asked and sent
about tickets and passes is known here alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import quote

import msgspec

from bumang.gate.beside import NotKept
from bumang.gate.coming import Entered
from bumang.gate.cost import Cost
from bumang.gate.kept import PASS, TICKET, Carried, carried, pass_cookie, ticket_cookie
from bumang.gate.lane import Lane
from bumang.gate.opening import Opening
from bumang.gate.opening_page import BesideOpening, opening_page
from bumang.gate.room import Room
from bumang.gate.typed import is_a_form, typed_in
from bumang.gate.visit_notice import VisitNotice
from bumang.gate.waiting import Waiting
from bumang.gate.waiting_json import waiting_json
from bumang.gate.waiting_page import waiting_page
from bumang.gate.watch import Watch
from bumang.kernel.text import Text
from bumang.runtime.http import Request, Wire, cookie_name, kept_cookie

_KEPT = "/?&=%+:,;@-._~!$'()*"


def _nobody(_: Request) -> str:
    return ""


@dataclass(frozen=True)
class Entrance:
    """`for_program` says of a request whether a program asks: it is told in JSON.

    `person` is a stable name of who is signed in, or empty; `at_once` are the names and addresses
    of what can be done without waiting. `address` makes of a request's path what a link holds.
    `watch` sees who behaves like a script (`None`: nobody is doubted); `notice` is put into the pages
    of visits (`None`: what answers has no place for it).
    """

    room: Room
    for_program: Callable[[Request], bool]
    person: Callable[[Request], str] = _nobody
    at_once: tuple[tuple[Text, str], ...] = field(default=())
    address: Callable[[str], str] = quote
    watch: Watch | None = None
    notice: VisitNotice | None = None

    def __post_init__(self) -> None:
        self.room.beside_is(at_once=self.at_once)

    async def answer(
        self,
        request: Request,
        cost: Cost,
        answered: Callable[[Request], Awaitable[Wire]],
        lane: Lane,
        matter: str = "",
    ) -> Wire:
        """`answered` is asked at most once, and only while the request holds a slot of its class.

        `matter` is the code of what the request is about, where it is about one.
        """
        opening = self.room.calling.opening_for(cost, matter)
        if lane is Lane.MAIN and self.room.was_urgent(matter):
            urgent = carried(request, cost, Lane.URGENT, opening)
            lane = Lane.URGENT if self.room.holds_urgent(cost, *urgent) else lane
        sent = carried(request, cost, lane, opening)
        entered = await self.arrive(request, cost, lane, sent, opening)
        if isinstance(entered, Waiting):
            return await self.told(request, entered, sent, opening)
        told = False
        try:
            wire = await answered(request)
            told = wire.status < 500 and wire.status != 429
        finally:
            entered.leave(told)
        if self.watch is not None:
            self.watch.answered(request, sent.ticket, sent.known_pass or entered.new_pass, wire)
        if self.notice is not None and entered.ends is not None:
            wire = self.notice.placed(wire, entered.line, entered.ends, self.room.clock())
        name = pass_cookie(entered.line, opening)
        return _with(wire, request, cookie_name(request, name), PASS, entered.new_pass)

    async def arrive(
        self,
        request: Request,
        cost: Cost,
        lane: Lane,
        sent: Carried,
        opening: Opening | None = None,
    ) -> Entered | Waiting:
        """With the ticket and the pass that the request carries."""
        watch = self.watch
        return await self.room.arrive(
            cost,
            lane,
            ticket=sent.ticket,
            known_pass=sent.known_pass,
            person=lambda: self.person(request),
            doubted=lambda: watch is not None and watch.doubts(request, sent.ticket),
            opening=opening,
            gone=request.gone,
        )

    async def told(
        self,
        request: Request,
        waiting: Waiting,
        sent: Carried,
        opening: Opening | None = None,
    ) -> Wire:
        """The queued answer, with the ticket to be kept where it is new."""
        if self.watch is not None:
            self.watch.waits(request, sent.ticket, waiting)
        wire = await self._told(request, waiting)
        if waiting.ticket == sent.ticket:
            return wire
        name = cookie_name(request, ticket_cookie(waiting.line, opening))
        return _with(wire, request, name, TICKET, waiting.ticket)

    def kept(self, request: Request, entered: Entered) -> tuple[tuple[str, str], ...]:
        """What an answer that is no `Wire` has to carry for the next requests of the visit."""
        if not entered.new_pass:
            return ()
        name = cookie_name(request, pass_cookie(entered.line))
        return (
            ("set-cookie", kept_cookie(request, name, entered.new_pass)),
            (PASS, entered.new_pass),
        )

    async def _told(self, request: Request, told: Waiting) -> Wire:
        language = request.language
        if self.for_program(request):
            return waiting_json(told, language, self.room.better)
        onward, typed = self._onward(request), None
        if request.method not in {"GET", "HEAD"}:
            typed = await typed_in(request)
        if told.opens_at is not None and (opening := self.room.openings.numbered(told.opening)):
            now, beside = self.room.clock(), self.room.beside
            return opening_page(onward, told, opening, language, now, beside, typed=typed)
        beside = BesideOpening(self.room.beside, told) if told.number else self.room.beside
        if typed is None and request.method not in {"GET", "HEAD"} and is_a_form(request):
            beside = NotKept(beside)
        return waiting_page(onward, told, language, beside, typed=typed)

    def _onward(self, request: Request) -> str:
        """Where the same is asked again."""
        path = self.address(request.path)
        return f"{path}?{quote(request.query, safe=_KEPT)}" if request.query else path


def _with(wire: Wire, request: Request, name: str, header: str, value: str) -> Wire:
    """The answer with a value to be kept, for browsers and for programs."""
    if not value:
        return wire
    kept = kept_cookie(request, name, value)
    # What a shared cache may keep must carry nothing of one visitor.
    others = tuple(one for one in wire.headers if one[0].lower() != "cache-control")
    headers = (*others, ("cache-control", "no-store"), ("set-cookie", kept), (header, value))
    return msgspec.structs.replace(wire, headers=headers)
