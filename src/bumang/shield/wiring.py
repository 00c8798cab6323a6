"""Wires one shield; the only place here that knows the real clock."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime
from hashlib import blake2b

import structlog
from aiohttp import web

from bumang.evidence.key_sources import receipts_key
from bumang.evidence.signing import Told
from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.entrance import Entrance
from bumang.gate.limit import Limit
from bumang.gate.limit.knee import Knee
from bumang.gate.room import Room
from bumang.gate.ticket import Seals
from bumang.intake.log import Log
from bumang.kernel.clock import CHINA
from bumang.runtime.database import UNREACHABLE, Bounded, open_bounded
from bumang.runtime.key_file import load_or_create
from bumang.runtime.metrics import exposition
from bumang.runtime.settings import Settings
from bumang.shield.application import Shield
from bumang.shield.asked import for_program
from bumang.shield.breaker import Breaker
from bumang.shield.caching import Caching
from bumang.shield.config import Config
from bumang.shield.deliverer import Deliverer
from bumang.shield.deliveries import Deliveries
from bumang.shield.moved import address
from bumang.shield.own_pages import OwnPages
from bumang.shield.passing import Passing
from bumang.shield.receipts import Receipts
from bumang.shield.server import Server
from bumang.shield.storing import Storing
from bumang.shield.upstream import Upstream
from bumang.vault.wiring import use_keys_of

_PATIENCE_SECONDS = 3.0
_CONNECTIONS = 6
_PROBE_EVERY_ROUNDS = 10
_STOP_SECONDS = 5.0
"""For what is on its way when it is asked to end."""

_events = structlog.get_logger()


def clock() -> datetime:
    return datetime.now(CHINA)


@asynccontextmanager
async def shield(
    settings: Settings, config: Config, listening: socket.socket
) -> AsyncIterator[None]:
    """Serves on `listening` as long as the context lasts."""
    use_keys_of(settings)
    async with AsyncExitStack() as open_:
        pool = await open_bounded(settings.intake_dsn, _CONNECTIONS, _PATIENCE_SECONDS)
        open_.callback(pool.terminate)
        breaking = config.breaker
        breaker = Breaker(breaking.failures, breaking.pause, breaking.longest)
        upstream = await open_.enter_async_context(Upstream(config.upstream, breaker))
        bulkheads = Bulkheads(time.monotonic, lambda _: _limit(config))
        room = Room(
            Seals.of_folder(settings.keys / "tickets"),
            bulkheads,
            lambda: pool,
            clock,
            classes=(Cost.UPSTREAM,),
        )
        entrance = Entrance(room, for_program, address=address)
        signing = receipts_key(settings)
        log = Log(settings.intake_dsn, signing, clock)
        deliveries = Deliveries(lambda: pool)
        deliverer = Deliverer(
            settings.intake_dsn,
            config,
            upstream,
            bulkheads.limiter(Cost.UPSTREAM),
            deliveries,
            lambda: pool,
            clock,
            time.monotonic,
        )
        with suppress(*UNREACHABLE):
            await room.look()  # whoever comes first finds those who waited before
        for task in (log.run(), room.run(), deliverer.run()):
            _must_go_on(open_, asyncio.create_task(task))
        open_.push_async_callback(deliverer.rest, _STOP_SECONDS)
        passing = Passing(config, upstream, entrance, bulkheads)
        own = OwnPages(
            prefix=config.prefix,
            room=room,
            published_keys=Told(settings.keys),
            ready=lambda: _ready(pool),
            metrics=exposition,
            receipts=Receipts(deliveries, lambda: pool),
            standing=lambda: _standing(passing, breaker),
        )
        storing = Storing(
            log, lambda: pool, clock, _secret(settings), config.prefix, deliverer.wake
        )
        answering = Shield(passing, Caching(passing, time.monotonic), storing, own)
        await _listen(open_, Server(answering, config), listening)
        yield


def _secret(settings: Settings) -> bytes:
    """Keys the names of persons in the log: the same after a restart, known to nobody else."""
    return blake2b(load_or_create(settings.keys / "persons.pem")).digest()


def _standing(passing: Passing, breaker: Breaker) -> dict[str, object]:
    """What an operator looks at first: how many may be in work, how many are, is it there."""
    limiter = passing.bulkheads.limiter(Cost.UPSTREAM)
    return {
        "upstream": breaker.state(time.monotonic()),
        "limit": limiter.limit,
        "in_work": limiter.in_flight,
        "waiting_for_a_slot": limiter.waiting,
        "streams": passing.streams,
    }


def _limit(config: Config) -> Limit:
    """An old system's few slots stand half empty in each probe, and what it can do changes slowly."""
    told = config.limits
    return Knee(told.start, told.least, told.most, _PROBE_EVERY_ROUNDS)


async def _listen(open_: AsyncExitStack, server: Server, listening: socket.socket) -> None:
    runner = web.ServerRunner(server, shutdown_timeout=_STOP_SECONDS)
    await runner.setup()
    open_.push_async_callback(runner.cleanup)
    await web.SockSite(runner, listening, backlog=1024).start()


async def _ready(pool: Bounded) -> bool:
    try:
        return bool(await pool.fetchval("SELECT true"))
    except UNREACHABLE:
        return False


def _must_go_on(open_: AsyncExitStack, task: asyncio.Task[None]) -> None:
    open_.callback(task.cancel)
    task.add_done_callback(_end_without_it)


def _end_without_it(task: asyncio.Task[None]) -> None:
    """A process that cannot accept or call any more must not go on; its successor can."""
    if not task.cancelled():
        _events.critical("a task that must go on ended", error=type(task.exception()).__name__)
        os._exit(1)
