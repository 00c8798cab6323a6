"""The waiting room's own addresses: one's place by code, how far the lines are, going on."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import msgspec

from bumang.gate.code_page import UNKNOWN, code_page
from bumang.gate.going_on import go_on, visit
from bumang.gate.kept import TICKET, TICKET_COOKIES, ticket_cookie
from bumang.gate.order_page import order_page, published
from bumang.gate.room import Room
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.http import JSON, Request, Wire, cookie, cookie_name, kept_cookie

_NOW_SECONDS = 2
_PRIVATE = (("cache-control", "no-store"),)


async def queue_answer(room: Room, request: Request) -> Wire:
    """For the addresses of `PATHS`, whatever the method. Raises `InvalidInput`."""
    if request.path == _GO_ON:
        return await go_on(room, request)
    return _READ[request.path](room, request)


def _now(room: Room, _: Request) -> Wire:
    """Small and the same for all: a cache before us can answer the questions of millions."""
    kept = (("cache-control", f"public, max-age={_NOW_SECONDS}"),)
    return Wire(200, JSON, room.now, kept)


def _place(room: Room, request: Request) -> Wire:
    """The place of a ticket or code as JSON, without taking a turn or giving a place."""
    sent = request.headers.get("cookie")
    held = [_typed(request) or request.headers.get(TICKET)]
    openings = [ticket_cookie(one.line, one) for one in room.openings.known]
    names = (*TICKET_COOKIES, *openings)
    held += [cookie(sent, cookie_name(request, name)) for name in names]
    found = next((told for one in held if one and (told := room.place_of(one))), None)
    if found is None:
        raise InvalidInput(_NO_SUCH_PLACE)
    return Wire(200, JSON, msgspec.json.encode(found), _PRIVATE)


def _by_code(room: Room, request: Request) -> Wire:
    """A code typed on any device puts the place into this browser and leads on to the start page."""
    typed = _typed(request)
    found = room.place_of(typed) if typed else None
    if found is None:
        return code_page(request.language, typed, UNKNOWN if typed else None)
    opening = room.openings.of_line(found.line)
    name = cookie_name(request, ticket_cookie(found.line, opening))
    onward = f"/items/{opening.matter}" if opening and opening.matter else "/"
    headers = (("location", onward), ("set-cookie", kept_cookie(request, name, found.ticket)))
    return Wire(303, "text/plain; charset=utf-8", b"", (*headers, *_PRIVATE))


_NO_SUCH_PLACE = Problem(
    "NO_SUCH_PLACE",
    Text("没有找到这个位置。", "This place was not found."),
    Text("排队码可能有一位抄错了，或者没有出示。", "A character may be wrong, or none was shown."),
    Text(
        "请逐位核对；没有位置的，再发一次原来的请求就会取到。",
        "Compare it one by one; whoever has none gets one by sending the request again.",
    ),
    "code",
)


def _typed(request: Request) -> str:
    return parse_qs(request.query).get("code", [""])[0]


_GO_ON = "/queue/go-on"
_READ: dict[str, Callable[[Room, Request], Wire]] = {
    "/queue": _by_code,
    "/queue/now": _now,
    "/queue/place": _place,
    "/queue/visit": visit,
    "/queue/openings": lambda room, _: published(room.openings.known),
    "/queue/order": lambda room, request: order_page(room.openings.known, request),
}
PATHS = frozenset({_GO_ON, *_READ})
