"""A small registry, all of it made up, and a counter over it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import asyncpg
from tests import registered

from bumang.evidence.log_proof import LogProof
from bumang.evidence.voucher_keys import VoucherKeys
from bumang.kernel.clock import CHINA
from bumang.kernel.text import Text
from bumang.runtime.database import Bounded
from bumang.vouchers.counter import Counter
from bumang.vouchers.facts import Facts
from bumang.vouchers.issuing import Issuer
from bumang.vouchers.records import OfReceipts, Records

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=CHINA)
RECEIPT = "0000-0000-001S"
ON_RECORD = """
INSERT INTO employer VALUES (1, '91990101MA0000007H', '演示单位', '990101', true);
INSERT INTO insurance_relationship VALUES (1, 'employee', '990101', '2020-07-01');
INSERT INTO contribution_period (person_id, scheme, during, employer_id, monthly_base_fen) VALUES
(1, 'employee', '[2020-07-01,2024-01-01)', 1, 700000),
(1, 'employee', '[2024-03-01,)', 1, 850000);
INSERT INTO contribution_period (person_id, scheme, during, amount_fen, log_id, seq) VALUES
(2, 'resident_medical', '[2027-01-01,2028-01-01)', 40000, 1, 5);
INSERT INTO personal_account VALUES (1, 'employee', '2026-11-01', 4200000);
INSERT INTO ledger_entry VALUES
(2, 1, 5, 0, 1, 'settlement:demo', 40000, '2026-11-20'),
(2, 1, 5, 0, 2, 'fund:resident_medical', -40000, '2026-11-20');
"""


async def fill(core: Any) -> None:
    """`core` is a pool or a connection of an empty core database."""
    await registered.person(core, 1, "990101196501150014")
    await registered.person(core, 2, "990101197503200024", "演示乙", "female", date(1975, 3, 20))
    await registered.person(core, 3, "990101200002290038", "演示丙", "male", date(2000, 2, 29))
    await core.execute(ON_RECORD)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


async def receipt_facts(person_id: int, subject: str) -> Facts | None:
    if (person_id, subject) != (1, RECEIPT):
        return None
    return {"receipt_number": RECEIPT, "item": "演示事项 A matter", "state": "done"}


async def receipts_of(person_id: int) -> list[tuple[str, Text]]:
    return [(RECEIPT, Text("演示事项", "A matter"))] if person_id == 1 else []


async def no_proof(_: int) -> LogProof | None:
    return None


def counter_over(pool: asyncpg.Pool[Any], folder: Path, clock: Clock) -> Counter:
    core = Bounded(pool, 30)
    return Counter(
        core=lambda: core,
        records=Records(OfReceipts(receipt_facts, receipts_of)),
        issuer=Issuer("log.example", VoucherKeys.load_or_create(folder)),
        url="https://bumang.example",
        clock=clock,
        proof_at=no_proof,
        published=lambda: {"keys.json": b"{}"},
    )
