"""How many a second may come in of a class that costs the processor. Pure.

Such requests wait for nothing, so a number in work does not bound them: a few at a time keep a process
busy for ever, and everyone else behind them. What tells that too many come in is how late the event
loop is: its queue delay. As in CoDel (RFC 8289) the least delay of an interval counts, for a burst that
goes away by itself is no standing queue.
"""

from __future__ import annotations

from math import inf

TARGET_SECONDS = 0.01
"""How late the loop may be for everyone, all the time."""
_INTERVAL_SECONDS = 0.2
_LESS, _LEAST_LESS = 0.5, 0.9
"""A lateness far above the target takes half of the rate, one just above it a tenth."""
_MORE, _MORE_AFTER_LATE = 1.5, 1.05
_REMEMBERED_SECONDS = 30.0
"""So long after it was late the rate grows slowly: a flood that is there still would be let in again."""
_LATE_IN_A_ROW = 3
"""Intervals: a start, a collection of garbage or a busy neighbour is no flood."""
_BURST_SECONDS = 0.1
"""So much of the rate may come in at once."""
LEAST = 50.0
"""A second, however late the loop is: no class starves, and a calm day's visitors are not queued."""
_MOST = 20_000.0


class Pace:
    """Fed with how late the loop is; asked whether one more may come in. Times are steady seconds."""

    def __init__(self) -> None:
        self._rate = _MOST
        self._stock = _MOST * _BURST_SECONDS
        self._asked = 0.0
        self._begun = 0.0
        self._least_late = inf
        self._came = 0
        self._refused = 0
        self._in_a_row = 0
        self._was_late = -inf

    @property
    def rate(self) -> float:
        """May come in a second."""
        return self._rate

    @property
    def refused(self) -> int:
        """How many did not come in since the start."""
        return self._refused

    def late(self, now: float, seconds: float) -> None:
        """The loop came so late to what was due at a time."""
        self._least_late = min(self._least_late, seconds)
        took = now - self._begun
        if took < _INTERVAL_SECONDS:
            return
        late = self._least_late > TARGET_SECONDS
        self._in_a_row = self._in_a_row + 1 if late else 0
        if self._in_a_row >= _LATE_IN_A_ROW:
            self._was_late = now
            less = min(_LEAST_LESS, max(_LESS, TARGET_SECONDS / self._least_late))
            # From what really came in: a rate that nobody used says nothing.
            self._rate = max(LEAST, min(self._rate, self._came / took) * less)
        elif not late:
            calm = now - self._was_late > _REMEMBERED_SECONDS
            self._rate = min(_MOST, self._rate * (_MORE if calm else _MORE_AFTER_LATE))
        self._begun, self._least_late, self._came = now, inf, 0

    def may(self, now: float) -> bool:
        """Whether one more comes in, which counts then."""
        most = max(1.0, self._rate * _BURST_SECONDS)
        self._stock = min(most, self._stock + (now - self._asked) * self._rate)
        self._asked = now
        if self._stock < 1:
            self._refused += 1
            return False
        self._stock -= 1
        self._came += 1
        return True
