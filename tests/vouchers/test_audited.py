"""The audit looks at every voucher, and names what is not as it was signed and stated."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tests.vouchers.registry import Clock, counter_over, fill

from bumang.access.principal import Principal, Role
from bumang.audit.report import Check, Report
from bumang.audit.vouchers import audit_vouchers
from bumang.evidence.signing import published_keys
from bumang.vouchers.told import VoucherWanted

WANTED = (
    (1, VoucherWanted("contribution-certificate")),
    (2, VoucherWanted("payment-voucher", "1/5/0")),
)
# A hand that has the database and not the keys.
WITHOUT_TRIGGERS = "SET LOCAL session_replication_role = replica"


@pytest.fixture
async def pool(core_dsn: str, tmp_path: Path) -> AsyncIterator[asyncpg.Pool[Any]]:
    async with asyncpg.create_pool(core_dsn, min_size=0, max_size=3) as made:
        await fill(made)
        counter = counter_over(made, tmp_path, Clock())
        for person, wanted in WANTED:
            await counter.issue(Principal(Role.PERSON, person), wanted)
        yield made


async def audited(pool: asyncpg.Pool[Any], folder: Path, *forged: str) -> Check:
    report, keys = Report(), {key.key_id: key for key in published_keys(folder).keys}
    async with pool.acquire() as core:
        async with core.transaction():
            await core.execute(WITHOUT_TRIGGERS)
            for one in forged:
                await core.execute(one)
        async with core.transaction(isolation="repeatable_read", readonly=True):
            await audit_vouchers(core, keys, report)
    return report.checks[0]


async def test_vouchers_that_are_as_issued_hold(pool: asyncpg.Pool[Any], tmp_path: Path) -> None:
    check = await audited(pool, tmp_path)
    assert (check.looked_at, check.broken) == (2, 0)


@pytest.mark.parametrize(
    ("forged", "told"),
    [
        (
            "UPDATE voucher SET document = set_byte(document, 40, 255 - get_byte(document, 40))",
            "be opened",
        ),
        ("UPDATE voucher SET person_id = 3 WHERE person_id = 2", "be opened"),
        ("DELETE FROM voucher WHERE person_id = 2", "1 were stated and are not there"),
        ("UPDATE statement_block SET commitments = sha256('x')", "stated for the public log"),
    ],
)
async def test_what_was_forged_or_lost_is_named(
    pool: asyncpg.Pool[Any], tmp_path: Path, forged: str, told: str
) -> None:
    check = await audited(pool, tmp_path, forged)
    assert check.broken
    assert all(told in one.what for one in check.breaches)


async def test_vouchers_of_keys_that_were_never_published_are_named(
    pool: asyncpg.Pool[Any], tmp_path: Path
) -> None:
    check = await audited(pool, tmp_path / "elsewhere")
    assert check.broken == 2
    assert "both keys signed" in check.breaches[0].what
