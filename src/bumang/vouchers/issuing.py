"""Issuing: a voucher, its leaf of the public log and the end of the one before, in one transaction.

The same facts give the same voucher, however often it is asked for; the index `voucher_stands_once`
holds that against everything else.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import randbits
from typing import Any

import msgspec

from bumang.evidence.receipt import moment
from bumang.evidence.statement import Statement
from bumang.evidence.voucher import Body, Holder, Leaf, body_of, sign
from bumang.evidence.voucher_keys import VoucherKeys
from bumang.evidence.voucher_verification import KIND
from bumang.kernel import receipt_number
from bumang.kernel.clock import CHINA
from bumang.registry.people import with_numbers
from bumang.runtime.sql import statement
from bumang.statements.finding import find
from bumang.statements.stating import state
from bumang.vouchers.facts import Facts
from bumang.vouchers.sealed import opened, sealed

_HOLDER = statement(__package__, "holder")
_STANDING = statement(__package__, "standing")
_END = statement(__package__, "end")
_ADD = statement(__package__, "add")

Connection = Any
"""A connection of the driver, whose class takes no parameters when the program runs."""
Load = Callable[[Connection], Awaitable[Facts | None]]


@dataclass(frozen=True)
class Wanted:
    """A voucher of a person: its kind, and what it is about (empty: all that is on record)."""

    person_id: int
    kind: str
    subject: str


@dataclass(frozen=True)
class Issuer:
    """`name` is that of the instance's public logs."""

    name: str
    keys: VoucherKeys

    async def issue(
        self, connection: Connection, wanted: Wanted, load: Load, now: datetime
    ) -> bytes | None:
        """The voucher's JSON; `None` where nothing is on record that it could state."""
        async with connection.transaction():
            found = await connection.fetch(_HOLDER, wanted.person_id)
            facts = await load(connection)
            if not found or facts is None:
                return None
            (holder,) = await with_numbers(connection, found)
            asked = (wanted.person_id, wanted.kind, wanted.subject)
            before = await connection.fetchrow(_STANDING, *asked)
            if before is not None:
                document = await opened(connection, before)
                if same_facts(document, facts):
                    return document
                await end(connection, wanted.person_id, before["voucher_number"], "replaced")
            number = randbits(receipt_number.BITS)
            whom = Holder(holder["name"], holder["identity_number"])
            made = await self._made(connection, _body(self.name, wanted, number, whom, facts, now))
            kept = await sealed(connection, wanted.person_id, number, made)
            await connection.execute(_ADD, asked[0], number, *asked[1:], now, kept)
            return made

    async def _made(self, connection: Connection, body: Body) -> bytes:
        written = msgspec.json.encode(body)
        await state(connection, [Statement(KIND, body.number, written)])
        stated = await find(connection, KIND, body.number)
        assert stated is not None
        assert stated.salt is not None
        return sign(written, Leaf(moment(stated.made_at), stated.salt.hex()), self.keys)


async def end(connection: Any, person_id: int, number: int, reason: str) -> None:
    """Say a voucher's end; one that has ended stays as it was."""
    await connection.execute(_END, person_id, number, reason)


def same_facts(document: bytes, facts: Facts) -> bool:
    """Whether a voucher states exactly these."""
    said = body_of(document).facts
    return msgspec.json.encode(said) == msgspec.json.encode(facts)


def _body(
    issuer: str, wanted: Wanted, number: int, holder: Holder, facts: Facts, now: datetime
) -> Body:
    at = now.astimezone(CHINA).isoformat(timespec="seconds")
    return Body(wanted.kind, receipt_number.show(number), at, issuer, holder, facts)
