"""Wires one web process; the only place that knows the real clock and the real items."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import suppress
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

import asyncpg
import httpx
import msgspec
import structlog

from bumang.access.matrix import Action, permits
from bumang.access.principal import Principal
from bumang.access.tokens import Tokens
from bumang.api.log_routes import LogRoutes
from bumang.api.openapi import openapi
from bumang.api.programs import Programs, for_program
from bumang.api.quota_json import QuotaDesk
from bumang.api.token_endpoint import TokenEndpoint
from bumang.asking import who_asks
from bumang.casework.checkpoint import latest_checkpoint
from bumang.casework.screening import Screening
from bumang.casework.standing import Standing, standing, standings_of
from bumang.casework.worker import Worker
from bumang.casework.wrong_rows import WrongRow, wrong_rows, wrong_rows_file
from bumang.codes.desk import CodeDesk
from bumang.console.frame import Console
from bumang.console.minutes import Minutes
from bumang.counter import voucher_desk
from bumang.edge import Edge
from bumang.evidence.key_sources import log_keys, receipts_key
from bumang.evidence.published_logs import PublishedLogs, log_name, published_logs
from bumang.evidence.signing import Told
from bumang.evidence.witnesses import Witnesses, read_witnesses
from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.entrance import Entrance
from bumang.gate.operations import Operations
from bumang.gate.room import Room
from bumang.gate.ticket import Seals
from bumang.gate.visit_notice import VisitNotice
from bumang.guarding import proof_desk, quotas_of, rush_agreed, watch_of
from bumang.intake.door import JSON, Door
from bumang.intake.log import Log
from bumang.intake.stored import Found, find_by_number
from bumang.items.catalogue import Catalogue, discover
from bumang.items.item import AcceptedItem, BatchItem
from bumang.kernel import receipt_number
from bumang.kernel.clock import CHINA, legal_day
from bumang.kernel.text import Language
from bumang.pages import wired_pages
from bumang.portal.render import asset
from bumang.portal.services import Progress
from bumang.proving import Proving
from bumang.runtime.database import UNREACHABLE, Bounded, open_bounded
from bumang.runtime.http import Headers
from bumang.runtime.key_file import load_or_create
from bumang.runtime.law_folder import LawFolder
from bumang.runtime.metrics import exposition, totals
from bumang.runtime.passes import Passes
from bumang.runtime.settings import Settings
from bumang.transparency.integrator import Integrator
from bumang.transparency.running import Running
from bumang.transparency.sequencing import sequence
from bumang.transparency.shelf import CORE, INTAKE
from bumang.transparency.witnessing import Asking
from bumang.vault.wiring import use_keys_of

# A database that hangs must not hold a page: then the answer is "queued", soon.
_PATIENCE_SECONDS = 3.0
_INTAKE_CONNECTIONS = 4
_ROOM_CONNECTIONS = 8
"""The waiting room's own: behind the questions of a flood of pages its look would come seconds late."""

_events = structlog.get_logger()


def clock() -> datetime:
    return datetime.now(CHINA)


def catalogue() -> Catalogue:
    return discover("bumang.services")


def tokens(settings: Settings) -> Tokens:
    return Tokens(load_or_create(settings.keys / "tokens.pem"))


def logs_of(settings: Settings) -> PublishedLogs:
    """What the instance publishes of its logs. Raises `WrongWitnessesError`."""
    keys = log_keys(settings)
    return published_logs(log_name(settings.log_name, keys), keys, witnesses_of(settings))


def witnesses_of(settings: Settings) -> Witnesses:
    return read_witnesses(Path(settings.witnesses)) if settings.witnesses else Witnesses()


def law_folder(settings: Settings) -> LawFolder | None:
    """The office's folder of the law, put in force; None where the shipped law is all."""
    if not settings.law:
        return None
    folder = LawFolder(Path(settings.law), settings.last_good_law)
    folder.start()
    return folder


class WebProcess:
    """One web process: the edge, its acceptance log, and what it reads from both databases."""

    def __init__(self, settings: Settings) -> None:
        use_keys_of(settings)
        self._settings = settings
        self._law = law_folder(settings)
        self._reading_law: asyncio.Task[None] | None = None
        self._log = Log(settings.intake_dsn, receipts_key(settings), clock)
        self._pool: Bounded | None = None
        self._room_pool: Bounded | None = None
        self._core: Bounded | None = None
        self._writing: asyncio.Task[None] | None = None
        self._items = catalogue()
        screening = Screening(lambda: self._core, lambda: self._pool, self._calm)
        door = Door(self._log, clock, screening.known_refusal)
        known_tokens = tokens(settings)
        self._logs = logs_of(settings)
        proving = Proving(lambda: self._core, lambda: self._pool, settings.logs, self._logs.quorum)
        self._calling: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._room = self._waiting_room()
        quotas = quotas_of(settings)
        gate = Operations(self._room, lambda: self._pool, self._items, clock, quotas)
        databases = (lambda: self._core), (lambda: self._pool)
        vouchers = voucher_desk(settings, *databases, self._items, self._logs, clock)
        self._minutes = Minutes(
            gate, partial(totals, "bumang_answers", "answer"), lambda: self._pool, clock
        )
        self._keeping: asyncio.Task[None] | None = None
        codes = CodeDesk.with_keys_in(settings.keys, lambda: self._core, clock)
        programs = Programs(
            gate=gate,
            catalogue=self._items,
            door=door,
            tokens=known_tokens,
            token_endpoint=TokenEndpoint(lambda: self._core, known_tokens, clock),
            clock=clock,
            progress=self._standing,
            receipt_document=proving.document,
            wrong_rows=self._wrong_rows,
            wrong_rows_file=self._wrong_rows_file,
            metrics=exposition,
            openapi=self._openapi,
            ready=self._ready,
            published_keys=Told(settings.keys),
            log=LogRoutes(settings.logs, self._logs, proving.proof, proving.statements),
            vouchers=vouchers,
            rush_agreed=rush_agreed(settings, clock),
            codes=codes,
        )
        self.edge = Edge(
            catalogue=self._items,
            programs=programs,
            entrance=self._entrance(known_tokens),
            quotas=QuotaDesk(quotas, known_tokens, clock),
            proof=proof_desk(settings, self._room, clock),
            pages=wired_pages(
                settings,
                catalogue=self._items,
                door=door,
                clock=clock,
                core=lambda: self._core,
                progress=self._page_progress,
                document=proving.page_document,
                proof=proving.page_proof,
                statements=proving.page_statements,
                submissions_of=self._submissions_of,
                checkpoint=lambda: latest_checkpoint(self._core, self._pool),
                wrong_rows=self._wrong_rows,
                wrong_rows_file=self._wrong_rows_file,
                quotas=quotas,
                codes=codes,
                console=Console(gate, self._items, self._minutes.last_hour),
                vouchers=vouchers,
            ),
        )

    def _waiting_room(self) -> Room | None:
        if not self._settings.gate:
            return None
        seals = Seals.of_folder(self._settings.keys / "tickets")
        return Room(seals, Bulkheads(time.monotonic), lambda: self._room_pool, clock)

    def _entrance(self, known_tokens: Tokens) -> Entrance | None:
        if self._room is None:
            return None
        return Entrance(
            self._room,
            lambda asked: for_program(asked.path),
            person=who_asks(self._settings, known_tokens, clock),
            at_once=tuple(
                (item.name, f"/items/{code}")
                for code, item in self._items.items()
                if isinstance(item, AcceptedItem)
            ),
            watch=watch_of(self._settings),
            notice=VisitNotice(asset("visit.js")),
        )

    async def start(self) -> None:
        self.passes = Passes(asyncio.get_running_loop())
        # Nothing connects to the core before it is asked: without it, accepting goes on.
        intake, core = self._settings.intake_dsn, self._settings.core_dsn
        self._pool = await open_bounded(intake, _INTAKE_CONNECTIONS, _PATIENCE_SECONDS)
        self._room_pool = await open_bounded(intake, _ROOM_CONNECTIONS, _PATIENCE_SECONDS)
        self._core = await open_bounded(core, self._settings.core_connections, _PATIENCE_SECONDS)
        self._writing = asyncio.create_task(self._log.run())
        self._writing.add_done_callback(_end_without_it)
        if self._room is not None:
            # Whoever comes first finds those who waited before this process began.
            with suppress(*UNREACHABLE):
                await self._room.look()
            self._calling = asyncio.create_task(self._room.run())
            self._watching = asyncio.create_task(
                self._room.bulkheads.watch(self.passes.longest_wait)
            )
            self._keeping = asyncio.create_task(self._minutes.run())
            self._calling.add_done_callback(_end_without_it)
        if self._law is not None:
            self._reading_law = asyncio.create_task(self._law.run())
            self._reading_law.add_done_callback(_end_without_it)

    def was_called(self, headers: Headers) -> bool:
        """Whether a request is of someone who waited and whose turn came."""
        return self._room is not None and self._room.was_called(headers)

    async def stop(self) -> None:
        for task in (
            *(self._writing, self._calling, self._watching),
            *(self._keeping, self._reading_law),
        ):
            if task is not None:
                task.cancel()
        for pool in (self._pool, self._room_pool, self._core):
            if pool is not None:
                pool.terminate()

    def _calm(self) -> bool:
        return self._room is None or self._room.calm(Cost.INTERACTIVE)

    async def _standing(self, number: int) -> Standing | None:
        return await standing(self._core, self._pool, number)

    async def _page_progress(self, number: str, asking: Principal) -> Progress | None:
        try:
            found = await self._standing(receipt_number.read(number))
        except ValueError:
            return None
        return None if found is None else _progress(found, asking)

    async def _submissions_of(self, asking: Principal) -> list[Progress]:
        if not permits(Action.LIST_SUBMISSIONS, asking, asking.key):
            return []
        found = await standings_of(self._core, self._pool, asking.key)
        return [_progress(one, asking) for one in found]

    async def _own_file(self, number: int, who: Principal) -> tuple[Found, BatchItem] | None:
        """The file behind a number, for the one who sent it."""
        found = await find_by_number(self._pool, number)
        if found is None or not permits(Action.READ_OUTCOME, who, found.submission.submitter):
            return None
        item = self._items[found.submission.item]
        if not isinstance(item, BatchItem) or found.submission.media_type == JSON:
            return None
        return found, item

    async def _wrong_rows(self, number: int, who: Principal, after: int) -> list[WrongRow] | None:
        own = await self._own_file(number, who)
        return own and await wrong_rows(self._core, own[0].log, own[0].seq, after)

    async def _wrong_rows_file(
        self, number: int, who: Principal, media_type: str, language: Language
    ) -> bytes | None:
        own = await self._own_file(number, who)
        if own is None:
            return None
        found, item = own
        source = (found.submission.media_type, found.submission.content)
        return await wrong_rows_file(
            self._core, found.log, found.seq, item, source, media_type, language
        )

    def _openapi(self) -> bytes:
        """Made anew when asked for: its examples are good on the day."""
        return msgspec.json.encode(openapi(self._items, legal_day(clock()), version("bumang")))

    async def _ready(self) -> bool:
        try:
            assert self._pool is not None
            return bool(await self._pool.fetchval("SELECT true", timeout=2))
        except UNREACHABLE:
            return False


def _progress(found: Standing, asking: Principal) -> Progress:
    """State and times for whoever holds the number; the outcome for whom it belongs to."""
    own = permits(Action.READ_OUTCOME, asking, found.submitter)
    return Progress(
        number=receipt_number.show(found.number),
        code=found.item,
        state=found.state,
        accepted_at=found.accepted_at,
        started_at=found.started_at,
        finished_at=found.decided_at,
        result=found.told.result if own else {},
        reasons=found.told.reasons if own else (),
        own=own,
        erased=found.erased,
        is_file=found.is_file,
        rows=found.rows,
        rows_decided=found.rows_decided,
    )


def _end_without_it(writing: asyncio.Task[None]) -> None:
    """A process that cannot accept or call any more must not go on; its successor can."""
    if not writing.cancelled():
        _events.critical("a task that must go on ended", error=type(writing.exception()).__name__)
        os._exit(1)


async def integrate(settings: Settings) -> None:
    """The process that makes the public logs grow, until it is stopped."""
    keys, witnesses = log_keys(settings), witnesses_of(settings)
    name = log_name(settings.log_name, keys)
    accepted, stated = (Integrator(settings.logs, name, keys, one) for one in (INTAKE, CORE))
    async with (
        httpx.AsyncClient() as client,
        asyncpg.create_pool(settings.intake_dsn, min_size=0, max_size=1) as operators,
    ):
        seen = ([Asking(one, client) for one in witnesses.known], witnesses.quorum)
        before = partial(sequence, operators)
        # Apart: when one database is away, the logs of the other grow.
        await asyncio.gather(
            Running(settings.intake_dsn, accepted, *seen).run(),
            Running(settings.core_dsn, stated, *seen, before).run(),
        )


async def work(settings: Settings) -> None:
    """One worker process, until it is stopped."""
    use_keys_of(settings)
    async with (
        asyncpg.create_pool(settings.core_dsn, min_size=0, max_size=2) as core,
        asyncpg.create_pool(settings.intake_dsn, min_size=0, max_size=2) as intake,
    ):
        office = law_folder(settings)
        reading = asyncio.create_task(office.run()) if office else None
        try:
            await Worker(f"worker-{os.getpid()}", core, intake, catalogue()).run()
        finally:
            if reading is not None:
                reading.cancel()
