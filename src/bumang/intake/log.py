"""The acceptance log: many submissions, one durable commit, one signature; then the receipts.

A log has one writer: whoever holds the session advisory lock of its number, so its sequence has no
gaps and is in the order of commit. When a commit fails, or its answer never comes, nobody gets a
receipt from it: we connect again and look the keys up. What is there is answered from there; what is
not goes into the next batch. The unique index on the key decides even while the old commit hangs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from secrets import token_bytes
from typing import Any

import asyncpg
import msgspec
import structlog

from bumang.evidence import merkle
from bumang.evidence.receipt import Seal, receipts, seal, write
from bumang.evidence.signing import SigningKey
from bumang.intake.stored import CONTENT, answer, find_by_keys
from bumang.intake.submission import Conflict, Stored, Submission
from bumang.kernel import receipt_number
from bumang.kernel.clock import Clock
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.sql import statement
from bumang.runtime.traces import span
from bumang.vault.keys import Keys, keys_of

_APPEND = statement(__package__, "append_batch")
_NEXT_SEQ = statement(__package__, "next_seq")
_LOCK_SPACE = 0x6C6F67  # advisory locks of logs live in a space of their own
_LOGS = 32
_LARGEST_GROUP = 1024
_COMMIT_SECONDS = 10.0
_AGAIN_SECONDS = 0.1
PATIENCE_SECONDS = 10.0
_LOOK_SECONDS = 0.25
_KEYS_SECONDS = 1.0

_events = structlog.get_logger()

Answered = Stored | Conflict
_Waiting = tuple[Submission, "asyncio.Future[Answered | None]", float]


class Log:
    """One process's writer. `run` writes; `append` waits for the durable answer.

    Everything here belongs to one event loop. `append` only adds to `_waiting`; all else is
    touched by `run` alone.
    """

    def __init__(self, dsn: str, key: SigningKey, clock: Clock) -> None:
        self._dsn = dsn
        self._key = key
        self._clock = clock
        self._waiting: list[_Waiting] = []
        self._in_hand: list[_Waiting] = []
        self._arrived = asyncio.Event()
        self._connection: asyncpg.Connection[Any] | None = None
        self._number = 0
        self._next_seq = 0
        self._keys: Keys | None = None
        self._keys_until = 0.0

    async def append(self, submission: Submission) -> Answered | None:
        """Returns only after the commit is durable; `None` when that takes too long.

        `None` does not take the submission back: the same key finds out what became of it.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answered | None] = loop.create_future()
        self._waiting.append((submission, future, loop.time()))
        self._arrived.set()
        return await future

    async def run(self) -> None:
        """Write group after group until cancelled. What arrives meanwhile is the next group."""
        late = asyncio.create_task(self._let_go_the_late())
        try:
            while True:
                await self._arrived.wait()
                self._in_hand = self._waiting[:_LARGEST_GROUP]
                del self._waiting[: len(self._in_hand)]
                if not self._waiting:
                    self._arrived.clear()
                await self._answer(self._in_hand)
        finally:
            late.cancel()
            self._disconnect()

    async def _let_go_the_late(self) -> None:
        """One look at all who wait costs less than a timer for each of them."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            before = loop.time() - PATIENCE_SECONDS
            late = [w for w in (*self._in_hand, *self._waiting) if w[2] < before]
            for _, future, _ in late:
                _resolve(future, None)

    async def _answer(self, group: list[_Waiting]) -> None:
        """Give everyone in the group an answer, however often the database must be asked."""
        try:
            while group:
                now, later = _first_of_each_key(group)
                left = await self._append_or_look_up(now)
                # A repeated key is looked up once its first submission is stored.
                group = left + later
        except Exception as error:
            # Without the traceback's values: they hold what people submitted.
            _events.error("group commit failed unforeseen", error=type(error).__name__)
            for _, future, _ in group:
                if not future.done():
                    future.set_exception(error)

    async def _append_or_look_up(self, group: list[_Waiting]) -> list[_Waiting]:
        """One attempt; returns those who have no answer yet."""
        try:
            connection = await self._writer()
            try:
                await self._append(connection, group)
            except asyncpg.UniqueViolationError:
                return await self._without_stored(connection, group)
        except UNREACHABLE as error:
            _events.warning(
                "intake database out of reach, trying again", error=type(error).__name__
            )
            self._disconnect()
            await asyncio.sleep(_AGAIN_SECONDS)
            return await self._look_up(group)
        return []

    async def _look_up(self, group: list[_Waiting]) -> list[_Waiting]:
        try:
            return await self._without_stored(await self._writer(), group)
        except UNREACHABLE:
            self._disconnect()
            return group

    async def _append(self, connection: asyncpg.Connection[Any], group: Sequence[_Waiting]) -> None:
        submissions = [waiting[0] for waiting in group]
        numbers, salts = _numbers_and_salts(len(group))
        entries = [
            write(number, s.item, s.accepted_at, salt, s.content)
            for number, salt, s in zip(numbers, salts, submissions, strict=True)
        ]
        sealing = partial(seal, self._number, self._next_seq, self._clock(), entries, self._key)
        # A key in a token may be silent for a while: others are answered meanwhile.
        sealed = await asyncio.to_thread(sealing) if self._key.waits else sealing()
        keys = await self._known_keys(connection)
        first = (self._number, self._next_seq)
        row, columns = _row(sealed), _columns(numbers, salts, submissions, keys, first)
        with span("group commit", log=self._number, first_seq=self._next_seq, size=len(entries)):
            await connection.execute(_APPEND, *row, *columns, timeout=_COMMIT_SECONDS)
        self._next_seq += len(entries)
        for place, receipt in receipts(sealed, dict(enumerate(entries))).items():
            _resolve(group[place][1], Stored(numbers[place], receipt))

    async def _known_keys(self, connection: asyncpg.Connection[Any]) -> Keys:
        """Looked up once a second: a new data key seals from then on."""
        now = asyncio.get_running_loop().time()
        if self._keys is None or now > self._keys_until:
            self._keys = await keys_of(connection)
            self._keys_until = now + _KEYS_SECONDS
        return self._keys

    async def _without_stored(
        self, connection: asyncpg.Connection[Any], group: list[_Waiting]
    ) -> list[_Waiting]:
        """Answer those whose key is in the log; return the others."""
        keys = [waiting[0].key for waiting in group]
        found = {entry.submission.key: entry for entry in await find_by_keys(connection, keys)}
        for submission, future, _ in group:
            if submission.key in found:
                _resolve(future, answer(found[submission.key], submission))
        return [waiting for waiting in group if waiting[0].key not in found]

    async def _writer(self) -> asyncpg.Connection[Any]:
        """The connection that holds a log's lock; made anew when there is none."""
        if self._connection is None:
            connection = await asyncpg.connect(self._dsn, timeout=5)
            try:
                self._number = await _take_a_log(connection)
                self._next_seq = await connection.fetchval(_NEXT_SEQ, self._number)
            except BaseException:
                connection.terminate()
                raise
            self._connection = connection
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
        self._connection = None


async def _take_a_log(connection: asyncpg.Connection[Any]) -> int:
    """The first log that nobody writes. Raises `TooManyConnectionsError` when all are taken."""
    for number in range(1, _LOGS + 1):
        taken = await connection.fetchval(
            "SELECT pg_try_advisory_lock($1, $2)", _LOCK_SPACE, number
        )
        if taken:
            await connection.execute(
                "INSERT INTO log (log_id) VALUES ($1) ON CONFLICT DO NOTHING", number
            )
            return number
    raise asyncpg.TooManyConnectionsError("every log has a writer")


def _first_of_each_key(group: list[_Waiting]) -> tuple[list[_Waiting], list[_Waiting]]:
    first: dict[Any, _Waiting] = {}
    later = [w for w in group if first.setdefault(w[0].key, w) is not w]
    return list(first.values()), later


def _numbers_and_salts(count: int) -> tuple[list[int], list[bytes]]:
    """Random numbers and 16-byte salts, in one request to the system's generator."""
    random = token_bytes(24 * count)
    parts = [random[at : at + 24] for at in range(0, len(random), 24)]
    spare = 64 - receipt_number.BITS
    return [int.from_bytes(part[:8], "big") >> spare for part in parts], [p[8:] for p in parts]


def _row(sealed: Seal) -> tuple[Any, ...]:
    return (
        sealed.batch.log,
        sealed.batch.first_seq,
        sealed.batch.size,
        datetime.fromisoformat(sealed.batch.sealed_at),
        b"".join(sealed.commitments),
        merkle.root(sealed.levels),
        msgspec.json.encode(sealed.signatures),
    )


def _columns(
    numbers: list[int],
    salts: list[bytes],
    submissions: Sequence[Submission],
    keys: Keys,
    first: tuple[int, int],
) -> tuple[Any, ...]:
    """`first` is the log, and the place of the first of them in it."""
    log, seq = first
    contents = ((f"{log}/{seq + at}", one.content) for at, one in enumerate(submissions))
    return (
        numbers,
        [submission.key for submission in submissions],
        [submission.submitter for submission in submissions],
        [submission.item for submission in submissions],
        [submission.accepted_at for submission in submissions],
        salts,
        [submission.media_type for submission in submissions],
        keys.seal_many(CONTENT, contents),
    )


def _resolve(
    future: asyncio.Future[Answered | None],
    answered: Answered | None,
) -> None:
    if not future.done():  # whoever waited may have gone
        future.set_result(answered)
