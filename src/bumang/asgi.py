"""What the server imports: `application`, an ASGI application made from the environment."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bumang.main import WebProcess
from bumang.runtime.orphan import end_with_parent
from bumang.runtime.settings import from_environment

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    global _process  # noqa: PLW0603 - made once, at the server's own start-up message
    if scope["type"] != "lifespan":
        assert _process is not None
        await _process.edge(scope, receive, send)
        return
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            end_with_parent()
            settings = from_environment(Path(os.environ["BUMANG_DATA"]))
            _process = WebProcess(settings)
            await _process.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            if _process is not None:
                await _process.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


_process: WebProcess | None = None
