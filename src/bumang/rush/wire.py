"""HTTP/1.1 in as few lines as a load run needs: one request at a time on a connection that is kept.

A library's client costs more than the server that is measured (docs/decisions says how much).
"""

from __future__ import annotations

import asyncio
import errno
from contextlib import suppress

import msgspec

from bumang.rush.ask import Ask, Heard, failed, heard
from bumang.rush.leash import Leash
from bumang.rush.place import Target

_END = b"\r\n\r\n"
_OURS = {errno.EMFILE, errno.ENFILE, errno.EADDRNOTAVAIL}


class Connection:
    """Opened by the first request, and again after it was lost. One client at a time."""

    def __init__(self, target: Target, leash: Leash | None = None) -> None:
        self._target, self._leash = target, leash
        self._line: _Line | None = None

    @property
    def open(self) -> bool:
        return self._line is not None and self._line.open

    async def ask(self, ask: Ask, patience_s: float) -> Heard:
        """An answer within the time, or what was in the way: `refused`, `reset`, `timeout`, or
        `not sent` where this machine has no more files or ports."""
        if self._leash is not None and not await self._leash.may():
            return failed("not sent")
        try:
            async with asyncio.timeout(patience_s):
                return await self._asked(ask)
        except TimeoutError:
            self.close()
            return failed("timeout")
        except OSError as error:
            self.close()
            # What this machine could not begin says nothing of the other side.
            return failed("not sent" if error.errno in _OURS else "refused")

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.transport.abort()

    async def _asked(self, ask: Ask) -> Heard:
        if self._line is None or not self._line.open:
            loop = asyncio.get_running_loop()
            _, self._line = await loop.create_connection(
                _Line, self._target.address, self._target.port
            )
        return await self._line.ask(_bytes(ask, self._target.named), ask.expects)


class _Line(asyncio.Protocol):
    """One TCP connection, one request at a time."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._came = bytearray()
        self._waiting: asyncio.Future[Heard] | None = None
        self._lost = False
        self._whole = 0
        self._expects = b""
        self._status = 0
        self._headers: dict[str, str] = {}
        self._kept: list[tuple[str, str]] = []

    @property
    def open(self) -> bool:
        return not (self._lost or self.transport.is_closing())

    def ask(self, request: bytes, expects: bytes) -> asyncio.Future[Heard]:
        self._expects = expects
        self._waiting = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self._waiting

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment] # a stream's

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = True
        self._told(failed("reset"))

    def data_received(self, data: bytes) -> None:
        self._came += data
        if not self._whole:
            end = self._came.find(_END)
            if end < 0:
                return
            self._head(end)
        if self._whole and len(self._came) >= self._whole:
            told = heard(self._status, self._headers, tuple(self._kept))
            if told.kind == "done" and self._expects not in self._came:
                told = msgspec.structs.replace(told, stale=True)
            self._came.clear()
            self._whole = 0
            self._told(told)

    def _head(self, end: int) -> None:
        lines = self._came[:end].decode("latin-1").split("\r\n")
        self._status = int(lines[0][9:12])
        self._headers, self._kept = {}, []
        for line in lines[1:]:
            name, _, value = line.partition(":")
            name, value = name.lower(), value.strip()
            if name == "set-cookie":
                kept, _, rest = value.partition(";")[0].partition("=")
                self._kept.append((kept, rest))
            else:
                self._headers[name] = value
        if self._status in {204, 304}:
            self._whole = end + len(_END)
        elif (length := self._headers.get("content-length", "")).isdecimal():
            self._whole = end + len(_END) + int(length)
        elif not self._chunked_end(end):
            # Its end is not told; nothing that we measure answers so.
            self.transport.abort()

    def _chunked_end(self, end: int) -> bool:
        """Where a chunked body ends, once it is all there; tells whether it is chunked."""
        if "chunked" not in self._headers.get("transfer-encoding", ""):
            return False
        at = end + len(_END)
        while (line := self._came.find(b"\r\n", at)) >= 0:
            size = int(self._came[at:line].partition(b";")[0], 16)
            at = line + 2 + size + 2
            if at > len(self._came):
                return True
            if size == 0:
                self._whole = at
                return True
        return True

    def _told(self, heard: Heard) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and not waiting.done():
            waiting.set_result(heard)


class Connections:
    """Where connections that several clients share, as an agency's software does, are kept."""

    def __init__(self, target: Target, leash: Leash | None = None) -> None:
        self._target, self._leash = target, leash
        self._free: list[Connection] = []

    def fresh(self) -> Connection:
        return Connection(self._target, self._leash)

    def shared(self) -> Connection:
        while self._free:
            if (free := self._free.pop()).open:
                return free
        return self.fresh()

    def back(self, connection: Connection) -> None:
        if connection.open:
            self._free.append(connection)

    def close(self) -> None:
        while self._free:
            with suppress(OSError):
                self._free.pop().close()


def _bytes(ask: Ask, named: str) -> bytes:
    head = [f"{ask.method} {ask.path} HTTP/1.1", f"host: {named}"]
    head += [f"{name}: {value}" for name, value in ask.headers]
    if ask.body or ask.method == "POST":
        head.append(f"content-length: {len(ask.body)}")
    return "\r\n".join([*head, "", ""]).encode() + ask.body
