"""How long a place still has to wait: an interval, and how often it was right. Pure.

The front's pace of the last half minute gives the middle. How far such a middle is off, upwards and
downwards, is learnt from what became of earlier ones: the tenth and ninetieth percentiles of the
error's logarithm, moved a little by every interval that was told and held or did not (as in adaptive
conformal inference, Gibbs and Candes 2021), so that four in five hold whatever the errors come from.
"""

from __future__ import annotations

from collections import deque
from math import exp, log
from typing import NamedTuple

_LOOK_BACK_SECONDS = 30.0
_IN_THE_AIR = 4
_STEP = 0.8
"""Of the usual error: how far one interval that did not hold moves its bound."""
_USUAL = 0.02
"""How fast the usual error is followed."""


class _Probe(NamedTuple):
    """What someone at `place` was told at `begun`: a middle in seconds, bounds as logarithms."""

    place: int
    begun: float
    middle: float
    low: float
    high: float


class Times:
    """Fed with where the front is; asked how long so many ahead take."""

    def __init__(self) -> None:
        self._fronts: deque[tuple[float, int]] = deque()
        self._probes: deque[_Probe] = deque()
        self._probed = float("-inf")
        self._low, self._high = log(0.9), log(1.15)
        self._usual = 0.1
        self._inside = self._judged = 0

    @property
    def coverage(self) -> float | None:
        """The share of judged intervals that held; `None` before there was one."""
        return self._inside / self._judged if self._judged else None

    @property
    def judged(self) -> int:
        """How many intervals were judged."""
        return self._judged

    @property
    def per_second(self) -> float:
        """Places the front passed in a second, of late."""
        if len(self._fronts) < 2:
            return 0.0
        (begin, first), (end, last) = self._fronts[0], self._fronts[-1]
        return (last - first) / (end - begin) if end > begin else 0.0

    def front_is(self, now: float, front: int, last: int) -> None:
        """At `now` (steady seconds) all up to `front` may come in, and `last` is the last place."""
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
        self._judged += 1
        self._inside += probe.low <= error <= probe.high
        self._usual += _USUAL * (abs(error) - self._usual)
        step = _STEP * self._usual
        self._low += step * (0.1 - (error < probe.low))
        self._high += step * (0.9 - (error < probe.high))
