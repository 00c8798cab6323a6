"""The waiting room's own addresses: one's place by code, how far the lines are, going on."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

import msgspec

from bumang.access.local_path import local_path
from bumang.gate.kept import TICKET, TICKET_COOKIES, pass_cookie, ticket_cookie
from bumang.gate.order_page import order_page, published
from bumang.gate.room import Room
from bumang.gate.waiting import SOONEST_SECONDS, Waiting
from bumang.gate.waiting_json import waiting_json
from bumang.gate.waiting_page import STYLE, policy, waiting_page
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Language, Text
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.http import JSON, Request, Wire, cookie, cookie_name, kept_cookie

PATHS = frozenset(
    {"/queue", "/queue/now", "/queue/place", "/queue/go-on", "/queue/openings", "/queue/order"}
)
_NOW_SECONDS = 2
_LARGEST = 16 * 1024
_PRIVATE = (("cache-control", "no-store"),)


async def queue_answer(room: Room, request: Request) -> Wire:
    """For the addresses of `PATHS`, whatever the method."""
    if request.path == "/queue/now":
        # Small and the same for all: a cache before us can answer the questions of millions.
        kept = (("cache-control", f"public, max-age={_NOW_SECONDS}"),)
        return Wire(200, JSON, room.now, kept)
    if request.path == "/queue/openings":
        return published(room.openings.known)
    if request.path == "/queue/order":
        return order_page(room.openings.known, request)
    if request.path == "/queue/go-on":
        return await _go_on(room, request)
    typed = parse_qs(request.query).get("code", [""])[0]
    if request.path == "/queue/place":
        return _place(room, request, typed)
    return _by_code(room, request, typed)


def _place(room: Room, request: Request, typed: str) -> Wire:
    """The place of a ticket or code as JSON, without taking a turn or giving a place."""
    sent = request.headers.get("cookie")
    held = [typed or request.headers.get(TICKET)]
    openings = [ticket_cookie(one.line, one) for one in room.openings.known]
    names = (*TICKET_COOKIES, *openings)
    held += [cookie(sent, cookie_name(request, name)) for name in names]
    found = next((told for one in held if one and (told := room.place_of(one))), None)
    if found is None:
        said = {"answer": "invalid", "title": _UNKNOWN.in_(request.language)}
        return Wire(404, JSON, msgspec.json.encode(said), _PRIVATE)
    return Wire(200, JSON, msgspec.json.encode(found), _PRIVATE)


async def _go_on(room: Room, request: Request) -> Wire:
    """Another half hour for whoever had their turn: by a press on the page, or for a program."""
    if request.method != "POST":
        return Wire(303, "text/plain; charset=utf-8", b"", (("location", "/queue"), *_PRIVATE))
    program = request.headers.get(TICKET)
    fields = {} if program else await _pressed(request)
    try:
        gone_on = await room.go_on(program or fields.get("ticket", [""])[0])
    except UNREACHABLE:
        told = Waiting(SOONEST_SECONDS)
        return waiting_json(told, request.language) if program else _again(told, request)
    if gone_on is None:
        said = {"answer": "invalid", "title": _OVER.in_(request.language)}
        if program:
            return Wire(404, JSON, msgspec.json.encode(said), _PRIVATE)
        return _page(_form(request.language, "", _OVER), 404)
    line, new_pass = gone_on
    if program:
        body = msgspec.json.encode({"answer": "done", "pass": new_pass})
        return Wire(200, JSON, body, (("bumang-pass", new_pass), *_PRIVATE))
    onward = local_path(fields.get("onward", ["/"])[0])
    name = pass_cookie(line, room.openings.of_line(line))
    kept = kept_cookie(request, cookie_name(request, name), new_pass)
    headers = (("location", onward), ("set-cookie", kept), *_PRIVATE)
    return Wire(303, "text/plain; charset=utf-8", b"", headers)


async def _pressed(request: Request) -> dict[str, list[str]]:
    """The fields of the button that was pressed; none of what it cannot have sent."""
    try:
        return parse_qs((await request.body(_LARGEST)).decode(errors="replace"))
    except (InvalidInput, ValueError):
        return {}


def _again(told: Waiting, request: Request) -> Wire:
    return waiting_page("/queue", told, request.language)


def _by_code(room: Room, request: Request, typed: str) -> Wire:
    """A code typed on any device puts the place into this browser and leads on to the start page."""
    found = room.place_of(typed) if typed else None
    if found is not None:
        opening = room.openings.of_line(found.line)
        name = cookie_name(request, ticket_cookie(found.line, opening))
        onward = f"/items/{opening.matter}" if opening and opening.matter else "/"
        headers = (("location", onward), ("set-cookie", kept_cookie(request, name, found.ticket)))
        return Wire(303, "text/plain; charset=utf-8", b"", (*headers, *_PRIVATE))
    return _page(_form(request.language, typed, _UNKNOWN if typed else None), 404 if typed else 200)


def _page(page: str, status: int) -> Wire:
    headers = (
        *_PRIVATE,
        ("content-security-policy", policy(form_action="'self'")),
        ("x-content-type-options", "nosniff"),
    )
    return Wire(status, "text/html; charset=utf-8", page.encode(), headers)


def _form(language: Language, typed: str, said: Text | None) -> str:
    wrong = f'<p role="alert" id="wrong">{said.in_(language)}</p>' if said else ""
    described = ' aria-invalid="true" aria-describedby="wrong"' if said else ""
    return (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{_ASK.in_(language)}</title><style>{STYLE}</style>"
        f'<main><h1><label for="code">{_ASK.in_(language)}</label></h1>{wrong}'
        f'<form action="/queue"><p>{_HOW.in_(language)}</p>'
        f'<p><input id="code" name="code" autocomplete="off" value="{escape(typed[:40], quote=True)}"'
        f"{described}></p><p><button>{_BACK.in_(language)}</button></p></form>"
        f'<p><a href="/">{_HOME.in_(language)}</a></p></main></html>'
    )


_ASK = Text("您的排队码是什么？", "What is your queue code?")
_HOW = Text(
    "共十位，例如 8F2KM-7Q3XA，不分大小写。",
    "Ten characters, such as 8F2KM-7Q3XA, in capitals or not.",
)
_UNKNOWN = Text(
    "没有找到这个排队码，可能有一位抄错了。请逐位核对再填一遍。",
    "This queue code was not found; a character may be wrong. Compare it one by one and type it again.",
)
_OVER = Text(
    "这次机会已经用完，或者还没有轮到。要继续办，从首页进去就行；还在排队的，填排队码回到您的位置。",
    "This turn is over, or it is not your turn yet. To go on, start from the start page; if you are still in the queue, type your code to be back at your place.",
)
_BACK = Text("回到我的位置", "Back to my place")
_HOME = Text("没有排队码，从首页开始", "Without a code, start from the start page")
