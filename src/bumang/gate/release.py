"""How many places the front may go on by, so that the slots are used and nobody waits twice. Pure."""

from __future__ import annotations

from collections import deque

_LOOK_BACK_SECONDS = 60.0
_FILL = 0.5
"""Of the free slots, filled at a time: those already called are still on their way."""
_DOUBT = 5.0
"""Places that count as if all had come, before it is known how many do."""
_LEAST_SHOWN = 0.02


class Release:
    """Closed loop: more are called where many do not come (capacity / (1 - no-show))."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int, int, int]] = deque()

    def line_is(self, now: float, front: int, claimed: int, served: int) -> None:
        """Of the whole line: places called, turns taken, requests served to those who came."""
        self._seen.append((now, front, claimed, served))
        while now - self._seen[0][0] > _LOOK_BACK_SECONDS:
            self._seen.popleft()

    @property
    def shown(self) -> float:
        """The share of those called who came."""
        called, came, _ = self._late()
        return max(_LEAST_SHOWN, min(1.0, (came + _DOUBT) / (called + _DOUBT)))

    @property
    def requests_a_visit(self) -> float:
        _, came, served = self._late()
        return max(1.0, (served + _DOUBT) / (came + _DOUBT))

    def places(self, *, ended: int, free: int, turned_away: int) -> int:
        """By this process, since its last look: `ended` requests left, `free` slots, and
        `turned_away` people whose turn it was found no slot."""
        wanted = ended / self.requests_a_visit + _FILL * free
        if turned_away:
            wanted = min(wanted, ended / self.requests_a_visit) / 2
        return round(wanted / self.shown)

    def _late(self) -> tuple[int, int, int]:
        if len(self._seen) < 2:
            return 0, 0, 0
        first, last = self._seen[0], self._seen[-1]
        return last[1] - first[1], last[2] - first[2], last[3] - first[3]
