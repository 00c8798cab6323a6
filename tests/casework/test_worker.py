"""Exactly once: an accepted payment has one outcome and its effects, whatever dies in between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tests.casework.payments import (
    ITEMS,
    MAN,
    PAYMENT,
    PERSON,
    STRANGER,
    WOMAN,
    now,
    payment,
    register,
)

from bumang.access.principal import Principal, Role
from bumang.casework.worker import FencedOffError, Worker
from bumang.evidence.signing import SigningKey
from bumang.intake.door import Door
from bumang.intake.log import Log
from bumang.items.catalogue import Catalogue
from bumang.kernel.answers import Accepted, Invalid


@dataclass
class Office:
    door: Door
    worker: Worker
    core: Any

    async def pay(self, key: str, *insured: str, by: Principal = PERSON) -> Any:
        return await self.door.submit(PAYMENT, by, key, payment(*insured))

    async def outcomes(self) -> list[str]:
        return [
            row["state"] for row in await self.core.fetch("SELECT state FROM outcome ORDER BY seq")
        ]


@pytest.fixture
async def office(core_dsn: str, intake_dsn: str, tmp_path: Path) -> AsyncIterator[Office]:
    core = await asyncpg.create_pool(core_dsn, min_size=1, max_size=4)
    intake = await asyncpg.create_pool(intake_dsn, min_size=1, max_size=2)
    await register(core)
    log = Log(intake_dsn, SigningKey.load_or_create(tmp_path), now)
    writing = asyncio.create_task(log.run())
    yield Office(Door(log, now), Worker("w", core, intake, ITEMS), core)
    writing.cancel()
    with suppress(asyncio.CancelledError):
        await writing
    await core.close()
    await intake.close()


async def test_an_accepted_payment_covers_the_year_and_balances(office: Office) -> None:
    assert isinstance(await office.pay("k", MAN, WOMAN), Accepted)
    assert await office.worker.step()
    assert await office.outcomes() == ["done"]
    assert await office.core.fetchval("SELECT count(*) FROM contribution_period") == 2
    assert await office.core.fetchval("SELECT count(*) FROM ledger_entry") == 4
    assert await office.core.fetchval("SELECT sum(amount_fen) FROM ledger_entry") == 0
    assert not await office.worker.step()


async def test_of_ten_payments_for_one_person_in_the_same_moment_one_is_done(
    office: Office,
) -> None:
    await asyncio.gather(*(office.pay(str(i), MAN) for i in range(10)))
    while await office.worker.step():
        pass
    assert sorted(await office.outcomes()) == ["done"] + ["refused"] * 9
    assert await office.core.fetchval("SELECT count(*) FROM contribution_period") == 1


async def test_nobody_pays_for_a_stranger_without_consent(office: Office) -> None:
    await office.pay("k", STRANGER)
    await office.worker.step()
    assert await office.outcomes() == ["refused"]
    assert await office.core.fetchval("SELECT count(*) FROM ledger_entry") == 0


async def test_an_agent_pays_for_a_person_until_the_consent_is_withdrawn(office: Office) -> None:
    agent = Principal(Role.AGENT, 7)
    await office.core.execute(
        "INSERT INTO consent VALUES (3, 7, now(), NULL), (1, 7, now(), now())"
    )
    await office.pay("k", STRANGER, by=agent)
    await office.pay("l", MAN, by=agent)
    while await office.worker.step():
        pass
    assert await office.outcomes() == ["done", "refused"]


async def test_a_dead_workers_claim_is_taken_over_and_the_late_one_is_fenced_off(
    office: Office,
) -> None:
    await office.pay("k", MAN)
    late = await office.worker.claim()
    assert late is not None
    assert await office.worker.claim() is None
    await office.core.execute("UPDATE claim SET lease_until = now() - interval '1 second'")
    assert await office.worker.step()
    with pytest.raises(FencedOffError):
        await office.worker.handle(late)
    assert await office.outcomes() == ["done"]
    assert await office.core.fetchval("SELECT count(*) FROM contribution_period") == 1


async def test_an_entry_that_cannot_be_decided_goes_to_staff_and_holds_nobody_up(
    office: Office,
) -> None:
    await office.pay("k", MAN)
    await office.pay("l", WOMAN)

    def fails_for_the_man(state: Any, command: Any) -> Any:
        if command.form.insured == (MAN,):
            raise ZeroDivisionError
        return PAYMENT.decide(state, command)

    broken = replace(PAYMENT, decide=fails_for_the_man)
    worker = Worker("w", office.core, office.worker.intake, Catalogue({PAYMENT.code: broken}, {}))
    for _ in range(20):
        await worker.step()
        await office.core.execute("UPDATE retry SET not_before = now()")
    assert await office.outcomes() == ["done"]
    assert await office.core.fetchval("SELECT count(*) FROM retry") == 0
    task = await office.core.fetchrow("SELECT item, error, closed_at FROM staff_task")
    assert tuple(task) == (PAYMENT.code, "ZeroDivisionError", None)


async def test_what_is_wrong_with_a_payment_is_said_at_the_door(office: Office) -> None:
    wrong = await office.pay("k", MAN[:-1] + "5", WOMAN, WOMAN)
    assert isinstance(wrong, Invalid)
    assert {(p.code, p.field) for p in wrong.problems} == {
        ("CHECK_DIGIT", "insured[0]"),
        ("REPEATED", "insured[2]"),
    }
    assert MAN[:-1] not in str(wrong)


async def test_two_workers_that_try_an_entry_again_decide_it_once(office: Office) -> None:
    await office.pay("k", MAN)
    await office.core.execute("ALTER TABLE ledger_entry RENAME TO away")
    await office.worker.step()
    await office.core.execute("ALTER TABLE away RENAME TO ledger_entry")
    await office.core.execute("UPDATE retry SET not_before = now()")
    other = replace(office.worker, name="other")
    await asyncio.gather(office.worker.step(), other.step())
    assert await office.outcomes() == ["done"]
    assert await office.core.fetchval("SELECT count(*) FROM retry") == 0
    assert not await office.worker.step()
