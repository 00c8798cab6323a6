"""A request as it comes to the waiting room, and what it is once it was let in."""

from __future__ import annotations

from collections.abc import Callable

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
    """Let in. `leave` must be called once; `new_pass` is for the next requests of a visit of `line`."""

    leave: Callable[[bool], None]
    new_pass: str = ""
    line: int = -1
