"""What is already known is told at the door; what is not known never stands in the way."""

import asyncio
import os
import signal
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

from bumang.casework.screening import Screening
from bumang.casework.worker import Worker
from bumang.evidence.signing import SigningKey
from bumang.intake.door import Door
from bumang.intake.log import Log
from bumang.kernel.answers import Accepted, Invalid
from bumang.runtime.database import Bounded


@dataclass
class Office:
    door: Door
    worker: Worker
    core: asyncpg.Pool
    calm: bool = True

    async def pay(self, key: str, *insured: str) -> Any:
        return await self.door.submit(PAYMENT, PERSON, key, payment(*insured))

    async def decide_all(self) -> None:
        while await self.worker.step():
            pass


@pytest.fixture
async def office(core_dsn: str, intake_dsn: str, tmp_path: Path) -> AsyncIterator[Office]:
    core = await asyncpg.create_pool(core_dsn, min_size=1, max_size=1)
    intake = await asyncpg.create_pool(intake_dsn, min_size=1, max_size=2)
    await register(core)
    log = Log(intake_dsn, SigningKey.load_or_create(tmp_path), now)
    writing = asyncio.create_task(log.run())
    screening = Screening(lambda: Bounded(core, 3), lambda: Bounded(intake, 3), lambda: office.calm)
    door = Door(log, now, screening.known_refusal, steady=lambda: 7.0)
    office = Office(door, Worker("w", core, intake, ITEMS), core)
    yield office
    writing.cancel()
    with suppress(asyncio.CancelledError):
        await writing
    core.terminate()
    intake.terminate()


async def test_a_year_that_is_paid_is_refused_at_once_and_nothing_is_stored(office: Office) -> None:
    assert isinstance(await office.pay("first", MAN), Accepted)
    await office.decide_all()
    again = await office.pay("second", MAN)
    assert isinstance(again, Invalid)
    assert [problem.code for problem in again.problems] == ["ALREADY_COVERED"]
    assert not await office.worker.step()


async def test_a_key_that_was_accepted_gets_its_receipt_again_though_the_year_is_paid_now(
    office: Office,
) -> None:
    first = await office.pay("first", MAN)
    await office.decide_all()
    assert await office.pay("first", MAN) == first


async def test_who_pays_for_some_that_are_open_is_accepted(office: Office) -> None:
    await office.pay("first", MAN)
    await office.decide_all()
    assert isinstance(await office.pay("both", MAN, WOMAN), Accepted)


async def test_a_stranger_is_refused_at_once(office: Office) -> None:
    refused = await office.pay("k", STRANGER)
    assert isinstance(refused, Invalid)
    assert [problem.code for problem in refused.problems] == ["NO_FAMILY_LINK"]


async def test_of_ten_in_the_same_moment_all_are_accepted_and_one_is_done(office: Office) -> None:
    answers = await asyncio.gather(*(office.pay(str(i), MAN) for i in range(10)))
    assert all(isinstance(answer, Accepted) for answer in answers)
    await office.decide_all()
    states = await office.core.fetch("SELECT state FROM outcome")
    assert sorted(row["state"] for row in states) == ["done"] + ["refused"] * 9


async def test_while_others_wait_for_the_core_nobody_asks_it_for_advice(office: Office) -> None:
    await office.pay("first", MAN)
    await office.decide_all()
    office.calm = False
    assert isinstance(await office.pay("second", MAN), Accepted)
    office.calm = True
    assert isinstance(await office.pay("third", MAN), Invalid)


async def test_when_more_come_than_on_a_calm_day_nobody_waits_for_advice(office: Office) -> None:
    await office.pay("first", MAN)
    await office.decide_all()
    answers = await asyncio.gather(*(office.pay(f"rush {i}", MAN) for i in range(140)))
    kinds = [type(answer) for answer in answers]
    # One came before in this second; the next ninety-nine still found it calm.
    assert kinds == [Invalid] * 99 + [Accepted] * 41


async def test_a_core_that_hangs_does_not_keep_anyone_from_being_accepted(office: Office) -> None:
    await office.pay("first", MAN)
    await office.decide_all()
    process = await office.core.fetchval("SELECT pg_backend_pid()")
    os.kill(process, signal.SIGSTOP)
    try:
        async with asyncio.timeout(10):
            assert isinstance(await office.pay("second", MAN), Accepted)
    finally:
        os.kill(process, signal.SIGCONT)


async def test_a_decision_that_fails_is_left_to_processing(office: Office) -> None:
    def fails(state: Any, command: Any) -> Any:
        raise ZeroDivisionError

    broken = replace(PAYMENT, decide=fails)
    answer = await office.door.submit(broken, PERSON, "k", payment(MAN))
    assert isinstance(answer, Accepted)
