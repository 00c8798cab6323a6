"""A request without a server."""

from __future__ import annotations

from bumang.runtime.http import Request


class _NoFields:
    def get(self, name: str, default: str = "", /) -> str:
        return default

    def items(self) -> list[tuple[str, str]]:
        return []


async def _nothing(_: int) -> bytes:
    return b""


def asked(path: str) -> Request:
    return Request("GET", path, "", "http", _NoFields(), _nothing)
