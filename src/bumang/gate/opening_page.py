"""The page of whoever came before an opening's hour: the number, the hour, how the order is drawn."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from html import escape

from bumang.gate import opening_words as words
from bumang.gate.beside import NOTHING, Beside
from bumang.gate.opening import Opening
from bumang.gate.plain_page import Fields, form_of, page_of, policy
from bumang.gate.visit_words import GO_ON
from bumang.gate.waiting import Waiting
from bumang.gate.waiting_page import span
from bumang.kernel.clock import CHINA
from bumang.kernel.text import Language, Text
from bumang.runtime.http import Wire

_HEADERS = (
    ("cache-control", "no-store"),
    ("content-security-policy", policy(form_action="'self'")),
    ("x-content-type-options", "nosniff"),
    ("vary", "accept-language, cookie"),
)


def opening_page(
    onward: str,
    told: Waiting,
    opening: Opening,
    language: Language,
    now: datetime,
    beside: Beside = NOTHING,
    *,
    typed: Fields | None = None,
) -> Wire:
    """A queued answer before the hour; the page comes back to `onward` by itself.

    `typed` are the fields of a form that was sent there: then the page stays, and keeps them.
    """
    say = partial(told_in, language)
    number = words.NUMBER.format(number=f"{told.number:,}") if told.ticket else words.COMING
    code = f"<p>{say(words.CODE.format(code=told.code))}</p>" if told.ticket else ""
    inside = (
        f'<div role="status"><p><strong>{say(number)}</strong></p><p>{say(_left(opening, now))}</p></div>'
        f"{code}{_kept(onward, typed, language)}<p>{say(words.FAIR)}</p>"
        f"<p>{say(words.COMMITTED)}<br><code>{opening.commitment.hex()}</code></p>"
        f'<p><a href="/queue/order?opening={opening.number}">{say(words.CHECK)}</a></p>'
        f"{beside.html(language).decode()}"
        f"{'' if typed else f'<p>{say(words.BY_ITSELF.format(seconds=told.retry_after_s))}</p>'}"
    )
    refresh = f'<meta http-equiv="refresh" content="{told.retry_after_s};url={escape(onward)}">'
    title = words.TITLE.format(at=moment(opening.opens_at))
    body = page_of(title, inside, language, "" if typed else refresh).encode()
    wait = ("retry-after", str(told.retry_after_s))
    return Wire(429, "text/html; charset=utf-8", body, (wait, *_HEADERS))


class BesideOpening(Beside):
    """After the hour, what a waiting page tells beside the place: the number, and how it was drawn."""

    def __init__(self, beside: Beside, told: Waiting) -> None:
        self._beside = beside
        self._told = told

    def html(self, language: Language) -> bytes:
        number = words.NUMBER.format(number=f"{self._told.number:,}")
        onward = f"/queue/order?opening={self._told.opening}&amp;number={self._told.number}"
        own = (
            f"<p>{told_in(language, number)}"
            f' <a href="{onward}">{told_in(language, words.CHECK)}</a></p>'
        )
        return own.encode() + self._beside.html(language)


def _kept(onward: str, typed: Fields | None, language: Language) -> str:
    """What was typed just before, to be sent on from the hour."""
    if not typed:
        return ""
    return f"<p>{told_in(language, words.TYPED)}</p>{form_of(onward, typed, GO_ON, language)}"


def told_in(language: Language, text: Text) -> str:
    """As HTML."""
    return escape(text.in_(language))


def moment(at: datetime) -> Text:
    """A day and an hour in China."""
    local = at.astimezone(CHINA)
    return words.DAY.format(
        month=local.month, day=local.day, name=f"{local:%B}", clock=f"{local:%H:%M}"
    )


def _left(opening: Opening, now: datetime) -> Text:
    seconds = round((opening.opens_at - now).total_seconds())
    if seconds <= 0:
        return words.DUE
    if seconds < 2 * 3600:
        return words.LEFT.format(left=span(seconds))
    return words.LEFT.format(left=words.HOURS.format(n=seconds // 3600, m=seconds % 3600 // 60))
