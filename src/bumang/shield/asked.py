"""A request as the server read it, and as the rest of the product knows requests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import quote, urlsplit

from aiohttp import web

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.http import Request
from bumang.shield.config import Config
from bumang.shield.headers import Visitor, believes

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_IN_A_PLACE = "/?&=%+:,;@-._~!$'()*"


class Asked:
    """`target` is path and query as sent: what the old system is asked, byte for byte."""

    def __init__(self, request: web.BaseRequest, config: Config) -> None:
        self.raw = request
        self._config = config
        self.method = request.method
        self.target, named = _origin_form(request)
        self.path, _, self.query = self.target.partition("?")
        address = request.remote or ""
        self.visitor = Visitor(address, request.scheme, named or request.headers.get("Host", ""))
        self.request = Request(
            self.method,
            self.path,
            self.query,
            self._scheme(address),
            _Fields(request),
            self.whole_body,
        )

    @property
    def is_websocket(self) -> bool:
        headers = self.raw.headers
        return self.method == "GET" and headers.get("Upgrade", "").lower() == "websocket"

    @property
    def for_program(self) -> bool:
        return for_program(self.request)

    @property
    def has_body(self) -> bool:
        return self.raw.body_exists

    @property
    def length(self) -> int | None:
        """Of the body, as declared; `None`: in chunks, nobody knows yet."""
        return self.raw.content_length if self.has_body else 0

    async def parts(self, largest: int, pause: float) -> AsyncIterator[bytes]:
        """The body as it comes. Raises `InvalidInput` when there is too much or it stops coming."""
        self._go_on()
        size = 0
        while True:
            try:
                async with asyncio.timeout(pause):
                    part = await self.raw.content.readany()
            except TimeoutError:
                raise InvalidInput(_STOPPED) from None
            if not part:
                return
            size += len(part)
            if size > largest:
                raise InvalidInput(too_large(largest))
            yield part

    async def whole_body(self, largest: int) -> bytes:
        if (self.length or 0) > largest:
            raise InvalidInput(too_large(largest))
        pause = self._config.upstream.pause
        return b"".join([part async for part in self.parts(largest, pause)])

    def _go_on(self) -> None:
        """Who asked whether to send the body (RFC 9110, 10.1.1) is told so once it is wanted."""
        if self.raw.headers.get("Expect", "").lower() == "100-continue" and self.raw.transport:
            self.raw.transport.write(_CONTINUE)

    def _scheme(self, address: str) -> str:
        believed = believes(address, self._config.trusted)
        return self.raw.headers.get("X-Forwarded-Proto", "") if believed else self.raw.scheme


class _Fields:
    """Header fields by lower-case name. `X-Forwarded-Proto` is in the request's scheme already."""

    def __init__(self, request: web.BaseRequest) -> None:
        self._headers = request.headers

    def get(self, name: str, default: str = "", /) -> str:
        return default if name == "x-forwarded-proto" else self._headers.get(name, default)

    def items(self) -> list[tuple[str, str]]:
        return [(name.lower(), value) for name, value in self._headers.items()]


def _origin_form(request: web.BaseRequest) -> tuple[str, str]:
    """Path and query as sent, and the host of a target in absolute form (RFC 9112, 3.2.2)."""
    target = request.raw_path
    if target.startswith("/"):
        return target, ""
    parts = urlsplit(target)
    if parts.scheme in {"http", "https"} and parts.netloc:
        path = parts.path or "/"
        return (f"{path}?{parts.query}" if parts.query else path), parts.netloc
    raise InvalidInput(_TARGET)


def for_program(request: Request) -> bool:
    """Whether a page of ours would be no use: a script, a picture, a program asks."""
    into = request.headers.get("sec-fetch-dest", "document")
    shown = into in {"document", "iframe", "frame"}
    return not shown or "text/html" not in request.headers.get("accept")


def onward(request: Request) -> str:
    """Where a page that waits leads back to: what was asked, where that may be asked again."""
    if request.method not in {"GET", "HEAD"} or not request.query:
        return quote(request.path, safe=_IN_A_PLACE)
    return quote(f"{request.path}?{request.query}", safe=_IN_A_PLACE)


def too_large(largest: int) -> Problem:
    size = f"{largest // 1024} KB" if largest < 1024**2 else f"{largest // 1024**2} MB"
    return Problem(
        "TOO_LARGE_TO_PASS",
        Text("提交的内容太大。", "What was sent is too large."),
        Text("一次最多 {size}。", "At most {size} are taken at a time.").format(size=size),
        Text("请分成几次提交，或缩小附件。", "Send it in parts, or make the attachment smaller."),
    )


_STOPPED = Problem(
    "BODY_STOPPED",
    Text("提交的内容没有收全。", "What was sent did not arrive whole."),
    Text("传到一半就停了，没有办理。", "It stopped in the middle; nothing was done with it."),
    Text("请检查网络后重新提交。", "Check the connection and send it again."),
)
_TARGET = Problem(
    "TARGET",
    Text("请求的地址写法不对。", "The request's target is not an address here."),
    Text("地址要以斜线开头。", "It has to begin with a slash."),
    Text("请核对地址。", "Compare the address."),
)
