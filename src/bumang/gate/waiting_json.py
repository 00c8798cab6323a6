"""The answer of a program that cannot come in now: a problem with its place (RFC 9457)."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bumang.gate.better_hour import BetterHour
from bumang.gate.waiting import Waiting
from bumang.kernel.text import LANGUAGES, Language, Text
from bumang.runtime.http import PROBLEM, Wire


class _Queued(msgspec.Struct, frozen=True):
    title: str
    detail: str
    retry_after_s: int
    ticket: str
    code: str
    place: int
    ahead: int
    interval_s: tuple[int, int] | None
    your_turn: bool
    line: int
    go_on_until: datetime | None
    paused_until: datetime | None
    message: Text | None
    number: int
    opening: int
    opens_at: datetime | None
    better_hour: BetterHour | None
    type: str = "https://bumang.example/problems/queued"
    status: int = 429
    answer: str = "queued"


_encode = msgspec.json.Encoder().encode


def waiting_json(told: Waiting, language: Language, better: BetterHour | None = None) -> Wire:
    """The same request comes again with `Bumang-Ticket` after `retry_after_s` seconds."""
    title, detail = _SAID[language]
    body = _Queued(
        title,
        detail,
        told.retry_after_s,
        told.ticket,
        told.code,
        told.place,
        told.ahead,
        told.interval_s,
        told.your_turn,
        told.line,
        told.go_on_until,
        told.paused_until,
        told.message,
        told.number,
        told.opening,
        told.opens_at,
        better,
    )
    wait = (("retry-after", str(told.retry_after_s)), ("cache-control", "no-store"))
    return Wire(429, PROBLEM, _encode(body), wait)


_QUEUED = Text("正在为您排队。", "You are in the queue.")
_DETAIL = Text(
    "位置已经留好。请过 retry_after_s 秒，把 ticket 放在 Bumang-Ticket 里再发同样的请求。",
    "Your place is kept. Send the same request again after retry_after_s seconds, with the ticket in Bumang-Ticket.",
)
_SAID = {language: (_QUEUED.in_(language), _DETAIL.in_(language)) for language in LANGUAGES}
