"""The form for a queue code, with what was wrong about the one typed."""

from __future__ import annotations

from html import escape

from bumang.gate.plain_page import STYLE, policy
from bumang.kernel.text import Language, Text
from bumang.runtime.http import Wire

HEADERS = (
    ("cache-control", "no-store"),
    ("content-security-policy", policy(form_action="'self'")),
    ("x-content-type-options", "nosniff"),
)


def code_page(language: Language, typed: str = "", said: Text | None = None) -> Wire:
    """404 where something is `said`, beside the field."""
    wrong = f'<p role="alert" id="wrong">{said.in_(language)}</p>' if said else ""
    described = ' aria-invalid="true" aria-describedby="wrong"' if said else ""
    page = (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{_ASK.in_(language)}</title><style>{STYLE}</style>"
        f'<main><h1><label for="code">{_ASK.in_(language)}</label></h1>{wrong}'
        f'<form action="/queue"><p>{_HOW.in_(language)}</p>'
        f'<p><input id="code" name="code" autocomplete="off" value="{escape(typed[:40], quote=True)}"'
        f"{described}></p><p><button>{_BACK.in_(language)}</button></p></form>"
        f'<p><a href="/">{_HOME.in_(language)}</a></p></main></html>'
    )
    return Wire(404 if said else 200, "text/html; charset=utf-8", page.encode(), HEADERS)


_ASK = Text("您的排队码是什么？", "What is your queue code?")
_HOW = Text(
    "共十位，例如 8F2KM-7Q3XA，不分大小写。",
    "Ten characters, such as 8F2KM-7Q3XA, in capitals or not.",
)
UNKNOWN = Text(
    "没有找到这个排队码，可能有一位抄错了。请逐位核对再填一遍。",
    "This queue code was not found; a character may be wrong. Compare it one by one and type it again.",
)
_BACK = Text("回到我的位置", "Back to my place")
_HOME = Text("没有排队码，从首页开始", "Without a code, start from the start page")
