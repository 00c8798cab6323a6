"""One line as one process sees it: gives places, calls the next, takes turns. The database keeps it.

Places are given in the order of coming, group by group. While many come at once, a process keeps a
few places ahead for its own newcomers, for half a second at most: two who come within that time at
two processes may get their places in either order, and no place given ever changes. What is left of
such a block when the process is killed or fewer come is nobody's: places that are called and do not
come, which the calling allows for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from math import inf
from typing import Any

import msgspec

from bumang.gate.release import Release
from bumang.gate.times import Times
from bumang.gate.waiting import SOONEST_SECONDS
from bumang.runtime.database import Bounded
from bumang.runtime.sql import statement

_JOIN = statement(__package__, "join_line")
_LOOK = statement(__package__, "look_at_line")
_SEE = statement(__package__, "see_line")
_AT_RATE = statement(__package__, "call_at_rate")
_TAKE = statement(__package__, "take_turn")

MANY = 64
"""Newcomers between two looks, from which on places are kept for the next."""
_BLOCK_SECONDS = 0.5
_SHORTEST_LOOK_SECONDS, _LONGEST_LOOK_SECONDS = 0.05, 2.0
"""Between which the time between two looks counts: for longer no line is called ahead."""
_FOLLOW_CALLED = 0.5
_TAKEN_SECONDS = 10.0
"""So long is kept in memory when a turn was taken that came to no slot: whoever comes again every two
seconds costs the database one question, not one each time."""

Pool = Callable[[], Bounded | None]
"""The pool of the intake database; asked for when it is used, for it opens after the wiring."""


class Front(msgspec.Struct, frozen=True):
    """Places up to `front` may come in; `last` was given last."""

    front: int = 0
    last: int = 0


class _Block(msgspec.Struct):
    """Places from `first` to `last` that only this process gives, until the steady time `until`."""

    first: int = 1
    last: int = 0
    until: float = 0.0


class Line:
    """Everything here belongs to one event loop."""

    def __init__(
        self,
        line: int,
        pool: Pool,
        steady: Callable[[], float],
        order: Callable[[int], int] | None = None,
    ) -> None:
        self.number = line
        self._order = order
        self.times = Times()
        self.seen = Front()
        self._release = Release()
        self._pool = pool
        self._steady = steady
        self._claimed = self._served = self._came = 0
        self._looked = self._formed = -inf
        self._called_per_s = 0.0
        self._away = 0
        self._turned_away: dict[int, float] = {}
        self._taken: dict[int, tuple[float, datetime]] = {}
        self._block = _Block()
        self._joining: list[asyncio.Future[int]] = []
        self._group: asyncio.Task[None] | None = None

    @property
    def empty(self) -> bool:
        """Whether all who have a place were called."""
        return self.seen.front >= self.seen.last

    @property
    def nobody_back(self) -> bool:
        """Whether it formed so shortly ago that none who have a place can be back: until then a free
        slot is of no use to them, and whoever comes may have it."""
        return self._steady() - self._formed < SOONEST_SECONDS

    @property
    def shown(self) -> float:
        """The share of those called who come."""
        return self._release.shown

    def order(self, place: int) -> int:
        """Where in the order of calling the one is who was given this place."""
        return place if self._order is None else self._order(place)

    def join_at_once(self) -> int | None:
        """A place at the end that was kept for newcomers; `None` while there is none."""
        block = self._block
        if block.first > block.last or self._steady() > block.until:
            return None
        self._came += 1
        block.first += 1
        return block.first - 1

    async def join(self) -> int:
        """A place at the end. Those who come together are written together.

        Raises what an unreachable database raises; then nobody of the group has a place.
        """
        self._came += 1
        place: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._joining.append(place)
        if self._group is None or self._group.done():
            self._group = asyncio.create_task(self._give_places())
        return await place

    async def take_turn(self, place: int) -> datetime | None:
        """When this place's turn was taken, now or before; `None`: not called yet, or over."""
        if place in self._taken:
            return self._taken[place][1]
        row = await self.database().fetchrow(_TAKE, self.number, self.order(place))
        if row is None:
            return None
        self._claimed += row[1]
        admitted_at: datetime = row[0]
        return admitted_at

    def gave(self, place: int) -> None:
        """A place at the end was given by another statement than this line's own."""
        self._stands(Front(self.seen.front, max(self.seen.last, place)))

    def comes_again(self, place: int, taken: datetime) -> None:
        """The turn of this place was taken then, and found no slot: it is asked for again soon."""
        self._taken[place] = (self._steady(), taken)

    def turned_away(self, place: int) -> None:
        """Someone whose turn it is found no slot. However often they ask, they count once until they
        are to come again: else one script that hammers would stop the calling."""
        now = self._steady()
        if now - self._turned_away.get(place, -inf) >= SOONEST_SECONDS:
            self._turned_away[place] = now
            self._away += 1

    def turned_away_since(self) -> int:
        """How many, since this was asked last; who has been told to come again by now is forgotten."""
        since, away = self._steady() - SOONEST_SECONDS, self._away
        self._away = 0
        if self._turned_away:
            self._turned_away = {one: at for one, at in self._turned_away.items() if at > since}
        return away

    def served(self) -> None:
        """One request of someone who came by a turn was let in."""
        self._served += 1

    async def go_on(
        self,
        *,
        ended: float,
        free: float,
        slots: float | None = None,
        per_second: float | None = None,
    ) -> None:
        """Call the next, as many as this process can take, and see where the line stands.

        Since the last time `ended` requests left, and of `slots` (none were in use, if not said) on
        average `free` were empty. `per_second`: so many by all processes together instead, whatever they can take; 0: nobody.
        """
        away = self.turned_away_since()
        self._forget_taken()
        wanted = self._release.places(
            seconds=self._since_looked(),
            ended=ended,
            free=free,
            turned_away=away,
            slots=free if slots is None else slots,
        )
        places = 0 if self.empty or per_second is not None else wanted
        claimed, served, kept = self._claimed, self._served, self._places_to_keep()
        if per_second and not self.empty:
            kept = 0
            asked: tuple[Any, ...] = (_AT_RATE, self.number, per_second, claimed, served)
        elif places or claimed or served or kept:
            asked = (_LOOK, self.number, places, claimed, served, kept)
        else:
            asked = (_SEE, self.number)
        row = await self.database().fetchrow(*asked)
        self._claimed -= claimed
        self._served -= served
        now, last = self._steady(), row["last_place"]
        self._called(row["front"] - self.seen.front)
        if kept:
            self._block = _Block(last - kept + 1, last, now + _BLOCK_SECONDS)
        self._stands(Front(row["front"], last))
        self._looked = now
        self._release.line_is(now, row["front"], row["claimed"], row["served"])
        self.times.front_is(now, row["front"], last)

    def about(self, ahead: int) -> float | None:
        """Roughly how many seconds so many ahead take by what was called just now, or by what this
        process's slots can do: for when to ask again while no pace is known. `None`: neither is."""
        per_s = max(self._called_per_s, self._release.could)
        return max(ahead, 1) / per_s if per_s else None

    def database(self) -> Bounded:
        """Raises `ConnectionError` while it is not open."""
        pool = self._pool()
        if pool is None:
            raise ConnectionError("the intake database is not open yet")
        return pool

    def _called(self, places: int) -> None:
        """By all processes, since this one looked last."""
        if self._looked > -inf:
            per_s = places / self._since_looked()
            self._called_per_s += _FOLLOW_CALLED * (per_s - self._called_per_s)

    def _since_looked(self) -> float:
        since = self._steady() - self._looked
        return max(_SHORTEST_LOOK_SECONDS, min(since, _LONGEST_LOOK_SECONDS))

    def _forget_taken(self) -> None:
        if self._taken:
            since = self._steady() - _TAKEN_SECONDS
            self._taken = {one: kept for one, kept in self._taken.items() if kept[0] > since}

    def _stands(self, seen: Front) -> None:
        # What is there at the first look may have formed long ago.
        if self.empty and self._looked > -inf:
            self._formed = self._steady()
        self.seen = seen

    def _places_to_keep(self) -> int:
        """Half of what came since the last look: it is used up, or nearly, before the next."""
        came, self._came = self._came, 0
        # What is given ahead before an opening's hour must not be an early place after it.
        if (
            came < MANY
            or self.empty
            or self._order is not None
            or self._block.first <= self._block.last
        ):
            return 0
        return came // 2

    async def _give_places(self) -> None:
        while self._joining:
            group, self._joining = self._joining, []
            try:
                first = await self.database().fetchval(_JOIN, self.number, len(group))
            except Exception as error:  # whoever waits for a place is told
                for place in group:
                    if not place.done():
                        place.set_exception(error)
                continue
            self._stands(Front(self.seen.front, max(self.seen.last, first + len(group) - 1)))
            for at, place in enumerate(group):
                if not place.done():
                    place.set_result(first + at)
