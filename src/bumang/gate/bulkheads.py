"""The classes' slots in one process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bumang.gate.cost import Cost
from bumang.gate.limit import Limit, default_limit
from bumang.gate.limiter import Gone, Limiter, Permit
from bumang.gate.pace import Pace
from bumang.runtime.metrics import counter

PATIENCE_SECONDS = 0.25
"""How long a request may wait for a slot before it is told to come back."""

_START = {
    Cost.LIGHT: 64,
    Cost.INTERACTIVE: 16,
    Cost.FORM: 32,
    Cost.UPSTREAM: 8,
    Cost.OPERATORS: 8,
}
_PACED = (Cost.LIGHT, Cost.FORM)
"""Those that cost the processor: what they may take of it is bounded by how late the loop is."""
_TICK_SECONDS = 0.02
_TURNED_AWAY = counter("bumang_gate_no_slot", "Requests that found no slot", ["cost"])


def _nobody_waits() -> float:
    return 0.0


class Bulkheads:
    """One limiter a class; a flood in one leaves the others their slots."""

    def __init__(
        self,
        steady: Callable[[], float],
        limit: Callable[[int], Limit] = default_limit,
    ) -> None:
        self._steady = steady
        self._classes = {cost: Limiter(limit(start), steady) for cost, start in _START.items()}
        self._paces = {cost: Pace() for cost in _PACED}

    def limiter(self, cost: Cost) -> Limiter:
        return self._classes[cost]

    def pace(self, cost: Cost) -> Pace | None:
        """Of a class that costs the processor."""
        return self._paces.get(cost)

    async def watch(self, longest_wait: Callable[[], float] = _nobody_waits) -> None:
        """Tell the paces how late the loop is, again and again, until cancelled. `longest_wait`: so long
        someone waits already who has not begun; that is as late as a late loop, and known before it
        is over."""
        while True:
            due = self._steady() + _TICK_SECONDS
            await asyncio.sleep(_TICK_SECONDS)
            now = self._steady()
            late = max(now - due, longest_wait())
            for pace in self._paces.values():
                pace.late(now, late)

    async def enter(self, cost: Cost, *, urgent: bool, gone: Gone | None = None) -> Permit | None:
        """A permit to be given back, or `None`: no slot came free in time.

        Raises `ClientGoneError` when whoever waits has gone (`gone` came to its end).
        """
        now, pace = self._steady(), self._paces.get(cost)
        permit = None
        if pace is None or pace.may(now):
            until = now + PATIENCE_SECONDS
            permit = await self._classes[cost].enter(urgent=urgent, until=until, gone=gone)
        if permit is None:
            _TURNED_AWAY.labels(cost.value).inc()
        return permit
