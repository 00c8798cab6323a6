"""What was seen of crowds and tickets, in bounded memory, and who is doubted for it.

The web processes of an instance see together (`gate.seen_table`): a crowd's requests go to all of
them, and so do a person's. Everything here fades or is pushed out by what is newer; forgetting makes
nobody doubtful. Of it the counts of signs are told, and their words in the log.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import msgspec
import structlog

from bumang.gate.behaviour import Seen, Sign, doubtful, signs
from bumang.gate.seen_table import FIRST, SeenTable
from bumang.runtime.metrics import counter

_CROWDS = 50_000
_FOLLOWED = 50_000
"""Places whose first showing a process waits for; while there are more, the others are not judged."""
_AT, _RETRY, _EARLY_TIMES, _PATIENT_TIMES, _AWAITED = range(FIRST, FIRST + 5)
"""What is kept of a ticket: when its holder was last told to come back, after how long, how often
they came too early and how often in time, and whether its first showing is waited for."""
TICKET_NUMBERS = 5
_EVERYONE = b"everyone"
_GRACE_SECONDS = 90.0
"""Three times the longest time anyone is told to stay away."""
_HANDS_SECONDS = 0.25
_PATIENT = 2
"""Showings in their time after which a ticket's holder waits like a person."""
_EARLY = 0.5
_STYLES_ARE_ASKED = _LOOKS_ARE_ASKED = 0.05

_SIGNS = counter("bumang_doubt", "Newcomers to the doubtful lane, by each sign", ["sign"])
_events = structlog.get_logger()


class DoubtedCrowd(msgspec.Struct, frozen=True):
    """For the console: which crowd, by a number that means nothing outside, and why."""

    crowd: str
    score: int
    signs: list[Sign]


class Doubt:
    """`steady` are seconds that do not run backwards, the same in all processes. A crowd is the hash
    of `gate.crowd`. `file` is where the processes see together; `None`: this one sees alone."""

    def __init__(
        self, steady: Callable[[], float] = time.monotonic, file: Path | None = None
    ) -> None:
        self._steady = steady
        self._table = SeenTable(Seen.COUNTS, TICKET_NUMBERS, file)
        self._tickets = self._table.tickets
        self._followed: deque[tuple[str, bytes, float]] = deque()
        self._doubted: set[bytes] = set()

    def place_given(self, crowd: bytes, ticket: str, retry_s: float) -> None:
        now = self._steady()
        self._overdue(now)
        self._of(crowd, now).places += 1
        base = self._told(ticket, now, retry_s)
        if len(self._followed) < _FOLLOWED:
            self._tickets.cells[base + _AWAITED] = 1.0
            self._followed.append((ticket, crowd, now + _GRACE_SECONDS))

    def place_shown(self, crowd: bytes, ticket: str, retry_s: float) -> None:
        """Someone who waits came with a ticket, and was told to come again after `retry_s`."""
        now = self._steady()
        seen, cells = self._of(crowd, now), self._tickets.cells
        base = self._tickets.find(ticket.encode(), now)
        if base is None or cells[base + _AWAITED]:
            seen.shown += 1
            self._everyone(now).shown += 1
        if base is not None:
            in_time = now - cells[base + _AT] >= _EARLY * cells[base + _RETRY]
            cells[base + _AWAITED] = 0.0
            seen.on_time += in_time
            seen.early += not in_time
            cells[base + (_PATIENT_TIMES if in_time else _EARLY_TIMES)] += 1
        self._told(ticket, now, retry_s, base)

    def looked(self, crowd: bytes, times: int) -> None:
        """A browser that holds a place asked how far the lines are; counted for so many."""
        for seen in self._both(crowd):
            seen.looks += times

    def forget(self, ticket: str) -> None:
        """A ticket's holder was let in."""
        self._tickets.forget(ticket.encode(), self._steady())

    def step(self, crowd: bytes, visit: str) -> None:
        """A page of a visit was asked for."""
        now, visits = self._steady(), self._table.visits
        before = visits.seen_at(visit.encode(), now)
        visits.take(visit.encode(), now)
        if before is not None:
            seen = self._of(crowd, now)
            seen.steps += 1
            seen.fast += now - before < _HANDS_SECONDS

    def page(self, crowd: bytes) -> None:
        """A page was given to a browser that had nothing of ours."""
        for seen in self._both(crowd):
            seen.pages += 1

    def style(self, crowd: bytes) -> None:
        for seen in self._both(crowd):
            seen.styles += 1

    def doubts(self, crowd: bytes, ticket: str = "") -> bool:
        """Whether this newcomer, or holder of a ticket in the doubtful lane, waits there."""
        if ticket and self._waits_like_a_person(ticket):
            return False
        found = self.signs(crowd)
        if not doubtful(found):
            self._doubted.discard(crowd)
            return False
        self._tell(crowd, found)
        return True

    def _waits_like_a_person(self, ticket: str) -> bool:
        base, cells = self._tickets.find(ticket.encode(), self._steady()), self._tickets.cells
        if base is None:
            return False
        patient, early = cells[base + _PATIENT_TIMES], cells[base + _EARLY_TIMES]
        return patient >= _PATIENT and patient > early

    def signs(self, crowd: bytes) -> list[Sign]:
        now = self._steady()
        self._overdue(now)
        if self._table.crowds.find(crowd, now) is None:
            return []
        everyone = self._everyone(now)
        kept = everyone.looks + everyone.shown
        return signs(
            self._of(crowd, now),
            styles_are_asked=everyone.styles >= _STYLES_ARE_ASKED * everyone.pages,
            looks_are_asked=kept >= _LOOKS_ARE_ASKED * everyone.missed,
        )

    def doubted(self) -> list[DoubtedCrowd]:
        """The crowds that are doubted now, and why."""
        told = ((crowd, self.signs(crowd)) for crowd in list(self._doubted))
        return [
            DoubtedCrowd(crowd.hex(), sum(sign.weight for sign in found), found)
            for crowd, found in told
            if doubtful(found)
        ]

    def _tell(self, crowd: bytes, found: list[Sign]) -> None:
        for sign in found:
            _SIGNS.labels(sign.name.lower()).inc()
        if crowd not in self._doubted and len(self._doubted) < _CROWDS:
            self._doubted.add(crowd)
            why = "; ".join(sign.words.en for sign in found)
            _events.info("a crowd is doubted", reason=why)

    def _of(self, crowd: bytes, now: float) -> Seen:
        crowds = self._table.crowds
        seen = Seen(now, crowds.cells, crowds.take(crowd, now) + FIRST)
        seen.fade(now)
        return seen

    def _everyone(self, now: float) -> Seen:
        return self._of(_EVERYONE, now)

    def _both(self, crowd: bytes) -> tuple[Seen, Seen]:
        now = self._steady()
        return self._of(crowd, now), self._everyone(now)

    def _told(self, ticket: str, now: float, retry_s: float, base: int | None = None) -> int:
        """Where the ticket's record is, if it was found already."""
        if base is None:
            base = self._tickets.take(ticket.encode(), now)
        cells = self._tickets.cells
        cells[base + _AT], cells[base + _RETRY] = now, retry_s
        return base

    def _overdue(self, now: float) -> None:
        """Places given here that no process was shown in their time; whose record is gone, was let
        in or is forgotten."""
        while self._followed and self._followed[0][2] <= now:
            ticket, crowd, _ = self._followed.popleft()
            base = self._tickets.find(ticket.encode(), now)
            if base is not None and self._tickets.cells[base + _AWAITED]:
                self._tickets.cells[base + _AWAITED] = 0.0
                self._of(crowd, now).missed += 1
                self._everyone(now).missed += 1
