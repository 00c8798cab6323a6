"""Lets in as many as the limit says; the urgent lane first, up to its published share.

Everything here belongs to one event loop. Who finds no slot waits shortly in a bounded queue; what
waits there longer than its time is never started.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from math import ceil

from bumang.gate.limit import Limit

URGENT_SHARE = 0.2
"""Of the slots, while the main line has someone waiting."""


class Permit:
    """A slot; given back exactly once, whatever happens."""

    __slots__ = ("_begun", "_limiter", "_urgent")

    def __init__(self, limiter: Limiter, urgent: bool, begun: float) -> None:
        self._limiter: Limiter | None = limiter
        self._urgent = urgent
        self._begun = begun

    def leave(self, ok: bool) -> None:
        """The work is over; `ok` says whether the time it took tells anything."""
        limiter, self._limiter = self._limiter, None
        if limiter is not None:
            limiter.left(self._urgent, self._begun, ok)


class ClientGoneError(Exception):
    """Whoever waited for a slot has hung up; nothing was begun."""


Gone = Callable[[], Awaitable[None]]
"""Comes to its end when the client has hung up."""
_Place = tuple["asyncio.Future[Permit]", float]


class Limiter:
    """`steady` are seconds that do not run backwards; `urgent_share` is a share of the slots."""

    def __init__(
        self, limit: Limit, steady: Callable[[], float], *, urgent_share: float = URGENT_SHARE
    ) -> None:
        self._limit = limit
        self._steady = steady
        self._share = self._usual_share = urgent_share
        self._fixed: int | None = None
        self._in_work = {False: 0, True: 0}
        self._queues: dict[bool, deque[_Place]] = {False: deque(), True: deque()}
        self._ended = 0
        self._busy, self._busy_at = 0.0, steady()

    @property
    def limit(self) -> int:
        return self._limit.value if self._fixed is None else self._fixed

    @property
    def urgent_share(self) -> float:
        return self._share

    def steer(self, *, limit: int | None, urgent_share: float | None) -> None:
        """What operators order; `None`: as it finds itself, and the published share."""
        self._fixed = limit
        self._share = self._usual_share if urgent_share is None else urgent_share
        self._let_in(self._steady())

    @property
    def in_flight(self) -> int:
        return self._in_work[False] + self._in_work[True]

    @property
    def waiting(self) -> int:
        return len(self._queues[False]) + len(self._queues[True])

    @property
    def urgent_slots(self) -> int:
        """The urgent lane's own while the main line waits."""
        return ceil(self.limit * self._share)

    @property
    def ended(self) -> int:
        """How many have left since the start."""
        return self._ended

    @property
    def busy_seconds(self) -> float:
        """How long slots were in use since the start, all together."""
        now = self._steady()
        self._busy += self.in_flight * (now - self._busy_at)
        self._busy_at = now
        return self._busy

    def try_enter(self, urgent: bool) -> Permit | None:
        """A slot at once, if one is free and nobody waits for it."""
        if self.in_flight >= self.limit or self._queues[urgent]:
            return None
        if urgent and self._queues[False] and not self._urgent_may():
            return None
        return self._begin(urgent)

    async def enter(self, *, urgent: bool, until: float, gone: Gone | None = None) -> Permit | None:
        """A slot, or `None` when none came free until the steady time `until`.

        No more wait in a lane than there are slots: whoever comes later would wait too long. Raises
        `ClientGoneError` when `gone` comes to its end before.
        """
        permit = self.try_enter(urgent)
        queue = self._queues[urgent]
        if permit is not None or len(queue) >= self.limit or until <= self._steady():
            return permit
        loop = asyncio.get_running_loop()
        place: asyncio.Future[Permit] = loop.create_future()
        queue.append((place, until))
        timer = loop.call_later(until - self._steady(), place.cancel)
        watch = asyncio.ensure_future(gone()) if gone is not None else None
        if watch is not None:
            watch.add_done_callback(lambda _: place.cancel())
        try:
            return await place
        except asyncio.CancelledError:
            self._undo(place)
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            if watch is not None and watch.done():
                raise ClientGoneError from None
            return None
        finally:
            timer.cancel()
            if watch is not None:
                watch.cancel()

    def left(self, urgent: bool, begun: float, ok: bool) -> None:
        """A permit came back."""
        now, in_flight = self._steady(), self.in_flight
        self._busy += in_flight * (now - self._busy_at)
        self._busy_at = now
        self._in_work[urgent] -= 1
        self._ended += 1
        self._limit.sample(now=now, in_flight=in_flight, took_s=now - begun, ok=ok)
        self._let_in(now)

    def _let_in(self, now: float) -> None:
        while self.in_flight < self.limit:
            lane = self._next_lane()
            if lane is None:
                return
            place, until = self._queues[lane].popleft()
            if not place.done() and until > now:
                place.set_result(self._begin(lane))
            else:
                place.cancel()

    def _next_lane(self) -> bool | None:
        main, urgent = self._queues[False], self._queues[True]
        if urgent and (not main or self._urgent_may()):
            return True
        return False if main else None

    def _urgent_may(self) -> bool:
        return self._in_work[True] < self.urgent_slots

    def _begin(self, urgent: bool) -> Permit:
        now = self._steady()
        self._busy += self.in_flight * (now - self._busy_at)
        self._busy_at = now
        self._in_work[urgent] += 1
        return Permit(self, urgent, now)

    def _undo(self, place: asyncio.Future[Permit]) -> None:
        """Whoever waited has gone: the slot is another's, and so is the place in the queue."""
        for queue in self._queues.values():
            for at, (waiting, _) in enumerate(queue):
                if waiting is place:
                    del queue[at]
                    return
        if place.done() and not place.cancelled():
            place.result().leave(ok=False)
