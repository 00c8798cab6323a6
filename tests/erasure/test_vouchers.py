"""With a person's record go the vouchers, and the log of what was stated still adds up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tests.vouchers.registry import Clock, counter_over, fill

from bumang.access.principal import Principal, Role
from bumang.audit.report import Report
from bumang.audit.vouchers import audit_vouchers
from bumang.erasure.carrying_out import confirm_and_erase_in_core, erase_in_core
from bumang.erasure.ground import Ground
from bumang.erasure.order_book import Order, give
from bumang.erasure.plan import plan
from bumang.evidence.signing import published_keys
from bumang.vouchers.told import VoucherWanted

LATER = date(2130, 1, 1)


@pytest.fixture
async def pool(core_dsn: str, tmp_path: Path) -> AsyncIterator[asyncpg.Pool[Any]]:
    async with asyncpg.create_pool(core_dsn, min_size=0, max_size=3) as made:
        await fill(made)
        counter = counter_over(made, tmp_path, Clock())
        await counter.issue(Principal(Role.PERSON, 1), VoucherWanted("contribution-certificate"))
        await counter.issue(Principal(Role.PERSON, 2), VoucherWanted("payment-voucher", "1/5/0"))
        yield made


async def erased(pool: asyncpg.Pool[Any], person: int) -> Order:
    async with pool.acquire() as core:
        found = await plan(core, [], Ground.RETENTION, LATER, person)
        assert found.record_goes
        given = await give(core, found, "保存期届满", "clerk-a")
        return await confirm_and_erase_in_core(core, given.number, "clerk-b")


async def left(pool: asyncpg.Pool[Any]) -> list[tuple[int, ...]]:
    """Vouchers, their numbers, statements with a salt, statements: of vouchers."""
    rows = await pool.fetch(
        "SELECT (SELECT count(*) FROM voucher), (SELECT count(*) FROM voucher_number),"
        " count(salt), count(*) FROM statement WHERE kind = 'voucher'"
    )
    return [tuple(row) for row in rows]


async def test_the_vouchers_of_one_go_and_those_of_others_stay(
    pool: asyncpg.Pool[Any], tmp_path: Path
) -> None:
    assert await left(pool) == [(2, 2, 2, 2)]
    await erased(pool, 2)
    assert await left(pool) == [(1, 1, 1, 2)]
    report, keys = Report(), {key.key_id: key for key in published_keys(tmp_path).keys}
    async with pool.acquire() as core, core.transaction(isolation="repeatable_read"):
        await audit_vouchers(core, keys, report)
    assert (report.checks[0].looked_at, report.checks[0].broken) == (1, 0)


async def test_done_again_it_finds_nothing_to_do(pool: asyncpg.Pool[Any]) -> None:
    order = await erased(pool, 2)
    async with pool.acquire() as core:
        await erase_in_core(core, order)
    assert await left(pool) == [(1, 1, 1, 2)]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE statement SET salt = NULL, body = NULL WHERE kind = 'voucher' AND salt IS NOT NULL",
        "UPDATE statement SET subject = 'x' WHERE kind = 'voucher' AND salt IS NULL",
        "DELETE FROM erased_voucher",
        "UPDATE erased_voucher SET erasure_id = 9",
    ],
)
async def test_nothing_else_of_a_voucher_s_statement_changes(
    pool: asyncpg.Pool[Any], sql: str
) -> None:
    await erased(pool, 2)
    with pytest.raises(asyncpg.RaiseError):
        await pool.execute(sql)
