"""How long a place still has to wait: an interval, and how often it was right. Pure.

The front's pace of the last half minute gives the middle. How far such a middle is off is learnt from
what became of earlier ones: of the last errors' logarithms the interval takes the tenth and ninetieth
percentile, each moved to where it had held one time in ten (adaptive conformal inference, Gibbs and
Candes 2021), so that four in five hold whatever the errors come from.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from math import exp, inf, log
from typing import NamedTuple

import msgspec

_LOOK_BACK_SECONDS = 30.0
_FEWEST_SECONDS = 2.0
"""Of a line that waits, before its pace is known."""
_IN_THE_AIR = 50
"""Of those who wait at a time, so many are followed."""
_ERRORS = 1000
"""The last ones kept: of some twenty waits, for those told in the same minutes are wrong alike."""
_FEWEST = 50
_AIM = 0.09
"""A side. Errors are known late, the worst last: what is judged so far looks better than what is told
now. One in a hundred makes up for that, as measured (docs/reference/waiting-times.md)."""
_ADAPT = 0.001
"""How far one that did not hold moves its percentile."""
_START = (log(0.8), log(1.3))
"""Bounds before there are errors to learn from."""


class _Probe(NamedTuple):
    """What someone at `place` was told at `begun`: a middle in seconds, bounds as logarithms."""

    place: int
    begun: float
    middle: float
    low: float
    high: float


class Reliability(msgspec.Struct):
    """Of waits told as at most so many minutes (0: any longer one): what became of their intervals."""

    minutes: int
    early: int = 0
    held: int = 0
    late: int = 0


class Times:
    """Fed with where the front is; asked how long so many ahead take."""

    def __init__(self) -> None:
        self._fronts: deque[tuple[float, int]] = deque()
        self._probes: deque[_Probe] = deque()
        self._probed = float("-inf")
        self._low, self._high = _START
        self._errors: deque[float] = deque()
        self._sorted: list[float] = []
        self._below = self._above = _AIM
        self.reliability = [Reliability(minutes) for minutes in (1, 5, 30, 0)]

    @property
    def coverage(self) -> float | None:
        """The share of judged intervals that held; `None` before there was one."""
        judged = self.judged
        return sum(row.held for row in self.reliability) / judged if judged else None

    @property
    def judged(self) -> int:
        """How many intervals were judged."""
        return sum(row.early + row.held + row.late for row in self.reliability)

    @property
    def per_second(self) -> float:
        """Places the front passed in a second, of late; 0 while that is not known."""
        if not self._fronts:
            return 0.0
        (begin, first), (end, last) = self._fronts[0], self._fronts[-1]
        return (last - first) / (end - begin) if end - begin >= _FEWEST_SECONDS else 0.0

    def front_is(self, now: float, front: int, last: int) -> None:
        """At `now` (steady seconds) all up to `front` may come in, and `last` is the last place."""
        if front >= last:
            self._fronts.clear()  # how fast nobody is called says nothing of how fast the next are
        self._fronts.append((now, front))
        while now - self._fronts[0][0] > _LOOK_BACK_SECONDS:
            self._fronts.popleft()
        while self._probes and self._probes[0].place <= front:
            self._judge(self._probes.popleft(), now)
        if last > front and self.per_second > 0:
            middle = max((last - front) / self.per_second, 0.1)
            # A few in the air at a time: those told in the same minutes are wrong together, and
            # would move the bounds together, too far.
            if now - self._probed >= max(middle / _IN_THE_AIR, 1.0):
                self._probed = now
                self._probes.append(_Probe(last, now, middle, self._low, self._high))

    @property
    def spread(self) -> tuple[float, float]:
        """The interval's bounds as multiples of the middle."""
        return exp(self._low), exp(self._high)

    def interval(self, ahead: int) -> tuple[float, float] | None:
        """Seconds, from and to, that hold four times in five; `None` while nobody was let in yet."""
        pace = self.per_second
        if pace <= 0:
            return None
        middle = max(ahead, 1) / pace
        return middle * exp(self._low), middle * exp(self._high)

    def _judge(self, probe: _Probe, now: float) -> None:
        error = log(max(now - probe.begun, 0.1) / probe.middle)
        below, above = error < probe.low, error > probe.high
        row = next(row for row in self.reliability if probe.middle <= (row.minutes or inf) * 60)
        row.early += below
        row.late += above
        row.held += not (below or above)
        self._below = _within(self._below + _ADAPT * (_AIM - below))
        self._above = _within(self._above + _ADAPT * (_AIM - above))
        self._learn(error)

    def _learn(self, error: float) -> None:
        self._errors.append(error)
        insort(self._sorted, error)
        if len(self._errors) > _ERRORS:
            del self._sorted[bisect_left(self._sorted, self._errors.popleft())]
        if len(self._errors) >= _FEWEST:
            self._low = self._percentile(self._below)
            self._high = self._percentile(1 - self._above)

    def _percentile(self, part: float) -> float:
        """As many of n + 1 as are expected to lie below: what n errors say of the next one."""
        last = len(self._sorted) - 1
        at = min(max(part * (last + 2) - 1, 0.0), float(last))
        whole = int(at)
        after = self._sorted[min(whole + 1, last)]
        return self._sorted[whole] + (at - whole) * (after - self._sorted[whole])


def _within(part: float) -> float:
    return min(max(part, 0.0), 0.4)
