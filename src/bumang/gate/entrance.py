"""The gate's entrance: a request is answered when it is let in; else it is told its place.

Whoever stands behind it (our own pages, an old system) gives the answer; what is asked and sent
about tickets and passes is known here alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote

import msgspec

from bumang.gate.cost import Cost
from bumang.gate.lane import Lane
from bumang.gate.queue_routes import ticket_cookie
from bumang.gate.room import Room
from bumang.gate.waiting import Waiting
from bumang.gate.waiting_json import waiting_json
from bumang.gate.waiting_page import waiting_page
from bumang.runtime.http import Request, Wire, cookies, kept_cookie

_TICKET, _PASS = "bumang-ticket", "bumang-pass"
_KEPT = "/?&=%+:,;@-._~!$'()*"


@dataclass(frozen=True)
class Entrance:
    """`for_program` says of a path whether programs ask for it: they are told in JSON."""

    room: Room
    for_program: Callable[[str], bool]

    async def answer(
        self,
        request: Request,
        cost: Cost,
        answered: Callable[[Request], Awaitable[Wire]],
        lane: Lane,
    ) -> Wire:
        """`answered` is asked at most once, and only while the request holds a slot of its class."""
        ticket, known_pass = ticket_cookie(cost), f"{_PASS}-{cost}"
        sent = cookies(request.headers.get("cookie"))
        entered = await self.room.arrive(
            cost,
            lane,
            ticket=request.headers.get(_TICKET) or sent.get(ticket, ""),
            known_pass=request.headers.get(_PASS) or sent.get(known_pass, ""),
        )
        if isinstance(entered, Waiting):
            return _with(self._told(request, entered), request, ticket, _TICKET, entered.ticket)
        told = False
        try:
            wire = await answered(request)
            told = wire.status < 500 and wire.status != 429
        finally:
            entered.leave(told)
        return _with(wire, request, known_pass, _PASS, entered.new_pass)

    def _told(self, request: Request, told: Waiting) -> Wire:
        if self.for_program(request.path):
            return waiting_json(told, request.language)
        # A form that was sent is still in the page before, and comes back with it.
        asked = request.query if request.method == "GET" else ""
        path = quote(request.path)
        onward = f"{path}?{quote(asked, safe=_KEPT)}" if asked else path
        return waiting_page(onward, told, request.language)


def _with(wire: Wire, request: Request, cookie: str, header: str, value: str) -> Wire:
    """The answer with a value to be kept, for browsers and for programs."""
    if not value:
        return wire
    kept = kept_cookie(request, cookie, value)
    # What a shared cache may keep must carry nothing of one visitor.
    others = tuple(one for one in wire.headers if one[0].lower() != "cache-control")
    headers = (*others, ("cache-control", "no-store"), ("set-cookie", kept), (header, value))
    return msgspec.structs.replace(wire, headers=headers)
