"""Is the old system there? A state machine, fed with how requests to it ended; pure.

closed: everything passes; so many failures one after the other open it. open: nothing passes, for a
pause. half-open: one request at a time is a probe; two that succeed close it, one that fails opens
it again, for twice as long (Nygard, "Release It!", 2007).
"""

from __future__ import annotations

from enum import StrEnum

_PROBES = 2
"""Successes that close it again."""


class State(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Sent(StrEnum):
    """What a request is that was let through."""

    USUAL = "usual"
    PROBE = "probe"


class Breaker:
    """Times are steady seconds, given by the caller. What was let through ends once."""

    def __init__(self, failures: int, pause: float, longest: float) -> None:
        self._most = failures
        self._first, self._longest = pause, longest
        self._pause = pause
        self._failed = 0
        self._succeeded = 0
        self._until: float | None = None
        self._probing = False

    def state(self, now: float) -> State:
        if self._until is None:
            return State.CLOSED
        return State.OPEN if now < self._until else State.HALF_OPEN

    def let_through(self, now: float) -> Sent | None:
        """`None`: nothing may be sent now."""
        state = self.state(now)
        if state is State.CLOSED:
            return Sent.USUAL
        if state is State.OPEN or self._probing:
            return None
        self._probing = True
        return Sent.PROBE

    def wait(self, now: float) -> float:
        """Seconds until asking again may help."""
        return 0.0 if self._until is None else max(0.0, self._until - now)

    def ended(self, sent: Sent, ok: bool | None, now: float) -> None:
        """`ok` is `None` where the visitor went away before anything was known."""
        if sent is Sent.PROBE:
            self._probing = False
            if ok is not None:
                self._probed(ok, now)
        elif self._until is None and ok is not None:  # one sent before it opened says nothing new
            self._failed = 0 if ok else self._failed + 1
            if self._failed >= self._most:
                self._open(now)

    def _probed(self, ok: bool, now: float) -> None:
        if not ok:
            self._pause = min(2 * self._pause, self._longest)
            self._open(now)
            return
        self._succeeded += 1
        if self._succeeded >= _PROBES:
            self._until, self._pause, self._failed = None, self._first, 0

    def _open(self, now: float) -> None:
        self._until = now + self._pause
        self._succeeded = 0
