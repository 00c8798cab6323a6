"""The visits of those whose turn came: their passes, and slots for their requests."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import msgspec

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.calling import Calling
from bumang.gate.coming import Coming, Entered
from bumang.gate.cost import Cost
from bumang.gate.doubtful_lane import slots_for_doubtful
from bumang.gate.lane import Lane, cost_of_line, is_doubtful
from bumang.gate.limiter import Permit
from bumang.gate.line import Line
from bumang.gate.places import Places
from bumang.gate.ticket import Held, Ticket
from bumang.gate.visit import LONGEST, RENEW, VISIT, at_minute, may_go_on, minutes, visit_end
from bumang.gate.waiting import Waiting, called
from bumang.kernel.clock import Clock
from bumang.runtime.database import UNREACHABLE

_AT_ONCE = 4
"""Requests in work for one pass, in one process: a browser's, not a crowd's."""

_RENEW_MINUTES = int(RENEW.total_seconds()) // 60


class Longer(msgspec.Struct, frozen=True):
    """A visit of `line` that was made longer; `last`: it cannot be any more."""

    line: int
    new_pass: str
    ends: datetime
    last: bool


class Visits:
    """`_inside` counts the requests in work of each visit, `_aside` those of doubtful visits."""

    def __init__(
        self, places: Places, calling: Calling, bulkheads: Bulkheads, clock: Clock
    ) -> None:
        self._places = places
        self._calling = calling
        self._bulkheads = bulkheads
        self._clock = clock
        self._inside: Counter[tuple[int, int]] = Counter()
        self._aside: Counter[Cost] = Counter()

    def of_pass(self, known_pass: str, *lines: int) -> Ticket | None:
        """The visit that a pass is of, if it is one of these lines' and not over."""
        found = self._places.seals.read_pass(known_pass) if known_pass else None
        if found is None or found.line not in lines or found.hour <= minutes(self._clock()):
            return None
        return found

    async def begun(
        self, coming: Coming, line: Line, held: Held, taken: datetime
    ) -> Entered | Waiting:
        """A request of a turn that was taken then, without a pass that is still good."""
        if taken + VISIT <= self._clock():
            return called(held, go_on_until=taken + LONGEST)
        visit = Ticket(line.number, held.ticket.place, minutes(taken + VISIT))
        found = await self._request(coming, line, visit, self._places.seals.admitted(visit))
        if isinstance(found, Waiting):
            line.comes_again(held.ticket.place, taken)
        return found

    async def goes_on(self, coming: Coming, visit: Ticket) -> Entered | Waiting:
        """The next request of a visit, by its pass."""
        line = self._calling.lines[visit.line]
        longer = await self._renewed(line, visit)
        new_pass = self._places.seals.admitted(longer) if longer else ""
        return await self._request(coming, line, longer or visit, new_pass)

    async def another(self, sent: str) -> Longer | None:
        """Another half hour for whoever had their turn, by their ticket or an old pass.

        `None`: the turn was not taken yet, or is over. Raises what an unreachable database raises.
        """
        held = self._places.held(sent)
        visit = self._places.seals.read_pass(sent) if held is None else held.ticket
        if visit is None or visit.line not in self._calling.lines:
            return None
        line, now = self._calling.lines[visit.line], self._clock()
        taken = await line.take_turn(visit.place)
        if taken is None or not may_go_on(taken, now):
            return None
        longer = Ticket(line.number, visit.place, minutes(visit_end(taken, now)))
        new_pass, last = self._places.seals.admitted(longer), now + VISIT >= taken + LONGEST
        return Longer(line.number, new_pass, at_minute(longer.hour), last)

    async def _renewed(self, line: Line, visit: Ticket) -> Ticket | None:
        """The visit with a later end, where it goes on; `None`: its pass is new enough, or the last."""
        now = self._clock()
        if visit.hour - minutes(now) > _RENEW_MINUTES:
            return None
        try:
            taken = await line.take_turn(visit.place)
        except UNREACHABLE:
            return None
        end = 0 if taken is None else minutes(visit_end(taken, now))
        return Ticket(visit.line, visit.place, end) if end > visit.hour else None

    async def _request(
        self, coming: Coming, line: Line, visit: Ticket, new_pass: str
    ) -> Entered | Waiting:
        key = (visit.line, visit.place)
        permit, too_many = None, self._inside[key] >= _AT_ONCE
        if not too_many and self._may_begin(coming.cost, line):
            self._inside[key] += 1
            self._aside[coming.cost] += is_doubtful(line.number)
            try:
                permit = await self._bulkheads.enter(
                    coming.cost, urgent=coming.urgent, gone=coming.gone
                )
            finally:
                if permit is None:
                    self._gone(key)
        if permit is None:
            if not too_many:
                line.turned_away(visit.place)
            return called(self._places.seals.held(Ticket(visit.line, visit.place)))
        line.served()
        ends = at_minute(visit.hour)
        return Entered(lambda ok: self._left(permit, key, ok), new_pass, line.number, ends)

    def _may_begin(self, cost: Cost, line: Line) -> bool:
        """Requests of doubtful visits have slots of their share while the class is busy."""
        if not is_doubtful(line.number):
            return True
        limiter, main = self._bulkheads.limiter(cost), self._calling.line_of(cost, Lane.MAIN)
        slots = slots_for_doubtful(limiter.limit, limiter.in_flight, main_waits=not main.empty)
        return self._aside[cost] < slots

    def _left(self, permit: Permit, key: tuple[int, int], ok: bool) -> None:
        permit.leave(ok)
        self._gone(key)

    def _gone(self, key: tuple[int, int]) -> None:
        self._inside[key] -= 1
        if is_doubtful(key[0]):
            self._aside[cost_of_line(key[0])] -= 1
        if not self._inside[key]:
            del self._inside[key]
