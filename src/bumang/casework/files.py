"""Files in steps: some rows a transaction, with their effects, their outcomes and the progress.

The row of `file_progress` is locked while its file is worked on. A worker that dies loses the lock
with its connection; one that is paused in the middle loses it when the database ends its idle
transaction, and what it tries to commit later is refused.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg
import msgspec
import structlog

from bumang.access.principal import Principal
from bumang.casework.deciding import (
    Decided,
    accepted_item,
    decide,
    store_effects,
    store_outcomes,
)
from bumang.casework.entries import read_entries
from bumang.items.batch_file.rows import Batch, Row, form_of, read_batch
from bumang.items.catalogue import Catalogue
from bumang.items.item import BatchItem, Command, Decision, EntryId, Outcome
from bumang.kernel.clock import legal_day
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.sql import statement
from bumang.runtime.traces import span
from bumang.statements import bodies
from bumang.statements.stating import state

_NEXT_FILE = statement(__package__, "next_file")
_ADVANCE_FILE = statement(__package__, "advance_file")
_CLOSE_FILE = statement(__package__, "close_file")
_STORE_ROW_OUTCOMES = statement(__package__, "store_row_outcomes")
_COUNT_ROWS = statement(__package__, "count_rows")
_HAND_TO_STAFF = statement(__package__, "hand_to_staff")

ROWS_A_STEP = 1_000
_NO_PAUSE = "SET LOCAL idle_in_transaction_session_timeout = '10s'"

_events = structlog.get_logger()


class UnreadableError(Exception):
    """A file that was readable at the door is not any more: another version read it there."""

    def __init__(self, code: str, submitter: Principal, problems: tuple[Problem, ...]) -> None:
        super().__init__(code)
        self.code = code
        self.submitter = submitter
        self.problems = problems


@dataclass(frozen=True)
class OpenFile:
    """A file read whole; kept while its rows are worked through."""

    entry: EntryId
    code: str
    item: BatchItem
    submitter: Principal
    accepted_at: Any
    batch: Batch

    def command(self, row: Row, form: Any) -> Command:
        return Command(self.entry, row.number, self.submitter, self.accepted_at, form)


@dataclass
class Files:
    """The files that a worker takes part in."""

    core: Any
    intake: Any
    catalogue: Catalogue
    _last: OpenFile | None = field(default=None)

    async def step(self) -> bool:
        """Some rows of one file; false when no file is open."""
        async with self.core.acquire() as connection, connection.transaction():
            await connection.execute(_NO_PAUSE)
            row = await connection.fetchrow(_NEXT_FILE)
            if row is None:
                return False
            entry = EntryId(row["log_id"], row["seq"])
            try:
                await self._work(connection, await self._open(entry), row)
            except UnreadableError as error:
                refused = Decision(outcome=Outcome.REFUSED, result={}, reasons=error.problems)
                await _close(connection, entry, error.submitter, error.code, refused, row["since"])
        return True

    async def _open(self, entry: EntryId) -> OpenFile:
        if self._last is not None and self._last.entry == entry:
            return self._last
        (stored,) = await read_entries(self.intake, entry.log, entry.seq, entry.seq)
        item = accepted_item(self.catalogue, stored["item"])
        assert isinstance(item, BatchItem)
        submitter = Principal.from_key(stored["submitter"])
        try:
            batch = await asyncio.to_thread(
                read_batch, item, stored["media_type"], stored["content"]
            )
        except InvalidInput as error:
            raise UnreadableError(stored["item"], submitter, error.problems) from None
        self._last = OpenFile(entry, stored["item"], item, submitter, stored["accepted_at"], batch)
        return self._last

    async def _work(
        self, connection: asyncpg.Connection[Any], file: OpenFile, so_far: asyncpg.Record
    ) -> None:
        next_row = so_far["next_row"]
        rows = file.batch.rows[next_row - 1 : next_row - 1 + ROWS_A_STEP]
        entry = file.entry
        try:
            with span("rows", log=entry.log, seq=entry.seq, first_row=next_row, size=len(rows)):
                async with connection.transaction():
                    await _decide_rows(connection, file, rows)
        except UNREACHABLE:
            raise
        except Exception as error:
            _events.warning("some rows failed, going one by one", error=type(error).__name__)
            for row in rows:
                await _alone(connection, file, row)
        total, after = len(file.batch.rows), next_row + len(rows)
        await connection.execute(_ADVANCE_FILE, file.entry.log, file.entry.seq, total, after)
        if after > total:
            result = _counted(await connection.fetch(_COUNT_ROWS, entry.log, entry.seq))
            outcome = Outcome.DONE if result["done"] else Outcome.REFUSED
            decision = Decision(outcome=outcome, result={"total": total, **result})
            await _close(
                connection, file.entry, file.submitter, file.code, decision, so_far["since"]
            )
            self._last = None


def _counted(states: list[asyncpg.Record]) -> dict[str, int]:
    """Rows done and refused; `noticed` are those done about which something is to be known."""
    rows = {row["state"]: row["rows"] for row in states}
    noticed = sum(row["told"] for row in states if row["state"] == Outcome.DONE)
    counted = {state: rows.get(state, 0) for state in ("done", "refused")}
    return counted | ({"noticed": noticed} if noticed else {})


async def _decide_rows(
    connection: asyncpg.Connection[Any], file: OpenFile, rows: tuple[Row, ...]
) -> None:
    today = legal_day(file.accepted_at)
    commands: list[Command] = []
    told: list[tuple[Row, Decision]] = []
    by_number = {row.number: row for row in rows}
    for row in rows:
        form, problems = form_of(file.item, row, today)
        if problems:
            told.append((row, Decision(outcome=Outcome.REFUSED, result={}, reasons=problems)))
        else:
            commands.append(file.command(row, form))
    decided: Decided = await decide(connection, file.code, file.item, commands) if commands else []
    await store_effects(connection, decided)
    told += [(by_number[command.row], decision) for _, command, decision in decided]
    await _tell(connection, file, told)


async def _tell(
    connection: asyncpg.Connection[Any], file: OpenFile, told: list[tuple[Row, Decision]]
) -> None:
    """Store the outcomes of some rows, and state each."""
    entry = file.entry
    numbers = [row.number for row, _ in told]
    states = [decision.outcome.value for _, decision in told]
    words = [
        msgspec.json.encode({"line": row.line, "reasons": decision.reasons})
        if decision.reasons
        else None
        for row, decision in told
    ]
    await connection.execute(_STORE_ROW_OUTCOMES, entry.log, entry.seq, numbers, states, words)
    outcomes = zip(numbers, states, words, strict=True)
    await state(connection, [bodies.row(entry.log, entry.seq, *one) for one in outcomes])


async def _alone(connection: asyncpg.Connection[Any], file: OpenFile, row: Row) -> None:
    """One row under a savepoint. What fails of itself is refused, and staff look at it."""
    try:
        async with connection.transaction():
            await _decide_rows(connection, file, (row,))
    except UNREACHABLE:
        raise
    except Exception as error:
        reason = type(error).__name__
        place = (file.entry.log, file.entry.seq)
        _events.warning("a row failed", log=place[0], seq=place[1], row=row.number, error=reason)
        decision = Decision(outcome=Outcome.REFUSED, result={}, reasons=(_BY_STAFF,))
        await _tell(connection, file, [(row, decision)])
        await connection.execute(_HAND_TO_STAFF, *place, file.code, f"row {row.number}: {reason}")


async def _close(
    connection: asyncpg.Connection[Any],
    entry: EntryId,
    submitter: Principal,
    code: str,
    decision: Decision,
    started_at: datetime,
) -> None:
    await store_outcomes(connection, [(entry, submitter, code, decision)], started_at)
    await connection.execute(_CLOSE_FILE, entry.log, entry.seq)


_BY_STAFF = Problem(
    "BY_STAFF",
    Text(
        "这一行系统没有办成，已经转给工作人员。", "This row could not be handled; staff look at it."
    ),
    Text("问题在我们这边，不是您填错了。", "The fault is ours, not in what you wrote."),
    Text("不用重报，有结果会通知您。", "Do not send it again; you will be told."),
)
