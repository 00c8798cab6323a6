"""Whoever has no visit yet: in at once, at a place of a line, or by their turn."""

from __future__ import annotations

from bumang.gate.arrivals import Arrivals
from bumang.gate.bulkheads import Bulkheads
from bumang.gate.calling import Calling
from bumang.gate.coming import Coming, Entered
from bumang.gate.lane import Lane
from bumang.gate.line import Line
from bumang.gate.persons import place_of
from bumang.gate.places import Places
from bumang.gate.ticket import Held
from bumang.gate.visit import may_go_on
from bumang.gate.visits import Visits
from bumang.gate.waiting import SOONEST_SECONDS, Waiting
from bumang.kernel.clock import Clock
from bumang.runtime.database import UNREACHABLE


class Turns:
    def __init__(
        self,
        places: Places,
        visits: Visits,
        calling: Calling,
        bulkheads: Bulkheads,
        arrivals: Arrivals,
        clock: Clock,
    ) -> None:
        self._places = places
        self._visits = visits
        self._calling = calling
        self._bulkheads = bulkheads
        self._arrivals = arrivals
        self._clock = clock

    async def newcomer(self, coming: Coming, line: Line) -> Entered | Waiting:
        """In at once where nobody who waits can use the slot that is free; else a place at the end."""
        self._arrivals.came += 1
        aside = self._calling.line_of(coming.cost, Lane.DOUBTFUL)
        if (
            (line.empty or line.nobody_back)
            and not self._calling.steering.by_turn_only(line.number)
            and (aside.empty or bool(coming.person()) or not coming.doubted())
        ):
            permit = await self._bulkheads.enter(
                coming.cost, urgent=coming.urgent, gone=coming.gone
            )
            if permit is not None:
                return Entered(permit.leave)
        self._arrivals.queued += 1
        try:
            if who := coming.person():
                place = await place_of(line, self._places.seals, who)
            else:
                line = aside if coming.doubted() else line
                place = line.join_at_once() or await line.join()
        except UNREACHABLE:
            return Waiting(SOONEST_SECONDS)
        # Another device of this person may have waited before.
        return await self.at_place(coming, line, self._places.new(line, place))

    async def at_place(self, coming: Coming, line: Line, held: Held) -> Entered | Waiting:
        """Whoever holds a place of the line."""
        if line.order(held.ticket.place) > line.seen.front:
            return self._places.told(line, held)
        try:
            taken = await line.take_turn(held.ticket.place)
        except UNREACHABLE:
            return self._places.told(line, held)
        if taken is None or not may_go_on(taken, self._clock()):
            # Not called in truth, or over: then as anyone who comes.
            return await self.newcomer(Coming(coming.cost, coming.lane, gone=coming.gone), line)
        return await self._visits.begun(coming, line, held, taken)
