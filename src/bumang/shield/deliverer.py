"""Delivers what was accepted: as many at a time as the gate lets in, in order for each person.

One deliverer a database, by an advisory lock. What was being sent when a process ended has no heard
answer; its route says what is done about that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import asyncpg
import structlog

from bumang.gate.limiter import Limiter
from bumang.gate.line import Pool
from bumang.intake.stored import find_by_number
from bumang.kernel import receipt_number
from bumang.kernel.clock import Clock
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.metrics import counter
from bumang.shield.config import Ask, Config, Store
from bumang.shield.deliveries import Claimed, Deliveries
from bumang.shield.headers import Fields, header
from bumang.shield.judging import Heard, Next, State, after_answer, after_asking, not_sent, unheard
from bumang.shield.record import Record, decoded
from bumang.shield.storing import ITEM
from bumang.shield.upstream import Answered, Fault, Upstream

_LOCK = 0x736869656C64
_LOOK_SECONDS = 0.25
_SLOT_SECONDS = 1.0
_AT_ONCE = 16
_READ = 256 * 1024
"""So much of an answer is looked at."""
_AGAIN_SECONDS = 0.5

_DELIVERIES = counter("bumang_shield_deliveries", "Deliveries by what became of them", ["state"])
_events = structlog.get_logger()


@dataclass
class Deliverer:
    """`steady` are seconds that do not run backwards. Everything belongs to one event loop."""

    dsn: str
    config: Config
    upstream: Upstream
    limiter: Limiter
    deliveries: Deliveries
    pool: Pool
    clock: Clock
    steady: Callable[[], float]
    _work: asyncio.Event = field(default_factory=asyncio.Event)
    _alone: asyncio.Event = field(default_factory=asyncio.Event)
    _some: asyncio.Event = field(default_factory=asyncio.Event)
    _due: int = 0
    _busy: int = 0
    _quiet: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        self._work.set()

    async def run(self) -> None:
        """Until cancelled. What is then being sent is left unheard."""
        self._quiet.set()
        tasks = [self._stay_alone(), self._look_out(), *(self._deliver() for _ in range(_AT_ONCE))]
        async with asyncio.TaskGroup() as group:
            for task in tasks:
                group.create_task(task)

    async def rest(self, seconds: float) -> None:
        """Begin nothing new, and let what is being sent be heard, so long."""
        self._alone.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), seconds)

    async def _stay_alone(self) -> None:
        """Hold the lock; while it is not held, nothing new is begun."""
        while True:
            with suppress(*UNREACHABLE):
                connection: asyncpg.Connection[Any] = await asyncpg.connect(self.dsn, timeout=5)
                try:
                    if await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK):
                        while await connection.fetchval("SELECT true", timeout=5):
                            await self.deliveries.recover()
                            self._alone.set()
                            await asyncio.sleep(1)
                finally:
                    self._alone.clear()
                    connection.terminate()
            await asyncio.sleep(_AGAIN_SECONDS)

    async def _look_out(self) -> None:
        """What is new in the log, and how many can be begun."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._work.wait(), _LOOK_SECONDS)
            self._work.clear()
            try:
                await self.deliveries.take_in()
                self._due = await self.deliveries.due(_AT_ONCE)
                if self._due:
                    self._some.set()
            except UNREACHABLE as error:
                _events.warning("deliveries were not looked at", error=type(error).__name__)

    async def _deliver(self) -> None:
        while True:
            await self._alone.wait()
            await self._some.wait()
            if self.upstream.is_down() is not None:
                await asyncio.sleep(_LOOK_SECONDS)
                continue
            self._due -= 1
            if self._due <= 0:
                self._some.clear()
            # Of the slots, a fifth is theirs while pages wait, and all while none does.
            permit = await self.limiter.enter(urgent=True, until=self.steady() + _SLOT_SECONDS)
            if permit is None:
                continue
            self._busy += 1
            self._quiet.clear()
            try:
                permit.leave(await self._one())
            except UNREACHABLE as error:
                _events.warning("a delivery was not taken", error=type(error).__name__)
            finally:
                permit.leave(False)
                self._busy -= 1
                if not self._busy:
                    self._quiet.set()

    async def _one(self) -> bool:
        """Whether the old system answered as it should, for the limit."""
        claimed = await self.deliveries.claim() if self._alone.is_set() else None
        if claimed is None:
            return False
        found = await self._record(claimed)
        store = self._store(claimed.item)
        if store is None:
            await self._settle(claimed, Next(State.PARKED, "its route is gone", uncounted=1))
            return False
        if claimed.state is State.UNKNOWN:
            to = await self._ask(claimed, store, found)
        else:
            to = await self._send(claimed, store, found)
        await self._settle(claimed, to)
        self.wake()
        return to.state is State.DELIVERED

    async def _send(self, claimed: Claimed, store: Store, record: Record) -> Next:
        fields = [*record.fields, ("Idempotency-Key", receipt_number.show(claimed.number))]
        fields += [("Content-Length", str(len(record.body))), *self._own()]
        try:
            answered = await self.upstream.send(record.method, record.target, fields, record.body)
            heard = await _heard(answered)
        except Fault as fault:
            if not fault.sent:
                return not_sent(fault.wait)
            return unheard(store, claimed.attempts, 0.0)
        return after_answer(store, heard, claimed.attempts)

    async def _ask(self, claimed: Claimed, store: Store, record: Record) -> Next:
        since = (self.clock() - claimed.sent_at).total_seconds() if claimed.sent_at else 0.0
        to = unheard(store, claimed.attempts, since)
        if store.ask is None or to.state is not State.UNKNOWN or to.wait_s > 0:
            return to
        heard: Heard | None = None
        with suppress(Fault):
            target = _question(store.ask, record, claimed.number)
            heard = await _heard(await self.upstream.send("GET", target, self._own()))
        return after_asking(store, heard, claimed.attempts)

    async def _settle(self, claimed: Claimed, to: Next) -> None:
        """It is known what became of it: that must not be lost, however long the database is gone."""
        while True:
            try:
                await self.deliveries.settle(claimed, to)
                break
            except UNREACHABLE as error:
                _events.warning("a delivery's end is not stored yet", error=type(error).__name__)
                await asyncio.sleep(_AGAIN_SECONDS)
        _DELIVERIES.labels(to.state.value).inc()
        if to.state is State.PARKED:
            _events.warning(
                "a delivery is left to a person", log=claimed.log, seq=claimed.seq, reason=to.reason
            )

    async def _record(self, claimed: Claimed) -> Record:
        """From the log, however long the database is gone: it is in hand already."""
        while True:
            with suppress(*UNREACHABLE):
                pool = self.pool()
                found = None if pool is None else await find_by_number(pool, claimed.number)
                if found is not None:
                    return decoded(found.submission.content)
            await asyncio.sleep(_AGAIN_SECONDS)

    def _store(self, item: str) -> Store | None:
        path = item.removeprefix(ITEM)
        found = (route.store for route in self.config.route if route.path == path and route.store)
        return next(found, None)

    def _own(self) -> Fields:
        return [("Host", self.upstream.origin.partition("://")[2]), ("Via", "1.1 bumang")]


async def _heard(answered: Answered) -> Heard:
    """Raises `Fault`. What is beyond `_READ` is not looked at."""
    try:
        body = await answered.text(_READ)
    finally:
        answered.close()
    return Heard(answered.status, header(answered.fields, "location"), _readable(body))


def _readable(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def _question(ask: Ask, record: Record, number: int) -> str:
    said = {"key": record.key, "person": record.person, "receipt": receipt_number.show(number)}
    target = ask.path
    for name, value in said.items():
        target = target.replace(f"{{{name}}}", quote(value, safe=""))
    return target
