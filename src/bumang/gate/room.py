"""The waiting room of one process: who is let in, who gets or keeps a place."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from bumang.gate.across import Telling
from bumang.gate.arrivals import Arrivals
from bumang.gate.beside import NOTHING, Beside
from bumang.gate.better_hour import BetterHour, said
from bumang.gate.bulkheads import Bulkheads
from bumang.gate.calling import Calling
from bumang.gate.coming import Coming, Doubted, Entered, Person, nobody, trusted
from bumang.gate.cost import Cost
from bumang.gate.housekeeping import Housekeeping
from bumang.gate.kept import every_carried
from bumang.gate.lane import OWN, Lane
from bumang.gate.leaving_doubt import LeavingDoubt
from bumang.gate.limiter import ClientGoneError, Gone
from bumang.gate.line import Pool
from bumang.gate.now_serving import now_serving
from bumang.gate.opening import Opening
from bumang.gate.opening_line import OpeningLine
from bumang.gate.places import Places
from bumang.gate.steering import Setting, Steering
from bumang.gate.ticket import Seals
from bumang.gate.turns import Turns
from bumang.gate.visit import at_minute
from bumang.gate.visits import Longer, Visits
from bumang.gate.waiting import SOONEST_SECONDS, Waiting
from bumang.kernel.clock import Clock
from bumang.kernel.text import Text
from bumang.runtime.http import Headers

_LOOK_SECONDS = 0.25

_events = structlog.get_logger()


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
        self.bulkheads = bulkheads
        self.clock = clock
        self._pool = pool
        self.classes = tuple(classes)
        self.calling = Calling(bulkheads, pool, clock, steady, self.classes)
        self.lines = self.calling.lines
        self.openings = self.calling.openings
        arrivals = Arrivals()
        self._housekeeping = Housekeeping(seals, arrivals, steady)
        self._telling = Telling(bulkheads, self.classes, self.lines)
        self._places = places = Places(seals, self.calling, clock)
        self._visits = visits = Visits(places, self.calling, bulkheads, clock)
        self._turns = Turns(places, visits, self.calling, bulkheads, arrivals, clock)
        self._doubtful = LeavingDoubt(places, self._turns, self.calling)
        self._opening = OpeningLine(places, visits, self._turns, self.calling, arrivals, clock)
        self._at_once: tuple[tuple[Text, str], ...] = ()
        self.beside = NOTHING
        self._now: bytes | None = None

    @property
    def steering(self) -> Steering:
        """What operators order, as it is in force."""
        return self.calling.steering

    @property
    def now(self) -> bytes:
        """How far each line is, for everyone: encoded once a look, for millions ask."""
        if self._now is None:
            self._now = now_serving(self.calling, self.better, self.clock())
        return self._now

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
        held = self._places.held(text)
        return None if held is None else self._places.told(self.lines[held.ticket.line], held)

    def was_called(self, headers: Headers) -> bool:
        """Whether a request is of someone whose turn came in any line, by a pass or by a ticket."""
        return any(
            self._visits.of_pass(known_pass, *self.lines) is not None or self._places.called(ticket)
            for ticket, known_pass in every_carried(headers)
        )

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
        person: Person = nobody,
        doubted: Doubted = trusted,
        opening: Opening | None = None,
        gone: Gone | None = None,
    ) -> Entered | Waiting:
        """`ticket` (a token or a code) and `known_pass` as sent, or empty; wrong ones count as none.

        Whoever waits, and who comes while very many do, is told without waiting for anything.
        `opening`: the announced one that the request is for.
        """
        coming = Coming(cost, lane, person, doubted, gone)
        try:
            if opening is not None:
                return await self._opening.arrive(opening, coming, ticket, known_pass)
            return await self._arrive(coming, ticket, known_pass)
        except ClientGoneError:
            return Waiting(SOONEST_SECONDS)  # to nobody; no place was given, nothing begun

    async def _arrive(self, coming: Coming, ticket: str, known_pass: str) -> Entered | Waiting:
        line = self.calling.line_of(coming.cost, coming.lane)
        aside = self.calling.line_of(coming.cost, Lane.DOUBTFUL)
        if visit := self._visits.of_pass(known_pass, line.number, aside.number):
            return await self._visits.goes_on(coming, visit)
        held = self._places.sent(ticket)
        if held is not None and held.ticket.line == aside.number:
            return await self._doubtful.at_place(coming, held)
        if held is None or held.ticket.line != line.number:
            return await self._turns.newcomer(coming, line)
        return await self._turns.at_place(coming, line, held)

    def was_urgent(self, matter: str) -> bool:
        """Whether an operator once had this matter in the urgent lane."""
        return any(
            one.setting is Setting.URGENT and one.target == matter for one in self.calling.orders
        )

    def holds_urgent(self, cost: Cost, ticket: str, known_pass: str) -> bool:
        """Whether a place or a visit is of the urgent line: both last longer than an order does."""
        urgent = self.calling.line_of(cost, Lane.URGENT).number
        held = self._places.sent(ticket)
        inside = held is not None and held.ticket.line == urgent
        return inside or self._visits.of_pass(known_pass, urgent) is not None

    async def leave_doubt(self, ticket: str) -> Waiting | None:
        """As `LeavingDoubt.leave`."""
        return await self._doubtful.leave(ticket)

    def visit_ends(self, known_pass: str) -> datetime | None:
        """When the half hour ends of the visit that a pass is of; `None`: it is over, or none."""
        visit = self._visits.of_pass(known_pass, *self.lines)
        return None if visit is None else at_minute(visit.hour)

    async def go_on(self, sent: str) -> Longer | None:
        """As `Visits.another`."""
        return await self._visits.another(sent)

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
            self._now = None
            self._telling.tell()
            if self.steering.message != before:
                self._tell_beside()
