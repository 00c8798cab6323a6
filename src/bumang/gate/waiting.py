"""What someone who waits is told: the place, those ahead, the time, the code to write down."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bumang.gate.opening import Opening
from bumang.gate.ticket import Held
from bumang.kernel.text import Text


class Waiting(msgspec.Struct, frozen=True):
    """`interval_s` holds four times in five, and is not known before anyone was let in.

    `ticket` is empty where no place could be given yet: then the same request simply comes again.
    `paused_until`: operators have nobody called, at most so long; `message` is theirs.
    `number` is as which one somebody came for announced opening `opening`; `opens_at`: its hour has
    not come, and there is no place yet. `go_on_until`: the visit's half hour is over; until then one press takes another.
    """

    retry_after_s: int
    ticket: str = ""
    code: str = ""
    place: int = 0
    ahead: int = 0
    interval_s: tuple[int, int] | None = None
    your_turn: bool = False
    line: int = -1
    go_on_until: datetime | None = None
    paused_until: datetime | None = None
    message: Text | None = None
    number: int = 0
    opening: int = 0
    opens_at: datetime | None = None


SOONEST_SECONDS, LATEST_SECONDS = 2, 30
_NEAR_SECONDS = 3.0
_SPREAD = 0.4


def waiting(
    held: Held,
    front: int,
    interval: tuple[float, float] | None,
    about_s: float | None = None,
    paused_until: datetime | None = None,
    message: Text | None = None,
) -> Waiting:
    """For a place that was not let in yet. `about_s` tells when to ask again while no interval is known."""
    ticket = held.ticket
    if ticket.place <= front:
        return called(held, message=message)
    unknown = (ticket.place - front) / _UNKNOWN_PER_S if about_s is None else about_s
    low, high = interval or (unknown, 0.0)
    return Waiting(
        _ask_again_after(low, ticket.place),
        held.token,
        held.code,
        ticket.place,
        ticket.place - front - 1,
        None if interval is None else (max(1, round(low)), max(2, round(high))),
        False,
        ticket.line,
        None,
        paused_until,
        message,
    )


def _ask_again_after(seconds: float, place: int) -> int:
    """Of someone who hardly waits less than `seconds`: then, where that is near; else after a quarter.

    So those near the front come when their turn does, also where it comes sooner than was told, and the
    others need not ask often. Who came together is told different times: they would come together again,
    more than there are slots for, and nobody between.
    """
    then = min(seconds, max(_NEAR_SECONDS, seconds / 4))
    spread = 1 + _SPREAD * (place * _GOLDEN % 1 - 0.5)
    return min(max(SOONEST_SECONDS, round(then * spread)), LATEST_SECONDS)


_GOLDEN = 0.6180339887
"""Multiples of it lie evenly between whole numbers, however many there are."""


def before_the_hour(
    held: Held | None, opening: Opening, now: datetime, message: Text | None = None
) -> Waiting:
    """For someone who came before an opening's hour; without a ticket where the hour is just now."""
    left = round((opening.opens_at - now).total_seconds())
    seconds = max(SOONEST_SECONDS, min(left, LATEST_SECONDS))
    if held is None:
        return Waiting(seconds, opening=opening.number, opens_at=opening.opens_at, message=message)
    return Waiting(
        seconds,
        held.token,
        held.code,
        line=held.ticket.line,
        message=message,
        number=opening.number_of(held.ticket.place),
        opening=opening.number,
        opens_at=opening.opens_at,
    )


_UNKNOWN_PER_S = 50.0
"""Places, for when to ask again while nothing is known of the pace. Nobody is told a time by it."""


def called(held: Held, go_on_until: datetime | None = None, message: Text | None = None) -> Waiting:
    """For a place whose turn it is."""
    place, line = held.ticket.place, held.ticket.line
    return Waiting(
        SOONEST_SECONDS,
        held.token,
        held.code,
        place,
        your_turn=True,
        line=line,
        go_on_until=go_on_until,
        message=message,
    )
