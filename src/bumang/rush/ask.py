"""One request as a client sends it, and what a client makes of what comes back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

Kind = Literal["done", "accepted", "queued", "invalid", "other"]
KINDS: tuple[Kind, ...] = ("done", "accepted", "queued", "invalid", "other")
Class = Literal["accept", "light", "interactive"]


class Ask(msgspec.Struct, frozen=True):
    """`cost` is the gate's class of the route; `urgent`: about a livelihood or a deadline.

    `expects` is in the body of an answer that says all that is known; without it, it is stale.
    """

    method: str
    path: str
    cost: Class
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    urgent: bool = False
    expects: bytes = b""


class Heard(msgspec.Struct, frozen=True):
    """An answer. `cause` says of `other` what it was: refused, reset, timeout, 5xx, busy, or
    not sent.

    `kept` are the cookies that were set; `ticket` and `known_pass` the headers of a waiting room.
    `stale`: done, but it says less than is known, as when a database gave no answer in time.
    """

    kind: Kind
    cause: str = ""
    retry_after_s: float = 0.0
    kept: tuple[tuple[str, str], ...] = ()
    ticket: str = ""
    known_pass: str = ""
    stale: bool = False


def heard(status: int, headers: Mapping[str, str], kept: tuple[tuple[str, str], ...]) -> Heard:
    """What an HTTP response is to a client. Header names are lower case.

    429 without `Retry-After` tells nobody when to come: that is "busy", and counts as `other`.
    """
    wait = headers.get("retry-after", "")
    queued = status == 429 and wait.isdecimal()
    return Heard(
        _kind(status, queued=queued),
        _cause(status, queued=queued),
        float(wait) if wait.isdecimal() else 0.0,
        kept,
        headers.get("bumang-ticket", ""),
        headers.get("bumang-pass", ""),
    )


def failed(cause: str) -> Heard:
    """No answer came: `refused`, `reset`, `timeout` or `not sent`."""
    return Heard("other", cause)


def _kind(status: int, *, queued: bool) -> Kind:
    if queued:
        return "queued"
    if status == 202:
        return "accepted"
    if status < 400:
        return "done"
    return "other" if status >= 500 or status == 429 else "invalid"


def _cause(status: int, *, queued: bool) -> str:
    if status >= 500:
        return "5xx"
    return "busy" if status == 429 and not queued else ""
