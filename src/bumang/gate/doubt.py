"""What one process has seen of crowds and tickets, in bounded memory, and whom it doubts.

Everything here fades or is pushed out by what is newer; forgetting makes nobody doubtful. Nothing of
it is written anywhere but the counts of signs, and their words with a crowd's number in the log.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

import msgspec
import structlog

from bumang.gate.behaviour import Seen, Sign, doubtful, signs
from bumang.runtime.metrics import counter

_CROWDS = 50_000
_FOLLOWED = 20_000
"""Places whose first showing is waited for; while there are more, the others are not judged."""
_TICKETS = 50_000
_GRACE_SECONDS = 90.0
"""Three times the longest time anyone is told to stay away."""
_HANDS_SECONDS = 0.25
_PATIENT = 2
"""Showings in their time after which a ticket's holder waits like a person."""
_EARLY = 0.5
_STYLES_ARE_ASKED = _LOOKS_ARE_ASKED = 0.05

_SIGNS = counter("bumang_doubt", "Newcomers to the doubtful lane, by each sign", ["sign"])
_events = structlog.get_logger()


class _Ticket:
    """When it was last told to come back, after how long, and how often it did so in time."""

    __slots__ = ("at", "early", "patient", "retry_s")

    def __init__(self) -> None:
        self.at = self.retry_s = 0.0
        self.early = self.patient = 0


class DoubtedCrowd(msgspec.Struct, frozen=True):
    """For the console: which crowd, by a number that means nothing outside, and why."""

    crowd: str
    score: int
    signs: list[Sign]


class Doubt:
    """`steady` are seconds that do not run backwards. A crowd is the hash of `gate.crowd`."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._crowds: OrderedDict[bytes, Seen] = OrderedDict()
        self._followed: OrderedDict[str, tuple[bytes, float]] = OrderedDict()
        self._tickets: OrderedDict[str, _Ticket] = OrderedDict()
        self._visits: OrderedDict[str, float] = OrderedDict()
        self._everyone = Seen(steady())
        self._doubted: set[bytes] = set()

    def place_given(self, crowd: bytes, ticket: str, retry_s: float) -> None:
        now = self._steady()
        self._overdue(now)
        self._of(crowd, now).places += 1
        self._told(ticket, now, retry_s)
        if len(self._followed) < _FOLLOWED:
            self._followed[ticket] = (crowd, now + _GRACE_SECONDS)

    def place_shown(self, crowd: bytes, ticket: str, retry_s: float) -> None:
        """Someone who waits came with a ticket, and was told to come again after `retry_s`."""
        now = self._steady()
        seen = self._of(crowd, now)
        known = self._tickets.get(ticket)
        if self._followed.pop(ticket, None) or known is None:
            seen.shown += 1
            self._everyone.shown += 1
        if known is not None:
            in_time = now - known.at >= _EARLY * known.retry_s
            seen.on_time += in_time
            seen.early += not in_time
            known.patient += in_time
            known.early += not in_time
        self._told(ticket, now, retry_s)

    def looked(self, crowd: bytes, times: int) -> None:
        """A browser that holds a place asked how far the lines are; counted for so many."""
        for seen in (self._of(crowd, self._steady()), self._everyone):
            seen.looks += times

    def forget(self, ticket: str) -> None:
        """A ticket's holder was let in."""
        self._followed.pop(ticket, None)
        self._tickets.pop(ticket, None)

    def step(self, crowd: bytes, visit: str) -> None:
        """A page of a visit was asked for."""
        now = self._steady()
        before = self._visits.pop(visit, None)
        self._visits[visit] = now
        _bound(self._visits, _TICKETS)
        if before is not None:
            seen = self._of(crowd, now)
            seen.steps += 1
            seen.fast += now - before < _HANDS_SECONDS

    def page(self, crowd: bytes) -> None:
        """A page was given to a browser that had nothing of ours."""
        for seen in (self._of(crowd, self._steady()), self._everyone):
            seen.pages += 1

    def style(self, crowd: bytes) -> None:
        for seen in (self._of(crowd, self._steady()), self._everyone):
            seen.styles += 1

    def doubts(self, crowd: bytes, ticket: str = "") -> bool:
        """Whether this newcomer, or holder of a ticket in the doubtful lane, waits there."""
        known = self._tickets.get(ticket) if ticket else None
        if known is not None and known.patient >= _PATIENT and known.patient > known.early:
            return False
        found = self.signs(crowd)
        if not doubtful(found):
            self._doubted.discard(crowd)
            return False
        self._tell(crowd, found)
        return True

    def signs(self, crowd: bytes) -> list[Sign]:
        now = self._steady()
        self._overdue(now)
        if crowd not in self._crowds:
            return []
        everyone = self._everyone
        everyone.fade(now)
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
        seen = self._crowds.get(crowd)
        if seen is None:
            seen = self._crowds[crowd] = Seen(now)
            _bound(self._crowds, _CROWDS)
        else:
            self._crowds.move_to_end(crowd)
            seen.fade(now)
        return seen

    def _told(self, ticket: str, now: float, retry_s: float) -> None:
        known = self._tickets.pop(ticket, None) or _Ticket()
        known.at, known.retry_s = now, retry_s
        self._tickets[ticket] = known
        _bound(self._tickets, _TICKETS)

    def _overdue(self, now: float) -> None:
        """Places that were not shown in their time."""
        while self._followed:
            ticket, (crowd, due) = next(iter(self._followed.items()))
            if due > now:
                return
            del self._followed[ticket]
            self._of(crowd, now).missed += 1
            self._everyone.missed += 1


def _bound(
    kept: OrderedDict[bytes, Seen] | OrderedDict[str, _Ticket] | OrderedDict[str, float], most: int
) -> None:
    if len(kept) > most:
        kept.popitem(last=False)
