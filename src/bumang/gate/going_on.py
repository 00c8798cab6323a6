"""`/queue/go-on` and `/queue/visit`: another half hour for whoever had their turn, and how long it is.

Asked for by a program; by the notice in a page of the visit, which stays as it is; by the page that
says the half hour is over, which leads on, with what was typed.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qs, quote

import msgspec

from bumang.access.local_path import local_path
from bumang.gate import visit_page as pages
from bumang.gate import visit_words as words
from bumang.gate.code_page import HEADERS, code_page
from bumang.gate.kept import PASS, TICKET, pass_cookie, ticket_cookie
from bumang.gate.lane import LINES, OPENING_LINES
from bumang.gate.plain_page import Fields
from bumang.gate.room import Room
from bumang.gate.typed import typed_in
from bumang.gate.visit_notice import clock_time
from bumang.gate.visits import Longer
from bumang.gate.waiting import SOONEST_SECONDS, Waiting
from bumang.gate.waiting_json import waiting_json
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.http import (
    JSON,
    Request,
    Wire,
    cookie,
    cookie_name,
    kept_cookie,
)

_PRIVATE = (("cache-control", "no-store"),)


async def go_on(room: Room, request: Request) -> Wire:
    if request.method != "POST":
        return Wire(303, "text/plain; charset=utf-8", b"", (("location", "/queue"), *_PRIVATE))
    if program := request.headers.get(TICKET) or request.headers.get(PASS):
        return await _for_program(room, request, program)
    asked = {name: values[0] for name, values in parse_qs(request.query).items()}
    if "line" in asked:
        return await _with_typed(room, request, _line(asked["line"]), asked.get("onward", "/"))
    typed = dict(await typed_in(request) or ())
    if "stay" in typed:
        return await _staying(room, request, _line(typed["stay"]))
    return await _leading_on(room, request, typed)


def visit(room: Room, request: Request) -> Wire:
    """How long the visit's half hour still lasts, without making it longer."""
    asked = parse_qs(request.query).get("line", [""])[0]
    lines = (_line(asked),) if asked else (*LINES, *OPENING_LINES)
    passes = [request.headers.get(PASS), *(_cookie(room, request, line) for line in lines)]
    ends = next((at for one in passes if one and (at := room.visit_ends(one))), None)
    if ends is None:
        raise InvalidInput(_NO_VISIT)
    return _lasts(room, ends)


async def _for_program(room: Room, request: Request, sent: str) -> Wire:
    try:
        longer = await room.go_on(sent)
    except UNREACHABLE:
        return waiting_json(Waiting(SOONEST_SECONDS), request.language)
    if longer is None:
        raise InvalidInput(_NO_TURN)
    found = longer.new_pass
    return _lasts(room, longer.ends, (PASS, found), last=longer.last, **{"pass": found})


async def _staying(room: Room, request: Request, line: int) -> Wire:
    """For the notice: to its script in JSON, else as a small page beside the one that stays."""
    script = "application/json" in request.headers.get("accept")
    try:
        longer = await _of_cookies(room, request, line)
    except UNREACHABLE:
        if script:
            return waiting_json(Waiting(SOONEST_SECONDS), request.language)
        return _in_a_moment("/queue/go-on", (("stay", str(line)),), words.MORE, request)
    if longer is None:
        if script:
            raise InvalidInput(_VISIT_OVER)
        return _page(pages.no_longer(request.language), 404)
    kept = _kept(room, request, longer)
    if script:
        return _lasts(room, longer.ends, kept, last=longer.last)
    return _page(pages.longer(longer, request.language), 200, kept)


async def _with_typed(room: Room, request: Request, line: int, onward: str) -> Wire:
    """On to where the form was sent, with the same body (RFC 9110, 15.4.8); nothing of it is read."""
    here = f"/queue/go-on?line={line}&onward={quote(onward, safe='')}"
    try:
        longer = await _of_cookies(room, request, line)
    except UNREACHABLE:
        typed = await typed_in(request) or ()
        return _in_a_moment(here, typed, words.GO_ON, request)
    # A visit that cannot be longer goes there all the same: who comes is told what is to be done.
    kept = () if longer is None else (_kept(room, request, longer),)
    headers = (("location", local_path(onward)), *kept, *_PRIVATE)
    return Wire(307, "text/plain; charset=utf-8", b"", headers)


async def _leading_on(room: Room, request: Request, typed: dict[str, str]) -> Wire:
    ticket, onward = typed.get("ticket", ""), typed.get("onward", "/")
    try:
        longer = await room.go_on(ticket)
    except UNREACHABLE:
        fields = (("onward", onward), ("ticket", ticket))
        return _in_a_moment("/queue/go-on", fields, words.GO_ON, request)
    if longer is None:
        return code_page(request.language, said=words.NOT_YET)
    headers = (("location", local_path(onward)), _kept(room, request, longer), *_PRIVATE)
    return Wire(303, "text/plain; charset=utf-8", b"", headers)


async def _of_cookies(room: Room, request: Request, line: int) -> Longer | None:
    """By the pass that this browser keeps of the line, over or not, or else by its ticket."""
    opening, sent = room.openings.of_line(line), request.headers.get("cookie")
    for name in (pass_cookie(line, opening), ticket_cookie(line, opening)):
        kept = cookie(sent, cookie_name(request, name))
        if kept and (longer := await room.go_on(kept)):
            return longer
    return None


def _line(text: str) -> int:
    """-1 for what is no line's number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else -1


def _cookie(room: Room, request: Request, line: int) -> str:
    name = cookie_name(request, pass_cookie(line, room.openings.of_line(line)))
    return cookie(request.headers.get("cookie"), name)


def _kept(room: Room, request: Request, longer: Longer) -> tuple[str, str]:
    name = pass_cookie(longer.line, room.openings.of_line(longer.line))
    return ("set-cookie", kept_cookie(request, cookie_name(request, name), longer.new_pass))


def _lasts(room: Room, ends: datetime, *headers: tuple[str, str], **more: object) -> Wire:
    left = max(0, round((ends - room.clock()).total_seconds()))
    told = {"answer": "done", "ends_at": ends, "end": clock_time(ends), "left_s": left} | more
    return Wire(200, JSON, msgspec.json.encode(told), (*headers, *_PRIVATE))


def _in_a_moment(path: str, fields: Fields, button: Text, request: Request) -> Wire:
    page = pages.in_a_moment(path, fields, button, request.language)
    return _page(page, 429, ("retry-after", str(SOONEST_SECONDS)))


def _page(page: str, status: int, *headers: tuple[str, str]) -> Wire:
    return Wire(status, "text/html; charset=utf-8", page.encode(), (*headers, *HEADERS))


_NO_VISIT = Problem(
    "NO_VISIT",
    Text("没有正在进行的办理。", "No visit is going on."),
    Text(
        "没有出示办理凭据，或者这半小时已经用完。", "No pass was shown, or its half hour is over."
    ),
    Text("要接着办，用 POST /queue/go-on。", "To go on, use POST /queue/go-on."),
)
_NO_TURN = Problem(
    "NO_TURN",
    Text("还没有轮到，或者这次机会已经用完。", "It is not your turn yet, or this turn is over."),
    Text(
        "轮到以后的二十小时里可以一直接着办。", "From the turn on one can go on for twenty hours."
    ),
    Text("请再发一次原来的请求。", "Send the request itself again."),
)
_VISIT_OVER = Problem(
    "VISIT_OVER",
    Text(
        "这次办理已经满 20 小时，不能再延长。",
        "This visit has had its 20 hours and cannot be longer.",
    ),
    Text("一次轮到最多办这么久。", "One turn lasts so long at most."),
    Text(
        "接着办会重新取一个排队的位置，填好的内容不会丢。",
        "Going on takes a new place in the queue; what you typed is not lost.",
    ),
)
