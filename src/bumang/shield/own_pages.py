"""The shield's own addresses, below a prefix that no old system uses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import msgspec

from bumang.gate.room import Room
from bumang.kernel.answers import Kind
from bumang.kernel.text import Text
from bumang.runtime.http import JSON, Wire
from bumang.shield.asked import Asked
from bumang.shield.moved import queue_at
from bumang.shield.replies import HTML, page, page_headers

_SOON_SECONDS = "2"


@dataclass(frozen=True)
class OwnPages:
    """Queue, receipts, health, how it stands, metrics, keys."""

    prefix: str
    room: Room
    published_keys: Callable[[], bytes]
    ready: Callable[[], Awaitable[bool]]
    metrics: Callable[[], bytes]
    standing: Callable[[], dict[str, object]]
    receipts: Callable[[Asked, str], Awaitable[Wire]]

    async def __call__(self, asked: Asked) -> Wire:
        path = asked.path.removeprefix(self.prefix)
        if found := await queue_at(self.room, asked.request, self.prefix):
            return found
        match path.strip("/").split("/"):
            case ["standing"]:
                wire = _json(self.standing())
            case ["healthz"]:
                wire = _json({"alive": True})
            case ["readyz"]:
                wire = await self._readiness()
            case ["metrics"]:
                wire = Wire(200, "text/plain; version=0.0.4; charset=utf-8", self.metrics())
            case ["keys.json"]:
                wire = Wire(200, JSON, self.published_keys())
            case ["receipts", *rest] if rest:
                wire = await self.receipts(asked, "/".join(rest))
            case _:
                wire = _nothing(asked)
        return wire

    async def _readiness(self) -> Wire:
        if await self.ready():
            return _json({"ready": True})
        body = msgspec.json.encode({"ready": False})
        return Wire(429, JSON, body, (("retry-after", _SOON_SECONDS),), Kind.QUEUED)


def _json(value: object) -> Wire:
    return Wire(200, JSON, msgspec.json.encode(value), (("cache-control", "no-store"),))


def _nothing(asked: Asked) -> Wire:
    language = asked.request.language
    inner = f'<p><a href="/">{_HOME.in_(language)}</a></p>'
    return Wire(404, HTML, page(language, _NOTHING.in_(language), inner), page_headers())


_NOTHING = Text("没有这个地址。", "There is nothing at this address.")
_HOME = Text("回首页", "To the start page")
