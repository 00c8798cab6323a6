"""Short passes of the event loop, however many requests come at once.

A loop works through everything that is ready before it looks again. With hundreds of requests ready,
each step of a request in work waits for all of them, and a request has several steps: it holds its slot
many times as long as its work takes. So only a few requests begin in one pass; the others wait once,
before they hold anything, in the order of coming.
"""

from __future__ import annotations

import asyncio
from collections import deque

AT_ONCE = 8
"""Begun in one pass: about half a millisecond of answers to those who wait. What sixteen and four did beside
it: docs/decisions/2026-11-24-what-costs-the-processor.md."""


class Passes:
    """Belongs to one event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, at_once: int = AT_ONCE) -> None:
        self._loop = loop
        self._at_once = at_once
        self._begun = 0
        self._held: deque[asyncio.Future[None]] = deque()

    async def begin(self) -> None:
        """Returns when the request may begin: at once while few do."""
        if not self._begun:
            self._loop.call_soon(self._next)
        if self._begun < self._at_once and not self._held:
            self._begun += 1
            return
        turn: asyncio.Future[None] = self._loop.create_future()
        self._held.append(turn)
        await turn

    def _next(self) -> None:
        """A pass is over."""
        self._begun = 0
        while self._held and self._begun < self._at_once:
            turn = self._held.popleft()
            if not turn.done():
                turn.set_result(None)
                self._begun += 1
        if self._begun:
            self._loop.call_soon(self._next)
