"""One audit over both databases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import asyncpg

from bumang.audit.acceptance import audit_log, audit_receipts
from bumang.audit.answers import audit_answers
from bumang.audit.casework import audit_core, audit_outcomes
from bumang.audit.erasure import audit_erasure
from bumang.audit.report import Report
from bumang.audit.statements import audit_actions, audit_statements
from bumang.audit.vouchers import audit_vouchers
from bumang.evidence.signing import PublishedKey


async def audit(
    core: asyncpg.Connection[Any],
    intake: asyncpg.Connection[Any],
    keys: Mapping[str, PublishedKey],
    receipts: list[bytes],
    metrics: str | None,
) -> Report:
    """Look at everything once. A live system goes on meanwhile and is judged by one state of each
    database; the core's is taken first, so that what it decided on is in the intake's."""
    report = Report()
    async with (
        core.transaction(isolation="repeatable_read", readonly=True),
        intake.transaction(isolation="repeatable_read", readonly=True),
    ):
        await core.fetchval("SELECT count(*) FROM log_cursor")  # the first query fixes the state
        heads = await audit_log(intake, keys, report)
        await audit_receipts(intake, receipts, report)
        await audit_outcomes(core, intake, heads, report)
        await audit_core(core, report)
        await audit_statements(core, report)
        await audit_actions(core, intake, report)
        await audit_vouchers(core, keys, report)
        await audit_erasure(core, intake, report)
    if metrics is not None:
        audit_answers(metrics, report)
    return report
