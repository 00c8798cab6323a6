"""What was deleted as the law demands: all that was ordered, and nothing else."""

from __future__ import annotations

from typing import Any

import asyncpg

from bumang.audit.report import Report
from bumang.runtime.sql import statement as sql

_CORE = sql(__package__, "erased_in_core")
_INTAKE = sql(__package__, "erased_in_intake")
_LISTED = "SELECT log_id, seq FROM erased_entry"


async def audit_erasure(
    core: asyncpg.Connection[Any], intake: asyncpg.Connection[Any], report: Report
) -> None:
    """The core's state must be the older one: what it has erased, the intake erases after it."""
    check = report.check("erased", "what was ordered to be deleted is gone, and nothing else is")
    for row in await core.fetch(_CORE):
        check.breach(f"{row['kind']} {row['subject']}", "is not deleted as its entry is")
    for row in await intake.fetch(_INTAKE):
        check.breach(_entry(row), "is not deleted as it is listed")
    ordered = {_entry(row) for row in await core.fetch(_LISTED)}
    listed = {_entry(row) for row in await intake.fetch(_LISTED)}
    check.looked_at = len(ordered)
    for place in sorted(ordered - listed):
        check.breach(place, "was ordered to be deleted and is not")


def _entry(row: asyncpg.Record) -> str:
    return f"log {row['log_id']}, entry {row['seq']}"
