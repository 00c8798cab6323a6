"""Stay at the knee: just as many in work as the best throughput needs at the shortest time.

The product of the two (Little's law) is how many the server truly works on; more of them only
wait. Both are learnt from the last seconds, the shortest time from moments with half the limit,
so that the queue we make ourselves is not taken for work. The idea is that of BBR (Cardwell et al.,
"BBR: Congestion-Based Congestion Control", ACM Queue 2016), for requests instead of packets. When
all is steadily slow, throughput falls as the time grows: the product stays, and so does the limit.

A round's time is its mean, as Little's law has it: a class holds requests of very different lengths,
and the quickest of them say nothing of how many the others keep in work.
"""

from __future__ import annotations

from collections import deque
from math import ceil

ROUND_SECONDS = 1.0
_ROUNDS = 6
"""So that the last ones always hold a probe."""
_PROBE_EVERY = 5
_PROBE_TIMES = 3
"""How many of the shortest times a probe lasts: one to let the queue run dry, the rest to look."""
_PROBE_SECONDS = 0.1
"""The least a probe lasts."""
_FAR_SHORTER = 0.75
"""Where a probe found so much shorter a time, there may be a shorter one: it looks again at once."""
_HEADROOM = 1.25
"""Room to find out whether more would be done; a quarter more, as BBR."""
_LEAST, _MOST = 4, 1000


class Knee:
    """Fed with samples; thinks once a round: of a second, or as short as a probe can be."""

    def __init__(self, start: int, least: int = _LEAST, most: int = _MOST) -> None:
        self._least, self._most = least, most
        self._limit = start
        self._rounds: deque[tuple[float, float]] = deque(maxlen=_ROUNDS)
        self._count = 0
        self._begun: float | None = None
        self._ended = 0
        self._within, self._took = 0, 0.0
        self._full = 0

    @property
    def value(self) -> int:
        return max(self._least, self._limit // 2) if self._probing() else self._limit

    def _probing(self) -> bool:
        return bool(self._rounds) and self._count % _PROBE_EVERY == _PROBE_EVERY - 1

    def sample(self, *, now: float, in_flight: int, took_s: float, ok: bool) -> None:
        if self._begun is None:
            self._begun = now - took_s
        if ok:
            self._ended += 1
            self._full += in_flight >= 0.8 * self.value
            if now - took_s >= self._begun:  # those from before met the queue of before
                self._within += 1
                self._took += took_s
        if now - self._begun >= self._round_seconds():
            self._think(now)

    def _round_seconds(self) -> float:
        if not self._probing():
            return ROUND_SECONDS
        return max(_PROBE_SECONDS, _PROBE_TIMES * self._shortest())

    def _shortest(self) -> float:
        return min(took for _, took in self._rounds)

    def _think(self, now: float) -> None:
        """A round is over. One that was not full tells nothing of what could be done."""
        assert self._begun is not None
        seconds, probed, again = now - self._begun, self._probing(), False
        # After a pause, the seconds in which nobody came do not count as slowness.
        if seconds < 2 * ROUND_SECONDS and self._full * 2 > self._ended > 0 and self._within:
            before = self._shortest() if probed else 0.0
            self._rounds.append((self._ended / seconds, self._took / self._within))
            best = max(rate for rate, _ in self._rounds)
            wanted = ceil(best * self._shortest() * _HEADROOM)
            self._limit = max(self._least, min(wanted, self._most))
            again = self._shortest() < _FAR_SHORTER * before
        self._begun, self._ended, self._full = now, 0, 0
        self._within, self._took = 0, 0.0
        self._count += not again
