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
from math import ceil, floor
from statistics import median

ROUND_SECONDS = 1.0
_ROUNDS = 6
"""So that the last ones always hold a probe."""
_PROBE_EVERY = 5
"""Rounds. They begin with the seconds of a clock that all processes of a machine share, so that all probe
at once: each alone would find the others' queue and take it for work."""
_PROBE_TIMES = 5
"""How many of the shortest times a probe lasts: one to let the queue run dry, the rest to look."""
_PROBE_SECONDS = 0.1
"""The least a probe lasts."""
_SHORTEST_ROUND = 0.25
"""Of a second; what is left of it after a probe may be too little to see anything."""
_SMOOTH = 0.5
"""What the newest probe counts: a few requests are seen in each."""
_SHORTER, _FAR_SHORTER = 0.75, 0.6
"""Where a probe found a time so much shorter than any before, or far shorter than is usual, a queue stands
at the server, and did in the probe perhaps: it looks again at once, with half of a limit that is lower then."""
_HEADROOM = 1.25
"""Room to find out whether more would be done; a quarter more, as BBR."""
_LEAST, _MOST = 4, 1000
_LEAST_FULL, _FEWEST_ENDED = 0.2, 3
"""Of a round, and so many requests, before it says something."""


class Knee:
    """Fed with samples; thinks once a round: of a second, or as short as a probe can be."""

    def __init__(
        self,
        start: int,
        least: int = _LEAST,
        most: int = _MOST,
        probe_every: int = _PROBE_EVERY,
    ) -> None:
        """`probe_every` is in rounds: rarer probes cost less, and find out later what has changed."""
        self._least, self._most, self._probe_every = least, most, probe_every
        self._limit = start
        self._rounds: deque[tuple[float, float]] = deque(maxlen=_ROUNDS)
        self._alone: float | None = None
        self._probing = self._looked = False
        self._round = _Round(0.0)

    @property
    def value(self) -> int:
        return max(self._least, self._limit // 2) if self._probing else self._limit

    def sample(self, *, now: float, in_flight: int, took_s: float, ok: bool) -> None:
        if not self._round.begun:
            self._round = _Round(now - took_s)
        self._round.left(now, in_flight, full=in_flight >= 0.8 * self.value, ok=ok)
        if now >= self._ends():
            self._think(now)

    def _ends(self) -> float:
        """When this round is over: with a second of the clock, unless that is very near."""
        begun = self._round.begun
        if self._probing:
            return begun + max(_PROBE_SECONDS, _PROBE_TIMES * self._shortest())
        return ROUND_SECONDS * (floor(begun / ROUND_SECONDS + _SHORTEST_ROUND) + 1)

    def _shortest(self) -> float:
        """Not the least of single rounds: that is below what requests take, by chance, and the limit falls
        to its least where times vary."""
        return self._usual() if self._alone is None else min(self._usual(), self._alone)

    def _usual(self) -> float:
        return median(took for _, took in self._rounds)

    def _think(self, now: float) -> None:
        """A round is over. One that was not full tells nothing of what could be done."""
        over, again, due = self._round, False, self._ends()
        # After a pause, the seconds in which nobody came do not count as slowness.
        if now - due < ROUND_SECONDS and over.was_full:
            again = self._probing and self._probed(over.time)
            self._rounds.append((over.rate, over.time))
            best = max(rate for rate, _ in self._rounds)
            wanted = ceil(best * self._shortest() * _HEADROOM)
            # One fewer, and one more a second later, is the rounding's alone.
            if wanted != self._limit - 1:
                self._limit = max(self._least, min(wanted, self._most))
        fifth = int(due / ROUND_SECONDS) % self._probe_every == 0
        first = not self._looked  # it may have begun far too high
        self._probing = bool(self._rounds) and (again or ((fifth or first) and not self._probing))
        self._looked = self._looked or self._probing
        self._round = _Round(now, now + self._shortest() if self._probing else now)

    def _probed(self, time: float) -> bool:
        """Whether it is worth looking again."""
        known = self._alone
        far = time < max(_SHORTER * self._shortest(), _FAR_SHORTER * self._usual())
        self._alone = time if known is None or far else known + _SMOOTH * (time - known)
        return far


class _Round:
    """What left since `begun` while the slots were full; counted from `dry` on.

    Those who were called come in bursts: what leaves between two of them says how many came, not how many
    the server could do. So a stretch counts that begins and ends with full slots.
    """

    def __init__(self, begun: float, dry: float | None = None) -> None:
        self.begun = begun
        self._since = self._last = begun if dry is None else dry
        self._full = False
        self._seconds = self._area = 0.0
        self._ended = 0

    def left(self, now: float, in_flight: int, *, full: bool, ok: bool) -> None:
        if now <= self._since:
            return
        if full and self._full:
            self._seconds += now - self._last
            self._area += in_flight * (now - self._last)
            self._ended += ok
        self._last, self._full = now, full

    @property
    def was_full(self) -> bool:
        """Long enough, and often enough, to say something."""
        return self._ended >= _FEWEST_ENDED and self._seconds > _LEAST_FULL * (
            self._last - self._since
        )

    @property
    def rate(self) -> float:
        return self._ended / self._seconds

    @property
    def time(self) -> float:
        """Seconds a request, by Little's law: those in work by those that left in a second."""
        return self._area / self._ended
