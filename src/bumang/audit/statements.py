"""The log of statements: everything decided, paid and ordered stated once, each leaf what it states."""

from __future__ import annotations

from typing import Any

import asyncpg

from bumang.audit.report import Check, Report
from bumang.evidence.receipt import moment
from bumang.evidence.statement import Statement, commitment
from bumang.runtime.sql import statement as sql
from bumang.statements import bodies

_UNSTATED = sql(__package__, "unstated")
_STATEMENTS = sql(__package__, "statements")
_WRONG_PLACES = sql(__package__, "wrong_places")
_UNSTATED_ACTIONS = sql(__package__, "unstated_actions")
_ACTIONS_READ = sql(__package__, "actions_read")
_CURSOR = "SELECT number FROM statement_cursor WHERE source = 'operators'"
_ACTIONS = "SELECT kind, subject, commitment FROM operator_action WHERE number <= $1"


async def audit_statements(core: asyncpg.Connection[Any], report: Report) -> None:
    """Must run in a transaction that sees one state (repeatable read)."""
    stated = report.check("stated", "everything decided or paid is stated once, and nothing else")
    stated.looked_at = await core.fetchval("SELECT count(*) FROM statement")
    for row in await core.fetch(_UNSTATED):
        what = "is not stated" if row["unstated"] else "is stated and did not happen"
        stated.breach(_place(row), what)
    committed = report.check("committed", "every statement is, byte for byte, what was done")
    async for row in core.cursor(_STATEMENTS):
        _look_at(committed, row)
    places = report.check("places", "every leaf is one statement's, and no place is left out")
    places.looked_at = await core.fetchval("SELECT count(*) FROM statement_block")
    for row in await core.fetch(_WRONG_PLACES):
        places.breach(f"block {row['block_id']}", row["what"])


async def audit_actions(
    core: asyncpg.Connection[Any], intake: asyncpg.Connection[Any], report: Report
) -> None:
    """The core's state must be the older one: then all that it read on is in the intake's."""
    check = report.check("actions", "what operators did is stated where they did it, and read on")
    for row in await intake.fetch(_UNSTATED_ACTIONS):
        check.breach(_place(row), "is not stated")
    done = _by_place(await intake.fetch(_ACTIONS, await core.fetchval(_CURSOR)))
    read = _by_place(await core.fetch(_ACTIONS_READ))
    check.looked_at = len(done)
    for place in done.keys() | read.keys():
        if done.get(place) != read.get(place):
            check.breach(place, "is stated otherwise in the log than where it was done")


def _look_at(check: Check, row: asyncpg.Record) -> None:
    said = _said(row)
    if said is None or row["salt"] is None:
        return
    check.looked_at += 1
    if row["leaf"] is None or commitment(said, moment(row["made_at"]), row["salt"]) != row["leaf"]:
        check.breach(_place(row), "is not what was stated")


def _said(row: asyncpg.Record) -> Statement | None:
    """What the act is now; `None` where nothing is left to hold it against."""
    kind, subject = row["kind"], row["subject"]
    if kind == bodies.DECISION and row["item"]:
        log, seq = map(int, subject.split("/"))
        return bodies.decision(log, seq, row["item"], row["state"], row["told"])
    if kind == bodies.ROW and row["state"]:
        log, seq, number = map(int, subject.split("/"))
        return bodies.row(log, seq, number, row["state"], row["told"])
    if kind == bodies.PAYMENT and row["accounts"]:
        log, seq, number = map(int, subject.split("/"))
        lines = list(zip(row["accounts"], row["amounts"], strict=True))
        return bodies.payment(log, seq, number, row["person_id"], row["booked_on"], lines)
    if kind in {bodies.DECISION, bodies.ROW, bodies.PAYMENT} or row["body"] is None:
        return None
    return Statement(kind, subject, row["body"])


def _place(row: asyncpg.Record) -> str:
    return f"{row['kind']} {row['subject']}"


def _by_place(rows: list[asyncpg.Record]) -> dict[str, bytes]:
    return {_place(row): row["commitment"] for row in rows}
