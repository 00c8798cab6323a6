"""Header fields on their way through: what stays here, what is added, what is rewritten. Pure.

Hop-by-hop fields and those that `Connection` names end here (RFC 9110, 7.6.1); a gateway names
itself in `Via` (7.6.3).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

Fields = list[tuple[str, str]]

_HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_SAID_ANEW = frozenset({"host", "content-length", "expect", "forwarded"})
_FORWARDED = frozenset({"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"})
_OURS = ("bumang-", "__Host-bumang-")
"""Cookies and header fields of the waiting room are no business of the old system."""
_VIA = "1.1 bumang"


def header(fields: Iterable[tuple[str, str]], name: str) -> str:
    """The first value of a field, whatever capitals its name is written in; empty: it is not there."""
    return next((value for field, value in fields if field.lower() == name), "")


def end_to_end(fields: Iterable[tuple[str, str]]) -> Fields:
    """Without what is for this connection only."""
    kept = list(fields)
    named = {
        name.strip().lower()
        for field, value in kept
        if field.lower() == "connection"
        for name in value.split(",")
    }
    return [one for one in kept if one[0].lower() not in _HOP_BY_HOP | named]


@dataclass(frozen=True)
class Visitor:
    """Who asks, as the connection tells: its address, how it came, the host it named."""

    address: str
    scheme: str
    host: str


def to_upstream(
    fields: Iterable[tuple[str, str]], visitor: Visitor, *, host: str, trusted: Sequence[str]
) -> Fields:
    """What the old system is asked with; `host` is the one it is told."""
    believed = believes(visitor.address, trusted)
    kept: Fields = []
    for name, value in end_to_end(fields):
        lower = name.lower()
        if lower in _SAID_ANEW or lower in _FORWARDED or lower.startswith(_OURS):
            continue
        if lower == "cookie":
            value = without_our_cookies(value)  # noqa: PLW2901
            if not value:
                continue
        kept.append((name, sendable(value)))
    kept.append(("Host", host))
    kept += _forwarded(list(fields), visitor, believed)
    kept.append(("Via", _VIA))
    return kept


def believes(address: str, trusted: Sequence[str]) -> bool:
    """Whether what a connection from `address` says of others is believed."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in ipaddress.ip_network(network) for network in trusted)


def _forwarded(fields: Fields, visitor: Visitor, believed: bool) -> Fields:
    said = {name.lower(): value for name, value in fields} if believed else {}
    before = [value for name, value in fields if believed and name.lower() == "x-forwarded-for"]
    return [
        ("X-Forwarded-For", ", ".join([*before, visitor.address])),
        ("X-Forwarded-Proto", said.get("x-forwarded-proto", visitor.scheme)),
        ("X-Forwarded-Host", said.get("x-forwarded-host", visitor.host)),
    ]


def without_our_cookies(header: str) -> str:
    parts = (part.strip() for part in header.split(";"))
    return "; ".join(part for part in parts if part and not part.startswith(_OURS))


def to_visitor(fields: Iterable[tuple[str, str]], upstream: str) -> Fields:
    """What the visitor gets; `upstream` is the old system's origin, which nobody outside can use."""
    inside = urlsplit(upstream)
    kept: Fields = []
    for name, value in end_to_end(fields):
        lower = name.lower()
        if lower in {"location", "content-location"}:
            kept.append((name, _outside(value, upstream)))
        elif lower == "set-cookie":
            kept.append((name, sendable(_for_any_host(value, inside.hostname or ""))))
        elif lower != "content-length":
            kept.append((name, sendable(value)))
    return kept


def _outside(value: str, upstream: str) -> str:
    """An address of the old system as one of ours: its path alone, which a browser completes."""
    plain = quote(value.encode("utf-8", "surrogateescape"), safe="%/:?#[]@!$&'()*+,;=~-._")
    there, inside = urlsplit(plain), urlsplit(upstream)
    if (there.scheme, there.netloc.lower()) != (inside.scheme, inside.netloc.lower()):
        return plain
    return (there._replace(scheme="", netloc="").geturl()) or "/"


def _for_any_host(cookie: str, host: str) -> str:
    """A cookie that names the old system's own host would be refused by the browser."""
    parts = [part.strip() for part in cookie.split(";")]
    kept = [part for part in parts if part.lower().lstrip() != f"domain={host}"]
    return "; ".join(kept)


def sendable(value: str) -> str:
    """Bytes that are not UTF-8 (old systems write names of files in GBK) as the text they mean."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogateescape").decode("gb18030", "replace")
    return value
