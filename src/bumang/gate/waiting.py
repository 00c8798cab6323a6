"""What someone who waits is told: the place, those ahead, the time, the code to write down."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bumang.gate.ticket import Ticket
from bumang.kernel.text import Text


class Waiting(msgspec.Struct, frozen=True):
    """`interval_s` holds four times in five, and is not known before anyone was let in.

    `paused_until`: operators have nobody called, at most so long; `message` is theirs. `ticket` is
    empty where no place could be given yet: then the same request simply comes again.
    """

    retry_after_s: int
    ticket: str = ""
    code: str = ""
    place: int = 0
    ahead: int = 0
    interval_s: tuple[int, int] | None = None
    your_turn: bool = False
    paused_until: datetime | None = None
    message: Text | None = None


SOONEST_SECONDS, LATEST_SECONDS = 2, 30


def waiting(
    ticket: Ticket, token: str, code: str, front: int, interval: tuple[float, float] | None
) -> Waiting:
    """For a place that was not let in yet."""
    ahead = max(0, ticket.place - front - 1)
    turn = ticket.place <= front
    # Those far from the front need not ask often; nobody misses a turn by asking late.
    seconds = SOONEST_SECONDS if turn else 10 if interval is None else round(interval[0] / 4)
    return Waiting(
        max(SOONEST_SECONDS, min(seconds, LATEST_SECONDS)),
        token,
        code,
        ticket.place,
        ahead,
        None
        if interval is None or turn
        else (max(1, round(interval[0])), max(2, round(interval[1]))),
        turn,
    )
