"""A form that is declared so: durably in the intake log before it is answered, once however often
it is sent; the answer is a receipt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b

from asyncpg.pgproto.pgproto import UUID

from bumang.gate.line import Pool
from bumang.intake.log import Log
from bumang.intake.stored import find_by_number
from bumang.intake.submission import Conflict, Stored, Submission, submission_key
from bumang.kernel import receipt_number
from bumang.kernel.clock import Clock
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.http import Wire
from bumang.runtime.sql import statement
from bumang.shield.asked import Asked
from bumang.shield.config import Route, Store
from bumang.shield.forms import Fields as FormFields
from bumang.shield.forms import fields_of, missing, named
from bumang.shield.headers import Fields
from bumang.shield.receipt_page import accepted
from bumang.shield.record import MEDIA_TYPE, Record, decoded, encoded, kept_fields
from bumang.shield.replies import not_answered
from bumang.shield.upstream import Fault

_FIRST_OF_TWO = statement(__package__, "first_of_two")
_SMALL = 64 * 1024
_LARGE_AT_ONCE = 32
"""Forms above the small are whole in memory: a few at a time, the others wait their turn."""
ITEM = "shield:"
"""The log's items that are the shield's; the route's path follows."""


@dataclass(frozen=True)
class Storing:
    """`secret` keys the names of persons; `wake` tells that there is something to deliver."""

    log: Log
    pool: Pool
    clock: Clock
    secret: bytes
    prefix: str
    wake: Callable[[], None]
    large: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_LARGE_AT_ONCE))

    async def answer(self, asked: Asked, route: Route, sent: Fields) -> Wire:
        """`sent` is what the old system would be asked with. Raises `InvalidInput`."""
        if asked.length is not None and asked.length <= _SMALL:
            return await self._answered(asked, route, sent)
        async with self.large:
            return await self._answered(asked, route, sent)

    async def _answered(self, asked: Asked, route: Route, sent: Fields) -> Wire:
        assert route.store is not None
        arrived = self.clock()
        body = await asked.whole_body(route.store.size)
        submission = await self._submission(asked, route, route.store, sent, body, arrived)
        stored = None if submission is None else await self._stored(submission)
        if stored is None:
            return not_answered(asked, Fault("not stored", sent=False))
        self.wake()
        return accepted(asked, stored, self.prefix)

    async def _submission(
        self,
        asked: Asked,
        route: Route,
        store: Store,
        sent: Fields,
        body: bytes,
        arrived: datetime,
    ) -> Submission | None:
        """`None`: it cannot be told now whether it was sent before."""
        header = asked.request.headers.get
        fields = fields_of(header("content-type", ""), body)
        person = named(store.person, fields, header)
        empty = [] if person else [store.person.partition(":")[2]]
        empty += [name for name in store.require if not fields.get(name, "").strip()]
        key = _key(store, fields)
        if store.twice != "body" and not key:
            empty.append(store.twice.partition(":")[2])
        if empty:
            raise InvalidInput(*(missing(name) for name in dict.fromkeys(empty)))
        submitter = blake2b(person.encode(), key=self.secret, digest_size=16).hexdigest()
        item = ITEM + route.path
        kept = kept_fields(sent, store.headers)
        record = Record(asked.method, asked.target, kept, body, person, key)
        number = submission_key(submitter, f"{item}\n{key}")
        if not key:
            same = await self._first_of_two(f"{item}\n{submitter}\n{asked.target}", body, store)
            if same is None:
                return None
            number = same
        return Submission(number, submitter, item, arrived, MEDIA_TYPE, encoded(record))

    async def _first_of_two(self, whose: str, body: bytes, store: Store) -> UUID | None:
        """The key of this body, the one of before where it was sent a moment ago."""
        now = self.clock()
        fingerprint = blake2b(body, key=blake2b(whose.encode()).digest(), digest_size=16).digest()
        new = submission_key(whose, f"{fingerprint.hex()} {now.isoformat()}")
        pool = self.pool()
        try:
            if pool is None:
                return None
            until = now + timedelta(seconds=store.window)
            row = await pool.fetchval(_FIRST_OF_TWO, fingerprint, new, until, now)
        except UNREACHABLE:
            return None
        key: UUID = row
        return key

    async def _stored(self, submission: Submission) -> Stored | None:
        """`None`: whether it is stored is not known; the same form finds out. Raises `InvalidInput`."""
        answered = await self.log.append(submission)
        if not isinstance(answered, Conflict):
            return answered
        pool = self.pool()
        try:
            found = None if pool is None else await find_by_number(pool, answered.number)
        except UNREACHABLE:
            return None
        if found is None:
            return None
        if decoded(found.submission.content).is_same_form(decoded(submission.content)):
            return found.stored
        raise InvalidInput(_other_content(found.stored.number))


def _key(store: Store, fields: FormFields) -> str:
    return "" if store.twice == "body" else named(store.twice, fields, lambda _, default: default)


def _other_content(number: int) -> Problem:
    return Problem(
        "SENT_WITH_OTHER_CONTENT",
        Text(
            "这张表已经受理过，受理编号 {number}，这次的内容和那次不一样。",
            "This form was accepted before as {number}; its content is another now.",
        ).format(number=receipt_number.show(number)),
        Text("同一张表只办一次。", "One form is done once."),
        Text(
            "要改内容，请重新打开表格填一份新的。",
            "To send something else, open the form anew and fill it in.",
        ),
    )
