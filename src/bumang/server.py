"""What the server imports: `application`, spoken to by RSGI, made from the environment.

RSGI is Granian's own protocol: a request costs about half of what it costs by ASGI.
"""

from __future__ import annotations

import asyncio
import gc
import os
from pathlib import Path
from typing import Any

from granian.rsgi import Scope

from bumang.main import WebProcess
from bumang.runtime.body import Bodies
from bumang.runtime.http import Body, Headers, Request
from bumang.runtime.logs import start_logging
from bumang.runtime.orphan import end_with_parent
from bumang.runtime.settings import from_environment
from bumang.runtime.traces import start_tracing, stop_tracing


def _served_at() -> dict[str, str | int]:
    """Where the supervisor has us listen: printed codes lead there where no public address is set."""
    host, port = os.environ.get("BUMANG_HOST"), os.environ.get("BUMANG_PORT")
    return {"host": host, "port": int(port)} if host and port else {}


class Application:
    """One web process, from the server's start of it to its end."""

    _process: WebProcess
    _bodies: Bodies

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        end_with_parent()
        settings = from_environment(Path(os.environ["BUMANG_DATA"]), **_served_at())
        start_logging("web")
        start_tracing("web", settings.traces)
        self._process = WebProcess(settings)
        self._bodies = Bodies(window_s=settings.slow_seconds)
        loop.run_until_complete(self._process.start())
        # What is there now stays; looking through it again and again finds nothing.
        gc.collect()
        gc.freeze()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.run_until_complete(self._process.stop())
        stop_tracing()

    async def __rsgi__(self, scope: Scope, protocol: Any) -> None:
        headers = _Present(scope.headers, scope.authority)
        await self._process.passes.begin(lambda: self._process.was_called(headers))
        wire = await self._process.edge(
            Request(
                scope.method,
                scope.path,
                scope.query_string,
                scope.scheme,
                headers,
                self._body_of(headers, protocol),
                scope.client.rpartition(":")[0].strip("[]"),
                protocol.client_disconnect,
            )
        )
        fields = [("content-type", wire.media_type), *wire.headers]
        protocol.response_bytes(wire.status, fields, wire.body)

    def _body_of(self, headers: Headers, protocol: Any) -> Body:
        async def read(largest: int) -> bytes:
            return await self._bodies.read(headers.get("content-length"), protocol, largest)

        return read


class _Present:
    """The server's header fields; one that is absent reads as empty.

    HTTP/2 names the host as the request's authority; it reads as `host` here, as in HTTP/1.
    """

    __slots__ = ("_authority", "_headers")

    def __init__(self, headers: Any, authority: str | None) -> None:
        self._headers = headers
        self._authority = authority

    def get(self, name: str, default: str = "", /) -> str:
        found: str | None = self._headers.get(name)
        if found is None and name == "host":
            found = self._authority
        return default if found is None else found

    def items(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = self._headers.items()
        if self._authority and self._headers.get("host") is None:
            return [*found, ("host", self._authority)]
        return found


application = Application()
