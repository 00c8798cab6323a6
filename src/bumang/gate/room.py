"""The waiting room of one process: who is let in, who gets or keeps a place."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec
import structlog
from msgspec.structs import replace

from bumang.gate.arrivals import Arrivals
from bumang.gate.beside import NOTHING, Beside
from bumang.gate.better_hour import BetterHour, said
from bumang.gate.bulkheads import Bulkheads
from bumang.gate.calling import Calling
from bumang.gate.cost import Cost
from bumang.gate.doubtful_lane import slots_for_doubtful, sooner
from bumang.gate.housekeeping import Housekeeping
from bumang.gate.lane import OWN, Lane, cost_of_line, is_doubtful, line_name
from bumang.gate.limiter import ClientGoneError, Gone, Permit
from bumang.gate.line import Line, Pool
from bumang.gate.line_change import change_line, changed_place
from bumang.gate.opening import Opening, Phase
from bumang.gate.persons import place_of
from bumang.gate.steering import Setting, Steering
from bumang.gate.ticket import Held, Seals, Ticket
from bumang.gate.visit import LONGEST, RENEW, VISIT, may_go_on, minutes, visit_end
from bumang.gate.waiting import SOONEST_SECONDS, Waiting, before_the_hour, called, waiting
from bumang.kernel.clock import Clock
from bumang.kernel.text import Text
from bumang.runtime.database import UNREACHABLE

_LOOK_SECONDS = 0.25
_AT_ONCE = 4
"""Requests in work for one pass, in one process: a browser's, not a crowd's."""

_RENEW_MINUTES = int(RENEW.total_seconds()) // 60

_events = structlog.get_logger()

Person = Callable[[], str]
"""Who is signed in, by a stable name; empty: nobody. Asked of newcomers only."""


Doubted = Callable[[], bool]
"""Whether they come with a crowd that behaves like scripts. Asked of newcomers who have to wait, and
of those who wait in the doubtful lane."""


def _nobody() -> str:
    return ""


def _trusted() -> bool:
    return False


def _held(line: Line) -> dict[str, float]:
    """The share of told intervals that held, where any was judged yet."""
    coverage = line.times.coverage
    return {} if coverage is None else {"held": round(coverage, 3)}


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
        classes: Sequence[Cost] = OWN,
    ) -> None:
        self._seals = seals
        self.bulkheads = bulkheads
        self.clock = clock
        self._pool = pool
        self.classes = tuple(classes)
        self.calling = Calling(bulkheads, pool, clock, steady, self.classes)
        self.lines = self.calling.lines
        self.openings = self.calling.openings
        self._arrivals = Arrivals()
        self._housekeeping = Housekeeping(seals, self._arrivals, steady)
        self._at_once: tuple[tuple[Text, str], ...] = ()
        self.beside = NOTHING
        self._inside: Counter[tuple[int, int]] = Counter()
        self._aside: Counter[Cost] = Counter()

    @property
    def steering(self) -> Steering:
        """What operators order, as it is in force."""
        return self.calling.steering

    @property
    def now(self) -> bytes:
        """How far each line is, for everyone; the pace is in places a second."""
        told = [
            {
                "line": line.number,
                "class": self.calling.cost_of(line.number),
                "lane": line_name(line.number).partition(".")[2],
                "front": line.seen.front,
                "last": line.seen.last,
                "per_s": round(line.times.per_second, 1),
                "spread": [round(part, 3) for part in line.times.spread],
                **_held(line),
            }
            for line in self.lines.values()
        ]
        return msgspec.json.encode(
            {"as_of": self.clock(), "better_hour": self.better, "lines": told}
        )

    @property
    def better(self) -> BetterHour | None:
        """When one usually need not wait; `None`: it is not known."""
        return self._housekeeping.better

    def beside_is(self, *, at_once: tuple[tuple[Text, str], ...]) -> None:
        """What waiting pages name as done without waiting: names and addresses."""
        self._at_once = at_once
        self._tell_beside()

    def _tell_beside(self) -> None:
        notices = [self.steering.message] if self.steering.message else []
        notices += [said(self.better, self.clock())] if self.better else []
        self.beside = Beside(notices, self._at_once)

    def place_of(self, text: str) -> Waiting | None:
        """Where a ticket or a code stands; `None`: it is not one, or of a place never given."""
        held = self._seals.open(text, self._given)
        if held is None or not self._given(held.ticket):
            return None
        return self._told(self.lines[held.ticket.line], held)

    def calm(self, cost: Cost) -> bool:
        """Whether nobody waits for this class, and a slot of it is free."""
        limiter = self.bulkheads.limiter(cost)
        lines = (line for line in self.lines.values() if self.calling.cost_of(line.number) is cost)
        return limiter.in_flight < limiter.limit and all(line.empty for line in lines)

    async def arrive(
        self,
        cost: Cost,
        lane: Lane,
        *,
        ticket: str,
        known_pass: str,
        person: Person = _nobody,
        doubted: Doubted = _trusted,
        opening: Opening | None = None,
        gone: Gone | None = None,
    ) -> Entered | Waiting:
        """`ticket` (a token or a code) and `known_pass` as sent, or empty; wrong ones count as none.

        Whoever waits, and who comes while very many do, is told without waiting for anything.
        `opening`: the announced one that the request is for.
        """
        try:
            if opening is not None:
                return await self._for_opening(
                    opening, cost, lane, gone, ticket, known_pass, person
                )
            line, aside = (
                self.calling.line_of(cost, lane),
                self.calling.line_of(cost, Lane.DOUBTFUL),
            )
            if visit := self._visit((line.number, aside.number), known_pass):
                line = self.lines[visit.line]
                new_pass = await self._renewed(line, visit)
                return await self._by_turn(cost, lane, gone, line, visit, new_pass)
            held = self._seals.open(ticket, self._given) if ticket else None
            if held is not None and held.ticket.line == aside.number:
                return await self._from_aside(cost, lane, gone, held, person, doubted)
            if held is None or held.ticket.line != line.number:
                return await self._newcomer(cost, lane, gone, line, person, doubted)
            return await self._at_place(cost, lane, gone, line, held)
        except ClientGoneError:
            return Waiting(SOONEST_SECONDS)  # to nobody; no place was given, nothing begun

    async def _at_place(
        self, cost: Cost, lane: Lane, gone: Gone | None, line: Line, held: Held
    ) -> Entered | Waiting:
        if held.ticket.place > line.seen.front:
            return self._told(line, held)
        return await self._called(cost, lane, gone, line, held)

    def was_urgent(self, matter: str) -> bool:
        """Whether an operator once had this matter in the urgent lane."""
        return any(
            one.setting is Setting.URGENT and one.target == matter for one in self.calling.orders
        )

    def holds_urgent(self, cost: Cost, ticket: str, known_pass: str) -> bool:
        """Whether a place or a visit is of the urgent line: both last longer than an order does."""
        urgent = self.calling.line_of(cost, Lane.URGENT).number
        held = self._seals.open(ticket, self._given) if ticket else None
        inside = held is not None and held.ticket.line == urgent
        return inside or self._visit((urgent,), known_pass) is not None

    async def leave_doubt(self, ticket: str) -> Waiting | None:
        """The place in the main line that a ticket of the doubtful lane is changed for, if that is
        sooner. `None`: it is no such ticket. Raises what an unreachable database raises."""
        held = self._seals.open(ticket, self._given)
        if held is None or not self._given(held.ticket):
            return None
        aside = self.lines[held.ticket.line]
        if not is_doubtful(aside.number):
            return None
        main = self.calling.line_of(cost_of_line(aside.number), Lane.MAIN)
        if not self._waits_longer(main, aside, held):
            return self._told(aside, held)
        return self._told(main, await self._changed(main, aside, held))

    async def go_on(self, ticket: str) -> tuple[int, str] | None:
        """Another half hour for whoever had their turn: the line and the new pass.

        `None`: the turn was not taken yet, or is over. Raises what an unreachable database raises.
        """
        held = self._seals.open(ticket, self._given)
        if held is None or not self._given(held.ticket):
            return None
        line, now = self.lines[held.ticket.line], self.clock()
        taken = await line.take_turn(held.ticket.place)
        if taken is None or not may_go_on(taken, now):
            return None
        return line.number, self._pass(held.ticket, visit_end(taken, now))

    async def run(self) -> None:
        """Call the next of every line, again and again, until cancelled."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            try:
                await self.look()
                await self.housekeep()
            except Exception as error:
                # Whatever it is: it must not end a process that can still accept.
                _events.warning("waiting lines were not looked at", error=type(error).__name__)

    async def housekeep(self) -> None:
        """New keys, turns that are over, the better hour: what is due of it."""
        before, pool = self.better, self._pool()
        if pool is not None:
            await self._housekeeping.once(pool, self.clock())
        if self.better != before:
            self._tell_beside()

    async def look(self) -> None:
        before = self.steering.message
        try:
            await self.calling.look()
        finally:
            if self.steering.message != before:
                self._tell_beside()

    async def _for_opening(
        self,
        opening: Opening,
        cost: Cost,
        lane: Lane,
        gone: Gone | None,
        ticket: str,
        known_pass: str,
        person: Person,
    ) -> Entered | Waiting:
        line = self.lines[opening.line]
        if visit := self._visit((line.number,), known_pass):
            return await self._by_turn(
                cost, lane, gone, line, visit, await self._renewed(line, visit)
            )
        held = self._seals.open(ticket, self._given) if ticket else None
        if held is not None and held.ticket.line != line.number:
            held = None
        if opening.phase(self.clock()) is not Phase.OPEN:
            return await self._early(opening, line, held, person)
        if held is None:
            return await self._newcomer(cost, lane, gone, line, person)
        if line.order(held.ticket.place) > line.seen.front:
            return self._told(line, held)
        return await self._called(cost, lane, gone, line, held)

    async def _early(
        self, opening: Opening, line: Line, held: Held | None, person: Person
    ) -> Waiting:
        """Before the hour: a number in the order of coming, and the hour."""
        now, message = self.clock(), self.steering.message
        # In the moment between the hour and the reveal nobody is early any more.
        if held is None and opening.phase(now) is Phase.EARLY:
            self._arrivals.came += 1
            try:
                who = person()
                place = await (place_of(line, self._seals, who) if who else line.join())
            except UNREACHABLE:
                return before_the_hour(None, opening, now, message)
            hour = int(now.timestamp()) // 3600
            held = self._seals.held(Ticket(line.number, place, hour))
        return before_the_hour(held, opening, now, message)

    async def _newcomer(
        self,
        cost: Cost,
        lane: Lane,
        gone: Gone | None,
        line: Line,
        person: Person,
        doubted: Doubted = _trusted,
    ) -> Entered | Waiting:
        """In at once where nobody waits and a slot is free; else a place at the end."""
        self._arrivals.came += 1
        aside = self.calling.line_of(cost, Lane.DOUBTFUL)
        if (
            line.empty
            and not self.steering.by_turn_only(line.number)
            and (aside.empty or bool(person()) or not doubted())
        ):
            permit = await self.bulkheads.enter(cost, urgent=lane is Lane.URGENT, gone=gone)
            if permit is not None:
                return Entered(permit.leave)
        self._arrivals.queued += 1
        try:
            if who := person():
                place = await place_of(line, self._seals, who)
            else:
                line = aside if doubted() else line
                place = line.join_at_once() or await line.join()
        except UNREACHABLE:
            return Waiting(SOONEST_SECONDS)
        hour = int(self.clock().timestamp()) // 3600
        held = self._seals.held(Ticket(line.number, place, hour))
        if line.order(place) <= line.seen.front:  # another device of this person has waited
            return await self._called(cost, lane, gone, line, held)
        return self._told(line, held)

    async def _from_aside(
        self,
        cost: Cost,
        lane: Lane,
        gone: Gone | None,
        held: Held,
        person: Person,
        doubted: Doubted,
    ) -> Entered | Waiting:
        """The holder of a place in the doubtful lane, who may be doubted no more."""
        aside, main = (
            self.calling.line_of(cost, Lane.DOUBTFUL),
            self.calling.line_of(cost, Lane.MAIN),
        )
        try:
            if self._waits_longer(main, aside, held) and person():
                return await self._newcomer(cost, lane, gone, main, person)
            held = await self._what_counts(main, aside, held, doubted)
        except UNREACHABLE:
            return self._told(aside, held)
        line = self.lines[held.ticket.line]
        if held.ticket.place > line.seen.front:
            return self._told(line, held)
        return await self._called(cost, lane, gone, line, held)

    async def _what_counts(self, main: Line, aside: Line, held: Held, doubted: Doubted) -> Held:
        """The place in the doubtful lane, or the one it is changed for, now or before."""
        if held.ticket.place > aside.seen.front:
            leaves = self._waits_longer(main, aside, held) and not doubted()
            return await self._changed(main, aside, held) if leaves else held
        place = await changed_place(aside, held.ticket.place)
        return held if place is None else self._seals.held(Ticket(main.number, place))

    async def _changed(self, main: Line, aside: Line, held: Held) -> Held:
        place = await change_line(aside, held.ticket.place, main)
        return self._seals.held(Ticket(main.number, place, held.ticket.hour))

    def _waits_longer(self, main: Line, aside: Line, held: Held) -> bool:
        """Whether a place at the end of the main line is sooner than this one in the doubtful lane."""
        ahead = main.seen.last - main.seen.front
        than = held.ticket.place - aside.seen.front
        return than > 0 and sooner(
            ahead, main.times.per_second, than=than, at=aside.times.per_second
        )

    async def _called(
        self, cost: Cost, lane: Lane, gone: Gone | None, line: Line, held: Held
    ) -> Entered | Waiting:
        place, now = held.ticket.place, self.clock()
        try:
            taken = await line.take_turn(place)
        except UNREACHABLE:
            return self._told(line, held)
        if taken is None or not may_go_on(taken, now):
            # Not called in truth, or over: then as anyone who comes.
            return await self._newcomer(cost, lane, gone, line, _nobody)
        if taken + VISIT <= now:
            return called(held, go_on_until=taken + LONGEST)
        visit = Ticket(line.number, place, minutes(taken + VISIT))
        return await self._by_turn(cost, lane, gone, line, visit, self._seals.admitted(visit))

    async def _renewed(self, line: Line, visit: Ticket) -> str:
        """A pass that ends later, for a visit that goes on; empty while the pass is new enough."""
        now = self.clock()
        if visit.hour - minutes(now) > _RENEW_MINUTES:
            return ""
        try:
            taken = await line.take_turn(visit.place)
        except UNREACHABLE:
            return ""
        return "" if taken is None else self._pass(visit, visit_end(taken, now))

    def _pass(self, ticket: Ticket, end: datetime) -> str:
        return self._seals.admitted(Ticket(ticket.line, ticket.place, minutes(end)))

    async def _by_turn(
        self, cost: Cost, lane: Lane, gone: Gone | None, line: Line, visit: Ticket, new_pass: str
    ) -> Entered | Waiting:
        key = (visit.line, visit.place)
        permit = None
        if self._inside[key] < _AT_ONCE and self._may_begin(cost, line):
            self._inside[key] += 1
            self._aside[cost] += is_doubtful(line.number)
            try:
                permit = await self.bulkheads.enter(cost, urgent=lane is Lane.URGENT, gone=gone)
            finally:
                if permit is None:
                    self._gone(key)
        if permit is None:
            line.turned_away += 1
            return called(self._seals.held(Ticket(visit.line, visit.place)))
        line.served()
        return Entered(lambda ok: self._left(permit, key, ok), new_pass)

    def _may_begin(self, cost: Cost, line: Line) -> bool:
        """Requests of doubtful visits have slots of their share while the class is busy."""
        if not is_doubtful(line.number):
            return True
        limiter, main = self.bulkheads.limiter(cost), self.calling.line_of(cost, Lane.MAIN)
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

    def _visit(self, lines: tuple[int, ...], known_pass: str) -> Ticket | None:
        found = self._seals.read_pass(known_pass) if known_pass else None
        if found is None or found.line not in lines or found.hour <= minutes(self.clock()):
            return None
        return found

    def _given(self, ticket: Ticket) -> bool:
        """Whether this place was given, as far as is known here."""
        line = self.lines.get(ticket.line)
        return line is not None and 1 <= ticket.place <= line.seen.last

    def _told(self, line: Line, held: Held) -> Waiting:
        front, place = line.seen.front, line.order(held.ticket.place)
        told = waiting(
            held if place == held.ticket.place else _at(held, place),
            front,
            line.times.interval(place - front),
            self.steering.paused.get(line.number),
            self.steering.message,
        )
        opening = self.openings.of_line(line.number)
        if opening is None:
            return told
        if opening.seed is None:
            return before_the_hour(held, opening, self.clock(), self.steering.message)
        number = opening.number_of(held.ticket.place)
        return replace(told, number=number, opening=opening.number)


def _at(held: Held, place: int) -> Held:
    """The same ticket, at its place in the order of calling."""
    return replace(held, ticket=replace(held.ticket, place=place))
