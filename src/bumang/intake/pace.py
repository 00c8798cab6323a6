"""How many come in a second; pure."""

from __future__ import annotations


class Pace:
    """Calm while no more than `most` came in this second and in the one before."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._second = 0
        self._now = 0
        self._before = 0

    def one_more(self, seconds: float) -> bool:
        """One more came, at a time in seconds that does not run backwards; whether it is calm."""
        second = int(seconds)
        if second != self._second:
            self._before = self._now if second == self._second + 1 else 0
            self._second, self._now = second, 0
        self._now += 1
        return self._now <= self._most and self._before <= self._most
