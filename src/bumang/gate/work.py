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

    def since(self, limiter: Limiter) -> Done:
        """Since this was asked last."""
        now, ended, busy = self._steady(), limiter.ended, limiter.busy_seconds
        seconds = now - self._at
        in_use = (busy - self._busy) / seconds if seconds > 0 else float(limiter.in_flight)
        done = Done(ended - self._ended, max(0.0, limiter.limit - in_use), limiter.limit)
        self._at, self._ended, self._busy = now, ended, busy
        return done
