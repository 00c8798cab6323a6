"""After an erasure nothing of the person is found anywhere, everything else holds, and it stays so."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import AsyncIterator
from datetime import date
from io import BytesIO
from pathlib import Path

import asyncpg
import msgspec
import pytest
from tests.erasure.office import MAN, NAME, STRANGER, Office, opened

from bumang.casework.standing import standing
from bumang.casework.stated import stated
from bumang.erasure.again import FILE, erase_again, keep_apart, kept_apart
from bumang.erasure.carrying_out import confirm_and_erase_in_core, erase_in_intake
from bumang.erasure.finding import names, of_person, of_receipts
from bumang.erasure.ground import Ground
from bumang.erasure.order_book import Order, give, latest
from bumang.erasure.plan import Plan, plan
from bumang.evidence.verification import verify
from bumang.intake.stored import find_by_number, with_contents
from bumang.items.batch_file.sheets import XLSX
from bumang.kernel.problems import InvalidInput
from bumang.runtime.postgres import BINARIES
from bumang.runtime.sql import statement
from bumang.statements.finding import find

SOON, LATER = date(2026, 11, 25), date(2130, 1, 1)


@pytest.fixture
async def office(core_dsn: str, intake_dsn: str, tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(core_dsn, intake_dsn, tmp_path) as made:
        yield made


async def planned(office: Office, *receipts: int, today: date = LATER) -> Plan:
    places = await of_receipts(office.intake, [office.number(at) for at in receipts])
    return await plan(office.core, places, Ground.RETENTION, today)


async def erased(office: Office, found: Plan) -> Order:
    given = await give(office.core, found, "保存期届满", "clerk-a")
    order = await confirm_and_erase_in_core(office.core, given.number, "clerk-b")
    await erase_in_intake(office.intake, order)
    return order


def dumped(dsn: str) -> bytes:
    """All rows of a database as text; what is stored as bytes stands there in hexadecimal."""
    command = [BINARIES / "pg_dump", "--data-only", "--inserts", dsn]
    return subprocess.run(command, check=True, capture_output=True).stdout


def found_in(dump: bytes, words: str) -> bool:
    return words.encode() in dump or words.encode().hex().encode() in dump


async def test_nothing_of_a_person_is_found_in_any_table_and_the_audit_holds(
    office: Office, core_dsn: str, intake_dsn: str
) -> None:
    masked = f"{MAN[:6]}********{MAN[-4:]}"
    there = ((core_dsn, NAME), (core_dsn, masked), (intake_dsn, "person:1'"))
    for dsn, words in there:
        assert found_in(dumped(dsn), words), words
    places = await of_person(office.core, office.intake, 1)
    assert places == sorted([await office.place(at) for at in (0, 1, 3)])
    await erased(office, await plan(office.core, places, Ground.RETENTION, LATER, 1))
    for dsn in (core_dsn, intake_dsn):
        dump = dumped(dsn)
        for words in (MAN, NAME, masked, "person:1'"):
            assert not found_in(dump, words), (dsn, words)
    left = await office.intake.fetch("SELECT log_id, seq, content FROM entry")
    for entry in await with_contents(office.intake, left):
        assert MAN.encode() not in entry["content"]
    assert [len(row["content"]) for row in left].count(0) == 3
    assert await office.broken() == set()


async def test_those_who_were_not_erased_keep_everything(office: Office) -> None:
    before = await find_by_number(office.intake, office.number(2))
    place = await office.place(2)
    said = await stated(office.core, place.log, place.seq)
    assert said
    await erased(office, await planned(office, 0))
    assert await find_by_number(office.intake, office.number(2)) == before
    assert await stated(office.core, place.log, place.seq) == said


async def test_who_kept_the_receipt_can_still_prove_it(office: Office) -> None:
    await erased(office, await planned(office, 0))
    assert verify(office.receipts[0], office.keys).ok
    assert await office.broken() == set()  # the receipt is among those that clients hold
    found = await find_by_number(office.intake, office.number(0))
    assert found
    assert (found.erased, found.stored.receipt, found.submission.content) == (True, b"", b"")


async def test_what_was_deleted_is_not_sealed_anew(office: Office) -> None:
    order = await erased(office, await planned(office, 0))
    older = statement("bumang.intake", "entries_of_older_keys")
    rows = await office.intake.fetch(older, 0, -1, b"none", 100)
    assert [row["seq"] for row in rows] == [1, 2, 3]
    assert order.places[0].seq == 0


async def test_state_and_times_stay_and_the_content_is_gone(office: Office) -> None:
    before = await standing(office.core, office.intake, office.number(0))
    await erased(office, await planned(office, 0))
    after = await standing(office.core, office.intake, office.number(0))
    assert before
    assert after
    assert (after.state, after.decided_at) == (before.state, before.decided_at)
    assert (after.erased, after.told.result, after.submitter) == (True, {}, "")
    place = await office.place(0)
    assert await stated(office.core, place.log, place.seq) == []


async def test_the_erasure_is_a_leaf_and_says_nothing_of_a_person(office: Office) -> None:
    order = await erased(office, await planned(office, 0))
    found = await find(office.core, "erasure", str(order.number))
    assert found
    place = await office.place(0)
    assert msgspec.json.decode(found.body or b"") == {
        "ground": "retention",
        "entries": [f"{place.log}/{place.seq}"],
        "record": False,
        "ordered_by": "clerk-a",
        "confirmed_by": "clerk-b",
    }


async def test_what_must_be_kept_is_not_deleted_and_it_is_said_why(office: Office) -> None:
    found = await planned(office, 0, 1, today=SOON)
    assert (found.deleted, len(found.kept)) == ((), 2)
    with pytest.raises(InvalidInput) as told:
        await give(office.core, found, "why", "clerk-a")
    assert told.value.problems[0].code == "NOTHING_TO_ERASE"


async def test_a_record_stays_while_anything_of_the_person_must_be_kept(office: Office) -> None:
    places = await of_person(office.core, office.intake, 1)
    found = await plan(office.core, places, Ground.RETENTION, SOON, 1)
    assert found.record
    assert not found.does_something


async def test_whoever_ordered_it_cannot_confirm_it_and_nothing_is_deleted(office: Office) -> None:
    given = await give(office.core, await planned(office, 0), "why", "clerk-a")
    with pytest.raises(InvalidInput) as told:
        await confirm_and_erase_in_core(office.core, given.number, "clerk-a")
    assert told.value.problems[0].code == "FOUR_EYES"
    assert await office.core.fetchval("SELECT count(*) FROM erased_entry") == 0


async def test_an_order_is_carried_out_once_and_found_done_the_second_time(
    office: Office,
) -> None:
    order = await erased(office, await planned(office, 0))
    again = await confirm_and_erase_in_core(office.core, order.number, "clerk-c")
    assert again == order
    await erase_in_intake(office.intake, again)
    assert await office.core.fetchval("SELECT count(*) FROM statement WHERE kind = 'erasure'") == 1
    assert (await planned(office, 0)).erased == order.places


async def test_a_crash_between_the_databases_is_made_good_before_anyone_is_served(
    office: Office, tmp_path: Path
) -> None:
    given = await give(office.core, await planned(office, 0), "why", "clerk-a")
    await confirm_and_erase_in_core(office.core, given.number, "clerk-b")
    assert await office.broken() == {"erased"}
    assert await erase_again(office.core, office.intake, tmp_path / FILE) == 1
    assert await office.broken() == set()
    assert [one.number for one in kept_apart(tmp_path / FILE)] == [1]


async def test_restored_databases_are_erased_again_from_the_list_kept_apart(
    office: Office, tmp_path: Path
) -> None:
    """The databases as they were before the order, as a backup of then brings them back."""
    now = await office.core.fetchval("SELECT now()")
    places = (await planned(office, 0)).deleted
    said = (Ground.RETENTION, "why", places, None, now, "clerk-a", now, "clerk-b")
    order = Order(1, *said)
    for _ in range(2):
        keep_apart(tmp_path / FILE, order)
        assert await erase_again(office.core, office.intake, tmp_path / FILE) == 1
    assert kept_apart(tmp_path / FILE) == await latest(office.core) == [order]
    found = await find_by_number(office.intake, office.number(0))
    assert found
    assert found.erased
    assert await office.broken() == set()


@pytest.mark.parametrize(
    ("database", "sql"),
    [
        ("intake", "UPDATE entry SET content = ''"),
        ("intake", "UPDATE entry SET content = '', salt = NULL, submitter = ''"),
        ("intake", "DELETE FROM entry"),
        ("intake", "DELETE FROM erased_entry"),
        ("intake", "UPDATE erased_entry SET erasure_id = 9"),
        ("core", "UPDATE statement SET salt = NULL, body = NULL"),
        ("core", "UPDATE erasure SET reason = 'other'"),
        ("core", "UPDATE erasure SET confirmed_by = 'clerk-c'"),
        ("core", "DELETE FROM erasure"),
        ("core", "DELETE FROM erased_entry"),
    ],
)
async def test_the_databases_allow_the_erasure_that_is_listed_and_nothing_else(
    office: Office, database: str, sql: str
) -> None:
    await erased(office, await planned(office, 0))
    with pytest.raises(asyncpg.RaiseError):
        await getattr(office, database).execute(sql)


@pytest.mark.parametrize(
    "sql", ["SET content = 'x', salt = NULL", "SET number = 5, content = '', salt = NULL"]
)
async def test_an_entry_that_is_listed_can_only_lose_its_content(office: Office, sql: str) -> None:
    place = await office.place(0)
    await office.intake.execute(
        "INSERT INTO erased_entry (log_id, seq, erasure_id) VALUES ($1, $2, 1)",
        *(place.log, place.seq),
    )
    with pytest.raises(asyncpg.RaiseError, match="append only"):
        await office.intake.execute(f"UPDATE entry {sql} WHERE seq = {place.seq}")


def test_a_packed_sheet_that_names_the_person_is_found() -> None:
    sheet = BytesIO()
    with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", f"<t>{MAN}</t>")
    assert names(sheet.getvalue(), XLSX, [MAN])
    assert not names(sheet.getvalue(), XLSX, [STRANGER])


@pytest.mark.parametrize(
    ("database", "sql"),
    [
        ("intake", "UPDATE entry SET submitter = 'person:1' WHERE salt IS NULL"),
        ("intake", "UPDATE entry SET salt = NULL, content = '' WHERE seq = 1"),
        ("core", "UPDATE statement SET salt = NULL WHERE subject = '1/1'"),
        ("core", "UPDATE statement SET salt = sha256('x') WHERE salt IS NULL"),
        ("core", "UPDATE outcome SET told = '{\"a\":1}' WHERE told = '{}'"),
    ],
)
async def test_the_audit_names_what_was_deleted_without_an_order_or_is_still_there(
    office: Office, database: str, sql: str
) -> None:
    await erased(office, await planned(office, 0))
    connection = getattr(office, database)
    await connection.execute(
        "ALTER TABLE statement DROP CONSTRAINT IF EXISTS statement_salt_check"
        if database == "core"
        else "SELECT 1"
    )
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(sql)
    office.receipts.clear()
    assert "erased" in await office.broken()
