"""One slot behind a real server: `/hold` keeps it, `/wait` waits for it, `/state` tells."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from tests.gate.fixed import Fixed

from bumang.gate.limiter import ClientGoneError, Limiter

_limiter = Limiter(Fixed(1), time.monotonic)
_state = {"begun": 0, "gone": 0}


class Application:
    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if scope.path == "/hold":
            permit = _limiter.try_enter(False)
            assert permit is not None
            asyncio.get_running_loop().call_later(30, permit.leave, True)
        elif scope.path == "/wait":
            await self._wait(protocol)
        told = {**_state, "waiting": _limiter.waiting, "in_flight": _limiter.in_flight}
        protocol.response_bytes(200, [], json.dumps(told).encode())

    async def _wait(self, protocol: Any) -> None:
        until = time.monotonic() + 60
        try:
            await _limiter.enter(urgent=False, until=until, gone=protocol.client_disconnect)
            _state["begun"] += 1
        except ClientGoneError:
            _state["gone"] += 1


application = Application()
