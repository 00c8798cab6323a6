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
    """`path` is decoded and begins with a slash; `query` is as sent, without its question mark.

    `client` is the address the connection came from; empty where that is not known.
    """

    method: str
    path: str
    query: str
    scheme: str
    headers: Headers
    body: Body
    client: str = ""
    gone: Callable[[], Awaitable[None]] | None = None
    """Comes to its end when the client has hung up; `None` where the server does not say."""

    @property
    def language(self) -> Language:
        """As chosen on our pages, else as the browser asks."""
        chosen = cookie(self.headers.get("cookie"), "lang")
        return language_of(chosen or self.headers.get("accept-language"))


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


def cookie(header: str, name: str) -> str:
    """The value of one cookie of a request, empty where it is not; of several, the first's."""
    sought = name + "="
    at = header.find(sought)
    while at > 0 and header[at - 1] not in " ;":
        at = header.find(sought, at + 1)
    return "" if at < 0 else header[at + len(sought) :].partition(";")[0].rstrip()


def by_https(request: Request) -> bool:
    """Whether the person came by HTTPS, to us or to the proxy before us."""
    return request.scheme == "https" or request.headers.get("x-forwarded-proto") == "https"


def cookie_name(request: Request, name: str) -> str:
    """Over HTTPS a name that no other host can have set (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-{name}" if by_https(request) else name


def kept_cookie(request: Request, name: str, value: str) -> str:
    """A `Set-Cookie` for two days; for HTTPS alone where the person came by it."""
    kept = f"{name}={value}; Path=/; Max-Age={_KEPT_SECONDS}; HttpOnly; SameSite=Lax"
    return f"{kept}; Secure" if by_https(request) else kept
