"""Calls the next of every line: by what the slots can take, and by what operators ordered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.doubtful_lane import shares
from bumang.gate.lane import Lane, cost_of_line, line_number
from bumang.gate.line import Line, Pool
from bumang.gate.opening import Opening, Phase
from bumang.gate.openings import Openings
from bumang.gate.order_book import latest
from bumang.gate.steering import Order, Steering, in_force
from bumang.gate.work import Done, Work
from bumang.kernel.clock import Clock
from bumang.runtime.database import Bounded

_OPENINGS_SECONDS = 1.0


class Calling:
    """`lines` are by their number: a lane of a cost class each, and those of announced openings.
    `orders` are the last of each setting, `steering` what is in force of them."""

    def __init__(
        self,
        bulkheads: Bulkheads,
        pool: Pool,
        clock: Clock,
        steady: Callable[[], float],
        classes: Sequence[Cost],
    ) -> None:
        self._bulkheads = bulkheads
        self._pool = pool
        self._clock = clock
        self._steady = steady
        self._classes = classes
        numbers = [line_number(cost, lane) for cost in classes for lane in Lane]
        self.lines = {number: Line(number, pool, steady) for number in numbers}
        self.openings = Openings()
        self.orders: list[Order] = []
        self.steering = Steering()
        self._openings_due = 0.0
        self._done = {cost: Work(steady) for cost in classes}

    def cost_of(self, line: int) -> Cost:
        """Whose slots those use who are called in this line."""
        opening = self.openings.of_line(line)
        return opening.cost if opening else cost_of_line(line)

    def line_of(self, cost: Cost, lane: Lane) -> Line:
        return self.lines[line_number(cost, lane)]

    def opening_for(self, cost: Cost, matter: str) -> Opening | None:
        """The announced opening that a request of this class, about this matter or none, is for:
        until some hours after its hour, and while its line has people waiting."""
        now = self._clock()
        for opening in self.openings.known:
            line = self.lines.get(opening.line)
            if line is None or not opening.is_for(cost, matter):
                continue
            phase = opening.phase(now)
            left = phase is Phase.OVER and opening.seed is not None and not line.empty
            if left or phase in {Phase.EARLY, Phase.DUE, Phase.OPEN}:
                return opening
        return None

    async def look(self) -> None:
        """Once: obey, call the next, and see where every line stands."""
        await self._obey()
        # At once: one after the other, each waiting for its turn in a busy loop, they would take a second.
        await asyncio.gather(*(self._call_class(cost) for cost in self._classes))

    async def _call_class(self, cost: Cost) -> None:
        limiter, pace = self._bulkheads.limiter(cost), self._bulkheads.pace(cost)
        done = self._done[cost].since(limiter, pace.refused if pace else 0)
        urgent, aside = self.line_of(cost, Lane.URGENT), self.line_of(cost, Lane.DOUBTFUL)
        mains = [self.line_of(cost, Lane.MAIN), *self._opening_lines(cost)]
        called = [one for one in mains if self._is_called(one)]
        parts = shares(
            urgent=self._is_called(urgent),
            main=bool(called),
            doubtful=self._is_called(aside),
            urgent_share=limiter.urgent_slots / limiter.limit,
        )
        # Openings that are called share the main lane's part with it.
        each = parts[1] / max(1, len(called))
        own = [(line, each if line in called else 0.0) for line in mains]
        every = ((urgent, parts[0]), *own, (aside, parts[2]))
        await asyncio.gather(*(self._call(line, done, part) for line, part in every))

    def _is_called(self, line: Line) -> bool:
        return not (line.empty or self._paused(line))

    def _opening_lines(self, cost: Cost) -> list[Line]:
        return [self.lines[line] for line in self.openings.lines if self.cost_of(line) is cost]

    async def _call(self, line: Line, done: Done, part: float) -> None:
        rate = 0.0 if self._paused(line) else self.steering.rates.get(line.number)
        await line.go_on(
            ended=done.ended * part,
            free=done.free * part,
            slots=done.slots * part,
            per_second=rate,
        )

    def waits_for_hour(self, line: int) -> bool:
        """Whether it is an opening's whose order is not revealed yet."""
        opening = self.openings.of_line(line)
        return opening is not None and opening.seed is None

    def _paused(self, line: Line) -> bool:
        """By order, or because the opening's hour has not come."""
        return self.waits_for_hour(line.number) or line.number in self.steering.paused

    async def _obey(self) -> None:
        """Read what operators ordered since the last look; what has ended, ends without them."""
        seen = max((order.number for order in self.orders), default=0)
        try:
            if pool := self._pool():
                self.orders = await latest(pool, seen) or self.orders
                await self._know_openings(pool)
        finally:
            self.steering = in_force(self.orders, self._clock())
            for cost in self._classes:
                limit, share = self.steering.limits.get(cost), self.steering.urgent_shares.get(cost)
                self._bulkheads.limiter(cost).steer(limit=limit, urgent_share=share)

    async def _know_openings(self, pool: Bounded) -> None:
        """Once a second, and at each look while one is due."""
        now, steady = self._clock(), self._steady()
        due = any(one.phase(now) is Phase.DUE for one in self.openings.known)
        if due or steady >= self._openings_due:
            self._openings_due = steady + _OPENINGS_SECONDS
            await self.openings.refresh(pool, now)
            for number in self.openings.lines:
                if number not in self.lines:
                    order = partial(self.openings.place, number)
                    self.lines[number] = Line(number, self._pool, self._steady, order)
