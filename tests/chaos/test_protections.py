"""Each protection switched off in a double: what it keeps must then break, and be noticed."""

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
from bumang.audit.run import audit
from bumang.casework import deciding, worker
from bumang.casework.worker import Worker
from bumang.evidence.receipt import receipts, seal, write
from bumang.evidence.signing import SigningKey
from bumang.intake.door import Door
from bumang.intake.log import Log
from bumang.intake.submission import Stored
from bumang.items.catalogue import discover
from bumang.registry.city.build import build

ITEMS = discover("bumang.services")
PAYMENT = ITEMS["resident-medical-payment"]


def now() -> datetime:
    return datetime(2026, 11, 24, 3, tzinfo=UTC)


@dataclass
class Office:
    core: Any
    intake: Any
    intake_dsn: str
    key: SigningKey
    held: list[bytes]

    async def pay(self, log: Log, *keys: str) -> None:
        """The demo's first person pays for one year, once under each key."""
        form = {"area_code": "990101", "coverage_year": 2027, "insured": ["990101196501150014"]}
        writing = asyncio.create_task(log.run())
        for key in keys:
            door = Door(log, now)
            answer = await door.submit(
                PAYMENT, Principal(Role.PERSON, 1), key, msgspec.json.encode(form)
            )
            self.held.append(answer.receipt)
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing

    def log(self, kind: type[Log] = Log) -> Log:
        return kind(self.intake_dsn, self.key, now)

    def worker(self, name: str = "w") -> Worker:
        return Worker(name, self.core, self.intake, ITEMS)

    async def broken(self) -> set[str]:
        keys = {self.key.key_id: self.key.published}
        async with self.core.acquire() as core, self.intake.acquire() as intake:
            report = await audit(core, intake, keys, self.held, None)
        return {check.name for check in report.checks if check.broken}


@pytest.fixture
async def office(core_dsn: str, intake_dsn: str, tmp_path: Path) -> AsyncIterator[Office]:
    core = await asyncpg.create_pool(core_dsn, min_size=1, max_size=4)
    intake = await asyncpg.create_pool(intake_dsn, min_size=1, max_size=3)
    async with core.acquire() as connection:
        await build(connection, 20, 1)
    yield Office(core, intake, intake_dsn, SigningKey.load_or_create(tmp_path), [])
    await core.close()
    await intake.close()


async def test_with_every_protection_on_all_holds(office: Office) -> None:
    await office.pay(office.log(), "one", "two")
    while await office.worker().step():
        pass
    assert await office.broken() == set()


async def test_a_receipt_given_before_the_commit_is_noticed(office: Office) -> None:
    class Hasty(Log):
        async def _append(self, connection: Any, group: Any) -> None:
            (waiting,) = group
            entry = write(7, waiting[0].item, now(), bytes(16), waiting[0].content)
            sealed = seal(1, 0, now(), [entry], self._key)
            waiting[1].set_result(Stored(7, receipts(sealed, {0: entry})[0]))

    await office.pay(office.log(Hasty), "one")
    assert await office.broken() == {"receipts"}


async def test_a_key_that_may_be_stored_twice_is_noticed(office: Office) -> None:
    await office.intake.execute("DROP INDEX entry_submission_key")
    await office.pay(office.log(), "same", "same")
    assert office.held[0] != office.held[1]
    assert await office.intake.fetchval("SELECT count(*) FROM entry") == 2


async def test_periods_without_their_temporal_key_are_paid_twice_and_noticed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.core.execute(
        "ALTER TABLE contribution_period DROP CONSTRAINT contribution_period_pkey"
    )
    monkeypatch.setattr(worker, "LARGEST_STRETCH", 1)
    await office.pay(office.log(), "one", "two")
    await _both_at_once(office, monkeypatch)
    assert "periods" in await office.broken()


async def test_with_the_temporal_key_the_same_race_pays_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "LARGEST_STRETCH", 1)
    await office.pay(office.log(), "one", "two")
    await _both_at_once(office, monkeypatch)
    assert await office.broken() == set()
    states = await office.core.fetch("SELECT state FROM outcome ORDER BY state")
    assert [row["state"] for row in states] == ["done", "refused"]


async def _both_at_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers have loaded what they need before either stores."""
    loaded, load = asyncio.Barrier(2), PAYMENT.load
    met = 0

    async def together(connection: Any, commands: Any) -> Any:
        nonlocal met
        state = await load(connection, commands)
        met += 1
        if met <= 2:
            await loaded.wait()
        return state

    object.__setattr__(PAYMENT, "load", together)
    try:
        first, second = office.worker("one"), office.worker("two")
        await asyncio.gather(first.step(), second.step())
        for _ in range(30):
            if not await first.step():
                await asyncio.sleep(0.1)
    finally:
        object.__setattr__(PAYMENT, "load", load)


async def test_effects_stored_apart_from_their_outcome_are_noticed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dies(*_: Any) -> None:
        raise ConnectionResetError

    store = deciding.store_effects

    async def apart(connection: Any, decided: Any) -> None:
        async with office.core.acquire() as other:  # a transaction of its own
            await store(other, decided)

    monkeypatch.setattr(deciding, "store_effects", apart)
    monkeypatch.setattr(deciding, "store_outcomes", dies)
    await office.pay(office.log(), "one")
    with pytest.raises(ConnectionResetError):
        await office.worker().step()
    assert await office.broken() == {"effects"}


async def test_a_claim_that_nobody_takes_over_is_noticed(office: Office) -> None:
    await office.pay(office.log(), "one")
    await office.worker("dead").claim()
    assert await office.broken() == set()  # it waits, visibly
    await office.core.execute("UPDATE claim SET lease_until = now() - interval '2 minutes'")
    assert await office.broken() == {"open"}


async def test_a_worker_that_drops_what_it_claimed_is_noticed(office: Office) -> None:
    await office.pay(office.log(), "one")
    await office.worker("careless").claim()
    await office.core.execute("DELETE FROM claim")
    assert await office.broken() == {"open"}
