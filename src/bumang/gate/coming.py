"""A request as it comes to the waiting room, and what it is once it was let in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from bumang.gate.cost import Cost
from bumang.gate.lane import Lane
from bumang.gate.limiter import Gone

Person = Callable[[], str]
"""Who is signed in, by a stable name; empty: nobody. Asked of newcomers only."""

Doubted = Callable[[], bool]
"""Whether they come with a crowd that behaves like scripts. Asked of newcomers who have to wait, and
of those who wait in the doubtful lane."""


def nobody() -> str:
    return ""


def trusted() -> bool:
    return False


class Coming(msgspec.Struct, frozen=True):
    """`gone` tells when the client has hung up: then nothing is begun for it."""

    cost: Cost
    lane: Lane
    person: Person = nobody
    doubted: Doubted = trusted
    gone: Gone | None = None

    @property
    def urgent(self) -> bool:
        return self.lane is Lane.URGENT


class Entered(msgspec.Struct, frozen=True):
    """Let in. `leave` must be called once.

    Of a visit, its `line` and when its half hour ends; `new_pass` is for its next requests, where
    the one they carry is not good for long enough.
    """

    leave: Callable[[bool], None]
    new_pass: str = ""
    line: int = -1
    ends: datetime | None = None
