"""The waiting room of one process: who is let in, who gets or keeps a place."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
import structlog
from msgspec.structs import replace

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.lane import CLASSES, LINES, Lane, cost_of_line, lane_of_line, line_number
from bumang.gate.limiter import Permit
from bumang.gate.line import Line, Pool
from bumang.gate.order_book import latest
from bumang.gate.steering import Order, Steering, in_force
from bumang.gate.ticket import Seals, Ticket
from bumang.gate.waiting import SOONEST_SECONDS, Waiting, waiting
from bumang.kernel.clock import Clock
from bumang.runtime.database import UNREACHABLE

VISIT = timedelta(minutes=30)
"""A turn is for so long, however many pages it takes."""
_LOOK_SECONDS = 0.25
_AT_ONCE = 4
"""Requests in work for one pass, in one process: a browser's, not a crowd's."""

_events = structlog.get_logger()


class Entered(msgspec.Struct, frozen=True):
    """Let in. `leave` must be called once; `new_pass` is for the visit's next requests."""

    leave: Callable[[bool], None]
    new_pass: str = ""


class Room:
    """`lines` are by their number: a lane of a cost class each."""

    def __init__(
        self,
        seals: Seals,
        bulkheads: Bulkheads,
        pool: Pool,
        clock: Clock,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seals = seals
        self.bulkheads = bulkheads
        self._clock = clock
        self._pool = pool
        self.lines = {number: Line(number, pool, steady) for number in LINES}
        self._ended = dict.fromkeys(CLASSES, 0)
        self._inside: Counter[tuple[int, int]] = Counter()
        self.orders: list[Order] = []
        self.steering = Steering()

    @property
    def now(self) -> bytes:
        """How far each line is, for everyone; the pace is in places a second."""
        told = [
            {
                "line": line.number,
                "class": cost_of_line(line.number),
                "lane": lane_of_line(line.number).name.lower(),
                "front": line.seen.front,
                "last": line.seen.last,
                "per_s": round(line.times.per_second, 1),
                "held": line.times.coverage and round(line.times.coverage, 3),
            }
            for line in self.lines.values()
        ]
        return msgspec.json.encode({"as_of": self._clock(), "lines": told})

    def place_of(self, text: str) -> Waiting | None:
        """Where a ticket or a code stands; `None`: it is not one, or of a place never given."""
        held = self._seals.read(text)
        if held is None or held.line not in self.lines:
            return None
        line = self.lines[held.line]
        return self._told(line, held) if 1 <= held.place <= line.seen.last else None

    def cost_of_ticket(self, text: str) -> Cost:
        """The class of a ticket that `place_of` found."""
        held = self._seals.read(text)
        assert held is not None
        return cost_of_line(held.line)

    def line_of(self, cost: Cost, lane: Lane) -> Line:
        return self.lines[line_number(cost, lane)]

    async def arrive(
        self, cost: Cost, lane: Lane, *, ticket: str, known_pass: str
    ) -> Entered | Waiting:
        """`ticket` (a token or a code) and `known_pass` as sent, or empty; wrong ones count as none."""
        line = self.line_of(cost, lane)
        if visit := self._visit(line, known_pass):
            return await self._by_turn(cost, lane, line, visit, "")
        held = self._seals.read(ticket) if ticket else None
        if held is None or held.line != line.number:
            return await self._newcomer(cost, lane, line)
        if held.place > line.seen.front:
            return self._told(line, held)
        try:
            taken = await line.take_turn(held.place)
        except UNREACHABLE:
            return self._told(line, held)
        if taken is None or taken + VISIT <= self._clock():
            # Not called in truth, or used up: then as anyone who comes.
            return await self._newcomer(cost, lane, line)
        visit = Ticket(held.line, held.place, _minutes(taken + VISIT))
        return await self._by_turn(cost, lane, line, visit, self._seals.admitted(visit))

    async def run(self) -> None:
        """Call the next of every line, again and again, until cancelled."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await self.look()
            except Exception as error:
                # Whatever it is: it must not end a process that can still accept.
                _events.warning("waiting lines were not looked at", error=type(error).__name__)

    async def look(self) -> None:
        await self._obey()
        for cost in CLASSES:
            limiter = self.bulkheads.limiter(cost)
            ended, self._ended[cost] = limiter.ended - self._ended[cost], limiter.ended
            free = max(0, limiter.limit - limiter.in_flight - limiter.waiting)
            main, urgent = self.line_of(cost, Lane.MAIN), self.line_of(cost, Lane.URGENT)
            # The urgent lane calls first, up to its share of the slots.
            share = limiter.urgent_slots / limiter.limit
            none_urgent, none_main = (one.empty or self._paused(one) for one in (urgent, main))
            part = 0.0 if none_urgent else 1.0 if none_main else share
            await self._call(urgent, ended * part, free * part)
            await self._call(main, ended * (1 - part), free * (1 - part))

    async def _call(self, line: Line, ended: float, free: float) -> None:
        rate = 0.0 if self._paused(line) else self.steering.rates.get(line.number)
        await line.go_on(ended=round(ended), free=round(free), per_second=rate)

    def _paused(self, line: Line) -> bool:
        return line.number in self.steering.paused

    async def _obey(self) -> None:
        """Read what operators ordered since the last look; what has ended, ends without them."""
        seen = max((order.number for order in self.orders), default=0)
        try:
            if pool := self._pool():
                self.orders = await latest(pool, seen) or self.orders
        finally:
            self.steering = in_force(self.orders, self._clock())
            for cost in CLASSES:
                limit, share = self.steering.limits.get(cost), self.steering.urgent_shares.get(cost)
                self.bulkheads.limiter(cost).steer(limit=limit, urgent_share=share)

    async def _newcomer(self, cost: Cost, lane: Lane, line: Line) -> Entered | Waiting:
        """In at once where nobody waits and a slot is free; else a place at the end."""
        if line.empty and not self.steering.by_turn_only(line.number):
            permit = await self.bulkheads.enter(cost, urgent=lane is Lane.URGENT)
            if permit is not None:
                return Entered(permit.leave)
        try:
            place = await line.join()
        except UNREACHABLE:
            return Waiting(SOONEST_SECONDS)
        return self._told(line, Ticket(line.number, place, int(self._clock().timestamp()) // 3600))

    async def _by_turn(
        self, cost: Cost, lane: Lane, line: Line, visit: Ticket, new_pass: str
    ) -> Entered | Waiting:
        key = (visit.line, visit.place)
        permit = None
        if self._inside[key] < _AT_ONCE:
            self._inside[key] += 1
            permit = await self.bulkheads.enter(cost, urgent=lane is Lane.URGENT)
            if permit is None:
                self._gone(key)
        if permit is None:
            line.turned_away += 1
            return self._told(line, visit)
        line.served()
        return Entered(lambda ok: self._left(permit, key, ok), new_pass)

    def _left(self, permit: Permit, key: tuple[int, int], ok: bool) -> None:
        permit.leave(ok)
        self._gone(key)

    def _gone(self, key: tuple[int, int]) -> None:
        self._inside[key] -= 1
        if not self._inside[key]:
            del self._inside[key]

    def _visit(self, line: Line, known_pass: str) -> Ticket | None:
        found = self._seals.read_pass(known_pass) if known_pass else None
        if found is None or found.line != line.number or found.hour <= _minutes(self._clock()):
            return None
        return found

    def _told(self, line: Line, ticket: Ticket) -> Waiting:
        front = line.seen.front
        interval = line.times.interval(ticket.place - front)
        told = waiting(ticket, self._seals.token(ticket), self._seals.code(ticket), front, interval)
        paused_until = None if told.your_turn else self.steering.paused.get(line.number)
        return replace(told, paused_until=paused_until, message=self.steering.message)


def _minutes(at: datetime) -> int:
    return int(at.timestamp()) // 60
