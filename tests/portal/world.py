"""The whole of the pages with the demo's identity provider, as a web process has them, in memory
except for the registry, which is a real database."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from tests import registered

from bumang.access.principal import Principal
from bumang.codes.desk import CodeDesk
from bumang.items.catalogue import discover
from bumang.kernel.answers import Accepted, Answer
from bumang.kernel.clock import CHINA
from bumang.kernel.problems import InvalidInput
from bumang.pages import wired_pages
from bumang.portal.services import Progress
from bumang.runtime.database import Bounded
from bumang.runtime.http import Request
from bumang.runtime.settings import Settings

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=CHINA)
OURS = "http://bumang.test"
# Three persons, an employer and an agent, all made up.
REGISTRY = """
INSERT INTO employer VALUES (1, '91990101MA0000007H', '演示单位', '990101', true);
INSERT INTO agent VALUES (1, '演示代办点', true);
INSERT INTO family_link VALUES (1, 2, 'spouse'), (2, 1, 'spouse');
"""
PERSONS = (
    (1, "990101196501150014", "演示甲", "male", date(1965, 1, 15), "male_60"),
    (2, "990101197503200024", "演示乙", "female", date(1975, 3, 20), "female_55"),
    (3, "990101200002290038", "演示丙", "male", date(2000, 2, 29), "male_60"),
)


async def fill(core: Any) -> None:
    await core.execute(REGISTRY)
    for one in PERSONS:
        await registered.person(core, *one)


TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Door:
    """Takes everything and remembers for whom."""

    taken: list[tuple[str, str]] = field(default_factory=list)
    forms: list[Any] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    async def submit(self, item: Any, who: Principal, key: str, body: bytes) -> Answer:
        self.taken.append((who.key, item.code))
        self.forms.append(json.loads(body))
        self.keys.append(key)
        return Accepted("000000000000", b"{}")


@dataclass
class World:
    """One instance. `browser` makes a browser with cookies of its own."""

    keys: Path
    core: Any
    demo: bool = True
    public_url: str = ""
    issuer: str = ""
    now: datetime = NOW
    door: Door = field(default_factory=Door)

    def __post_init__(self) -> None:
        async def progress(number: str, principal: Principal) -> Progress | None:
            return None

        async def document(number: str, principal: Principal) -> bytes | None:
            return None

        async def nothing(*_: Any) -> None:
            return None

        async def mine(principal: Principal) -> list[Progress]:
            return []

        self.codes = CodeDesk.with_keys_in(
            self.keys, lambda: Bounded(self.core, 3), lambda: self.now
        )
        self.answered = wired_pages(
            Settings(
                data=self.keys, demo=self.demo, public_url=self.public_url, oidc_issuer=self.issuer
            ),
            catalogue=discover("bumang.services"),
            door=self.door,  # type: ignore[arg-type]
            clock=lambda: self.now,
            core=lambda: self.core,
            progress=progress,
            document=document,
            proof=document,
            statements=document,
            submissions_of=mine,
            checkpoint=nothing,
            wrong_rows=nothing,
            wrong_rows_file=nothing,
            codes=self.codes,
        )

    def later(self, by: timedelta) -> None:
        self.now += by

    def browser(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=_ByRequest(self), base_url=self.public_url or OURS)


@dataclass
class _ByRequest(httpx.AsyncBaseTransport):
    world: World

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        content = await request.aread()

        async def body(largest: int) -> bytes:
            if len(content) > largest:
                raise InvalidInput
            return content

        wire = await self.world.answered(
            Request(
                request.method,
                request.url.path,
                request.url.query.decode(),
                request.url.scheme,
                _Fields(request.headers),
                body,
            )
        )
        return httpx.Response(
            wire.status,
            headers=[("content-type", wire.media_type), *wire.headers],
            content=wire.body,
        )


@dataclass
class _Fields:
    headers: httpx.Headers

    def get(self, name: str, default: str = "", /) -> str:
        return str(self.headers.get(name, default))

    def items(self) -> list[tuple[str, str]]:
        return list(self.headers.multi_items())


def form_token(page: httpx.Response) -> str:
    found = TOKEN.search(page.text)
    assert found, page.text
    return found[1]


async def sign_in(browser: httpx.AsyncClient, name: str, onward: str = "/") -> httpx.Response:
    """As a person does: the sign-in link, a choice on the demo's page, and back."""
    choice = await browser.get("/sign-in", params={"next": onward}, follow_redirects=True)
    assert choice.status_code == 200, choice.text
    link = re.search(rf'<a href="([^"]+)">{name}</a>', choice.text)
    assert link, choice.text
    return await browser.get(link[1].replace("&amp;", "&"), follow_redirects=True)
