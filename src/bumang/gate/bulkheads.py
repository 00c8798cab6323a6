"""The classes' slots in one process."""

from __future__ import annotations

from collections.abc import Callable

from bumang.gate.cost import Cost
from bumang.gate.limit import Limit, default_limit
from bumang.gate.limiter import Gone, Limiter, Permit
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
_TURNED_AWAY = counter("bumang_gate_no_slot", "Requests that found no slot", ["cost"])


class Bulkheads:
    """One limiter a class; a flood in one leaves the others their slots."""

    def __init__(
        self,
        steady: Callable[[], float],
        limit: Callable[[int], Limit] = default_limit,
    ) -> None:
        self._steady = steady
        self._classes = {cost: Limiter(limit(start), steady) for cost, start in _START.items()}

    def limiter(self, cost: Cost) -> Limiter:
        return self._classes[cost]

    async def enter(self, cost: Cost, *, urgent: bool, gone: Gone | None = None) -> Permit | None:
        """A permit to be given back, or `None`: no slot came free in time.

        Raises `ClientGoneError` when whoever waits has gone (`gone` came to its end).
        """
        until = self._steady() + PATIENCE_SECONDS
        permit = await self._classes[cost].enter(urgent=urgent, until=until, gone=gone)
        if permit is None:
            _TURNED_AWAY.labels(cost.value).inc()
        return permit
