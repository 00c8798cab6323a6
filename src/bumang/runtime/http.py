"""A request and an answer, whatever server and protocol they came by."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import msgspec

from bumang.kernel.answers import Kind
from bumang.kernel.text import Language

JSON = "application/json"
PROBLEM = "application/problem+json"
_KEPT_SECONDS = 2 * 86_400


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


class Wire(msgspec.Struct, frozen=True):
    """One HTTP response. `kind` is the answer it stands for, where the status does not say."""

    status: int
    media_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    kind: Kind | None = None


def language_of(accept_language: str) -> Language:
    """Chinese unless English is asked for first."""
    return "en" if accept_language.strip().lower().startswith("en") else "zh"


def cookies(header: str) -> dict[str, str]:
    """The cookies of a request by name; of several with one name, the first."""
    found: dict[str, str] = {}
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        found.setdefault(name, value)
    return found


def kept_cookie(request: Request, name: str, value: str) -> str:
    """A `Set-Cookie` for two days; for HTTPS alone where the person came by it."""
    kept = f"{name}={value}; Path=/; Max-Age={_KEPT_SECONDS}; HttpOnly; SameSite=Lax"
    by_https = "https" in {request.scheme, request.headers.get("x-forwarded-proto")}
    return f"{kept}; Secure" if by_https else kept
