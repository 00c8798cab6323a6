"""What a program is told of its quota, and what it gets when it is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bumang.access.principal import Principal, Role
from bumang.access.tokens import Tokens
from bumang.api.quota_json import QuotaDesk
from bumang.gate.quota.gcra import SECOND
from bumang.gate.quota.quotas import Quotas, quotas_by_role
from bumang.gate.quota.table import Table
from bumang.kernel.clock import CHINA
from bumang.runtime.http import JSON, Request, Wire

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)
ASKED = "/api/v1/receipts/7K3M-92QX-4T8P"
SENT = "/api/v1/items/resident-medical-payment/submissions"


def _tokens() -> Tokens:
    return Tokens(
        Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


class _Sent(dict[str, str]):
    def get(self, name: str, default: str = "", /) -> str:  # type: ignore[override]
        return super().get(name, default)


class World:
    def __init__(self, folder: Path, person: int) -> None:
        self.tokens = _tokens()
        quotas = Quotas(
            Table(folder / "quotas", b"k" * 32), quotas_by_role(person, 0, 0), lambda: SECOND
        )
        self.desk = QuotaDesk(quotas, self.tokens, lambda: NOW)
        self.answered = 0

    def bearer(self, number: int = 1) -> str:
        who = Principal(Role.PERSON, number)
        return f"Bearer {self.tokens.issue(who, NOW, timedelta(hours=1))}"

    async def ask(self, path: str = ASKED, authorization: str = "", method: str = "GET") -> Wire:
        async def body(largest: int) -> bytes:
            return b""

        async def answered(_: Request) -> Wire:
            self.answered += 1
            return Wire(200, JSON, b"{}")

        headers = _Sent({"authorization": authorization} if authorization else {})
        return await self.desk.answer(Request(method, path, "", "http", headers, body), answered)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, person=2)


async def test_every_answer_tells_the_quota_and_what_is_left_of_it(world: World) -> None:
    told = [dict((await world.ask(authorization=world.bearer())).headers) for _ in range(2)]
    assert told[0]["ratelimit-policy"] == '"requests";q=2;qu="requests";w=60'
    assert [one["ratelimit"] for one in told] == ['"requests";r=1;t=30', '"requests";r=0;t=60']


async def test_over_the_quota_one_is_queued_with_an_honest_time_and_nothing_is_done(
    world: World,
) -> None:
    for _ in range(2):
        await world.ask(authorization=world.bearer())
    wire = await world.ask(authorization=world.bearer())
    body = msgspec.json.decode(wire.body)
    assert (wire.status, body["answer"], world.answered) == (429, "queued", 2)
    assert body["type"].endswith("/queued/quota")
    assert body["violated-policies"] == ["requests"]
    assert dict(wire.headers)["retry-after"] == str(body["retry_after_s"]) == "30"


async def test_another_token_of_the_same_person_is_the_same_quota(world: World) -> None:
    for _ in range(2):
        await world.ask(authorization=world.bearer())
    assert (await world.ask(authorization=world.bearer())).status == 429
    assert (await world.ask(authorization=world.bearer(2))).status == 200


async def test_submissions_have_a_quota_of_their_own(world: World) -> None:
    for _ in range(3):
        await world.ask(authorization=world.bearer())
    wire = await world.ask(SENT, world.bearer(), "POST")
    assert dict(wire.headers)["ratelimit"] == '"submissions";r=1;t=30'


@pytest.mark.parametrize("authorization", ["", "Bearer made-up", "Basic YTpi"])
async def test_whoever_no_token_tells_is_not_counted(world: World, authorization: str) -> None:
    for _ in range(5):
        wire = await world.ask(authorization=authorization)
        assert (wire.status, wire.headers) == (200, ())


async def test_without_a_quota_nothing_is_told_and_nobody_is_queued(tmp_path: Path) -> None:
    world = World(tmp_path, person=0)
    for _ in range(5):
        wire = await world.ask(authorization=world.bearer())
        assert (wire.status, wire.headers) == (200, ())
