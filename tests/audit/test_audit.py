"""The audit holds on a sound system, and names whatever is broken."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest

from bumang.access.principal import Principal, Role
from bumang.audit.answers import audit_answers
from bumang.audit.report import Report
from bumang.audit.run import audit
from bumang.casework.worker import Worker
from bumang.evidence.signing import SigningKey
from bumang.intake.door import Door
from bumang.intake.log import Log
from bumang.items.batch_file.sheets import CSV
from bumang.items.catalogue import discover
from bumang.kernel.answers import Accepted
from bumang.registry.city.build import build
from bumang.transparency.sequencing import sequence

ITEMS = discover("bumang.services")
FAMILY = ("990101196501150014", "990101197503200024", "990101200002290038")

ORDER = """
    INSERT INTO gate_order (given_by, reason, setting, target, value, follows)
    VALUES ('operator:1', '演练', 'rate', 'main', '5', 0)
"""


def now() -> datetime:
    return datetime(2026, 11, 24, 3, tzinfo=UTC)


@dataclass
class Office:
    core: Any
    intake: Any
    keys: dict[str, Any]
    receipts: list[bytes]

    async def broken(self, metrics: str | None = None) -> set[str]:
        report = await audit(self.core, self.intake, self.keys, self.receipts, metrics)
        assert report.holds == (not any(check.broken for check in report.checks))
        return {check.name for check in report.checks if check.broken}

    async def tamper(self, database: str, sql: str) -> None:
        """As someone who owns the database could: with every trigger and key switched off."""
        connection = getattr(self, database)
        await connection.execute("SET session_replication_role = replica")
        await connection.execute(sql)
        await connection.execute("RESET session_replication_role")


@pytest.fixture
async def office(core_dsn: str, intake_dsn: str, tmp_path: Path) -> AsyncIterator[Office]:
    pool = await asyncpg.create_pool(core_dsn, min_size=1, max_size=3)
    entries = await asyncpg.create_pool(intake_dsn, min_size=1, max_size=2)
    async with pool.acquire() as connection:
        await build(connection, 50, 1)
    key = SigningKey.load_or_create(tmp_path)
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
    await intake.execute(ORDER)
    await sequence(intake, core)
    yield Office(core, intake, {key.key_id: key.published}, receipts)
    for closing in (core, intake, pool, entries):
        await closing.close()


async def _submissions(door: Door) -> list[bytes]:
    payment, declaration = ITEMS["resident-medical-payment"], ITEMS["employment-declaration"]
    person, employer = Principal(Role.PERSON, 1), Principal(Role.EMPLOYER, 1)
    answers = []
    for number, insured in enumerate((FAMILY[:2], FAMILY[:1], FAMILY[2:])):
        form = {"area_code": "990101", "coverage_year": 2027, "insured": insured}
        body = msgspec.json.encode(form)
        answers.append(await door.submit(payment, person, str(number), body))
    rows = f"增员,{FAMILY[2]},演示丙,2026-12,6500\n减员,{FAMILY[0]},演示甲,2026-12,\n"
    file = f"操作类型,社会保障号码,姓名,年月,月缴费工资\n{rows}".encode()
    answers.append(await door.submit_file(declaration, employer, "f", CSV, file))
    assert all(isinstance(answer, Accepted) for answer in answers)
    return [answer.receipt for answer in answers]


async def test_a_sound_system_passes_and_everything_was_looked_at(office: Office) -> None:
    report = await audit(office.core, office.intake, office.keys, office.receipts, "")
    assert report.holds
    nothing = {check.name for check in report.checks if not check.looked_at}
    # The empty text given above; vouchers (tests/vouchers/test_audited.py) and erasures
    # (tests/erasure/test_erasure.py) have tests of their own.
    assert nothing == {"answers", "vouchers", "erased"}


@pytest.mark.parametrize(
    ("database", "sql", "named"),
    [
        ("intake", "DELETE FROM entry WHERE seq = 1", {"entries", "outcomes", "receipts"}),
        (
            "intake",
            "UPDATE entry SET content = content || 'x'::bytea WHERE seq = 1",
            {"leaves", "receipts"},
        ),
        (
            "intake",
            "UPDATE entry SET item = 'other' WHERE seq = 1",
            {"leaves", "outcomes", "receipts"},
        ),
        ("intake", "UPDATE entry SET accepted_at = now() WHERE seq = 0", {"leaves", "receipts"}),
        ("intake", "UPDATE entry SET submitter = 'person:9' WHERE seq = 0", {"outcomes"}),
        ("intake", "UPDATE batch SET root = sha256('x') WHERE first_seq = 1", {"roots"}),
        (
            "intake",
            "UPDATE batch SET commitments = sha256('x') WHERE first_seq = 1",
            {"leaves", "roots", "signatures", "receipts"},
        ),
        ("intake", "UPDATE batch SET signatures = '[]'", {"signatures", "receipts"}),
        ("intake", "UPDATE batch SET sealed_at = now()", {"signatures", "receipts"}),
        (
            "intake",
            "DELETE FROM batch WHERE first_seq = 1",
            {"order", "entries", "receipts"},
        ),
        ("core", "DELETE FROM outcome WHERE seq = 1", {"open", "stated"}),
        (
            "core",
            "DELETE FROM outcome WHERE seq = 0",
            {"open", "effects", "stated"},
        ),
        ("core", "UPDATE outcome SET item = 'other' WHERE seq = 0", {"outcomes", "committed"}),
        (
            "core",
            "INSERT INTO outcome (log_id, seq, item, state, told, submitter)"
            " SELECT log_id, 99, item, 'refused', told, submitter FROM outcome WHERE seq = 1",
            {"outcomes", "stated"},
        ),
        (
            "core",
            "ALTER TABLE outcome DROP CONSTRAINT outcome_pkey;"
            " INSERT INTO outcome SELECT * FROM outcome WHERE seq = 1",
            {"once"},
        ),
        (
            "core",
            "INSERT INTO claim (log_id, first_seq, last_seq, worker, lease_until)"
            " VALUES (1, 0, 0, 'dead', now() - interval '1 hour')",
            {"open"},
        ),
        (
            "core",
            "DELETE FROM ledger_entry WHERE line = 1",
            {"ledger", "amounts", "paid", "committed"},
        ),
        (
            "core",
            "DELETE FROM ledger_entry WHERE seq = 0",
            {"amounts", "paid", "stated"},
        ),
        (
            "core",
            "UPDATE ledger_entry SET amount_fen = amount_fen * 2",
            {"amounts", "paid", "committed"},
        ),
        (
            "core",
            "DELETE FROM contribution_period WHERE log_id = 1 AND seq = 0",
            {"paid"},
        ),
        (
            "core",
            "UPDATE contribution_period SET seq = 1 WHERE log_id = 1 AND seq = 0",
            {"effects", "paid"},
        ),
        (
            "core",
            "ALTER TABLE contribution_period DROP CONSTRAINT contribution_period_pkey;"
            " INSERT INTO contribution_period (person_id, scheme, during)"
            " SELECT person_id, scheme, during FROM contribution_period"
            " WHERE scheme = 'resident_medical' LIMIT 1",
            {"periods"},
        ),
        ("core", "DELETE FROM row_outcome WHERE row_number = 2", {"files", "stated"}),
        (
            "core",
            "WITH block AS (INSERT INTO statement_block (block_id, commitments)"
            " VALUES (999, sha256('x')) RETURNING block_id)"
            " INSERT INTO statement (kind, subject, block_id, at, salt)"
            " SELECT 'decision', '1/99', block_id, 0, substr(sha256('x'), 1, 16) FROM block",
            {"stated"},
        ),
        (
            "core",
            "UPDATE statement SET salt = substr(sha256('x'), 1, 16) WHERE kind = 'decision'",
            {"committed"},
        ),
        ("core", "UPDATE statement SET body = '{}' WHERE kind = 'order'", {"committed"}),
        (
            "core",
            'UPDATE outcome SET told = \'{"result":{},"reasons":[]}\' WHERE seq = 1',
            {"committed"},
        ),
        (
            "core",
            "INSERT INTO statement_block (block_id, commitments) VALUES (999, sha256('x'))",
            {"places"},
        ),
        (
            "core",
            "UPDATE statement_block SET first_place = first_place + 1 WHERE block_id = ("
            " SELECT block_id FROM statement_block ORDER BY first_place DESC LIMIT 1)",
            {"places"},
        ),
        ("core", "DELETE FROM statement WHERE kind = 'order'", {"actions", "places"}),
        ("intake", "DELETE FROM operator_action", {"actions"}),
        ("intake", "UPDATE operator_action SET commitment = sha256('x')", {"actions"}),
    ],
)
async def test_whatever_is_broken_is_named(
    office: Office, database: str, sql: str, named: set[str]
) -> None:
    assert await office.broken() == set()
    await office.tamper(database, sql)
    assert await office.broken() == named


async def test_a_key_that_is_not_published_proves_nothing(office: Office) -> None:
    office.keys.clear()
    assert await office.broken() == {"signatures"}


@pytest.mark.parametrize("held", [b"", b"[]", b'{"number": 5}', b'{"number": "0000-0000-0000"}'])
async def test_a_receipt_that_was_never_given_is_named(office: Office, held: bytes) -> None:
    office.receipts.append(held)
    assert await office.broken() == {"receipts"}


@pytest.mark.parametrize(
    ("other", "answered", "broken"), [(0, 5, 0), (0, 4, 0), (1, 4, 1), (0, 6, 1)]
)
def test_answers_that_do_not_add_up_are_named(other: int, answered: int, broken: int) -> None:
    report = Report()
    audit_answers(
        "# HELP x\nbumang_offered_total 5.0\n"
        f'bumang_answers_total{{answer="done"}} {answered}.0\n'
        f'bumang_answers_total{{answer="other"}} {other}.0\n',
        report,
    )
    assert report.checks[0].broken == broken


async def test_no_more_than_twenty_breaches_are_named_and_all_are_counted(office: Office) -> None:
    office.receipts += [b"{}"] * 30
    report = await audit(office.core, office.intake, office.keys, office.receipts, None)
    (check,) = [check for check in report.checks if check.broken]
    assert (check.broken, len(check.breaches)) == (30, 20)
