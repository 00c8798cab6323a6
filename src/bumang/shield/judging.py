"""What an old system's answer to a delivery means, and what is done next; pure.

waiting ──► sending ──► delivered
   ▲           ├──────► waiting   (it did nothing, or was not reached: again, later)
   │           ├──────► unknown   (nobody heard the answer) ──► delivered, waiting or parked
   └───────────┴──────► parked    (needs a person) ──► waiting or closed, by an operator
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bumang.shield.config import Match, Store

_LONGEST_SECONDS = 600.0
_NOT_THERE = frozenset({200, 404})
"""To these, an answer without what was looked for means that it was not done."""


class State(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    DELIVERED = "delivered"
    PARKED = "parked"
    CLOSED = "closed"


class Heard(msgspec.Struct, frozen=True):
    """An answer of the old system, as far as it is looked at."""

    status: int
    location: str = ""
    text: str = ""


class Next(msgspec.Struct, frozen=True):
    """`reason` is a word; `wait_s` from now; `uncounted` sendings do not count as attempts."""

    state: State
    reason: str = ""
    wait_s: float = 0.0
    uncounted: int = 0


def fits(match: Match, heard: Heard) -> bool:
    return (
        (not match.status or heard.status in match.status)
        and (match.text is None or match.text.found_in(heard.text))
        and (match.location is None or match.location.found_in(heard.location))
    )


def after_answer(store: Store, heard: Heard, attempts: int) -> Next:
    """`attempts` counts this one. What was done is never sent again, whatever else fits."""
    if fits(store.done, heard):
        return Next(State.DELIVERED)
    if fits(store.retry, heard):
        return _again(store, attempts, "refused for now")
    if heard.status >= 500:
        return unheard(store, attempts, 0.0)
    return Next(State.PARKED, f"answered {heard.status}")


def not_sent(wait_s: float) -> Next:
    """It was not reached at all: nothing happened, and nothing counts."""
    return Next(State.WAITING, "not reached", max(1.0, wait_s), uncounted=1)


def unheard(store: Store, attempts: int, since_sent_s: float) -> Next:
    """It may have been done. Sent again only where the old system knows it is the same."""
    if store.unknown == "retry":
        return _again(store, attempts, "unheard")
    if store.unknown == "person" or store.ask is None:
        return Next(State.PARKED, "unheard")
    return Next(State.UNKNOWN, "unheard", max(0.0, store.ask.settle - since_sent_s))


def after_asking(store: Store, heard: Heard | None, attempts: int) -> Next:
    """`None`: the question was not answered either."""
    assert store.ask is not None
    if heard is not None and fits(store.ask.done, heard):
        return Next(State.DELIVERED, "found there")
    if heard is not None and heard.status in _NOT_THERE:
        return _again(store, attempts, "not there")
    return Next(State.UNKNOWN, "unheard", _back_off(store, attempts))


def _again(store: Store, attempts: int, reason: str) -> Next:
    if attempts >= store.attempts:
        return Next(State.PARKED, f"{reason}, {attempts} times")
    return Next(State.WAITING, reason, _back_off(store, attempts))


def _back_off(store: Store, attempts: int) -> float:
    return min(store.back_off * 2.0 ** max(0, attempts - 1), _LONGEST_SECONDS)
