"""The waiting room's own addresses: one's place by code, and how far the lines are, for everyone."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from urllib.parse import parse_qs

import msgspec

from bumang.gate.cost import Cost
from bumang.gate.room import Room
from bumang.gate.waiting_page import STYLE
from bumang.kernel.text import Language, Text
from bumang.runtime.http import JSON, Request, Wire, cookies, kept_cookie

PATHS = frozenset({"/queue", "/queue/now", "/queue/place"})
_NOW_SECONDS = 2
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def ticket_cookie(cost: Cost) -> str:
    return f"bumang-ticket-{cost}"


def queue_answer(room: Room, request: Request) -> Wire:
    """For the three addresses of `PATHS`, whatever the method."""
    if request.path == "/queue/now":
        # Small and the same for all: a cache before us can answer the questions of millions.
        kept = (("cache-control", f"public, max-age={_NOW_SECONDS}"),)
        return Wire(200, JSON, room.now, kept)
    typed = parse_qs(request.query).get("code", [""])[0]
    if request.path == "/queue/place":
        return _place(room, request, typed)
    return _by_code(room, request, typed)


def _place(room: Room, request: Request, typed: str) -> Wire:
    """The place of a ticket or code as JSON, without taking a turn or giving a place."""
    sent = cookies(request.headers.get("cookie"))
    held = [typed or request.headers.get("bumang-ticket")]
    held += [sent.get(ticket_cookie(cost), "") for cost in (Cost.INTERACTIVE, Cost.LIGHT)]
    found = next((told for one in held if one and (told := room.place_of(one))), None)
    private = (("cache-control", "no-store"),)
    if found is None:
        said = {"answer": "invalid", "title": _UNKNOWN.in_(request.language)}
        return Wire(404, JSON, msgspec.json.encode(said), private)
    return Wire(200, JSON, msgspec.json.encode(found), private)


def _by_code(room: Room, request: Request, typed: str) -> Wire:
    """A code typed on any device puts the place into this browser and leads on to the start page."""
    found = room.place_of(typed) if typed else None
    if found is not None:
        name = ticket_cookie(room.cost_of_ticket(typed))
        kept = kept_cookie(request, name, found.ticket)
        headers = (("location", "/"), ("set-cookie", kept), ("cache-control", "no-store"))
        return Wire(303, "text/plain; charset=utf-8", b"", headers)
    headers = (
        ("cache-control", "no-store"),
        ("content-security-policy", _POLICY),
        ("x-content-type-options", "nosniff"),
    )
    page = _form(request.language, typed).encode()
    return Wire(404 if typed else 200, "text/html; charset=utf-8", page, headers)


def _form(language: Language, typed: str) -> str:
    wrong = f'<p role="alert" id="wrong">{_UNKNOWN.in_(language)}</p>' if typed else ""
    described = ' aria-invalid="true" aria-describedby="wrong"' if typed else ""
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
_BACK = Text("回到我的位置", "Back to my place")
_HOME = Text("没有排队码，从首页开始", "Without a code, start from the start page")
