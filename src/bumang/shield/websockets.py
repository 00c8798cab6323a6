"""Websockets on their way through: one to the visitor, one to the old system, every message passed on."""

from __future__ import annotations

import asyncio

import aiohttp
from aiohttp import WSMsgType, web

from bumang.kernel.answers import Kind
from bumang.runtime.http import Wire
from bumang.shield.asked import Asked
from bumang.shield.passing import Passing
from bumang.shield.replies import no_slot, not_answered
from bumang.shield.routes import PAGE
from bumang.shield.upstream import Fault

_LARGEST_MESSAGE = 16 * 1024**2
_HANDSHAKE = "sec-websocket-"
_ENDS = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)

Either = web.WebSocketResponse | aiohttp.ClientWebSocketResponse[bool]


async def pass_websocket(passing: Passing, asked: Asked) -> tuple[Kind, web.StreamResponse | Wire]:
    """Opening one takes a slot as a page does; open, it counts among the streams."""
    if passing.streams >= passing.config.limits.streams:
        return Kind.QUEUED, no_slot(asked, 10)
    slot = await passing.slot_for(asked, PAGE)
    if isinstance(slot, Wire):
        return Kind.QUEUED, slot
    try:
        fields = [one for one in passing.fields(asked) if not one[0].lower().startswith(_HANDSHAKE)]
        there = await passing.upstream.websocket(
            asked.target, fields, _protocols(asked), _LARGEST_MESSAGE
        )
    except aiohttp.WSServerHandshakeError as refused:
        return _refused(asked, refused)
    except Fault as fault:
        return Kind.QUEUED, not_answered(asked, fault)
    finally:
        slot.give_back(False)
    return await _both_ways(passing, asked, there, slot.kept)


async def _both_ways(
    passing: Passing,
    asked: Asked,
    there: aiohttp.ClientWebSocketResponse[bool],
    kept: tuple[tuple[str, str], ...],
) -> tuple[Kind, web.StreamResponse]:
    chosen = [there.protocol] if there.protocol else []
    here = web.WebSocketResponse(
        autoping=False,
        autoclose=False,
        protocols=chosen,
        max_msg_size=_LARGEST_MESSAGE,
        compress=False,
    )
    for name, value in kept:
        here.headers.add(name, value)
    passing.streams += 1
    try:
        await here.prepare(asked.raw)
        ways = [asyncio.create_task(_pass_on(a, b)) for a, b in ((here, there), (there, here))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        code = here.close_code or there.close_code or 1000
        # 1005 and 1006 stand for "none was said" and are never sent (RFC 6455, 7.4.1).
        code = code if code not in {1005, 1006, 1015} else 1000
        await there.close(code=code)
        await here.close(code=code)
    finally:
        passing.streams -= 1
        await there.close()
    return Kind.DONE, here


async def _pass_on(source: Either, to: Either) -> None:
    """Until either side ends it."""
    while True:
        message = await source.receive()
        if message.type in _ENDS:
            return
        if message.type is WSMsgType.TEXT:
            await to.send_str(message.data)
        elif message.type is WSMsgType.BINARY:
            await to.send_bytes(message.data)
        elif message.type is WSMsgType.PING:
            await to.ping(message.data)
        elif message.type is WSMsgType.PONG:
            await to.pong(message.data)


def _protocols(asked: Asked) -> list[str]:
    said = asked.raw.headers.getall("Sec-WebSocket-Protocol", [])
    return [name.strip() for line in said for name in line.split(",") if name.strip()]


def _refused(
    asked: Asked, refused: aiohttp.WSServerHandshakeError
) -> tuple[Kind, web.StreamResponse | Wire]:
    """The old system's own no; a fault of its own is queued, as everywhere."""
    if refused.status >= 500 or refused.status < 400:
        return Kind.QUEUED, not_answered(asked, Fault("5xx", sent=True))
    kind = Kind.QUEUED if refused.status == 429 else Kind.INVALID
    return kind, Wire(refused.status, "text/plain; charset=utf-8", b"")
