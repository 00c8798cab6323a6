"""People find what they submitted, decided or not, and nobody else's."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest
from tests import registered

from bumang.access.principal import ANYONE, Principal, Role
from bumang.api.progress_json import progress_json
from bumang.casework.standing import NEWEST, look_again_seconds, standing, standings_of
from bumang.casework.worker import Worker
from bumang.evidence.signing import SigningKey
from bumang.intake.door import Door
from bumang.intake.log import Log
from bumang.items.catalogue import discover
from bumang.kernel import receipt_number
from bumang.kernel.answers import Accepted

ITEMS = discover("bumang.services")
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
PERSON, OTHER = Principal(Role.PERSON, 1), Principal(Role.PERSON, 2)
NOT_THEIRS = [
    OTHER, ANYONE, Principal(Role.EMPLOYER, 1), Principal(Role.AGENT, 1),
    Principal(Role.CLERK, 1), Principal(Role.OPERATOR, 1),
]  # fmt: skip


class Office:
    def __init__(self, core: Any, intake: Any, log: Log) -> None:
        self.core, self.intake = core, intake
        self._now = datetime(2026, 11, 24, 3, tzinfo=UTC)
        self._door = Door(log, self.now)
        self.worker = Worker("w", core, intake, ITEMS)

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    async def pay(self, year: int, by: Principal = PERSON) -> int:
        number = "990101196501150014"
        form = {"area_code": "990101", "coverage_year": year, "insured": [number]}
        item = ITEMS["resident-medical-payment"]
        given = await self._door.submit(item, by, f"{year}-{self._now}", msgspec.json.encode(form))
        assert isinstance(given, Accepted), given
        return receipt_number.read(given.number)

    async def numbers(self, of: Principal = PERSON) -> list[tuple[int, str]]:
        found = await standings_of(self.core, self.intake, of.key)
        return [(one.number, one.state) for one in found]


@pytest.fixture
async def office(core_dsn: str, intake_dsn: str, tmp_path: Path) -> AsyncIterator[Office]:
    core = await asyncpg.create_pool(core_dsn, min_size=1, max_size=2)
    intake = await asyncpg.create_pool(intake_dsn, min_size=1, max_size=2)
    await registered.number_of(core, 1, "990101196501150014")
    log = Log(intake_dsn, SigningKey.load_or_create(tmp_path), lambda: datetime.now(UTC))
    writing = asyncio.create_task(log.run())
    yield Office(core, intake, log)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await core.close()
    await intake.close()


async def test_what_was_just_accepted_is_listed_before_and_after_it_is_decided(
    office: Office,
) -> None:
    first = await office.pay(2027)
    assert await office.numbers() == [(first, "accepted")]
    assert await office.worker.step()
    second = await office.pay(2026)
    assert await office.numbers() == [(second, "accepted"), (first, "done")]
    assert await office.worker.step()
    assert await office.numbers() == [(second, "done"), (first, "done")]


async def test_what_others_submitted_is_not_listed(office: Office) -> None:
    await office.pay(2027)
    await office.pay(2026, by=OTHER)
    assert len(await office.numbers()) == 1
    await office.worker.step()
    assert len(await office.numbers()) == 1
    assert len(await office.numbers(OTHER)) == 1
    assert await office.numbers(Principal(Role.AGENT, 1)) == []


async def test_what_was_claimed_or_put_off_is_still_listed(office: Office) -> None:
    claimed = await office.pay(2027)
    assert await office.worker.claim() is not None
    assert await office.numbers() == [(claimed, "accepted")]
    await office.core.execute("DELETE FROM claim")
    await office.core.execute("INSERT INTO retry VALUES (1, 0, 1, now(), 'Error')")
    assert await office.numbers() == [(claimed, "accepted")]
    await office.core.execute("DELETE FROM retry")
    await office.core.execute("INSERT INTO staff_task VALUES (1, 0, 'x', 'Error')")
    assert await office.numbers() == [(claimed, "accepted")]


async def test_the_newest_fifty_are_listed(office: Office) -> None:
    numbers = [await office.pay(2026) for _ in range(NEWEST + 5)]
    await office.worker.step()
    listed = [number for number, _ in await office.numbers()]
    assert listed == numbers[:4:-1]


async def test_the_outcome_is_told_to_whom_it_belongs_and_to_nobody_else(office: Office) -> None:
    number = await office.pay(2027)
    await office.worker.step()
    found = await standing(office.core, office.intake, number)
    assert found is not None
    own = progress_json(found, PERSON, "zh", NOW)
    assert own["result"]["lines"][0]["state"] == "done"
    assert own["reasons"] == []
    for stranger in NOT_THEIRS:
        told = progress_json(found, stranger, "zh", NOW)
        assert set(told) == {"number", "item", "state", "accepted_at", "started_at", "decided_at"}


async def test_a_refusal_says_why_in_the_language_asked_for(office: Office) -> None:
    number = await office.pay(2027, by=OTHER)
    await office.worker.step()
    found = await standing(office.core, office.intake, number)
    assert found is not None
    zh, en = (progress_json(found, OTHER, language, NOW) for language in ("zh", "en"))
    assert zh["state"] == "refused"
    assert zh["reasons"][0]["code"] == en["reasons"][0]["code"]
    assert zh["reasons"][0]["why"] != en["reasons"][0]["why"]


async def test_without_the_core_a_submission_is_accepted_and_nothing_more(office: Office) -> None:
    number = await office.pay(2027)

    class Gone:
        async def fetchrow(self, *given: object, **more: object) -> None:
            raise ConnectionRefusedError

    found = await standing(Gone(), office.intake, number)
    assert found is not None
    assert found.state == "accepted"
    assert await standing(office.core, office.intake, number + 1) is None


@pytest.mark.parametrize(
    ("age", "seconds"), [(0, 2), (2, 2), (3, 5), (15, 20), (61, 60), (9999, 60)]
)
def test_the_older_an_open_submission_the_later_it_is_looked_at_again(
    age: int, seconds: int
) -> None:
    assert look_again_seconds(NOW - timedelta(seconds=age), NOW) == seconds


async def test_from_its_claim_on_a_submission_is_in_process_and_keeps_since_when(
    office: Office,
) -> None:
    number = await office.pay(2027)

    async def now() -> Any:
        found = await standing(office.core, office.intake, number)
        assert found is not None
        return found

    assert ((await now()).state, (await now()).started_at) == ("accepted", None)
    claim = await office.worker.claim()
    assert claim is not None
    begun = await now()
    assert begun.state == "in_process"
    assert begun.started_at is not None
    await office.worker.handle(claim)
    done = await now()
    assert (done.state, done.started_at) == ("done", begun.started_at)
    assert done.decided_at >= done.started_at


async def test_a_submission_that_is_tried_again_stays_in_process(office: Office) -> None:
    number = await office.pay(2027)
    await office.core.execute("ALTER TABLE ledger_entry RENAME TO away")
    await office.worker.step()
    waiting = await standing(office.core, office.intake, number)
    assert waiting is not None
    assert waiting.state == "in_process"
    await office.core.execute("ALTER TABLE away RENAME TO ledger_entry")
    await office.core.execute("UPDATE retry SET not_before = now()")
    await office.worker.step()
    done = await standing(office.core, office.intake, number)
    assert done is not None
    assert (done.state, done.started_at) == ("done", waiting.started_at)
