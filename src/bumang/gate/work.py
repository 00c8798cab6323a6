"""What a class's slots did between two looks of one process."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bumang.gate.limiter import Limiter


class Done(NamedTuple):
    """`ended` requests left; of `slots`, on average `free` were empty."""

    ended: int
    free: float
    slots: int


class Work:
    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._at = steady()
        self._ended = 0
        self._busy = 0.0
        self._refused = 0

    def since(self, limiter: Limiter, refused: int) -> Done:
        """Since this was asked last. `refused`: so many the class's pace did not let in since the start:
        where it refuses someone, no slot is free that could be filled."""
        now, ended, busy = self._steady(), limiter.ended, limiter.busy_seconds
        seconds = now - self._at
        in_use = (busy - self._busy) / seconds if seconds > 0 else float(limiter.in_flight)
        free = max(0.0, limiter.limit - in_use) if refused == self._refused else 0.0
        done = Done(ended - self._ended, free, limiter.limit)
        self._at, self._ended, self._busy, self._refused = now, ended, busy, refused
        return done
