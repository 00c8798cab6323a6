"""Wires one web process; the only place that knows the real clock and the real items."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import asyncpg
import msgspec
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from bumang.access.tokens import Tokens
from bumang.edge import Edge
from bumang.evidence.receipt import moment
from bumang.evidence.signing import PublishedKeys, SigningKey
from bumang.intake.door import Door
from bumang.intake.log import Log
from bumang.intake.stored import find_by_number
from bumang.items.catalogue import Catalogue, discover
from bumang.kernel import receipt_number
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.key_file import load_or_create
from bumang.runtime.settings import Settings


def clock() -> datetime:
    return datetime.now(UTC)


def catalogue() -> Catalogue:
    return discover("bumang.services")


def tokens(settings: Settings) -> Tokens:
    return Tokens(load_or_create(settings.keys / "tokens.pem"))


def published_keys(settings: Settings) -> bytes:
    key = SigningKey.load_or_create(settings.keys)
    return msgspec.json.encode(PublishedKeys((key.published,)))


class WebProcess:
    """One web process: the edge, its acceptance log, and what it reads from the intake."""

    def __init__(self, settings: Settings, intake_dsn: str) -> None:
        self._dsn = intake_dsn
        self._log = Log(intake_dsn, SigningKey.load_or_create(settings.keys), clock)
        self._pool: asyncpg.Pool[Any] | None = None
        self._writing: asyncio.Task[None] | None = None
        self.edge = Edge(
            catalogue=catalogue(),
            door=Door(self._log, clock),
            tokens=tokens(settings),
            clock=clock,
            progress=self._progress,
            receipt_document=self._document,
            metrics=_metrics,
            ready=self._ready,
            published_keys=published_keys(settings),
        )

    async def start(self) -> None:
        self._pool = await asyncpg.create_pool(self._dsn, min_size=0, max_size=4)
        self._writing = asyncio.create_task(self._log.run())

    async def stop(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
        if self._pool is not None:
            self._pool.terminate()

    async def _progress(self, number: int) -> dict[str, Any] | None:
        """State and times only: whoever holds the number may see them."""
        found = await find_by_number(self._pool, number)
        if found is None:
            return None
        return {
            "number": receipt_number.show(number),
            "item": found.submission.item,
            "state": "accepted",
            "accepted_at": moment(found.submission.accepted_at),
        }

    async def _document(self, number: int) -> tuple[str, bytes] | None:
        found = await find_by_number(self._pool, number)
        return None if found is None else (found.submission.submitter, found.stored.receipt)

    async def _ready(self) -> bool:
        try:
            assert self._pool is not None
            return bool(await self._pool.fetchval("SELECT true", timeout=2))
        except UNREACHABLE:
            return False


def _metrics() -> bytes:
    """The counters of all processes of the instance, summed."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # the library has no types here
    return generate_latest(registry)
