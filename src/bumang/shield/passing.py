"""A page on its way through: a slot of the gate, the old system's answer, and no answer of ours but
the three.

A short answer is read whole before anything of it is sent: so a slow visitor holds no slot, and an
old system that dies in the middle becomes a queued answer. A long one passes as it comes; after a
while it leaves its slot to others and counts among the streams.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.counts import kind_of
from bumang.gate.entrance import Entrance
from bumang.gate.kept import carried
from bumang.gate.lane import Lane
from bumang.gate.waiting import Waiting
from bumang.kernel.answers import Kind
from bumang.kernel.problems import InvalidInput
from bumang.runtime.http import Wire
from bumang.shield.asked import Asked, too_large
from bumang.shield.config import Config, Route
from bumang.shield.headers import Fields, header, to_upstream, to_visitor
from bumang.shield.moved import moved
from bumang.shield.replies import no_slot, not_answered
from bumang.shield.upstream import Answered, Fault, Upstream, count_fault

_HELD = 256 * 1024
"""Answers up to this are short, if they come within the next."""
_HELD_SECONDS = 0.2
_STREAM_AFTER_SECONDS = 5.0
_KNOWN_LENGTH = 1024**2
"""A body in chunks up to this goes on with its length: old systems often know no chunks."""
_NO_BODY = frozenset({204, 205, 304})


@dataclass
class Slot:
    """A slot of the gate, left once; a long answer trades it for a place among the streams."""

    leave: Callable[[bool], None]
    kept: tuple[tuple[str, str], ...] = ()
    left: bool = False

    def give_back(self, ok: bool) -> None:
        if not self.left:
            self.left = True
            self.leave(ok)


@dataclass
class Passing:
    """`streams` are the long answers that are open now."""

    config: Config
    upstream: Upstream
    entrance: Entrance
    bulkheads: Bulkheads
    streams: int = field(default=0, init=False)

    async def answer(self, asked: Asked, route: Route) -> tuple[Kind, web.StreamResponse | Wire]:
        """What was sent already is a response; what is still to be sent is a `Wire`."""
        if (down := self.upstream.is_down()) is not None:
            return Kind.QUEUED, not_answered(asked, Fault("open", sent=False, wait=down))
        slot = await self.slot_for(asked, route)
        if isinstance(slot, Wire):
            return Kind.QUEUED, slot
        ok = False
        try:
            answered = await self.ask(asked)
            try:
                ok = answered.status < 500 and answered.status != 429
                return await self._told(asked, answered, slot)
            finally:
                answered.close()
        except Fault as fault:
            ok = False
            return Kind.QUEUED, not_answered(asked, fault)
        finally:
            slot.give_back(ok)

    async def slot_for(self, asked: Asked, route: Route) -> Slot | Wire:
        """A slot, or the queued answer: with a place in line, where the route has one."""
        lane = Lane.URGENT if route.urgent else Lane.MAIN
        if not route.wait:
            permit = await self.bulkheads.enter(Cost.UPSTREAM, urgent=route.urgent)
            return no_slot(asked, 2) if permit is None else Slot(permit.leave)
        sent = carried(asked.request, Cost.UPSTREAM, lane)
        entered = await self.entrance.arrive(asked.request, Cost.UPSTREAM, lane, sent)
        if isinstance(entered, Waiting):
            told = await self.entrance.told(asked.request, entered, sent)
            return moved(told, self.config.prefix)
        return Slot(entered.leave, self.entrance.kept(asked.request, entered))

    async def ask(self, asked: Asked) -> Answered:
        """The old system's answer to what the visitor asked. Raises `Fault` or `InvalidInput`."""
        fields = self.fields(asked)
        largest, pause = self.config.limits.upload, self.config.upstream.pause
        if not asked.has_body:
            return await self.upstream.send(asked.method, asked.target, fields)
        if (asked.length or 0) > largest:
            raise InvalidInput(too_large(largest))
        body = asked.parts(largest, pause)
        if asked.length is not None:
            fields.append(("Content-Length", str(asked.length)))
            return await self.upstream.send(asked.method, asked.target, fields, body)
        known = bytearray()
        async for part in body:
            known += part
            if len(known) > _KNOWN_LENGTH:
                break
        else:
            fields.append(("Content-Length", str(len(known))))
            return await self.upstream.send(asked.method, asked.target, fields, bytes(known))

        whole = _both(bytes(known), body)
        return await self.upstream.send(asked.method, asked.target, fields, whole)

    def fields(self, asked: Asked) -> Fields:
        told = self.config.upstream
        inside = told.url.partition("://")[2].rstrip("/")
        host = asked.visitor.host if told.host == "keep" and asked.visitor.host else inside
        sent = asked.raw.headers.items()
        return to_upstream(sent, asked.visitor, host=host, trusted=self.config.trusted)

    async def _told(
        self, asked: Asked, answered: Answered, slot: Slot
    ) -> tuple[Kind, web.StreamResponse | Wire]:
        if answered.status >= 500:
            # Its fault, and not for people to read: what they can do is said in our words.
            count_fault("5xx")
            raise Fault("5xx", sent=True)
        fields = [*to_visitor(answered.fields, self.upstream.origin), *slot.kept]
        if asked.method == "HEAD" or answered.status in _NO_BODY:
            return await self._whole(asked, answered, fields, b"", slot)
        events = header(answered.fields, "content-type").lower().startswith("text/event-stream")
        if events and not self._room_for_a_stream():
            return Kind.QUEUED, no_slot(asked, 10)
        begun, ended = (b"", False) if events else await _beginning(answered)
        if ended:
            return await self._whole(asked, answered, fields, begun, slot)
        return await self._stream(asked, answered, fields, begun, slot, at_once=events)

    async def _whole(
        self, asked: Asked, answered: Answered, fields: Fields, body: bytes, slot: Slot
    ) -> tuple[Kind, web.StreamResponse | Wire]:
        slot.give_back(answered.status != 429)
        response = _response(answered, fields)
        if asked.method == "HEAD":
            response.content_length = answered.length
        elif answered.status not in _NO_BODY:
            response.content_length = len(body)
        await response.prepare(asked.raw)
        if body:
            await self._write(response, body)
        await response.write_eof()
        return _kind(answered.status), response

    async def _stream(
        self,
        asked: Asked,
        answered: Answered,
        fields: Fields,
        begun: bytes,
        slot: Slot,
        *,
        at_once: bool,
    ) -> tuple[Kind, web.StreamResponse | Wire]:
        loop = asyncio.get_running_loop()
        until = loop.time() + (0 if at_once else _STREAM_AFTER_SECONDS)
        response = _response(answered, fields)
        response.content_length = answered.length
        await response.prepare(asked.raw)
        counted = False
        try:
            part = begun
            while True:
                if not counted and loop.time() >= until and self._room_for_a_stream():
                    # Its time tells nothing of how fast the old system works.
                    counted, self.streams = True, self.streams + 1
                    slot.give_back(False)
                if part:
                    await self._write(response, part)
                part = await answered.part()
                if not part:
                    break
            await response.write_eof()
        except Fault:
            # Begun and not ended: the visitor must see that it is not whole (RFC 9112, 8).
            if asked.raw.transport is not None:
                asked.raw.transport.abort()
            return Kind.OTHER, response
        finally:
            self.streams -= counted
        return _kind(answered.status), response

    def _room_for_a_stream(self) -> bool:
        return self.streams < self.config.limits.streams

    async def _write(self, response: web.StreamResponse, part: bytes) -> None:
        """A visitor who reads nothing for so long has gone."""
        try:
            async with asyncio.timeout(self.config.upstream.pause):
                await response.write(part)
        except TimeoutError:
            raise ConnectionResetError("the visitor stopped reading") from None


async def _beginning(answered: Answered) -> tuple[bytes, bool]:
    """The first of the body, and whether that is all of it. Raises `Fault`."""
    found = bytearray()
    if (answered.length or 0) > _HELD:
        return b"", False
    with suppress(TimeoutError):
        async with asyncio.timeout(_HELD_SECONDS):
            while len(found) <= _HELD:
                part = await answered.part()
                if not part:
                    return bytes(found), True
                found += part
    return bytes(found), False


async def _both(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for part in rest:
        yield part


def _response(answered: Answered, fields: Fields) -> web.StreamResponse:
    response = web.StreamResponse(status=answered.status, reason=answered.reason)
    for name, value in fields:
        response.headers.add(name, value)
    response.headers.setdefault("Server", "bumang")
    return response


def _kind(status: int) -> Kind:
    """An old system's own 202 is its answer, not our acceptance."""
    return Kind.DONE if status == 202 else kind_of(status)
