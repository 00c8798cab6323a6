"""`POST /oauth/token` as RFC 6749 says, errors included; a secret is shown once and never kept."""

import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bumang.access.clients import Clients, add, disable, listed
from bumang.access.principal import Principal, Role
from bumang.access.tokens import Tokens
from bumang.api.token_endpoint import TokenEndpoint
from bumang.runtime.http import Request, Wire
from bumang.runtime.key_file import load_or_create

NOW = datetime(2026, 11, 24, tzinfo=UTC)
EMPLOYER = Principal(Role.EMPLOYER, 5, "演示单位")
FORM = "application/x-www-form-urlencoded"
GRANT = {"grant_type": "client_credentials"}


class _Fields(dict[str, str]):
    def get(self, name: str, default: str = "", /) -> str:  # type: ignore[override]
        return super().get(name, default)


class Software:
    def __init__(self, core: Any, keys: Path) -> None:
        self.tokens = Tokens(load_or_create(keys / "tokens.pem"))
        self.endpoint = TokenEndpoint(lambda: core, self.tokens, lambda: NOW)
        self.client_id = self.secret = ""

    async def ask(self, form: dict[str, str] | bytes, **headers: str) -> Wire:
        content = form if isinstance(form, bytes) else urlencode(form).encode()
        fields = _Fields({"content-type": FORM} | headers)

        async def body(largest: int) -> bytes:
            return content[:largest]

        return await self.endpoint(Request("POST", "/oauth/token", "", "http", fields, body))

    def basic(self, secret: str | None = None) -> str:
        pair = f"{quote_plus(self.client_id)}:{quote_plus(secret or self.secret)}"
        return f"Basic {base64.b64encode(pair.encode()).decode()}"

    def post(self, **changed: str) -> dict[str, str]:
        return GRANT | {"client_id": self.client_id, "client_secret": self.secret} | changed


@pytest.fixture
async def software(core_dsn: str, tmp_path: Path) -> AsyncIterator[Software]:
    async with asyncpg.create_pool(core_dsn, min_size=0, max_size=2) as pool:
        made = Software(pool, tmp_path)
        async with pool.acquire() as connection:
            made.client_id, made.secret = await add(connection, EMPLOYER)
        yield made


def _error(wire: Wire, status: int, error: str) -> None:
    assert (wire.status, json.loads(wire.body)["error"]) == (status, error)
    assert ("cache-control", "no-store") in wire.headers


async def test_a_client_gets_a_token_for_whom_it_acts_by_either_way(software: Software) -> None:
    for wire in (
        await software.ask(GRANT, authorization=software.basic()),
        await software.ask(software.post()),
    ):
        assert wire.status == 200
        told = json.loads(wire.body)
        assert (told["token_type"], told["expires_in"]) == ("Bearer", 3600)
        assert software.tokens.read(told["access_token"], NOW.timestamp()) == EMPLOYER
        assert software.tokens.read(told["access_token"], NOW.timestamp() + 3600) is None
        assert ("cache-control", "no-store") in wire.headers


async def test_a_wrong_secret_and_an_unknown_client_are_answered_alike(software: Software) -> None:
    wrong = await software.ask(software.post(client_secret="guess"))
    unknown = await software.ask(software.post(client_id="c-0000"))
    _error(wrong, 401, "invalid_client")
    assert wrong == unknown
    by_basic = await software.ask(GRANT, authorization=software.basic("guess"))
    _error(by_basic, 401, "invalid_client")
    assert any(name == "www-authenticate" for name, _ in by_basic.headers)


async def test_a_disabled_client_gets_no_more_tokens(
    software: Software, core: asyncpg.Connection
) -> None:
    assert not await disable(core, "c-unknown")
    assert await disable(core, software.client_id)
    (one,) = await listed(core)
    assert await disable(core, software.client_id)
    assert (await listed(core))[0].disabled_at == one.disabled_at is not None
    _error(await software.ask(software.post()), 401, "invalid_client")


@pytest.mark.parametrize(
    ("form", "headers", "error"),
    [
        ({}, {}, "invalid_request"),
        ({"grant_type": "password"}, {}, "unsupported_grant_type"),
        (GRANT | {"client_secret": "x"}, {"authorization": "Basic YTpi"}, "invalid_request"),
        (GRANT | {"client_id": "other"}, {"authorization": "Basic YTpi"}, "invalid_request"),
        (GRANT, {"content-type": "application/json"}, "invalid_request"),
        (b"grant_type=client_credentials&grant_type=x", {}, "invalid_request"),
        (b"\xff\xfe", {}, "invalid_request"),
        (b"a=1&" * 100, {}, "invalid_request"),
        (b"grant_type=%ff", {}, "invalid_request"),
    ],
)
async def test_what_is_wrong_is_named_as_the_standard_names_it(
    software: Software, form: Any, headers: dict[str, str], error: str
) -> None:
    _error(await software.ask(form, **headers), 400, error)


@pytest.mark.parametrize(
    "authorization", ["Bearer x", "Basic", "Basic !", "Basic YQ==", "Basic /w==", "Basic AGE6Yg=="]
)
async def test_credentials_that_cannot_be_read_are_wrong_ones(
    software: Software, authorization: str
) -> None:
    _error(await software.ask(GRANT, authorization=authorization), 401, "invalid_client")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.binary(), authorization=st.text())
async def test_any_bytes_are_answered(software: Software, body: bytes, authorization: str) -> None:
    wire = await software.ask(body, authorization=authorization)
    assert wire.status in {400, 401}


async def test_without_the_core_a_program_is_told_when_to_come_back(tmp_path: Path) -> None:
    class Gone:
        async def fetchrow(self, *given: object, **more: object) -> None:
            raise ConnectionRefusedError

    software = Software(Gone(), tmp_path)
    software.client_id = software.secret = "x"
    wire = await software.ask(software.post())
    assert wire.status == 429
    assert dict(wire.headers)["retry-after"] == "5"


async def test_a_crowd_of_guesses_is_queued_instead_of_hashed_at_once(
    software: Software, core: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Clients, "MOST_WAITING", 0)
    assert (await software.ask(software.post())).status == 429


async def test_the_secret_is_kept_nowhere_and_no_two_are_alike(
    software: Software, core: asyncpg.Connection
) -> None:
    await add(core, EMPLOYER)
    rows = await core.fetch("SELECT * FROM client")
    assert all(software.secret.encode() not in bytes(row["secret_hash"]) for row in rows)
    assert software.secret not in str(rows)
    assert len({bytes(row["salt"]) for row in rows}) == 2


@pytest.mark.parametrize("role", [Role.ANYONE, Role.PERSON, Role.CLERK, Role.OPERATOR])
async def test_no_software_acts_for_persons_or_staff(core: asyncpg.Connection, role: Role) -> None:
    with pytest.raises(ValueError, match=role.value):
        await add(core, Principal(role, 1))
    with pytest.raises(asyncpg.CheckViolationError):
        await core.execute(
            "INSERT INTO client VALUES ('x', $1, $2, $3, 1, '')", bytes(16), bytes(32), role.value
        )
