"""The answer of a person who cannot come in now: a small page that works without a script.

What is the same for all is made once for each language; a page is that and a handful of values.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from html import escape

from bumang.gate import waiting_words as words
from bumang.gate.beside import NOTHING, Beside
from bumang.gate.lane import is_doubtful
from bumang.gate.plain_page import STYLE, Fields, form_of, hashed, page_of, policy
from bumang.gate.visit_page import ended
from bumang.gate.waiting import Waiting
from bumang.gate.waiting_script import SCRIPT
from bumang.kernel.clock import CHINA
from bumang.kernel.text import LANGUAGES, Language, Text
from bumang.runtime.http import Wire

_HTML = "text/html; charset=utf-8"
_HEADERS = (
    ("cache-control", "no-store"),
    (
        "content-security-policy",
        policy(script_src=f"'{hashed(SCRIPT)}'", connect_src="'self'", form_action="'self'"),
    ),
    ("x-content-type-options", "nosniff"),
    ("vary", "accept-language, cookie"),
)


def waiting_page(
    onward: str,
    told: Waiting,
    language: Language,
    beside: Beside = NOTHING,
    *,
    typed: Fields | None = None,
) -> Wire:
    """A queued answer for people; it leads back to `onward` (a path with its question) by itself.

    `typed` are the fields of a form that was sent there: they stay in the page.
    """
    target = escape(onward, quote=True).encode()
    if told.go_on_until is not None:
        body = ended(told, onward, language, typed).encode()
    elif typed is not None:
        body = _with_typed(told, onward, language, beside, typed)
    elif told.ticket and not told.your_turn:
        body = (_ASIDE if is_doubtful(told.line) else _WAITING)[language] % (
            told.retry_after_s,
            target,
            *_place(told, target, language),
            beside.html(language),
            target,
        )
    elif told.ticket:
        body = _TURN[language] % (
            told.retry_after_s,
            target,
            told.line,
            told.place,
            told.retry_after_s,
            target,
            told.code.encode(),
            beside.html(language),
            target,
        )
    else:
        body = _NO_PLACE[language] % (
            told.retry_after_s,
            target,
            beside.html(language),
            target,
        )
    return Wire(429, _HTML, body, (("retry-after", str(told.retry_after_s)), *_HEADERS))


def _place(told: Waiting, target: bytes, language: Language) -> tuple[object, ...]:
    if told.paused_until is not None:
        time = _paused(told.paused_until, language)
    elif told.interval_s is None:
        time = _NO_TIME[language]
    else:
        low, high = told.interval_s
        time = _time(low, high, language)
    ahead = b"%s" % f"{told.ahead:,}".encode()
    return told.line, told.place, told.retry_after_s, target, ahead, time, told.code.encode()


def _code(told: Waiting, language: Language) -> bytes:
    return _CODE[language] % told.code.encode() if told.ticket else b""


@lru_cache(16)
def _paused(until: datetime, language: Language) -> bytes:
    said = words.PAUSED.format(until=f"{until.astimezone(CHINA):%H:%M}")
    return said.in_(language).encode()


@lru_cache(4096)
def _time(low: int, high: int, language: Language) -> bytes:
    said = words.TIME.format(low=span(low), high=span(high))
    return said.in_(language).encode()


def span(seconds: int) -> Text:
    if seconds < 120:
        return words.SECONDS.format(n=seconds)
    return words.MINUTES.format(n=round(seconds / 60))


def _with_typed(
    told: Waiting, onward: str, language: Language, beside: Beside, typed: Fields
) -> bytes:
    form = f"<p>{words.TYPED.in_(language)}</p>{form_of(onward, typed, words.SEND_TYPED, language)}"
    if told.ticket and not told.your_turn:
        target = escape(onward, quote=True).encode()
        page = _TYPED[language] % (*_place(told, target, language), beside.html(language))
    else:
        page = _TYPED_SHORT[language] % (_code(told, language), beside.html(language))
    return page.replace(_FORM_HERE, form.encode(), 1)


_REFRESH = '<meta http-equiv="refresh" content="%d;url=%s">'
_FORM_HERE = b"<!--form-->"


def _made(language: Language, texts: Mapping[str, Text]) -> dict[str, str]:
    return {name: text.in_(language) for name, text in texts.items()}


def _status(language: Language) -> str:
    """The two lines that change, with the words the script makes them of."""
    said = _made(
        language,
        {
            "ahead": words.AHEAD,
            "time": words.TIME,
            "seconds": words.SECONDS,
            "minutes": words.MINUTES,
        },
    )
    data = "".join(f' data-{name}="{escape(text, quote=True)}"' for name, text in said.items())
    ahead = words.AHEAD.in_(language).format(ahead="%s")
    return (
        f'<div id="told" role="status" data-line="%d" data-place="%d" data-wait="%d"'
        f' data-onward="%s"{data}><p>{ahead}</p><p>%s</p></div>'
    )


def _tail(language: Language, *, opens: bool) -> str:
    opening = f'<p><a href="%s">{words.OPEN.in_(language)}</a></p>' if opens else ""
    return (
        f"%s<p>{words.SAFE.in_(language)}</p>{opening}"
        f'<p><a href="/queue">{words.ELSEWHERE.in_(language)}</a></p>'
    )


def _script() -> str:
    assert "%" not in SCRIPT + STYLE  # they are parts of templates
    return f"<script>{SCRIPT}</script>"


def _waiting(language: Language) -> bytes:
    code, wait = words.CODE.in_(language).format(code="<strong>%s</strong>"), words.WAIT
    inside = (
        f"{_status(language)}<p>{code}</p><p>{wait.in_(language)}</p>"
        f"{_tail(language, opens=True)}{_script()}"
    )
    head = f"<noscript>{_REFRESH}</noscript>"
    return page_of(words.TITLE, inside, language, head).encode()


def _aside(language: Language) -> bytes:
    """In the doubtful lane: it shows its ticket by itself, which is a way out, and names the others."""
    code, wait = words.CODE.in_(language).format(code="<strong>%s</strong>"), words.WAIT
    sooner = f'<p><a href="/queue/proof">{words.SOONER.in_(language)}</a></p>'
    inside = (
        f"{_status(language)}<p>{code}</p><p>{wait.in_(language)}</p>{sooner}"
        f"{_tail(language, opens=True)}"
    )
    return page_of(words.TITLE, inside, language, _REFRESH).encode()


def _turn(language: Language) -> bytes:
    """One's turn, without a slot yet."""
    told = "".join(f"<p>{text.in_(language)}</p>" for text in (words.TURN, words.TURN_KEPT))
    code = words.CODE_KEPT.in_(language).format(code="<strong>%s</strong>")
    inside = (
        '<div id="told" role="status" data-line="%d" data-place="%d" data-wait="%d"'
        f' data-onward="%s">{told}</div><p>{code}</p>{_tail(language, opens=True)}{_script()}'
    )
    return page_of(words.TURN_TITLE, inside, language, f"<noscript>{_REFRESH}</noscript>").encode()


def _no_place(language: Language) -> bytes:
    """In no line yet: the same is asked again, soon."""
    inside = f'<p role="status">{words.WAIT.in_(language)}</p>{_tail(language, opens=True)}'
    return page_of(words.TITLE, inside, language, _REFRESH).encode()


def _typed(language: Language) -> bytes:
    code = words.CODE.in_(language).format(code="<strong>%s</strong>")
    inside = (
        f"{_status(language)}<p>{code}</p>{_FORM_HERE.decode()}"
        f"{_tail(language, opens=False)}{_script()}"
    )
    return page_of(words.TITLE, inside, language).encode()


def _typed_short(language: Language) -> bytes:
    inside = f"%s{_FORM_HERE.decode()}{_tail(language, opens=False)}"
    return page_of(words.TITLE, inside, language).encode()


_WAITING = {language: _waiting(language) for language in LANGUAGES}
_ASIDE = {language: _aside(language) for language in LANGUAGES}
_TURN = {language: _turn(language) for language in LANGUAGES}
_NO_PLACE = {language: _no_place(language) for language in LANGUAGES}
_TYPED = {language: _typed(language) for language in LANGUAGES}
_TYPED_SHORT = {language: _typed_short(language) for language in LANGUAGES}
_CODE = {
    language: f"<p>{words.CODE.in_(language).format(code='<strong>%s</strong>')}</p>".encode()
    for language in LANGUAGES
}
_NO_TIME = {language: words.NO_TIME.in_(language).encode() for language in LANGUAGES}
