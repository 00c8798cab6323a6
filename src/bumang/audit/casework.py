"""Processing: each entry decided once or visibly open, and its effects exactly those it was told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import asyncpg

from bumang.audit.report import Check, Report
from bumang.runtime.sql import statement

_STRETCH = 50_000
_OUTCOMES = statement(__package__, "outcomes")
_STUCK = statement(__package__, "stuck")
_OLD_CLAIMS = statement(__package__, "old_claims")
_ENTRIES = "SELECT seq, item, submitter FROM entry WHERE log_id = $1 AND seq BETWEEN $2 AND $3"

Place = Callable[[asyncpg.Record], str]


def _entry(row: asyncpg.Record) -> str:
    return f"log {row['log_id']}, entry {row['seq']}"


# (name, promise, query of what breaks it, where, what, what is counted as looked at)
_QUERIES: tuple[tuple[str, str, str, Place, str, str], ...] = (
    (
        *("once", "no entry is decided twice", "decided_twice", _entry, "decided twice"),
        "SELECT count(*) FROM outcome",
    ),
    (
        *("effects", "every effect belongs to an entry that is done", "effects_without_outcome"),
        *(_entry, "has an effect and is not done"),
        "SELECT count(*) FROM contribution_period WHERE log_id IS NOT NULL",
    ),
    (
        *("ledger", "every movement of the ledger sums to zero", "unbalanced", _entry),
        *("a movement does not sum to zero", "SELECT count(*) FROM ledger_entry"),
    ),
    (
        *("amounts", "what was told to be paid is what is booked", "amounts", _entry),
        *("told another amount than is booked", "SELECT count(*) FROM outcome"),
    ),
    (
        *("paid", "every paid period is booked and every booking has its period", "paid_periods"),
        *(_entry, "periods and bookings differ", "SELECT count(*) FROM ledger_entry"),
    ),
    (
        *("periods", "no two periods of a person in a scheme overlap", "overlaps"),
        *(lambda row: f"scheme {row['scheme']}", "periods overlap"),
        "SELECT count(*) FROM contribution_period",
    ),
    (
        *("files", "a file's outcome counts the outcomes of its rows", "unfinished_files", _entry),
        *("its rows are not all decided", "SELECT count(*) FROM row_outcome"),
    ),
)


async def audit_core(core: asyncpg.Connection[Any], report: Report) -> None:
    """What the core database can prove by itself."""
    for name, promise, query, place, what, looked_at in _QUERIES:
        check = report.check(name, promise)
        check.looked_at = await core.fetchval(looked_at)
        for row in await core.fetch(statement(__package__, query)):
            check.breach(place(row), what)


async def audit_outcomes(
    core: asyncpg.Connection[Any],
    intake: asyncpg.Connection[Any],
    heads: dict[int, int],
    report: Report,
) -> None:
    """Every outcome has its entry, and no entry handed out is stuck.

    The core's state must be the older one: then every outcome in it has its entry in the intake's.
    """
    mine = report.check("outcomes", "every outcome belongs to an accepted entry")
    stuck = report.check("open", "every entry handed out is decided, or visibly waits")
    cursors = dict(await core.fetch("SELECT log_id, next_seq FROM log_cursor"))
    for row in await core.fetch("SELECT log_id, max(seq) AS seq FROM outcome GROUP BY log_id"):
        if row["seq"] >= heads.get(row["log_id"], 0):
            mine.breach(_entry(row), "has an outcome and was never accepted")
    for log, head in heads.items():
        for first in range(0, head, _STRETCH):
            last = min(head, first + _STRETCH) - 1
            await _compare(core, intake, (log, first, last), mine)
            handed_out = min(last, cursors.get(log, 0) - 1)
            if handed_out >= first:
                await _look_for_stuck(core, (log, first, handed_out), stuck)
    for row in await core.fetch(_OLD_CLAIMS):
        stuck.breach(f"log {row['log_id']}, claim {row['first_seq']}", "is not taken over")


async def _compare(
    core: asyncpg.Connection[Any],
    intake: asyncpg.Connection[Any],
    stretch: tuple[int, int, int],
    check: Check,
) -> None:
    decided = await core.fetch(_OUTCOMES, *stretch)
    accepted = {row["seq"]: row for row in await intake.fetch(_ENTRIES, *stretch)}
    check.looked_at += len(decided)
    for row in decided:
        entry = accepted.get(row["seq"])
        if entry is None or not _same(entry, row):
            check.breach(f"log {stretch[0]}, entry {row['seq']}", "is not the entry decided on")


def _same(entry: asyncpg.Record, outcome: asyncpg.Record) -> bool:
    """Who submitted it is empty in both once the content was deleted; in the core first."""
    whose = {entry["submitter"], outcome["submitter"] or ""}
    return entry["item"] == outcome["item"] and (len(whose) == 1 or outcome["submitter"] is None)


async def _look_for_stuck(
    core: asyncpg.Connection[Any], stretch: tuple[int, int, int], check: Check
) -> None:
    check.looked_at += stretch[2] - stretch[1] + 1
    for row in await core.fetch(_STUCK, *stretch):
        check.breach(f"log {stretch[0]}, entry {row['seq']}", "nobody works on it")
