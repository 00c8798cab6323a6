"""Which crowd a request belongs to: a keyed hash of where it comes from, coarsely, and its manner.

The key of the hash is made anew at each start and never written, so that what is left of a crowd says
nothing to anyone; it is never joined with anything of a person. The address alone is never enough: the same address with another kind of browser is another crowd.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address

from bumang.runtime.http import Headers, Request

KEY_VARIABLE = "BUMANG_CROWD_KEY"
"""Set for the web processes of an instance by what starts them: 32 bytes in hexadecimal."""
_TRAITS = ("accept", "accept-encoding", "user-agent")
_PRESENT = ("sec-fetch-mode", "sec-ch-ua", "priority")


def crowd_of(request: Request, key: bytes, proxies: int) -> bytes:
    """Eight bytes. `proxies` is how many of our own stand before us and say who asked them."""
    return _hashed(key, _address(request, proxies), *_manner(request.headers))


@lru_cache(maxsize=10_000)
def _hashed(key: bytes, address: str, *manner: str | bool) -> bytes:
    said = "\n".join([neighbourhood(address), *map(str, manner)]).encode("utf-8", "replace")
    return blake2b(said, digest_size=8, key=key, person=b"crowd").digest()


@lru_cache(maxsize=10_000)
def neighbourhood(address: str) -> str:
    """The first 24 bits of an IPv4 address, 56 of an IPv6 address; empty for what is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is None:
            return found.packed[:7].hex()
        found = found.ipv4_mapped
    return found.packed[:3].hex()


def _address(request: Request, proxies: int) -> str:
    """The last `proxies` entries of the field are written by ours; what stands before may be made up."""
    if not proxies:
        return request.client
    told = request.headers.get("x-forwarded-for").split(",")
    return told[-proxies].strip() if len(told) >= proxies else request.client


def _manner(headers: Headers) -> tuple[str | bool, ...]:
    told = [headers.get(name)[:100] for name in _TRAITS]
    return (*told, *[bool(headers.get(name)) for name in _PRESENT])
