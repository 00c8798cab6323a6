"""A bulkhead whose size is known."""

from __future__ import annotations


class Fixed:
    def __init__(self, value: int) -> None:
        self.value = value

    def sample(self, *, now: float, in_flight: int, took_s: float, ok: bool) -> None:
        """Nothing is learnt."""
