"""The classes' slots in one process: a request is let in, or told when to come back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bumang.gate.cost import Cost
from bumang.gate.limit import Limit, default_limit
from bumang.gate.limiter import Limiter, Permit
from bumang.runtime.metrics import counter

PATIENCE_SECONDS = 0.25
"""How long a request may wait for a slot before it is told to come back."""
SOONEST_SECONDS, LATEST_SECONDS = 2, 60

_START = {Cost.LIGHT: 64, Cost.INTERACTIVE: 16}
_TURNED_AWAY = counter("bumang_gate_queued", "Requests that found no slot", ["cost"])


@dataclass
class _Second:
    """What happened in this second and the one before; one request a second is no pressure."""

    steady: Callable[[], float]
    at: int = 0
    now: int = 0
    before: int = 0

    def add(self) -> int:
        """One more; how many in the last second or so."""
        second = int(self.steady())
        if second != self.at:
            self.before = self.now if second == self.at + 1 else 0
            self.at, self.now = second, 0
        self.now += 1
        return max(self.now, self.before)


@dataclass
class _Class:
    limiter: Limiter
    away: _Second
    begun: float
    ended_before: int = 0
    per_second: float = field(default=1.0)

    def retry_after(self, now: float) -> int:
        """When there may be room: as long as those turned away in a second take us, if all come.

        The bounds keep a guess from few figures from becoming a promise.
        """
        if now - self.begun >= 1:
            self.per_second = max(
                1.0, (self.limiter.ended - self.ended_before) / (now - self.begun)
            )
            self.begun, self.ended_before = now, self.limiter.ended
        wait = round(self.away.add() / self.per_second)
        return max(SOONEST_SECONDS, min(wait, LATEST_SECONDS))


class Bulkheads:
    """One limiter a class; a flood in one leaves the others their slots."""

    def __init__(
        self,
        steady: Callable[[], float],
        limit: Callable[[int], Limit] = default_limit,
    ) -> None:
        self._steady = steady
        self._classes = {
            cost: _Class(Limiter(limit(start), steady), _Second(steady), steady())
            for cost, start in _START.items()
        }

    async def enter(self, cost: Cost, *, urgent: bool) -> Permit | int:
        """A permit to be given back, or after how many seconds to come again."""
        one = self._classes[cost]
        until = self._steady() + PATIENCE_SECONDS
        permit = await one.limiter.enter(urgent=urgent, until=until)
        if permit is not None:
            return permit
        _TURNED_AWAY.labels(cost.value).inc()
        return one.retry_after(self._steady())
