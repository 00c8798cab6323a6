"""Files: one receipt, an outcome a row, in steps that a dead or paused worker does not lose."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tests import registered

from bumang.access.principal import Principal, Role
from bumang.casework import files
from bumang.casework.worker import Worker
from bumang.casework.wrong_rows import wrong_rows, wrong_rows_file
from bumang.evidence.signing import SigningKey
from bumang.intake.door import Door
from bumang.intake.log import Log
from bumang.items.batch_file.rows import read_batch
from bumang.items.batch_file.sheets import CSV, XLSX
from bumang.items.catalogue import discover
from bumang.kernel.answers import Accepted, Invalid
from bumang.registry.city.build import build

ITEMS = discover("bumang.services")
ITEM: Any = ITEMS["employment-declaration"]
EMPLOYER = Principal(Role.EMPLOYER, 1)
HEADINGS = "操作类型,社会保障号码,姓名,年月,月缴费工资,变更原因"


def now() -> datetime:
    return datetime(2026, 11, 24, 3, tzinfo=UTC)


@dataclass
class Office:
    door: Door
    worker: Worker
    core: Any
    intake: Any
    free: list[str]  # lines of people who may begin

    async def send(self, key: str, *lines: str, item: Any = ITEM) -> Any:
        content = "\n".join((HEADINGS, *lines)).encode()
        return await self.door.submit_file(item, EMPLOYER, key, CSV, content)

    async def work(self) -> None:
        while await self.worker.step():
            pass

    async def outcome(self) -> Any:
        return await self.core.fetchrow("SELECT state, told FROM outcome")

    async def begun(self) -> int:
        return int(
            await self.core.fetchval(
                "SELECT count(*) FROM contribution_period WHERE log_id IS NOT NULL"
            )
        )


def _wage(line: str, wage: str) -> str:
    return line.replace("6500.00", wage)


@pytest.fixture
async def office(
    core_dsn: str, intake_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    monkeypatch.setattr(files, "ROWS_A_STEP", 10)
    core = await asyncpg.create_pool(core_dsn, min_size=1, max_size=4)
    intake = await asyncpg.create_pool(intake_dsn, min_size=1, max_size=2)
    async with core.acquire() as connection:
        await build(connection, 300, 3)
    rows = await registered.numbers(
        core,
        "age(birth_date) BETWEEN '17 y' AND '45 y'"
        " AND NOT EXISTS (SELECT FROM contribution_period AS p WHERE p.person_id = person.person_id"
        " AND scheme = 'employee')",
    )
    free = [f"增员,{r['identity_number']},{r['name']},2026-12,6500.00," for r in rows]
    log = Log(intake_dsn, SigningKey.load_or_create(tmp_path), now)
    writing = asyncio.create_task(log.run())
    yield Office(Door(log, now), Worker("w", core, intake, ITEMS), core, intake, free)
    writing.cancel()
    with suppress(asyncio.CancelledError):
        await writing
    await core.close()
    await intake.close()


async def test_every_row_has_its_own_outcome_and_the_wrong_ones_can_be_mended(
    office: Office,
) -> None:
    good = office.free[:25]
    bad = [
        "增员,110105194912310021,错号,2026-12,6500,",
        "减员,990101200002290038,演示丙,2026-11,,合同期满",
    ]
    assert isinstance(await office.send("k", *good, *bad), Accepted)
    await office.work()
    outcome = await office.outcome()
    assert outcome["state"] == "done"
    assert b'"total":27,"done":25,"refused":2' in outcome["told"]
    assert await office.begun() == 25
    wrong = await wrong_rows(office.core, 1, 0)
    assert [(row.line, row.reasons[0].code, row.reasons[0].field) for row in wrong] == [
        (27, "CHECK_DIGIT", "identity_number"),
        (28, "BEFORE_START", "month"),
    ]
    content = "\n".join((HEADINGS, *good, *bad)).encode()
    for kind in (CSV, XLSX):
        made = await wrong_rows_file(office.core, 1, 0, ITEM, (CSV, content), kind, "zh")
        again = read_batch(ITEM, kind, made)
        assert [row.values["identity_number"] for row in again.rows] == [
            "110105194912310021",
            "990101200002290038",
        ]


async def test_the_same_rows_under_another_key_begin_nobody_twice(office: Office) -> None:
    for key in ("one", "two"):
        await office.send(key, *office.free[:15])
    await office.work()
    assert await office.begun() == 15
    states = await office.core.fetch(
        "SELECT state, count(*) FROM row_outcome GROUP BY 1 ORDER BY 1"
    )
    assert [tuple(row) for row in states] == [("done", 15), ("refused", 15)]


async def test_the_same_file_under_the_same_key_has_one_receipt(office: Office) -> None:
    first, again = [await office.send("k", *office.free[:3]) for _ in range(2)]
    assert first == again
    other = await office.send("k", *office.free[:4])
    assert isinstance(other, Invalid)


async def test_a_worker_that_dies_in_the_middle_loses_no_row_and_does_none_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.send("k", *office.free[:35])
    await office.worker.step()  # opens the file and does ten rows
    assert await office.core.fetchval("SELECT next_row FROM file_progress") == 11
    tell = files._tell

    async def dies(*arguments: Any) -> None:
        await tell(*arguments)
        raise ConnectionResetError

    monkeypatch.setattr(files, "_tell", dies)
    with pytest.raises(ConnectionResetError):
        await office.worker.files.step()
    monkeypatch.undo()
    assert await office.begun() == 10
    await Worker("other", office.core, office.intake, ITEMS).files.step()
    await office.work()
    assert await office.begun() == 35
    assert await office.core.fetchval("SELECT count(*) FROM row_outcome") == 35
    assert await office.core.fetchval("SELECT count(*) FROM file_progress") == 0


async def test_two_workers_share_the_work_on_two_files_and_each_row_is_done_once(
    office: Office,
) -> None:
    half = len(office.free) // 2
    await office.send("a", *office.free[:half])
    await office.send("b", *office.free[half:])
    other = Worker("other", office.core, office.intake, ITEMS)

    async def work(worker: Worker) -> None:
        for _ in range(40):
            await worker.step()

    await asyncio.gather(work(office.worker), work(other))
    await office.work()
    assert await office.begun() == len(office.free)
    assert await office.core.fetchval("SELECT count(*) FROM outcome") == 2


async def test_a_row_that_fails_of_itself_goes_to_staff_and_the_others_are_done(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned = office.free[4].split(",")[1]
    decide = ITEM.decide

    def fails(state: Any, command: Any) -> Any:
        if command.form.identity_number == poisoned:
            raise ZeroDivisionError
        return decide(state, command)

    object.__setattr__(ITEM, "decide", fails)
    try:
        await office.send("k", *office.free[:12])
        await office.work()
    finally:
        object.__setattr__(ITEM, "decide", decide)
    assert await office.begun() == 11
    (wrong,) = await wrong_rows(office.core, 1, 0)
    assert wrong.reasons[0].code == "BY_STAFF"
    assert await office.core.fetchval("SELECT error FROM staff_task") == "row 5: ZeroDivisionError"


async def test_other_entries_do_not_wait_behind_a_large_file(office: Office) -> None:
    await office.send("big", *office.free)
    await office.send("small", office.free[0])
    await office.worker.step()
    await office.worker.step()
    assert await office.core.fetchval("SELECT count(*) FROM file_progress") in {1, 2}


async def test_only_an_employer_and_only_an_item_that_takes_files_may_get_one(
    office: Office,
) -> None:
    content = "\n".join((HEADINGS, office.free[0])).encode()
    person = await office.door.submit_file(ITEM, Principal(Role.PERSON, 1), "k", CSV, content)
    assert person.problems[0].code == "NOT_ALLOWED"
    payment = ITEMS["resident-medical-payment"]
    other = await office.door.submit_file(payment, Principal(Role.PERSON, 1), "k", CSV, content)
    assert other.problems[0].code == "NO_FILES"
    assert await office.intake.fetchval("SELECT count(*) FROM entry") == 0


async def test_a_file_tells_how_many_wages_were_held_to_the_limits_of_the_place(
    office: Office,
) -> None:
    await office.core.execute("UPDATE employer SET area_code = '110000' WHERE employer_id = 1")
    low, at, high = (
        _wage(line, wage) for line, wage in zip(office.free, ("1", "7162", "99999"), strict=False)
    )
    await office.send("one", low, at, high)
    await office.work()
    assert b'"total":3,"done":3,"refused":0,"noticed":2' in (await office.outcome())["told"]
    held = await office.core.fetch(
        "SELECT monthly_base_fen AS base FROM contribution_period WHERE log_id IS NOT NULL ORDER BY 1"
    )
    assert [row["base"] for row in held] == [716200, 716200, 3581100]
    rows = await office.core.fetch(
        "SELECT told FROM row_outcome WHERE told IS NOT NULL ORDER BY row_number"
    )
    assert [b"BASE_RAISED" in rows[0]["told"], b"BASE_LOWERED" in rows[1]["told"]] == [True, True]
