"""TCP Vegas' rule (Brakmo and Peterson 1995): keep a few requests in the queue, no more.

The queue is estimated from the shortest time ever seen. Kept to be compared with: after a lasting
change to slower it takes all the difference for queue and shrinks to almost nothing.
"""

from __future__ import annotations

_FEW, _MANY = 3, 6


class Vegas:
    def __init__(self, start: int, most: int = 1000) -> None:
        self._limit, self._most = float(start), most
        self._shortest = float("inf")

    @property
    def value(self) -> int:
        return max(1, int(self._limit))

    def sample(self, *, now: float, in_flight: int, took_s: float, ok: bool) -> None:
        if not ok:
            return
        self._shortest = min(self._shortest, took_s)
        queue = self._limit * (1 - self._shortest / took_s)
        if queue > _MANY:
            self._limit = max(1.0, self._limit - 1 / self._limit)
        elif queue < _FEW and in_flight >= self._limit / 2:
            self._limit = min(self._most, self._limit + 1 / self._limit)
