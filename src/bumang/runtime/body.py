"""A request's body, read within bounds: of size, of time and pace, and of all bodies together.

Whoever sends slowly holds a connection and what has come so far; a form of a few kilobytes comes
whole in one piece, and a file over a poor line still comes many times faster than the slowest pace.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined] # exported so, by comment only

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.http import Request

_SMALL = 64 * 1024
MEGABYTE = 1024 * 1024


class LaterError(Exception):
    """Too many large bodies are here at once: this one is told to come again. Nothing was done."""


class Bodies:
    """The bodies one process is reading.

    In every `window_s` seconds something must come, and `least` bytes in all; after `longest_s`
    seconds it must be here. Together those that are being read hold at most `budget` bytes.
    """

    def __init__(
        self,
        *,
        window_s: float = 20,
        least: int = 20 * 1024,
        longest_s: float = 300,
        budget: int = 256 * MEGABYTE,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._window_s, self._least, self._longest_s = window_s, least, longest_s
        self._budget = budget
        self._steady = steady
        self._held = 0

    async def read(self, declared: str, protocol: Any, largest: int) -> bytes:
        """The whole body. `protocol` is the server's (RSGI): called, it gives all of it; iterated, parts.

        Raises `InvalidInput` for one that is too large, too slow or broken off, and `LaterError`.
        """
        try:
            return await self._read(declared, protocol, largest)
        except (TimeoutError, ProtocolClosed):
            raise InvalidInput(TOO_SLOW) from None

    async def _read(self, declared: str, protocol: Any, largest: int) -> bytes:
        if declared and not (declared.isdecimal() and int(declared) <= largest):
            raise InvalidInput(_too_large(largest))
        if declared and int(declared) <= _SMALL:
            async with asyncio.timeout(self._window_s):
                whole: bytes = await protocol()
            return whole
        return await self._in_parts(protocol, largest)

    async def _in_parts(self, protocol: Any, largest: int) -> bytes:
        parts: list[bytes] = []
        size = in_window = 0
        begun = window = self._steady()
        following = aiter(protocol)
        try:
            while (part := await self._next(following)) is not None:
                parts.append(part)
                size += len(part)
                in_window += len(part)
                self._held += len(part)
                self._bounded(size, largest)
                now = self._steady()
                if now - begun > self._longest_s:
                    raise TimeoutError
                if now - window >= self._window_s:
                    if in_window < self._least:
                        raise TimeoutError
                    window, in_window = now, 0
        finally:
            self._held -= size
        return b"".join(parts)

    async def _next(self, following: Any) -> bytes | None:
        try:
            async with asyncio.timeout(self._window_s):
                # Without the default of `anext`: the server's iterator dies of it.
                part: bytes = await anext(following)
        except StopAsyncIteration:
            return None
        return part

    def _bounded(self, size: int, largest: int) -> None:
        if size > largest:
            raise InvalidInput(_too_large(largest))
        if self._held > self._budget:
            raise LaterError


async def read_before(request: Request, largest: int) -> Request:
    """The request with its body already here. Raises what reading it raises."""
    content = await request.body(largest)

    async def here(most: int) -> bytes:
        if len(content) > most:
            raise InvalidInput(_too_large(most))
        return content

    return replace(request, body=here)


def _too_large(largest: int) -> Problem:
    size = f"{largest // 1024} KB" if largest < MEGABYTE else f"{largest // MEGABYTE} MB"
    return Problem(
        "TOO_LARGE",
        Text("提交的内容太大。", "What was sent is too large."),
        Text("一次最多 {size}。", "At most {size} are taken at a time.").format(size=size),
        Text("请分成几次提交。", "Send it in parts."),
    )


TOO_SLOW = Problem(
    "BODY_TOO_SLOW",
    Text("内容没有在规定时间里传完。", "What was sent did not come in time."),
    Text(
        "网络断断续续，或者发送的程序停住了。还没有保存。",
        "The connection is unsteady, or the sending program has stopped. Nothing was stored.",
    ),
    Text(
        "请到网络好一些的地方用同一个 Idempotency-Key 再发一次，不会办两次；大文件可以分成几个。",
        "Send it again over a better connection with the same Idempotency-Key, and nothing is done twice; a large file may be split.",
    ),
)
