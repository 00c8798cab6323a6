"""A person shows what they pick of their insurance; everyone else, and everything else, stays out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from tests.vouchers.registry import NOW, Clock, fill

from bumang.access.principal import ANYONE, Principal, Role
from bumang.evidence.sd_jwt import read_presented
from bumang.evidence.signing import published_keys
from bumang.evidence.voucher_keys import VoucherKeys
from bumang.kernel.problems import InvalidInput
from bumang.vouchers.discloser import Discloser
from bumang.vouchers.disclosing import ChosenClaims

FIRST, THIRD = Principal(Role.PERSON, 1), Principal(Role.PERSON, 3)
PLACE_ONLY = ChosenClaims("employee", "某房东", ("area_code", "month"))


@pytest.fixture
async def discloser(core_dsn: str, tmp_path: Path) -> AsyncIterator[Discloser]:
    async with asyncpg.create_pool(core_dsn, min_size=0, max_size=2) as pool:
        await fill(pool)
        keys = VoucherKeys.load_or_create(tmp_path)
        yield Discloser(lambda: pool, keys.short, "https://bumang.example", Clock())


async def refused(asked: Any) -> str:
    with pytest.raises(InvalidInput) as error:
        await asked
    return error.value.problems[0].code


async def test_insured_in_a_place_this_month_without_the_wage(
    discloser: Discloser, tmp_path: Path
) -> None:
    shown = await discloser.show(FIRST, PLACE_ONLY)
    known = {key.key_id: key for key in published_keys(tmp_path).keys}
    found = read_presented(shown.presentation, known, int(NOW.timestamp()))
    assert found.disclosed == {"area_code": "990101", "month": "2026-11"} == shown.learns
    assert found.signed.aud == "某房东"
    assert set(shown.hidden) == {
        *("scheme", "months", "payer", "monthly_base_fen", "name", "identity"),
    }
    assert shown.expires_at == NOW + timedelta(days=1)


async def test_the_claims_there_are_come_from_the_scheme_that_covers_today(
    discloser: Discloser,
) -> None:
    assert list(await discloser.choices(FIRST)) == ["employee"]
    assert await discloser.choices(THIRD) == {}
    assert await refused(discloser.show(THIRD, PLACE_ONLY)) == "NOT_INSURED_NOW"


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        (ChosenClaims("employee", "某房东", ()), "NO_SUCH_CLAIM"),
        (ChosenClaims("employee", "某房东", ("balance",)), "NO_SUCH_CLAIM"),
        (ChosenClaims("employee", " ", ("month",)), "AUDIENCE"),
        (ChosenClaims("employee", "x" * 61, ("month",)), "AUDIENCE"),
        (ChosenClaims("employee", "a\nb", ("month",)), "AUDIENCE"),
        (ChosenClaims("resident_medical", "某房东", ("month",)), "NOT_INSURED_NOW"),
    ],
)
async def test_what_cannot_be_shown_is_told_why(
    discloser: Discloser, chosen: ChosenClaims, code: str
) -> None:
    assert await refused(discloser.show(FIRST, chosen)) == code


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.PERSON])
async def test_no_other_role_shows_anything(discloser: Discloser, role: Role) -> None:
    asking = ANYONE if role is Role.ANYONE else Principal(role, 1)
    expected = "SIGN_IN" if role is Role.ANYONE else "NOT_ALLOWED"
    assert await refused(discloser.show(asking, PLACE_ONLY)) == expected
    assert await refused(discloser.choices(asking)) == expected
