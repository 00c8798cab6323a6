"""Where submissions stand: read from the intake what was accepted, from the core what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import asyncpg
import msgspec

from bumang.intake.door import JSON
from bumang.intake.stored import find_by_number
from bumang.kernel.problems import Problem
from bumang.kernel.text import Text
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.sql import statement

_OUTCOME = statement(__package__, "outcome")
_IN_PROCESS = statement(__package__, "in_process")
_OUTCOMES_OF = statement(__package__, "outcomes_of")
_UNDECIDED_FROM = statement(__package__, "undecided_from")
_PUT_OFF = statement(__package__, "put_off")
_OUTCOMES_AT = statement(__package__, "outcomes_at")
_ENTRIES_FROM = statement(__package__, "entries_from")
_ENTRIES_AT = statement(__package__, "entries_at")

NEWEST = 50
_LOOKED_THROUGH = 5_000
_PUT_OFF_MOST = 1_000
_SECONDS = 2
_LOOK_AGAIN = (2, 5, 10, 20, 60)


CONTENT_DELETED = Text(
    "这件办件的内容已经依法删除（个人信息保护法第四十七条）。办没办成、什么时间，仍然可以查；您留存的受理回执仍然可以核验。",
    "The content of this submission was deleted as the law demands (Personal Information Protection Law, art. 47). State and times are still here, and a receipt that you kept still verifies.",
)


class Told(msgspec.Struct, frozen=True):
    """What the submitter is told with the outcome."""

    result: dict[str, Any] = {}
    reasons: tuple[Problem, ...] = ()


class Standing(msgspec.Struct, frozen=True):
    """`state` is `accepted`, `in_process`, `done` or `refused`; `number` are the receipt's 55 bits.

    `told` is for the submitter only; `erased`: the content was deleted as the law demands. Of a file in process, `rows_decided` of `rows` are behind us.
    """

    number: int
    submitter: str
    item: str
    accepted_at: datetime
    state: str = "accepted"
    started_at: datetime | None = None
    decided_at: datetime | None = None
    told: Told = Told()
    is_file: bool = False
    erased: bool = False
    rows_decided: int = 0
    rows: int = 0


async def standing(core: Any, intake: Any, number: int) -> Standing | None:
    """Where one submission stands; `None` for a number that was never given.

    `core` and `intake` are pools or connections. While the core cannot say, it is `accepted`.
    """
    found = await find_by_number(intake, number)
    if found is None:
        return None
    submission = found.submission
    told = Standing(
        number,
        submission.submitter,
        submission.item,
        submission.accepted_at,
        is_file=submission.media_type != JSON,
        erased=found.erased,
    )
    place = (found.log, found.seq)
    try:
        outcome = await core.fetchrow(_OUTCOME, *place, timeout=_SECONDS)
        if outcome is None:
            return _in_process(told, await core.fetchrow(_IN_PROCESS, *place, timeout=_SECONDS))
    except UNREACHABLE:
        return told
    return msgspec.structs.replace(
        told,
        state=outcome["state"],
        started_at=outcome["started_at"],
        decided_at=outcome["decided_at"],
        told=msgspec.json.decode(outcome["told"], type=Told),
    )


def look_again_seconds(accepted_at: datetime, now: datetime) -> int:
    """When to look at an open submission again: about as long as it is old, up to a minute.

    In few steps, so that what is told of it stays the same while nothing happens.
    """
    age = (now - accepted_at).total_seconds()
    return next((seconds for seconds in _LOOK_AGAIN if age <= seconds), _LOOK_AGAIN[-1])


def _in_process(told: Standing, found: asyncpg.Record | None) -> Standing:
    if found is None:
        return told
    return msgspec.structs.replace(
        told,
        state="in_process",
        started_at=found["since"],
        rows_decided=found["next_row"] - 1 if found["total"] else 0,
        rows=found["total"] or 0,
    )


async def standings_of(core: Any, intake: Any, submitter: str) -> list[Standing]:
    """One submitter's newest submissions, at most 50, without what is told, newest first.

    Open ones are found among the newest 5,000 entries of each log that workers have not reached and
    among the 1,000 newest that were put off; with more waiting than that, an open one may be missing
    until it is decided. Raises what an unreachable database raises.
    """
    # What may be undecided is read before the outcomes: what is decided meanwhile is in one of both.
    entries = await _open(core, intake, submitter)
    decided = _by_place(await core.fetch(_OUTCOMES_OF, submitter, NEWEST, timeout=_SECONDS))
    decided |= _by_place(await core.fetch(_OUTCOMES_AT, *_columns(entries), timeout=_SECONDS))
    entries |= await _at(intake, decided.keys() - entries.keys(), submitter)
    found = [_standing(row, submitter, decided.get(place)) for place, row in entries.items()]
    found.sort(key=lambda one: one.accepted_at, reverse=True)
    return found[:NEWEST]


Places = dict[tuple[int, int], asyncpg.Record]


async def _open(core: Any, intake: Any, submitter: str) -> Places:
    from_ = dict(await core.fetch(_UNDECIDED_FROM, timeout=_SECONDS))
    put_off = await core.fetch(_PUT_OFF, _PUT_OFF_MOST, timeout=_SECONDS)
    found = await _at(intake, ((row["log_id"], row["seq"]) for row in put_off), submitter)
    for (log,) in await intake.fetch("SELECT log_id FROM log", timeout=_SECONDS):
        looked = (log, from_.get(log, 0), submitter, _LOOKED_THROUGH, NEWEST)
        found |= _by_place(await intake.fetch(_ENTRIES_FROM, *looked, timeout=_SECONDS))
    return found


async def _at(intake: Any, places: Iterable[tuple[int, int]], submitter: str) -> Places:
    return _by_place(
        await intake.fetch(_ENTRIES_AT, *_columns(places), submitter, timeout=_SECONDS)
    )


def _by_place(rows: Iterable[asyncpg.Record]) -> Places:
    return {(row["log_id"], row["seq"]): row for row in rows}


def _columns(places: Iterable[tuple[int, int]]) -> tuple[list[int], list[int]]:
    listed = list(places)
    return [log for log, _ in listed], [seq for _, seq in listed]


def _standing(entry: asyncpg.Record, submitter: str, outcome: asyncpg.Record | None) -> Standing:
    told = Standing(entry["number"], submitter, entry["item"], entry["accepted_at"])
    if outcome is None:
        return told
    return msgspec.structs.replace(told, state=outcome["state"], decided_at=outcome["decided_at"])
