"""Whoever comes for an announced opening: numbered before its hour, by turn from then on."""

from __future__ import annotations

from bumang.gate.arrivals import Arrivals
from bumang.gate.calling import Calling
from bumang.gate.coming import Coming, Entered
from bumang.gate.line import Line
from bumang.gate.opening import Opening, Phase
from bumang.gate.persons import place_of
from bumang.gate.places import Places
from bumang.gate.ticket import Held
from bumang.gate.turns import Turns
from bumang.gate.visits import Visits
from bumang.gate.waiting import Waiting, before_the_hour
from bumang.kernel.clock import Clock
from bumang.runtime.database import UNREACHABLE


class OpeningLine:
    def __init__(
        self,
        places: Places,
        visits: Visits,
        turns: Turns,
        calling: Calling,
        arrivals: Arrivals,
        clock: Clock,
    ) -> None:
        self._places = places
        self._visits = visits
        self._turns = turns
        self._calling = calling
        self._arrivals = arrivals
        self._clock = clock

    async def arrive(
        self, opening: Opening, coming: Coming, ticket: str, known_pass: str
    ) -> Entered | Waiting:
        line = self._calling.lines[opening.line]
        if visit := self._visits.of_pass(known_pass, line.number):
            return await self._visits.goes_on(coming, visit)
        held = self._places.sent(ticket)
        if held is not None and held.ticket.line != line.number:
            held = None
        if opening.phase(self._clock()) is not Phase.OPEN:
            return await self._early(opening, coming, line, held)
        if held is None:
            # An opening's line has no doubtful lane beside it.
            who_comes = Coming(coming.cost, coming.lane, coming.person, gone=coming.gone)
            return await self._turns.newcomer(who_comes, line)
        return await self._turns.at_place(coming, line, held)

    async def _early(
        self, opening: Opening, coming: Coming, line: Line, held: Held | None
    ) -> Waiting:
        """Before the hour: a number in the order of coming, and the hour."""
        now, message = self._clock(), self._calling.steering.message
        # In the moment between the hour and the reveal nobody is early any more.
        if held is None and opening.phase(now) is Phase.EARLY:
            self._arrivals.came += 1
            try:
                who = coming.person()
                seals = self._places.seals
                place = await (place_of(line, seals, who) if who else line.join())
            except UNREACHABLE:
                return before_the_hour(None, opening, now, message)
            held = self._places.new(line, place)
        return before_the_hour(held, opening, now, message)
