"""How many places the front may go on by, so that the slots are used and nobody waits twice. Pure.

Called ones come seconds later, some never. So what is called follows what the slots can do, not what
they did while some stood empty; a few are turned away and come again after two seconds, which keeps a
small stock before the door: with none, every chance gap is an empty slot, with many, people wait twice.
"""

from __future__ import annotations

from collections import deque

_LOOK_BACK_SECONDS = 60.0
_COMES_SECONDS = 3.0
"""So long after being called people come, on average, who ask every two seconds near the front: who was
called just now and is not there yet says nothing about who comes."""
_DOUBT = 5.0
"""Places that count as if all had come, before it is known how many do."""
_LEAST_SHOWN = 0.02
_FILL = 0.5
"""Of the free slots, filled at a time while it is not known what a slot does."""
_LEAST_BUSY = 0.2
"""With fewer slots busy, what ended says too little of what they can do."""
_FOLLOW = 0.1
"""How fast what the slots can do, and who is turned away, are followed: in some ten looks."""
_TURNED_AWAY = 0.06
"""Of those let in: the stock before the door that is aimed at."""
_CORRECT = 1.0
"""Of what is amiss with the stock, at a time; more would swing, for they come seconds later."""
_LEAST_PART = 0.2
"""However many find no slot: those who were turned away may be gone for good."""


class Release:
    """Closed loop: more are called where many do not come (capacity / (1 - no-show))."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int, int, int]] = deque()
        self._fresh: deque[tuple[float, int]] = deque()
        self._ripe = 0
        self._could = 0.0
        self._away = 0.0
        self._rest = 0.0

    def line_is(self, now: float, front: int, claimed: int, served: int) -> None:
        """Of the whole line: places called, turns taken, requests served to those who came."""
        if not self._seen:
            self._ripe = front
        self._fresh.append((now, front))
        while now - self._fresh[0][0] >= _COMES_SECONDS:
            self._ripe = self._fresh.popleft()[1]
        self._seen.append((now, self._ripe, claimed, served))
        while now - self._seen[0][0] > _LOOK_BACK_SECONDS:
            self._seen.popleft()

    @property
    def could(self) -> float:
        """Requests that this process's slots could do between two looks, of late."""
        return self._could

    @property
    def shown(self) -> float:
        """The share of those called who came."""
        called, came, _ = self._of_late()
        return max(_LEAST_SHOWN, min(1.0, (came + _DOUBT) / (called + _DOUBT)))

    @property
    def requests_a_visit(self) -> float:
        _, came, served = self._of_late()
        return max(1.0, (served + _DOUBT) / (came + _DOUBT))

    def places(self, *, ended: float, free: float, turned_away: int, slots: float) -> int:
        """By this process, since its last look: `ended` requests left, of `slots` on average `free`
        were empty, and `turned_away` people whose turn it was found none."""
        busy = slots - free
        if busy > _LEAST_BUSY * slots:
            could = ended * slots / busy
        else:
            could = max(ended + _FILL * free, self._could if ended else 0.0)
        self._could += _FOLLOW * (could - self._could) if self._could else could
        self._away += _FOLLOW * (turned_away - self._away)
        amiss = _TURNED_AWAY - self._away / max(self._could, 1.0)
        part = max(_LEAST_PART, 1 + _CORRECT * amiss)
        self._rest += self._could * part / self.requests_a_visit / self.shown
        whole = int(self._rest)
        self._rest -= whole
        return whole

    def _of_late(self) -> tuple[int, int, int]:
        """Called (and given the time to come), come, and requests served."""
        if len(self._seen) < 2:
            return 0, 0, 0
        first, last = self._seen[0], self._seen[-1]
        return last[1] - first[1], last[2] - first[2], last[3] - first[3]
