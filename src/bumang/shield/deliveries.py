"""The deliveries as the database has them; every step is one statement."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from bumang.gate.line import Pool
from bumang.runtime.database import Bounded
from bumang.runtime.sql import statement
from bumang.shield.judging import Next, State

_TAKE_IN = statement(__package__, "take_in")
_DUE = statement(__package__, "due")
_CLAIM = statement(__package__, "claim")
_SETTLE = statement(__package__, "settle")
_RECOVER = statement(__package__, "recover")
_BY_NUMBER = statement(__package__, "delivery_by_number")


class Claimed(msgspec.Struct, frozen=True):
    """One in hand. `state` is `sending` or, to be asked about, `unknown`."""

    claim: UUID
    place: int
    log: int
    seq: int
    number: int
    item: str
    state: State
    attempts: int
    sent_at: datetime | None


class Standing(msgspec.Struct, frozen=True):
    """What is told about a delivery to whoever holds its receipt."""

    state: State
    accepted_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    reason: str


class Deliveries:
    """Raises what an unreachable database raises (`runtime.database.UNREACHABLE`)."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.in_hand: set[UUID] = set()

    async def take_in(self) -> None:
        await self._database().fetch(_TAKE_IN)

    async def due(self, most: int) -> int:
        return int(await self._database().fetchval(_DUE, most))

    async def claim(self) -> Claimed | None:
        claim = uuid4()
        self.in_hand.add(claim)
        row: Any = None
        try:
            row = await self._database().fetchrow(_CLAIM, claim)
        finally:
            # A claim whose answer was lost is not in hand: it is recovered as unheard.
            if row is None:
                self.in_hand.discard(claim)
        if row is None:
            return None
        place, log, seq, number, item, state, attempts, sent_at = row
        return Claimed(claim, place, log, seq, number, item, State(state), attempts, sent_at)

    async def settle(self, claimed: Claimed, to: Next) -> bool:
        """Whether it was still in this hand."""
        row = await self._database().fetchval(
            _SETTLE, claimed.place, claimed.claim, to.state, to.reason, to.wait_s, to.uncounted
        )
        self.in_hand.discard(claimed.claim)
        return row is not None

    async def recover(self) -> None:
        """What others were sending when they ended; call it only while nobody else delivers."""
        await self._database().fetch(_RECOVER, list(self.in_hand))

    async def standing(self, number: int) -> Standing | None:
        row = await self._database().fetchrow(_BY_NUMBER, number)
        return None if row is None else Standing(State(row[0]), *row[1:])

    def _database(self) -> Bounded:
        pool = self._pool()
        if pool is None:
            raise ConnectionError("the intake database is not open yet")
        return pool
