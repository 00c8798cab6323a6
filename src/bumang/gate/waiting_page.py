"""The page of whoever cannot come in now: small, made once, without a script."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

from bumang.kernel.text import Language, Text
from bumang.runtime.http import Wire

_STYLE = (
    ":root{color-scheme:light dark}body{max-width:40rem;margin:auto;padding:1rem;font:18px/1.6"
    ' "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}'
    "a{display:inline-block;padding:.6rem 0}"
)
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_TITLE = Text("正在为您排队。", "You are in the queue.")
_WAIT = Text(
    "大约 {seconds} 秒后轮到再看一次，页面会自己打开，不用一直刷新。",
    "In about {seconds} seconds this page opens by itself; there is no need to reload it.",
)
_SAFE = Text(
    "已经受理的申请都保存好了，不受影响。",
    "What was accepted is stored and not affected.",
)
_NOW = Text(
    "要交材料或缴费的，不用排队，现在就能办。",
    "Sending an application or paying needs no queue and can be done now.",
)
_OPEN = Text("现在就打开", "Open it now")


def waiting_page(path: str, seconds: int, language: Language) -> Wire:
    """A queued answer for people; it leads back to `path` (with its question) by itself."""
    said = {name: text.in_(language) for name, text in _WORDS.items()}
    onward = escape(path, quote=True)
    body = (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="refresh" content="{seconds};url={onward}">'
        f"<title>{said['title']}</title><style>{_STYLE}</style>"
        f"<main><h1>{said['title']}</h1>"
        f'<p role="status">{said["wait"].format(seconds=seconds)}</p><p>{said["now"]}</p>'
        f'<p>{said["safe"]}</p><p><a href="{onward}">{said["open"]}</a></p></main></html>'
    )
    headers = (
        ("retry-after", str(seconds)),
        ("cache-control", "no-store"),
        ("content-security-policy", _POLICY),
        ("x-content-type-options", "nosniff"),
    )
    return Wire(429, "text/html; charset=utf-8", body.encode(), headers)


_WORDS = {"title": _TITLE, "wait": _WAIT, "now": _NOW, "safe": _SAFE, "open": _OPEN}
