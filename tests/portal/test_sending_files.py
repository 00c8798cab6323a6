"""A large file is read only when it is known that whoever sends it may."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx
import pytest
from tests.portal.world import World, fill, sign_in

from bumang.runtime.http import Request, Wire

FILE = "/items/employment-declaration/file"
ROWS = 20 * 1024 * 1024


@dataclass
class Unread:
    """Header fields of a file of 20 MB, and a body that tells when it is asked for."""

    cookies: str = ""
    asked: list[int] = field(default_factory=list)

    def get(self, name: str, default: str = "", /) -> str:
        return dict(self.items()).get(name, default)

    def items(self) -> list[tuple[str, str]]:
        kind = ("content-type", "multipart/form-data; boundary=x")
        return [kind, ("content-length", str(ROWS)), ("cookie", self.cookies)]

    async def body(self, largest: int) -> bytes:
        self.asked.append(largest)
        return b"--x--\r\n"


async def sent(world: World, unread: Unread, path: str = FILE) -> Wire:
    return await world.answered(Request("POST", path, "", "http", unread, unread.body))


def cookies_of(browser: httpx.AsyncClient) -> str:
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


async def test_a_stranger_is_told_to_sign_in_and_nothing_is_read(tmp_path: Path) -> None:
    unread = Unread()
    wire = await sent(World(tmp_path, None), unread)
    assert (wire.status, unread.asked) == (401, [])
    assert "用单位账号登录" in wire.body.decode()


@pytest.mark.parametrize(
    ("who", "status", "reads"), [("演示甲", 403, False), ("演示单位", 403, True)]
)
async def test_a_person_is_told_who_may_and_an_employers_file_is_read(
    tmp_path: Path, core: asyncpg.Connection, who: str, status: int, reads: bool
) -> None:
    """The employer's is read, and then refused for want of its form's token."""
    await fill(core)
    world = World(tmp_path, core)
    async with world.browser() as browser:
        await sign_in(browser, who)
        unread = Unread(cookies_of(browser))
    wire = await sent(world, unread)
    assert (wire.status, bool(unread.asked)) == (status, reads)
    assert ("用单位账号登录" in wire.body.decode()) != reads


@pytest.mark.parametrize("code", ["pension-estimate", "resident-medical-payment", "no-such"])
async def test_where_no_file_is_taken_none_is_read(tmp_path: Path, code: str) -> None:
    unread = Unread()
    wire = await sent(World(tmp_path, None), unread, f"/items/{code}/file")
    assert (wire.status, unread.asked) == (404, [])
