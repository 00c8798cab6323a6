"""A worker: claims, decides, stores; fenced off when it wakes too late; never a stuck entry."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import asyncpg
import structlog

from bumang.casework.deciding import decide_and_store
from bumang.casework.entries import Entry, read_entries
from bumang.casework.files import Files
from bumang.items.catalogue import Catalogue
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.sql import statement
from bumang.runtime.traces import span

_CLAIM_NEXT = statement(__package__, "claim_next")
_TAKE_OVER = statement(__package__, "take_over")
_FINISH_CLAIM = statement(__package__, "finish_claim")
_POSTPONE = statement(__package__, "postpone")
_DUE_RETRY = statement(__package__, "due_retry")
_LOCK_RETRY = statement(__package__, "lock_retry")
_HAND_TO_STAFF = statement(__package__, "hand_to_staff")
_LOG_HEADS = statement(__package__, "log_heads")

LEASE = timedelta(seconds=5)
LARGEST_STRETCH = 500
MOST_ATTEMPTS = 6
_IDLE_SECONDS = 0.1
_AGAIN_SECONDS = 1.0

_events = structlog.get_logger()


class FencedOffError(Exception):
    """The claim has passed to another worker; nothing of ours was stored."""


@dataclass(frozen=True)
class Claim:
    log: int
    first: int
    last: int
    token: int


@dataclass(frozen=True)
class Worker:
    """`core` and `intake` are pools; `name` is for the people who look at the claims."""

    name: str
    core: Any
    intake: Any
    catalogue: Catalogue

    @cached_property
    def files(self) -> Files:
        return Files(self.core, self.intake, self.catalogue)

    async def run(self) -> None:
        """Work until cancelled. A database out of reach is waited for."""
        while True:
            try:
                if not await self.step():
                    await asyncio.sleep(_IDLE_SECONDS)
            except UNREACHABLE as error:
                _events.warning("database out of reach, waiting", error=type(error).__name__)
                await asyncio.sleep(_AGAIN_SECONDS)
            except FencedOffError:
                _events.warning("a claim passed to another worker, its work was dropped")

    async def step(self) -> bool:
        """One stretch or one retry, and some rows of a file; false when there is nothing to do.

        A large file and the entries behind it take turns, so neither waits for the other.
        """
        claim = await self.claim()
        if claim is not None:
            await self.handle(claim)
        worked = claim is not None or await self._try_again()
        return await self.files.step() or worked

    async def claim(self) -> Claim | None:
        """A claim left by a dead worker before new work: what was accepted first is done first."""
        row = await self.core.fetchrow(_TAKE_OVER, self.name, LEASE)
        if row is not None:
            return Claim(*row)
        for log, head in await self.intake.fetch(_LOG_HEADS):
            await self.core.execute(
                "INSERT INTO log_cursor (log_id, next_seq) VALUES ($1, 0) ON CONFLICT DO NOTHING",
                log,
            )
            row = await self.core.fetchrow(
                _CLAIM_NEXT, log, head, LARGEST_STRETCH, self.name, LEASE
            )
            if row is not None:
                return Claim(*row)
        return None

    async def handle(self, claim: Claim) -> None:
        """Decide and store a claim's entries: together, or one by one when one of them fails."""
        with span("stretch", log=claim.log, first_seq=claim.first, last_seq=claim.last):
            await self._handle(claim)

    async def _handle(self, claim: Claim) -> None:
        entries = await read_entries(self.intake, claim.log, claim.first, claim.last)
        try:
            async with self.core.acquire() as connection, connection.transaction():
                started_at = await _finish(connection, claim)
                await decide_and_store(connection, self.catalogue, entries, started_at)
        except (*UNREACHABLE, FencedOffError):
            raise
        except Exception as error:
            _events.warning("a stretch failed, going one by one", error=type(error).__name__)
            async with self.core.acquire() as connection, connection.transaction():
                started_at = await _finish(connection, claim)
                for entry in entries:
                    await self._alone(connection, entry, started_at)

    async def _alone(
        self, connection: asyncpg.Connection[Any], entry: Entry, started_at: datetime
    ) -> None:
        """One entry under a savepoint: stored, or put off, or handed to staff."""
        place = (entry["log_id"], entry["seq"])
        try:
            async with connection.transaction():
                await decide_and_store(connection, self.catalogue, [entry], started_at)
                await connection.execute("DELETE FROM retry WHERE log_id = $1 AND seq = $2", *place)
        except UNREACHABLE:
            raise
        except Exception as error:
            reason = type(error).__name__
            attempts = await connection.fetchval(_POSTPONE, *place, reason, started_at)
            _events.warning("an entry failed", log=place[0], seq=place[1], error=reason)
            if attempts >= MOST_ATTEMPTS:
                await connection.execute(_HAND_TO_STAFF, *place, entry["item"], reason)

    async def _try_again(self) -> bool:
        due = await self.core.fetchrow(_DUE_RETRY)
        if due is None:
            return False
        log, seq = due
        # The intake is read first, so that nothing of the core is held while it is slow.
        (entry,) = await read_entries(self.intake, log, seq, seq)
        async with self.core.acquire() as connection, connection.transaction():
            since = await connection.fetchval(_LOCK_RETRY, log, seq)
            if since is None:
                return False
            await self._alone(connection, entry, since)
            return True


async def _finish(connection: asyncpg.Connection[Any], claim: Claim) -> datetime:
    """Since when the claim was at work, if it is still ours."""
    taken_at: datetime | None = await connection.fetchval(
        _FINISH_CLAIM, claim.log, claim.first, claim.token
    )
    if taken_at is None:
        raise FencedOffError
    return taken_at
