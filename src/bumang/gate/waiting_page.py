"""The answer of whoever cannot come in now: a small page without a script, or a problem in JSON."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

from bumang.gate.waiting import Waiting
from bumang.kernel.clock import CHINA
from bumang.kernel.text import Language, Text
from bumang.runtime.http import Wire

STYLE = (
    ":root{color-scheme:light dark}body{max-width:40rem;margin:auto;padding:1rem;font:18px/1.6"
    ' "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}'
    "a{display:inline-block;padding:.6rem 0}"
    "input,button{font:inherit;min-height:48px;padding:.3rem .8rem}"
)
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_TURN = Text("轮到您了，正在为您空出位置。", "It is your turn; room is being made for you.")
_AHEAD = Text("您前面有 {ahead} 人。", "There are {ahead} people ahead of you.")
_TIME = Text(
    "大约还要 {low} 到 {high}（五次里有四次说得准）。",
    "About {low} to {high} more (right four times in five).",
)
_PAUSED = Text(
    "现在暂停叫号，最迟 {until} 继续。您的位置不变。",
    "Nobody is called just now; it goes on at {until} at the latest. Your place stays as it is.",
)
_NO_TIME = Text("时间正在估算。", "The time is being estimated.")
_CODE = Text(
    "位置已经留好：可以关掉页面，凭排队码 {code} 随时回来。",
    "Your place is kept: you may close this page and come back any time with the code {code}.",
)
_ELSEWHERE = Text("换了手机或电脑？凭排队码回来", "On another device? Come back with your code")
_SECONDS = Text("{n} 秒", "{n} seconds")
_MINUTES = Text("{n} 分钟", "{n} minutes")
_TITLE = Text("正在为您排队。", "You are in the queue.")
_WAIT = Text(
    "每 {seconds} 秒页面自己看一次，轮到了就打开，不用一直刷新。",
    "Every {seconds} seconds this page looks again by itself and opens when it is your turn; there is no need to reload it.",
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


def waiting_page(path: str, told: Waiting, language: Language) -> Wire:
    """A queued answer for people; it leads back to `path` (with its question) by itself."""
    seconds = told.retry_after_s
    said = {name: text.in_(language) for name, text in _WORDS.items()}
    onward = escape(path, quote=True)
    body = (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="refresh" content="{seconds};url={onward}">'
        f"<title>{said['title']}</title><style>{STYLE}</style>"
        f"<main><h1>{said['title']}</h1>"
        f'<div role="status">{_place(told, language)}'
        f"<p>{said['wait'].format(seconds=seconds)}</p></div><p>{said['now']}</p>"
        f'<p>{said["safe"]}</p><p><a href="{onward}">{said["open"]}</a></p>'
        f'<p><a href="/queue">{said["elsewhere"]}</a></p></main></html>'
    )
    headers = (
        ("retry-after", str(seconds)),
        ("cache-control", "no-store"),
        ("content-security-policy", _POLICY),
        ("x-content-type-options", "nosniff"),
    )
    return Wire(429, "text/html; charset=utf-8", body.encode(), headers)


def _place(told: Waiting, language: Language) -> str:
    """What is known of the place, in words; nothing where none could be given yet."""
    if not told.ticket:
        return ""
    if told.your_turn:
        words = [_TURN]
    else:
        words = [_AHEAD.format(ahead=f"{told.ahead:,}"), _time(told, language)]
    if told.message is not None:
        words.insert(0, told.message)
    words.append(_CODE.format(code=told.code))
    return "".join(f"<p>{escape(text.in_(language))}</p>" for text in words)


def _time(told: Waiting, language: Language) -> Text:
    if told.paused_until is not None:
        return _PAUSED.format(until=f"{told.paused_until.astimezone(CHINA):%H:%M}")
    if told.interval_s is None:
        return _NO_TIME
    low, high = (_span(seconds).in_(language) for seconds in told.interval_s)
    return _TIME.format(low=low, high=high)


def _span(seconds: int) -> Text:
    return _SECONDS.format(n=seconds) if seconds < 120 else _MINUTES.format(n=round(seconds / 60))


_WORDS = {
    "title": _TITLE,
    "wait": _WAIT,
    "now": _NOW,
    "safe": _SAFE,
    "open": _OPEN,
    "elsewhere": _ELSEWHERE,
}
