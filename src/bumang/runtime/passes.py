"""Short passes of the event loop, however many requests come at once.

A loop works through everything that is ready before it looks again. With hundreds of requests ready,
each step of a request in work waits for all of them, and a request has several steps: it holds its slot
many times as long as its work takes. So only a few requests begin in one pass; the others wait once,
before they hold anything, in the order of coming. Half of each pass is for those first who are awaited,
if there are any: behind a flood of those who only ask how long it takes, whoever was called would come
seconds late, and what was kept free for them would stand empty.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable

AT_ONCE = 8
"""Begun in one pass: about half a millisecond of answers to those who wait. What sixteen and four did beside
it: docs/decisions/2026-11-24-what-costs-the-processor.md."""


_Held = deque[tuple["asyncio.Future[None]", float]]
"""Those who wait, and since when (steady seconds)."""


def _as_they_come() -> bool:
    return False


class Passes:
    """Belongs to one event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, at_once: int = AT_ONCE) -> None:
        self._loop = loop
        self._at_once = at_once
        self._begun = 0
        self._awaited: _Held = deque()
        self._held: _Held = deque()

    async def begin(self, is_awaited: Callable[[], bool] = _as_they_come) -> None:
        """Returns when the request may begin: at once while few do. `is_awaited` says, where it has to
        wait, whether it is one of those to whom half of each pass belongs first."""
        if not self._begun:
            self._loop.call_soon(self._next)
        if self._begun < self._at_once and not self._held and not self._awaited:
            self._begun += 1
            return
        turn: asyncio.Future[None] = self._loop.create_future()
        (self._awaited if is_awaited() else self._held).append((turn, time.monotonic()))
        await turn

    def longest_wait(self) -> float:
        """Seconds that someone waits already who has not begun."""
        since = [held[0][1] for held in (self._awaited, self._held) if held]
        return time.monotonic() - min(since) if since else 0.0

    def _next(self) -> None:
        """A pass is over."""
        self._begun = 0
        self._let_begin(self._awaited, (self._at_once + 1) // 2)
        self._let_begin(self._held, self._at_once)
        self._let_begin(self._awaited, self._at_once)
        if self._begun:
            self._loop.call_soon(self._next)

    def _let_begin(self, held: _Held, most: int) -> None:
        while held and self._begun < most:
            turn, _ = held.popleft()
            if not turn.done():
                turn.set_result(None)
                self._begun += 1
