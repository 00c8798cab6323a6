"""The old system as we speak to it: one request, one answer or a `Fault`; bounded in every phase."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from bumang.kernel.problems import InvalidInput
from bumang.runtime.metrics import counter
from bumang.shield import config
from bumang.shield.breaker import Breaker, Sent, State
from bumang.shield.headers import Fields

Body = AsyncIterator[bytes] | bytes | None

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_GONE_STATUS = frozenset({502, 503, 504})
"""What an old system says through its own balancer when nothing behind it answers."""
_FAULTS = counter("bumang_shield_upstream_faults", "Requests the upstream did not answer", ["kind"])
_AUTOMATIC = frozenset({"Accept", "Accept-Encoding", "User-Agent", "Content-Type"})


class Fault(Exception):  # noqa: N818 - it is the other's fault, and an answer is made of it
    """No answer. `kind`: open, down, slow, cut, odd; `sent`: it may have arrived all the same."""

    def __init__(self, kind: str, *, sent: bool, wait: float = 0.0) -> None:
        super().__init__(kind)
        self.kind = kind
        self.sent = sent
        self.wait = wait


@dataclass
class Answered:
    """Status and headers are there; the body comes in parts."""

    status: int
    reason: str
    fields: Fields
    length: int | None
    _response: aiohttp.ClientResponse

    async def part(self) -> bytes:
        """The next part of the body, empty at its end. Raises `Fault`."""
        try:
            return await self._response.content.readany()
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise _fault(error, sent=True) from None

    async def text(self, largest: int) -> bytes:
        """The beginning of the body, whole where it is no longer than `largest`. Raises `Fault`."""
        found = bytearray()
        while len(found) < largest and (part := await self.part()):
            found += part
        return bytes(found[:largest])

    def close(self) -> None:
        """Ends it, wherever it is: a body that was not read to its end ends the connection."""
        self._response.close()


class Upstream:
    """Two kinds of connections: kept ones for what may be sent twice, fresh ones for the rest."""

    def __init__(
        self,
        told: config.Upstream,
        breaker: Breaker,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._told = told
        self._breaker = breaker
        self._steady = steady
        self._sessions: dict[bool, aiohttp.ClientSession] = {}
        self.origin = told.url.rstrip("/")

    async def __aenter__(self) -> Upstream:
        self._sessions = {fresh: self._session(fresh) for fresh in (False, True)}
        return self

    async def __aexit__(self, *_: object) -> None:
        for session in self._sessions.values():
            await session.close()

    def is_down(self) -> float | None:
        """Seconds to wait while nothing may be sent; `None`: it may."""
        now = self._steady()
        return self._breaker.wait(now) if self._breaker.state(now) is State.OPEN else None

    async def send(self, method: str, target: str, fields: Fields, body: Body = None) -> Answered:
        """`target` as it stands in the request line. Raises `Fault`, or `InvalidInput` of the body."""
        now = self._steady()
        sent = self._breaker.let_through(now)
        if sent is None:
            raise Fault("open", sent=False, wait=self._breaker.wait(now))
        ok: bool | None = None
        try:
            answered = await self._asked(method, target, fields, body)
            ok = answered.status not in _GONE_STATUS
            return answered
        except Fault:
            ok = False
            raise
        finally:
            self._breaker.ended(sent, ok, self._steady())

    async def websocket(
        self, target: str, fields: Fields, protocols: list[str], largest: int
    ) -> aiohttp.ClientWebSocketResponse[bool]:
        """Raises `Fault`, or `aiohttp.WSServerHandshakeError` with the old system's own status."""
        sent: Sent | None = self._breaker.let_through(self._steady())
        if sent is None:
            raise Fault("open", sent=False, wait=self._breaker.wait(self._steady()))
        ok: bool | None = None
        try:
            async with asyncio.timeout(self._told.answer):
                opened = await self._sessions[True].ws_connect(
                    self._url(target),
                    headers=CIMultiDict(fields),
                    protocols=protocols,
                    autoping=False,
                    autoclose=False,
                    max_msg_size=largest,
                )
            ok = True
            return opened
        except aiohttp.WSServerHandshakeError as refused:
            ok = refused.status not in _GONE_STATUS
            raise
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            ok = False
            raise _fault(error, sent=True) from None
        finally:
            self._breaker.ended(sent, ok, self._steady())

    async def _asked(self, method: str, target: str, fields: Fields, body: Body) -> Answered:
        wrong: list[InvalidInput] = []
        try:
            async with asyncio.timeout(self._told.answer) as limit:
                data = self._moving(body, limit, wrong) if hasattr(body, "__aiter__") else body
                response = await self._sessions[method not in _SAFE].request(
                    method,
                    self._url(target),
                    headers=CIMultiDict(fields),
                    data=data,
                    allow_redirects=False,
                    skip_auto_headers=_AUTOMATIC,
                )
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            raise (wrong[0] if wrong else _fault(error, sent=True)) from None
        return Answered(
            response.status,
            response.reason or "",
            list(response.headers.items()),
            response.content_length,
            response,
        )

    async def _moving(
        self, body: Any, limit: asyncio.Timeout, wrong: list[InvalidInput]
    ) -> AsyncIterator[bytes]:
        """While a body still comes, the old system need not have answered.

        What is wrong with the body is kept in `wrong`: the library tells it as a fault of writing.
        """
        loop = asyncio.get_running_loop()
        try:
            async for part in body:
                # To take this part and to wait for the next.
                limit.reschedule(loop.time() + 2 * self._told.pause)
                yield part
        except InvalidInput as error:
            wrong.append(error)
            raise
        with suppress(RuntimeError):  # it answered before the body's end
            limit.reschedule(loop.time() + self._told.answer)

    def _url(self, target: str) -> URL:
        return URL(self.origin + target, encoded=True)

    def _session(self, fresh: bool) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, force_close=fresh),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=self._told.connect, sock_read=self._told.pause
            ),
            max_line_size=16 * 1024,
            max_field_size=64 * 1024,
        )


def _fault(error: Exception, *, sent: bool) -> Fault:
    """What went wrong, as one word; and whether the request may have arrived."""
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        kind, sent = "down", False
    elif isinstance(error, asyncio.TimeoutError):
        kind = "slow"
    elif isinstance(error, aiohttp.ClientResponseError | ValueError):
        kind = "odd"  # what it says is not HTTP
    else:
        kind = "cut"
    _FAULTS.labels(kind).inc()
    return Fault(kind, sent=sent)


def count_fault(kind: str) -> None:
    """A fault that an answer tells of itself: its own 5xx."""
    _FAULTS.labels(kind).inc()
