"""What is declared urgent has a line of its own at the shield, and is called first."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiohttp import web
from tests.shield.world import World, world

from bumang.gate.cost import Cost
from bumang.gate.lane import Lane, line_number
from bumang.shield.reading import WrongConfigError, read

MAIN, URGENT = (line_number(Cost.UPSTREAM, lane) for lane in (Lane.MAIN, Lane.URGENT))
ONE_AT_A_TIME = "[limits]\nstart = 1\nleast = 1\nmost = 1\n"
ROUTE = '\n[[route]]\npath = "/benefits/*"\nurgent = {urgent}\n'


class OldSystem:
    """Answers one after the other, and remembers in which order it was asked."""

    def __init__(self) -> None:
        self.asked, self.go_on = asyncio.Event(), asyncio.Event()
        self.paths: list[str] = []

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        self.paths.append(request.path)
        self.asked.set()
        await self.go_on.wait()
        return web.Response(text="done")


async def waits(here: World, path: str) -> dict[str, object]:
    """As a program, which has its place in JSON."""
    async with here.get(path) as told:
        assert told.status == 429
        found: dict[str, object] = await told.json(content_type=None)
        return found


async def comes_in(here: World, path: str, ticket: object) -> None:
    while True:
        async with here.get(path, headers={"Bumang-Ticket": str(ticket)}) as told:
            if told.status == 200:
                return
            assert told.status == 429
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("urgent", [True, False])
async def test_who_comes_for_what_is_urgent_comes_in_before_those_who_came_earlier(
    shield_dsn: str, tmp_path: Path, *, urgent: bool
) -> None:
    """And, where it is not declared so, behind them."""
    old = OldSystem()
    config = ONE_AT_A_TIME + ROUTE.format(urgent=str(urgent).lower())
    async with world(shield_dsn, tmp_path, config, old) as here:
        first = asyncio.create_task(here.get("/"))
        await old.asked.wait()
        earlier = await waits(here, "/other")
        here.client.cookie_jar.clear()  # another visitor
        benefits = await waits(here, "/benefits/mine")
        assert benefits["line"] == (URGENT if urgent else MAIN)
        assert benefits["place"] == (1 if urgent else 2)
        old.go_on.set()
        assert (await first).status == 200
        coming = [("/other", earlier["ticket"]), ("/benefits/mine", benefits["ticket"])]
        await asyncio.gather(*(comes_in(here, path, ticket) for path, ticket in coming))
        assert here.counts["other"] == 0
    order = old.paths[1:]
    assert order == (["/benefits/mine", "/other"] if urgent else ["/other", "/benefits/mine"])


def test_what_is_stored_is_accepted_at_once_and_needs_no_urgent_line() -> None:
    route = (
        ROUTE.format(urgent="true")
        + '\n[route.store]\nperson = "field:p"\ndone = { status = [303] }\n'
    )
    with pytest.raises(WrongConfigError, match="needs no urgent line"):
        read(route, "http://127.0.0.1:1")
