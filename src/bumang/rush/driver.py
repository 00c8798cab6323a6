"""Sends visitors on their way at their times, and counts what they hear."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from bumang.rush.behaviour import Next, Visitor
from bumang.rush.tally import Tally
from bumang.rush.wire import Connections

REQUEST_SECONDS = 30.0
"""As long as a browser's people look at an empty page; then it counts as a time-out."""
_TELL_SECONDS = 1.0
_KEEP_OPEN_SECONDS = 2.0


class Run:
    """One run of visitors. `tell` is given the seconds that have passed, about once a second."""

    def __init__(
        self,
        connections: Connections,
        tally: Tally,
        tell: Callable[[float, int], None] = lambda seconds, waiting: None,
    ) -> None:
        self._connections = connections
        self._tally = tally
        self._tell = tell
        self._inside: set[asyncio.Task[None]] = set()
        self._begun = 0.0

    @property
    def now(self) -> float:
        return time.monotonic() - self._begun

    async def send(self, visitors: Sequence[Visitor], seconds: float) -> None:
        """Returns when the time is over and every request that went out has its answer.

        Nobody who waits for a turn is waited for: their last answer was `queued`. When it is
        cancelled, everybody leaves at once.
        """
        self._begun = time.monotonic()
        over = asyncio.Event()
        telling = asyncio.create_task(self._keep_telling())
        try:
            for visitor in visitors:
                if (early := visitor.due - self.now) > 0:
                    await asyncio.sleep(early)
                task = asyncio.create_task(self._visit(visitor, over, seconds))
                self._inside.add(task)
                task.add_done_callback(self._inside.discard)
            await asyncio.sleep(max(0.0, seconds - self.now))
        except asyncio.CancelledError:
            for task in self._inside:
                task.cancel()
            raise
        finally:
            over.set()
            if self._inside:
                await asyncio.wait(self._inside)
            telling.cancel()

    async def _visit(self, visitor: Visitor, over: asyncio.Event, until: float) -> None:
        shares = visitor.manner.group == "programs"
        connection = self._connections.shared() if shares else self._connections.fresh()
        following: Next | None = visitor.first()
        while following is not None:
            if not await self._slept(following.at, over, until):
                break
            self._tally.started(self.now - following.at)
            heard = await connection.ask(following.ask, REQUEST_SECONDS)
            self._tally.answered(visitor, following.ask, following.at, self.now, heard)
            following = visitor.heard(self.now, heard)
            if following is not None and following.at - self.now > _KEEP_OPEN_SECONDS:
                connection.close()
        self._tally.ended(visitor, self.now)
        if shares:
            self._connections.back(connection)
        else:
            connection.close()

    async def _slept(self, at: float, over: asyncio.Event, until: float) -> bool:
        """Whether the time came before the run was over."""
        if at >= until or over.is_set():
            if not over.is_set():
                await over.wait()
            return False
        if (early := at - self.now) > 0:
            await asyncio.sleep(early)
        return True

    async def _keep_telling(self) -> None:
        while True:
            await asyncio.sleep(_TELL_SECONDS)
            self._tell(self.now, len(self._inside))
