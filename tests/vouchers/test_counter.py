"""Vouchers at the counter: the same facts, the same voucher; one that stands; nobody's but one's own."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest
from tests.vouchers.registry import RECEIPT, Clock, counter_over, fill

from bumang.access.matrix import MATRIX, Action, Rule
from bumang.access.principal import ANYONE, Principal, Role
from bumang.evidence.signing import published_keys
from bumang.evidence.statement import Statement, commitment
from bumang.evidence.voucher import Body, Voucher
from bumang.evidence.voucher_file import attached_in
from bumang.evidence.voucher_verification import verify_voucher
from bumang.kernel.problems import InvalidInput
from bumang.vouchers.counter import Counter
from bumang.vouchers.told import VoucherWanted

FIRST, SECOND, THIRD = (Principal(Role.PERSON, number) for number in (1, 2, 3))
CONTRIBUTION = VoucherWanted("contribution-certificate")
PAYMENT = VoucherWanted("payment-voucher", "1/5/0")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def pool(core_dsn: str) -> AsyncIterator[asyncpg.Pool[Any]]:
    async with asyncpg.create_pool(core_dsn, min_size=0, max_size=6) as made:
        await fill(made)
        yield made


@pytest.fixture
def counter(pool: asyncpg.Pool[Any], tmp_path: Path, clock: Clock) -> Counter:
    return counter_over(pool, tmp_path, clock)


def body(document: bytes) -> Body:
    voucher = msgspec.json.decode(document, type=Voucher)
    return msgspec.json.decode(voucher.body, type=Body)


async def refused(asked: Any) -> str:
    with pytest.raises(InvalidInput) as error:
        await asked
    return error.value.problems[0].code


async def test_a_certificate_states_what_is_on_record_and_is_signed_by_both_keys(
    counter: Counter, tmp_path: Path
) -> None:
    document = await counter.issue(FIRST, CONTRIBUTION)
    said = body(document)
    assert (said.holder.name, said.holder.identity) == ("演示甲", "990101196501150014")
    assert said.facts["as_of"] == "2026-11-24"
    assert said.facts["schemes"] == [
        {
            "scheme": "employee",
            "area_code": "990101",
            "since": "2020-07-01",
            "last": None,
            "months": 6 + 3 * 12 + 10 + 12 + 11,
        }
    ]
    assert isinstance(said.facts["periods"], list)
    assert said.facts["periods"][1]["payer"] == "演示单位"
    known = {key.key_id: key for key in published_keys(tmp_path).keys}
    assert verify_voucher(document, known).ok


async def test_the_same_facts_give_the_same_voucher_and_other_facts_another(
    counter: Counter, pool: asyncpg.Pool[Any], clock: Clock
) -> None:
    first = await counter.issue(FIRST, CONTRIBUTION)
    clock.now += timedelta(hours=2)
    assert await counter.issue(FIRST, CONTRIBUTION) == first
    await pool.execute(
        "UPDATE contribution_period SET during = '[2024-03-01,2026-11-01)' WHERE upper_inf(during)"
    )
    second = await counter.issue(FIRST, CONTRIBUTION)
    assert body(second).number != body(first).number
    told = await counter.status(ANYONE, body(first).number)
    assert (told.status, told.records) == ("replaced", "changed")
    told = await counter.status(ANYONE, body(second).number)
    assert (told.status, told.records) == ("stands", "unchanged")


async def test_asked_for_many_times_at_once_one_voucher_is_issued(
    counter: Counter, pool: asyncpg.Pool[Any]
) -> None:
    made = await asyncio.gather(*(counter.issue(SECOND, PAYMENT) for _ in range(12)))
    assert len(set(made)) == 1
    assert await pool.fetchval("SELECT count(*) FROM voucher") == 1
    assert await pool.fetchval("SELECT count(*) FROM statement WHERE kind = 'voucher'") == 1


async def test_a_certificate_of_another_day_follows_the_one_before_which_stays_true(
    counter: Counter, clock: Clock
) -> None:
    first = body(await counter.issue(FIRST, CONTRIBUTION))
    clock.now += timedelta(days=1)
    second = body(await counter.issue(FIRST, CONTRIBUTION))
    assert second.facts["as_of"] == "2026-11-25"
    told = await counter.status(ANYONE, first.number)
    assert (told.status, told.records) == ("replaced", "unchanged")


async def test_a_voucher_is_a_leaf_of_the_public_log_in_the_same_transaction(
    counter: Counter, pool: asyncpg.Pool[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    voucher = msgspec.json.decode(await counter.issue(SECOND, PAYMENT), type=Voucher)
    said = msgspec.json.decode(voucher.body, type=Body)
    stated = Statement("voucher", said.number, voucher.body.encode())
    leaf = commitment(stated, voucher.leaf.made_at, bytes.fromhex(voucher.leaf.salt))
    assert await pool.fetchval("SELECT commitments FROM statement_block") == leaf
    monkeypatch.setattr("bumang.vouchers.issuing.sign", _fails)
    with pytest.raises(RuntimeError):
        await counter.issue(FIRST, CONTRIBUTION)
    assert await pool.fetchval("SELECT count(*) FROM statement") == 1
    assert await pool.fetchval("SELECT count(*) FROM voucher") == 1


def _fails(*_: object) -> bytes:
    raise RuntimeError


async def test_a_stopped_voucher_is_told_as_such_stays_so_and_a_new_one_can_be_had(
    counter: Counter,
) -> None:
    first = body(await counter.issue(SECOND, PAYMENT))
    stopped = await counter.withdraw(SECOND, first.number)
    assert stopped.status == "withdrawn"
    assert await counter.withdraw(SECOND, first.number) == stopped
    second = body(await counter.issue(SECOND, PAYMENT))
    assert second.number != first.number
    assert (await counter.status(ANYONE, first.number)).status == "withdrawn"
    assert (await counter.status(ANYONE, second.number)).status == "stands"


async def test_what_a_voucher_says_lies_sealed_in_the_database(
    counter: Counter, pool: asyncpg.Pool[Any]
) -> None:
    await counter.issue(FIRST, CONTRIBUTION)
    stored = await pool.fetchval("SELECT voucher::text || encode(document, 'escape') FROM voucher")
    stated = await pool.fetchval("SELECT count(*) FROM statement WHERE body IS NOT NULL")
    for secret in ("990101196501150014", "850000", "schemes"):
        assert secret not in stored
    assert stated == 0


async def test_a_status_tells_nothing_of_the_person(counter: Counter) -> None:
    made = body(await counter.issue(FIRST, CONTRIBUTION))
    told = msgspec.json.encode(await counter.status(ANYONE, made.number)).decode()
    for secret in ("演示甲", "990101196501150014", "演示单位", "8500", "850000", "69"):
        assert secret not in told


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.PERSON])
async def test_no_other_role_has_vouchers(counter: Counter, role: Role) -> None:
    made = body(await counter.issue(FIRST, CONTRIBUTION))
    asking = ANYONE if role is Role.ANYONE else Principal(role, 1)
    expected = "SIGN_IN" if role is Role.ANYONE else "NOT_ALLOWED"
    for action in (Action.ISSUE_VOUCHER, Action.READ_VOUCHER):
        assert MATRIX[action, role] is Rule.NOBODY
    for asked in (
        counter.mine(asking),
        counter.issue(asking, CONTRIBUTION),
        counter.document(asking, made.number),
        counter.held(asking, made.number),
        counter.sheet(asking, made.number),
        counter.proof(asking, made.number),
        counter.archive(asking),
        counter.withdraw(asking, made.number),
    ):
        assert await refused(asked) == expected
    assert (await counter.status(ANYONE, made.number)).status == "stands"


async def test_another_persons_voucher_does_not_exist(counter: Counter) -> None:
    made = body(await counter.issue(FIRST, CONTRIBUTION))
    for asked in (
        counter.document(SECOND, made.number),
        counter.held(SECOND, made.number),
        counter.sheet(SECOND, made.number),
        counter.proof(SECOND, made.number),
        counter.withdraw(SECOND, made.number),
    ):
        assert await refused(asked) == "NO_SUCH_VOUCHER"
    for wanted in (PAYMENT, VoucherWanted("receipt", RECEIPT)):
        assert await refused(counter.issue(THIRD, wanted)) == "NOTHING_TO_STATE"
    assert (await counter.mine(SECOND)).vouchers == ()


async def test_what_can_be_issued_is_listed_and_nothing_else_can(counter: Counter) -> None:
    found = {
        who.subject: [(one.kind, one.subject) for one in (await counter.mine(who)).available]
        for who in (FIRST, SECOND, THIRD)
    }
    certificates = [("contribution-certificate", ""), ("benefit-certificate", "")]
    assert found == {
        1: [*certificates, ("transfer-voucher", ""), ("receipt", RECEIPT)],
        2: [*certificates, ("payment-voucher", "1/5/0")],
        3: [],
    }
    for who, wanted in (
        (THIRD, CONTRIBUTION),
        (FIRST, PAYMENT),
        (FIRST, VoucherWanted("contribution-certificate", "1/5/0")),
        (SECOND, VoucherWanted("transfer-voucher")),
        (FIRST, VoucherWanted("unheard-of")),
        (FIRST, VoucherWanted("receipt", "nonsense")),
    ):
        assert await refused(counter.issue(who, wanted)) == "NOTHING_TO_STATE"


async def test_a_payment_says_what_was_paid_for_what(counter: Counter) -> None:
    facts = body(await counter.issue(SECOND, PAYMENT)).facts
    assert facts == {
        "entry": "1/5/0",
        "booked_on": "2026-11-20",
        "scheme": "resident_medical",
        "first": "2027-01-01",
        "last": "2027-12-31",
        "amount_fen": 40_000,
    }


async def test_all_of_mine_is_one_archive_without_what_i_stopped(counter: Counter) -> None:
    stopped = body(await counter.issue(SECOND, PAYMENT))
    await counter.withdraw(SECOND, stopped.number)
    standing = await counter.issue(SECOND, VoucherWanted("benefit-certificate"))
    await counter.issue(FIRST, CONTRIBUTION)
    packed = zipfile.ZipFile(io.BytesIO(await counter.archive(SECOND)))
    name = f"2026-11-24-benefit-certificate-{body(standing).number}"
    assert set(packed.namelist()) == {"README.txt", "keys.json", f"{name}.pdf", f"{name}.json"}
    assert packed.read(f"{name}.json") == standing
    assert attached_in(packed.read(f"{name}.pdf")).voucher == standing


@pytest.mark.parametrize(
    "forbidden",
    [
        "UPDATE voucher SET document = 'x'",
        "UPDATE voucher SET issued_at = now()",
        "UPDATE voucher SET kind = 'x'",
        "UPDATE voucher SET ended_at = NULL, end_reason = NULL",
    ],
)
async def test_what_was_signed_stays_and_an_end_is_said_once(
    counter: Counter, pool: asyncpg.Pool[Any], forbidden: str
) -> None:
    made = body(await counter.issue(SECOND, PAYMENT))
    await counter.withdraw(SECOND, made.number)
    with pytest.raises(asyncpg.RaiseError, match="what was signed stays"):
        await pool.execute(forbidden)


async def test_two_that_stand_for_one_thing_are_refused_by_the_database(
    counter: Counter, pool: asyncpg.Pool[Any]
) -> None:
    await counter.issue(SECOND, PAYMENT)
    with pytest.raises(asyncpg.UniqueViolationError, match="voucher_stands_once"):
        await pool.execute(
            "INSERT INTO voucher SELECT person_id, 7, kind, subject, issued_at, document"
            " FROM voucher"
        )


@pytest.mark.parametrize(
    ("number", "code"), [("x", "VOUCHER_NUMBER"), (RECEIPT, "NO_SUCH_VOUCHER")]
)
async def test_a_wrong_number_is_told_apart_from_one_that_was_never_given(
    counter: Counter, number: str, code: str
) -> None:
    if number == RECEIPT:
        number = "0000-0000-0000"
    assert await refused(counter.status(ANYONE, number)) == code


async def test_a_transfer_voucher_states_the_months_of_each_place_and_the_account(
    counter: Counter, pool: asyncpg.Pool[Any], tmp_path: Path
) -> None:
    await pool.execute(
        "INSERT INTO employer VALUES (2, '91990101MA000001XH', '异地演示单位', '990201', true)"
    )
    await pool.execute(
        "INSERT INTO contribution_period (person_id, scheme, during, employer_id, monthly_base_fen)"
        " VALUES (1, 'employee', '[2018-01-01,2018-07-01)', 2, 500000)"
    )
    document = await counter.issue(FIRST, VoucherWanted("transfer-voucher"))
    said = body(document).facts
    assert said["places"] == [
        {"area_code": "990201", "first": "2018-01-01", "last": "2018-06-30", "months": 6},
        {"area_code": "990101", "first": "2020-07-01", "last": None, "months": 75},
    ]
    assert (said["account_as_of"], said["account_fen"]) == ("2026-11-01", 4200000)
    known = {key.key_id: key for key in published_keys(tmp_path).keys}
    assert verify_voucher(document, known).ok
    assert await refused(counter.issue(SECOND, VoucherWanted("transfer-voucher"))) == (
        "NOTHING_TO_STATE"
    )
