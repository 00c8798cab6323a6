"""A request as the edge sees it, whatever server and protocol it came by."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from bumang.api.problem_json import language_of
from bumang.kernel.text import Language


class Headers(Protocol):
    """Header fields; names are lower case. A field whose value is not text is not there."""

    def get(self, name: str, default: str = "", /) -> str: ...

    def items(self) -> Iterable[tuple[str, str]]: ...


Body = Callable[[int], Awaitable[bytes]]
"""Reads the whole body, at most the given number of bytes of it.

Raises `InvalidInput` when there is more; nothing beyond the bound is kept in memory.
"""


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is decoded and begins with a slash; `query` is as sent, without its question mark."""

    method: str
    path: str
    query: str
    scheme: str
    headers: Headers
    body: Body

    @property
    def language(self) -> Language:
        return language_of(self.headers.get("accept-language"))
