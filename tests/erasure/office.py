"""An office in which a man submitted for himself and his wife, was refused, and an employer declared him."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from bumang.access.principal import Principal, Role
from bumang.audit.run import audit
from bumang.casework.worker import Worker
from bumang.erasure.finding import Place
from bumang.evidence.signing import SigningKey
from bumang.intake.door import Door
from bumang.intake.log import Log
from bumang.items.batch_file.sheets import CSV
from bumang.items.catalogue import discover
from bumang.kernel import receipt_number
from bumang.kernel.answers import Accepted
from bumang.registry.city.build import build

ITEMS = discover("bumang.services")
MAN, WOMAN, STRANGER = "990101196501150014", "990101197503200024", "990101200002290038"
NAME = "龘演示"  # of nobody else in the city


def now() -> datetime:
    return datetime(2026, 11, 24, 3, tzinfo=UTC)


@dataclass
class Office:
    core: Any
    intake: Any
    keys: dict[str, Any]
    receipts: list[bytes]

    async def broken(self) -> set[str]:
        report = await audit(self.core, self.intake, self.keys, self.receipts, None)
        return {check.name for check in report.checks if check.broken}

    def number(self, at: int) -> int:
        return receipt_number.read(msgspec.json.decode(self.receipts[at])["number"])

    async def place(self, at: int) -> Place:
        row = await self.intake.fetchrow(
            "SELECT log_id, seq FROM entry WHERE number = $1", self.number(at)
        )
        return Place(*row)


@asynccontextmanager
async def opened(core_dsn: str, intake_dsn: str, folder: Path) -> AsyncIterator[Office]:
    """Receipts 0: paid for both; 1: refused; 2: by another for herself; 3: the employer's file."""
    pool = await asyncpg.create_pool(core_dsn, min_size=1, max_size=3)
    entries = await asyncpg.create_pool(intake_dsn, min_size=1, max_size=2)
    async with pool.acquire() as connection:
        await build(connection, 50, 1)
        await connection.execute("UPDATE person SET name = $1 WHERE person_id = 1", NAME)
    key = SigningKey.load_or_create(folder)
    log = Log(intake_dsn, key, now)
    writing = asyncio.create_task(log.run())
    receipts = await _submissions(Door(log, now))
    worker = Worker("w", pool, entries, ITEMS)
    while await worker.step():
        pass
    writing.cancel()
    with suppress(asyncio.CancelledError):
        await writing
    core, intake = await asyncpg.connect(core_dsn), await asyncpg.connect(intake_dsn)
    try:
        yield Office(core, intake, {key.key_id: key.published}, receipts)
    finally:
        for closing in (core, intake, pool, entries):
            await closing.close()


async def _submissions(door: Door) -> list[bytes]:
    payment, declaration = ITEMS["resident-medical-payment"], ITEMS["employment-declaration"]
    man, stranger = Principal(Role.PERSON, 1), Principal(Role.PERSON, 3)
    answers = []
    for number, (who, insured) in enumerate(
        ((man, (MAN, WOMAN)), (man, (STRANGER,)), (stranger, (STRANGER,)))
    ):
        form = {"area_code": "990101", "coverage_year": 2027, "insured": insured}
        answers.append(await door.submit(payment, who, str(number), msgspec.json.encode(form)))
    rows = f"增员,{STRANGER},演示丙,2026-12,6500\n减员,{MAN},{NAME},2026-12,\n"
    file = f"操作类型,社会保障号码,姓名,年月,月缴费工资\n{rows}".encode()
    answers.append(await door.submit_file(declaration, Principal(Role.EMPLOYER, 1), "f", CSV, file))
    assert all(isinstance(answer, Accepted) for answer in answers)
    return [answer.receipt for answer in answers]
