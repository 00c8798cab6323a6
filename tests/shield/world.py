"""A shield in this process before an old system in this process; real sockets between them."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from yarl import URL

from bumang.gate.counts import ANSWERED, OFFERED
from bumang.kernel.answers import Kind
from bumang.runtime.settings import Settings
from bumang.shield.reading import read
from bumang.shield.server import _GONE
from bumang.shield.wiring import shield

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass
class Upstream:
    """What the old system is asked is written down; `handler` answers, and may be changed."""

    url: str
    handler: Handler
    asked: list[web.BaseRequest] = field(default_factory=list)

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(request)
        return await self.handler(request)


async def hello(_: web.BaseRequest) -> web.StreamResponse:
    return web.Response(text="hello")


def free_socket() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0), backlog=512)


@asynccontextmanager
async def old_system(handler: Handler = hello, port: int = 0) -> AsyncIterator[Upstream]:
    listening = socket.create_server(("127.0.0.1", port))
    made = Upstream(f"http://127.0.0.1:{listening.getsockname()[1]}", handler)
    runner = web.ServerRunner(
        web.Server(made, access_log=None, auto_decompress=False, handler_cancellation=True),
        shutdown_timeout=0.1,
    )
    await runner.setup()
    await web.SockSite(runner, listening).start()
    try:
        yield made
    finally:
        await runner.cleanup()


@dataclass
class World:
    """`counts` are the answers since it began."""

    url: str
    upstream: Upstream
    client: aiohttp.ClientSession
    dsn: str
    before: dict[str, float]

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(URL(self.url + path, encoded=True), allow_redirects=False, **more)

    def post(self, path: str, **more: Any) -> Any:
        return self.client.post(f"{self.url}{path}", allow_redirects=False, **more)

    async def raw(self, sent: bytes) -> bytes:
        """All that comes back on a connection of its own."""
        reader, writer = await asyncio.open_connection(*self.address)
        writer.write(sent)
        try:
            async with asyncio.timeout(5):
                return await reader.read()
        finally:
            writer.close()

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", int(self.url.rpartition(":")[2])

    @property
    def counts(self) -> dict[str, int]:
        now = counted()
        return {name: int(now[name] - self.before[name]) for name in now}


def counted() -> dict[str, float]:
    found = {kind.value: ANSWERED[kind]._value.get() for kind in Kind}
    return found | {"offered": OFFERED._value.get(), "gone": _GONE._value.get()}


@asynccontextmanager
async def world(
    dsn: str, data: Path, config: str = "", handler: Handler = hello
) -> AsyncIterator[World]:
    async with old_system(handler) as upstream:
        listening = free_socket()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = Settings(data=data, intake_dsn=dsn)
        async with (
            shield(settings, read(config, "" if "url =" in config else upstream.url), listening),
            aiohttp.ClientSession(
                cookie_jar=aiohttp.CookieJar(unsafe=True), auto_decompress=False
            ) as client,
        ):
            yield World(url, upstream, client, dsn, counted())


async def said(request: web.BaseRequest) -> web.StreamResponse:
    """An old system that answers with what it was asked."""
    told = {
        "method": request.method,
        "target": request.raw_path,
        "headers": [[name.lower(), value] for name, value in request.headers.items()],
        "body": (await request.read()).decode("latin-1"),
    }
    return web.Response(text=json.dumps(told), content_type="application/json")
