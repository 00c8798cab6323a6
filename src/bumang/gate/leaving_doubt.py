"""The holders of a place in the doubtful lane, who may be doubted no more."""

from __future__ import annotations

from bumang.gate.calling import Calling
from bumang.gate.coming import Coming, Entered
from bumang.gate.doubtful_lane import sooner
from bumang.gate.lane import Lane, cost_of_line, is_doubtful
from bumang.gate.line import Line
from bumang.gate.line_change import change_line, changed_place
from bumang.gate.places import Places
from bumang.gate.ticket import Held, Ticket
from bumang.gate.turns import Turns
from bumang.gate.waiting import Waiting
from bumang.runtime.database import UNREACHABLE


class LeavingDoubt:
    def __init__(self, places: Places, turns: Turns, calling: Calling) -> None:
        self._places = places
        self._turns = turns
        self._calling = calling

    async def at_place(self, coming: Coming, held: Held) -> Entered | Waiting:
        aside = self._calling.line_of(coming.cost, Lane.DOUBTFUL)
        main = self._calling.line_of(coming.cost, Lane.MAIN)
        try:
            if _waits_longer(main, aside, held) and coming.person():
                return await self._turns.newcomer(coming, main)
            held = await self._what_counts(coming, main, aside, held)
        except UNREACHABLE:
            return self._places.told(aside, held)
        return await self._turns.at_place(coming, self._calling.lines[held.ticket.line], held)

    async def leave(self, ticket: str) -> Waiting | None:
        """The place in the main line that a ticket of the doubtful lane is changed for, if that is
        sooner. `None`: it is no such ticket. Raises what an unreachable database raises."""
        held = self._places.held(ticket)
        if held is None or not is_doubtful(held.ticket.line):
            return None
        aside = self._calling.lines[held.ticket.line]
        main = self._calling.line_of(cost_of_line(aside.number), Lane.MAIN)
        if not _waits_longer(main, aside, held):
            return self._places.told(aside, held)
        return self._places.told(main, await self._changed(main, aside, held))

    async def _what_counts(self, coming: Coming, main: Line, aside: Line, held: Held) -> Held:
        """The place in the doubtful lane, or the one it is changed for, now or before."""
        if held.ticket.place > aside.seen.front:
            leaves = _waits_longer(main, aside, held) and not coming.doubted()
            return await self._changed(main, aside, held) if leaves else held
        place = await changed_place(aside, held.ticket.place)
        return held if place is None else self._places.seals.held(Ticket(main.number, place))

    async def _changed(self, main: Line, aside: Line, held: Held) -> Held:
        place = await change_line(aside, held.ticket.place, main)
        return self._places.seals.held(Ticket(main.number, place, held.ticket.hour))


def _waits_longer(main: Line, aside: Line, held: Held) -> bool:
    """Whether a place at the end of the main line is sooner than this one in the doubtful lane."""
    ahead = main.seen.last - main.seen.front
    than = held.ticket.place - aside.seen.front
    return than > 0 and sooner(ahead, main.times.per_second, than=than, at=aside.times.per_second)
