"""A relay before PostgreSQL that makes every prepared question take its time, as a core database in
another data centre does: `python -m bench.slow_core PORT SOCKET MILLISECONDS THREADS`.

It has a fixed number of threads, as an old system has: no more than threads / time is answered in a
second, however many ask at once and however much processor there is.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import uvloop

_PIECE = 1 << 16
_BIND = b"B"
"""The first byte of a prepared question; COPY, transactions and resets pass at once."""


Work = Callable[[], Awaitable[None]]
"""What a thread does with a question before it is asked."""


async def relay(
    socket: str,
    work: Work,
    threads: asyncio.Semaphore,
    server: asyncio.StreamReader,
    client: asyncio.StreamWriter,
) -> None:
    reader, writer = await asyncio.open_unix_connection(socket)
    try:
        await asyncio.gather(_slowly(server, writer, work, threads), _at_once(reader, client))
    finally:
        for one in (writer, client):
            with suppress(OSError, RuntimeError):
                one.close()


async def _slowly(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    work: Work,
    threads: asyncio.Semaphore,
) -> None:
    with suppress(OSError):
        while piece := await reader.read(_PIECE):
            if piece.startswith(_BIND):
                async with threads:
                    await work()
            writer.write(piece)
            await writer.drain()
    writer.close()


async def _at_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()
    writer.close()


async def listen(port: int, socket: str, work: Work, threads: int) -> asyncio.Server:
    relaying = partial(relay, socket, work, asyncio.Semaphore(threads))
    return await asyncio.start_server(relaying, "127.0.0.1", port)


async def serve(port: int, socket: str, milliseconds: float, threads: int) -> None:
    work = partial(asyncio.sleep, milliseconds / 1000)
    await (await listen(port, socket, work, threads)).serve_forever()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])))
