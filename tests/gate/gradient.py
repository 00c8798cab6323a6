"""The ratio rule: long-term over short-term time, as in Netflix's concurrency-limits (Gradient2).

Kept to be compared with: once everything is steadily slow, slow becomes its normal.
"""

from __future__ import annotations

from math import sqrt

_LONG, _SHORT, _SMOOTH = 0.002, 0.1, 0.2
_TOLERANCE = 1.5


class Gradient:
    def __init__(self, start: int, most: int = 1000) -> None:
        self._limit, self._most = float(start), most
        self._long = self._short = 0.0

    @property
    def value(self) -> int:
        return max(1, int(self._limit))

    def sample(self, *, now: float, in_flight: int, took_s: float, ok: bool) -> None:
        if not ok:
            return
        self._long += (took_s - self._long) * (_LONG if self._long else 1)
        self._short += (took_s - self._short) * (_SHORT if self._short else 1)
        if in_flight < self._limit / 2:
            return
        ratio = max(0.5, min(1.0, _TOLERANCE * self._long / self._short))
        wanted = self._limit * ratio + sqrt(self._limit)
        # A sample is one of about `limit` in a round, so each moves the limit by its share.
        self._limit += (wanted - self._limit) * _SMOOTH / self._limit
        self._limit = max(1.0, min(self._limit, self._most))
