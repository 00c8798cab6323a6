"""One shield: which part of it answers which request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bumang.gate.counts import kind_of
from bumang.kernel.answers import Kind
from bumang.runtime.http import Wire
from bumang.shield.asked import Asked
from bumang.shield.caching import Caching
from bumang.shield.passing import Passing
from bumang.shield.routes import route_for
from bumang.shield.storing import Storing
from bumang.shield.websockets import pass_websocket

Answer = tuple[Kind, web.StreamResponse | Wire]


@dataclass(frozen=True)
class Shield:
    """`own` answers below the prefix."""

    passing: Passing
    caching: Caching
    storing: Storing
    own: Callable[[Asked], Awaitable[Wire]]

    async def __call__(self, asked: Asked) -> Answer:
        config = self.passing.config
        if asked.path == config.prefix or asked.path.startswith(f"{config.prefix}/"):
            wire = await self.own(asked)
            return wire.kind or kind_of(wire.status), wire
        if asked.is_websocket:
            return await pass_websocket(self.passing, asked)
        route = route_for(config.route, asked.method, asked.path)
        if route.store is not None:
            stored = await self.storing.answer(asked, route, self.passing.fields(asked))
            return stored.kind or kind_of(stored.status), stored
        if route.cache is not None:
            return await self.caching.answer(asked, route)
        return await self.passing.answer(asked, route)
