"""The shield's HTTP: every request counted once, by the answer it got.

aiohttp's server and client: both parse strictly in C, both move bodies with back-pressure, both
speak websockets, and the server cancels what a visitor who has gone had asked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from bumang.gate.counts import ANSWERED, OFFERED, kind_of
from bumang.kernel.answers import Kind
from bumang.kernel.problems import InvalidInput
from bumang.runtime.http import Wire
from bumang.runtime.metrics import counter
from bumang.shield.asked import Asked
from bumang.shield.config import Config
from bumang.shield.replies import invalid, not_answered, unreadable
from bumang.shield.upstream import Fault

_HEAD_SECONDS = 20.0
"""For a request's head to arrive, and between two requests of a connection."""
_LINGER_SECONDS = 5.0
_FULL = (
    b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
    b"Connection: close\r\n\r\n"
)

_GONE = counter("bumang_gone", "Requests whose visitor went away before the answer")
_events = structlog.get_logger()

Answer = tuple[Kind, web.StreamResponse | Wire]
Answering = Callable[[Asked], Awaitable[Answer]]


class Server(web.Server):
    """offered = done + accepted + queued + invalid + gone, other = 0."""

    def __init__(self, answering: Answering, config: Config) -> None:
        self._answering = answering
        self._config = config
        limits = config.limits
        self.settings: dict[str, Any] = {
            "keepalive_timeout": _HEAD_SECONDS,
            "lingering_time": _LINGER_SECONDS,
            "max_line_size": int(limits.headers),
            "max_field_size": int(limits.headers),
            "auto_decompress": False,
            "access_log": None,
        }
        super().__init__(self._handle, handler_cancellation=True, **self.settings)

    def __call__(self) -> RequestHandler:
        return _Connection(self, loop=asyncio.get_running_loop(), **self.settings)

    @property
    def is_full(self) -> bool:
        return len(self.connections) > self._config.limits.connections

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        OFFERED.inc()
        try:
            kind, answer = await self._answered(request)
        except (asyncio.CancelledError, ConnectionError):
            _GONE.inc()
            raise
        ANSWERED[kind].inc()
        return _on_the_wire(answer) if isinstance(answer, Wire) else answer

    async def _answered(self, request: web.BaseRequest) -> Answer:
        try:
            asked = Asked(request, self._config)
        except InvalidInput as error:
            return Kind.INVALID, unreadable(error)
        try:
            return await self._answering(asked)
        except InvalidInput as error:
            return Kind.INVALID, invalid(asked, error)
        except ConnectionError:
            raise
        except Exception as error:
            # Without the traceback's values: they hold what people submitted.
            _events.error("request failed unforeseen", error=type(error).__name__)
            return Kind.OTHER, not_answered(asked, Fault("ours", sent=True))


class _Connection(RequestHandler):
    """One visitor's connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if isinstance(self._manager, Server) and self._manager.is_full:
            OFFERED.inc()
            ANSWERED[Kind.QUEUED].inc()
            assert self.transport is not None
            self.transport.write(_FULL)
            self.force_close()

    def handle_error(self, request: web.BaseRequest, status: int = 500, *rest: Any) -> Any:
        """What could not be read as a request is counted as well."""
        OFFERED.inc()
        ANSWERED[kind_of(status)].inc()
        return super().handle_error(request, status, *rest)


def _on_the_wire(wire: Wire) -> web.Response:
    response = web.Response(status=wire.status, body=wire.body)
    response.headers["Content-Type"] = wire.media_type
    response.headers["Server"] = "bumang"
    for name, value in wire.headers:
        response.headers.add(name, value)
    return response
