"""What a run against another machine may never go beyond, whatever clients and schedules want."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable


class Leash:
    """So many requests in all, so many in a second, and none after `seconds`.

    Whoever is too many for a second goes out a little later, which counts as this program's
    lateness. `over` is set when the count or the time is used up.
    """

    def __init__(
        self,
        most: int,
        most_per_s: float,
        seconds: float,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._left, self._apart_s = most, 1 / most_per_s
        self._steady = steady
        self._until = steady() + seconds
        self._next = 0.0
        self.sent = 0
        self.over = asyncio.Event()

    async def may(self) -> bool:
        """Wait for the turn of one request; False: nothing may go out any more."""
        due = self._next = max(self._next + self._apart_s, self._steady())
        if self._left <= 0 or due >= self._until:
            self.over.set()
        if self.over.is_set():
            return False
        self._left -= 1
        if (early := due - self._steady()) > 0:
            await asyncio.sleep(early)
        if self.over.is_set():
            return False
        self.sent += 1
        return True

    def let_go(self) -> None:
        """Nothing goes out from now on."""
        self.over.set()
