"""The answer of a program that cannot come in now: a problem with its place (RFC 9457)."""

from __future__ import annotations

import msgspec

from bumang.gate.waiting import Waiting
from bumang.kernel.text import Language, Text
from bumang.runtime.http import PROBLEM, Wire


def waiting_json(told: Waiting, language: Language) -> Wire:
    """The same request comes again with `Bumang-Ticket` after `retry_after_s` seconds."""
    body = {
        "type": "https://bumang.example/problems/queued",
        "status": 429,
        "answer": "queued",
        "title": _QUEUED.in_(language),
        "detail": _DETAIL.in_(language),
        **msgspec.structs.asdict(told),
    }
    wait = (("retry-after", str(told.retry_after_s)),)
    return Wire(429, PROBLEM, msgspec.json.encode(body), wait)


_QUEUED = Text("正在为您排队。", "You are in the queue.")
_DETAIL = Text(
    "位置已经留好。请过 retry_after_s 秒，把 ticket 放在 Bumang-Ticket 里再发同样的请求。",
    "Your place is kept. Send the same request again after retry_after_s seconds, with the ticket in Bumang-Ticket.",
)
