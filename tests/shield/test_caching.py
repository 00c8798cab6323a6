"""Routes that are kept for everyone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from aiohttp import web
from tests.shield.world import World, world

Make = Callable[..., AbstractAsyncContextManager[World]]
KEPT = (
    '[[route]]\npath = "/style.css"\ncache = "{}"\nstale_if_error = "{}"\n[breaker]\nfailures=99\n'
)


@pytest.fixture
async def make(shield_dsn: str, tmp_path: Path) -> Make:
    return lambda *given, **more: world(shield_dsn, tmp_path, *given, **more)


async def slowly(_: web.BaseRequest) -> web.StreamResponse:
    await asyncio.sleep(0.05)
    return web.Response(text="body{}", headers={"ETag": '"1"', "Content-Type": "text/css"})


async def test_many_who_ask_at_once_cost_the_old_system_one_request(make: Make) -> None:
    async with make(KEPT.format("1m", "0s"), handler=slowly) as here:
        answers = await asyncio.gather(*(here.get("/style.css") for _ in range(50)))
        assert {answer.status for answer in answers} == {200}
        again = await here.get("/style.css")
        assert again.headers["Cache-Status"] == "bumang; hit"
        assert await again.text() == "body{}"
        assert len(here.upstream.asked) == 1
        known = await here.get("/style.css", headers={"If-None-Match": '"1"'})
        assert known.status == 304
        assert here.counts["done"] == 52


async def test_it_is_asked_for_without_cookies_so_that_it_is_nobody_s(make: Make) -> None:
    async with make(KEPT.format("1m", "0s"), handler=slowly) as here:
        await here.get("/style.css", headers={"Cookie": "session=mine", "X-Mine": "1"})
        asked = here.upstream.asked[0].headers
        assert "Cookie" not in asked
        assert "X-Mine" not in asked


async def test_what_sets_a_cookie_is_passed_on_and_never_kept(make: Make) -> None:
    async def personal(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text="mine", headers={"Set-Cookie": "a=1"})

    async with make(KEPT.format("1m", "0s"), handler=personal) as here:
        for _ in range(3):
            answer = await here.get("/style.css")
            assert "Set-Cookie" in answer.headers
        assert len(here.upstream.asked) == 4, "once to find out, then each for itself"


async def test_an_old_one_is_shown_while_the_old_system_fails_as_long_as_declared(
    make: Make,
) -> None:
    async def fails(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=500)

    async with make(KEPT.format("50ms", "1s"), handler=slowly) as here:
        assert (await here.get("/style.css")).status == 200
        here.upstream.handler = fails
        await asyncio.sleep(0.1)
        assert (await here.get("/style.css")).status == 200
        await asyncio.sleep(1.1)
        assert (await here.get("/style.css")).status == 429


async def test_a_question_of_another_host_or_language_is_another_question(make: Make) -> None:
    async with make(KEPT.format("1m", "0s"), handler=slowly) as here:
        await here.get("/style.css")
        await here.get("/style.css", headers={"Host": "evil.example"})
        await here.get("/style.css", headers={"Accept-Language": "en"})
        assert len(here.upstream.asked) == 3
