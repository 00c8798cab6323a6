"""The waiting room's own pages: small, one style, no need of anything but themselves."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import escape

from bumang.kernel.text import Language, Text

STYLE = (
    ":root{color-scheme:light dark}body{max-width:40rem;margin:auto;padding:1rem;font:18px/1.6"
    ' "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}'
    "a{display:inline-block;padding:.6rem 0}li a{padding:.3rem 0}"
    "code{overflow-wrap:anywhere}dt{font-weight:600}"
    "input,button{font:inherit;min-height:48px;padding:.3rem .8rem}"
)

Fields = Sequence[tuple[str, str]]
"""What was sent with a form: names and values."""


def policy(**more: str) -> str:
    """The pages' own style and nothing else, but for what is named (`form_action="'self'"`)."""
    also = "".join(f"{name.replace('_', '-')} {value}; " for name, value in more.items())
    return (
        f"default-src 'none'; style-src '{hashed(STYLE)}'; {also}"
        "base-uri 'none'; frame-ancestors 'none'"
    )


def hashed(text: str) -> str:
    """How a policy names a script or a style that stands in the page."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def page_of(title: Text, inside: str, language: Language, head: str = "") -> str:
    """A whole page; `inside` and `head` are HTML."""
    said, lang = title.in_(language), "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"{head}<title>{said}</title><style>{STYLE}</style><main><h1>{said}</h1>{inside}</main></html>"
    )


def form_of(path: str, fields: Fields, button: Text, language: Language) -> str:
    """One button that sends these fields there."""
    hidden = "".join(
        f'<input type="hidden" name="{escape(name, quote=True)}" value="{escape(value, quote=True)}">'
        for name, value in fields
    )
    action = escape(path, quote=True)
    return f'<form method="post" action="{action}">{hidden}<button>{button.in_(language)}</button></form>'
