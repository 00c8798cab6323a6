"""How many places the front may go on by, so that the slots are used and nobody waits twice. Pure.

Called ones come seconds later, some never. So what is called follows what the slots can do, not what
they did while some stood empty; a few are turned away and come again after two seconds, which keeps a
small stock before the door: with none, every chance gap is an empty slot, with many, people wait twice.
"""

from __future__ import annotations

from collections import deque
from math import exp

_LOOK_BACK_SECONDS = 60.0
_COMES_SECONDS = 5.0
"""So long after being called most people come who do: near the front they ask every two or three seconds,
further off less often. Who was called since and is not there yet says nothing about who comes."""
_DOUBT = 5.0
"""Places that count as if all had come, before it is known how many do."""
_LEAST_SHOWN = 0.02
_FILL_A_SECOND = 2.0
"""Times the free slots: called while it is not known what a slot does."""
_LEAST_BUSY = 0.2
"""With fewer slots busy, what ended says too little of what they can do."""
_FOLLOW_SECONDS = 2.5
"""How fast what the slots can do, and who is turned away, are followed. By time, not by looks: in a busy
process looks come seldom, and that is when it matters."""
_TURNED_AWAY = 0.06
"""Of those let in: the stock before the door that is aimed at."""
_CORRECT = 1.0
"""Of what is amiss with the stock, at a time; more would swing, for they come seconds later."""
_LEAST_PART = 0.2
"""However many find no slot: those who were turned away may be gone for good."""
_IDLE = 0.4
"""Of the slots: with more of them empty, and hardly anyone turned away, too few are on their way, whatever
was reckoned. A slot that is empty between two who come is none of this."""
_RAISE_SECONDS, _LOWER_SECONDS = 6.0, 1.0
"""In which the calls are raised, and lowered again, by a factor of e: slowly up, for who is called comes
seconds later; fast down, for who finds no slot waits twice."""
_MOST_RAISED = 8.0


class Release:
    """Closed loop: more are called where many do not come (capacity / (1 - no-show))."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int, int, int]] = deque()
        self._fresh: deque[tuple[float, int]] = deque()
        self._ripe = 0
        self._could = 0.0
        self._away = 0.0
        self._raised = 1.0
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
        """Requests a second that this process's slots could do, of late."""
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

    def places(
        self, *, seconds: float, ended: float, free: float, turned_away: int, slots: float
    ) -> int:
        """By this process, in the seconds since its last look: `ended` requests left, of `slots` on
        average `free` were empty, and `turned_away` people whose turn it was found none."""
        busy, done = slots - free, ended / seconds
        if busy > _LEAST_BUSY * slots:
            could = done * slots / busy
        else:
            could = max(done + _FILL_A_SECOND * free, self._could if ended else 0.0)
        followed = 1 - exp(-seconds / _FOLLOW_SECONDS)
        self._could += followed * (could - self._could) if self._could else could
        self._away += followed * (turned_away / seconds - self._away)
        away = self._away / max(self._could, 1.0)
        few_away = turned_away / seconds <= _TURNED_AWAY * self._could
        self._correct(seconds, idle=free > _IDLE * slots, few_away=few_away)
        part = max(_LEAST_PART, 1 + _CORRECT * (_TURNED_AWAY - away)) * self._raised
        self._rest += seconds * self._could * part / self.requests_a_visit / self.shown
        whole = int(self._rest)
        self._rest -= whole
        return whole

    def _correct(self, seconds: float, *, idle: bool, few_away: bool) -> None:
        """What slots can do is reckoned from those that are used; where most stand empty, that falls
        together with the calls, and nothing but the empty slots tells it."""
        if idle and few_away:
            self._raised = min(_MOST_RAISED, self._raised * exp(seconds / _RAISE_SECONDS))
        else:
            self._raised = max(1.0, self._raised * exp(-seconds / _LOWER_SECONDS))

    def _of_late(self) -> tuple[int, int, int]:
        """Called (and given the time to come), come, and requests served."""
        if len(self._seen) < 2:
            return 0, 0, 0
        first, last = self._seen[0], self._seen[-1]
        return last[1] - first[1], last[2] - first[2], last[3] - first[3]
