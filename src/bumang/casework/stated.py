"""What was stated of an entry: the decision, the payments made with it, a row of a file."""

from __future__ import annotations

from typing import Any

import msgspec

from bumang.evidence.statement import Statement
from bumang.runtime.sql import statement
from bumang.statements import bodies
from bumang.statements.finding import Found, find

_OUTCOME = statement(__package__, "stated_outcome")
_ROW = statement(__package__, "stated_row")
_PAYMENTS = statement(__package__, "stated_payments")
_SECONDS = 2


class Stated(msgspec.Struct, frozen=True):
    """A statement as its holder gets it, and its place in the log `core`, once it has one."""

    document: bytes
    place: int | None


async def stated(core: Any, log: int, seq: int, row: int | None = None) -> list[Stated]:
    """The decision first, then its payments; with `row`, that of the one row of a file instead.

    Empty while nothing is decided, and once the content was deleted. Raises what an unreachable
    database raises.
    """
    if row is not None:
        return await _of(core, await _row(core, log, seq, row))
    found = await core.fetchrow(_OUTCOME, log, seq, timeout=_SECONDS)
    if found is None:
        return []
    made = [bodies.decision(log, seq, found["item"], found["state"], found["told"])]
    subjects = await core.fetch(_PAYMENTS, f"{log}/{seq}/", timeout=_SECONDS)
    payments = [await find(core, bodies.PAYMENT, one, timeout=_SECONDS) for (one,) in subjects]
    return await _of(core, made) + [
        held for one in payments if one and one.body and (held := _held(one, one.body))
    ]


async def _row(core: Any, log: int, seq: int, row: int) -> list[Statement]:
    found = await core.fetchrow(_ROW, log, seq, row, timeout=_SECONDS)
    return [bodies.row(log, seq, row, found["state"], found["told"])] if found else []


async def _of(core: Any, made: list[Statement]) -> list[Stated]:
    held = []
    for said in made:
        found = await find(core, said.kind, said.subject, timeout=_SECONDS)
        if found and (one := _held(found, said.body)):
            held.append(one)
    return held


def _held(found: Found, body: bytes) -> Stated | None:
    document = found.document(body)
    return Stated(document, found.place) if document else None
