"""Routes that are kept for everyone: answered from memory; asked for once, however many come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from bumang.gate.cost import Cost
from bumang.kernel.answers import Kind
from bumang.runtime.http import Wire
from bumang.runtime.metrics import counter
from bumang.shield.asked import Asked
from bumang.shield.cache import LARGEST, Cache, Kept, Key, may_be_kept
from bumang.shield.config import Route
from bumang.shield.headers import Fields, to_visitor
from bumang.shield.passing import Passing
from bumang.shield.upstream import Answered, Fault

_SENT = frozenset(
    {"host", "accept-encoding", "accept-language", "via", "x-forwarded-host", "x-forwarded-proto"}
)
"""What is asked with is in the key, or the same for all: nobody can have something of theirs kept."""

_PATIENCE = 1.0
"""So long a new answer is waited for where an old one would do."""
_MOST_PASSED = 10_000

_ANSWERS = counter(
    "bumang_shield_cache", "Answers of kept routes by where they came from", ["from"]
)


@dataclass
class Caching:
    """`steady` are seconds that do not run backwards."""

    passing: Passing
    steady: Callable[[], float]
    cache: Cache = field(default_factory=Cache)
    _flights: dict[Key, asyncio.Task[Kept | None]] = field(default_factory=dict)
    _passed: dict[Key, float] = field(default_factory=dict)

    async def answer(self, asked: Asked, route: Route) -> tuple[Kind, web.StreamResponse | Wire]:
        assert route.cache is not None
        headers = asked.raw.headers
        key = _key(asked)
        if "Range" in headers or "Authorization" in headers or asked.has_body or self._passes(key):
            _ANSWERS.labels("passed").inc()
            return await self.passing.answer(asked, route)
        if kept := self.cache.get(key, self.steady(), route.cache):
            return self._told(asked, kept, "hit")
        stale = self.cache.get(key, self.steady(), route.cache + route.stale_if_error)
        if kept := await self._fetched(key, asked, route.cache, _PATIENCE if stale else None):
            return self._told(asked, kept, "fetched")
        if stale:
            return self._told(asked, stale, "stale")
        _ANSWERS.labels("passed").inc()
        return await self.passing.answer(asked, route)

    async def _fetched(
        self, key: Key, asked: Asked, seconds: float, patience: float | None
    ) -> Kept | None:
        """Whoever came first may go away: those who wait for the same still get it."""
        try:
            async with asyncio.timeout(patience):
                return await asyncio.shield(self._flight(key, asked, seconds))
        except TimeoutError:
            return None

    def _flight(self, key: Key, asked: Asked, seconds: float) -> asyncio.Task[Kept | None]:
        flight = self._flights.get(key)
        if flight is None:
            flight = asyncio.create_task(self._fetch(key, asked, seconds))
            self._flights[key] = flight
            flight.add_done_callback(lambda _: self._flights.pop(key, None))
        return flight

    async def _fetch(self, key: Key, asked: Asked, seconds: float) -> Kept | None:
        """One for all who ask: it may take a slot of the urgent lane."""
        permit = await self.passing.bulkheads.enter(Cost.UPSTREAM, urgent=True)
        if permit is None:
            return None
        ok = False
        try:
            fields = [one for one in self.passing.fields(asked) if one[0].lower() in _SENT]
            answered = await self.passing.upstream.send("GET", asked.target, fields)
            try:
                ok = answered.status < 500
                return await self._kept(key, answered, seconds)
            finally:
                answered.close()
        except Fault:
            return None
        finally:
            permit.leave(ok)

    async def _kept(self, key: Key, answered: Answered, seconds: float) -> Kept | None:
        body = b""
        good = may_be_kept(answered.status, answered.fields)
        if good and (answered.length or 0) <= LARGEST:
            body = await answered.text(LARGEST + 1)
        if not good or len(body) > LARGEST or (answered.length or 0) > LARGEST:
            if answered.status < 500:
                if len(self._passed) >= _MOST_PASSED:
                    self._passed.clear()
                self._passed[key] = self.steady() + seconds
            return None
        outside: Fields = to_visitor(answered.fields, self.passing.upstream.origin)
        kept = Kept(tuple(outside), body, self.steady())
        self.cache.put(key, kept)
        return kept

    def _passes(self, key: Key) -> bool:
        """What was found not to be for everyone a moment ago, is asked for as any page."""
        until = self._passed.get(key)
        if until is not None and until <= self.steady():
            del self._passed[key]
            return False
        return until is not None

    def _told(self, asked: Asked, kept: Kept, where: str) -> tuple[Kind, Wire]:
        _ANSWERS.labels(where).inc()
        age = int(self.steady() - kept.at)
        status = "hit" if where != "fetched" else "fwd=miss"
        fields = [one for one in kept.fields if one[0].lower() not in {"content-type", "age"}]
        headers = (*fields, ("age", str(age)), ("cache-status", f"bumang; {status}"))
        tag = kept.header("etag")
        if tag and tag in asked.raw.headers.get("If-None-Match", ""):
            return Kind.DONE, Wire(304, kept.header("content-type"), b"", headers, Kind.DONE)
        return Kind.DONE, Wire(200, kept.header("content-type"), kept.body, headers, Kind.DONE)


def _key(asked: Asked) -> Key:
    headers = asked.raw.headers
    said = (headers.get("Accept-Encoding", ""), headers.get("Accept-Language", ""))
    return asked.visitor.host, asked.request.scheme, asked.target, *said
