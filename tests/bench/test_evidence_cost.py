"""Accepting without evidence is measured beside accepting with it: both really store every form."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import msgspec
import pytest

import bumang.main
from bumang.access.principal import Principal, Role
from bumang.evidence.signing import SigningKey
from bumang.intake.door import Door
from bumang.intake.log import Log
from bumang.items.catalogue import discover
from bumang.kernel.answers import Accepted

FORM = {"area_code": "990101", "coverage_year": 2027, "insured": ["990101196501150014"]}


def plain() -> type[Log]:
    """Without leaving it in place of the product's writer for other tests."""
    try:
        from bench.without_evidence import Plain
    finally:
        vars(bumang.main).update(Log=Log)
    return Plain


@pytest.mark.parametrize("evidence", [True, False])
async def test_both_writers_accept_and_store_every_form_and_one_makes_no_evidence(
    intake_dsn: str, intake: asyncpg.Connection, tmp_path: Path, evidence: bool
) -> None:
    writer = Log if evidence else plain()
    log = writer(intake_dsn, SigningKey.load_or_create(tmp_path), lambda: datetime.now(UTC))
    writing = asyncio.create_task(log.run())
    door, item = Door(log, lambda: datetime.now(UTC)), discover("bumang.services")
    body, who = msgspec.json.encode(FORM), Principal(Role.PERSON, 1)
    payment = item["resident-medical-payment"]
    answers = await asyncio.gather(
        *(door.submit(payment, who, str(key), body) for key in range(100))
    )
    writing.cancel()
    with suppress(asyncio.CancelledError):
        await writing
    assert all(isinstance(one, Accepted) for one in answers)
    assert await intake.fetchval("SELECT count(DISTINCT number) FROM entry") == 100
    hashes = await intake.fetchval("SELECT sum(length(commitments) + length(root)) FROM batch")
    assert (hashes > 0) == evidence
