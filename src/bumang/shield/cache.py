"""What may be kept of an answer for everyone, and for how long; pure.

Kept is a GET's 200 without `Set-Cookie`, that does not say `private` or `no-store`, and that differs
by nothing but what the key holds (RFC 9111, 3 and 4.1).
"""

from __future__ import annotations

from collections import OrderedDict

import msgspec

from bumang.shield.headers import Fields, header

LARGEST = 1024**2
_ALL = 64 * 1024**2
_OVERHEAD = 2048
"""Bytes that one entry costs beside its body."""
_KEYED = frozenset({"accept-encoding", "accept-language"})
_NOT_KEPT = frozenset({"private", "no-store", "no-cache"})

Key = tuple[str, ...]


class Kept(msgspec.Struct, frozen=True):
    """An answer as it came, at the steady time `at`."""

    fields: tuple[tuple[str, str], ...]
    body: bytes
    at: float

    def header(self, name: str) -> str:
        return header(self.fields, name)


def may_be_kept(status: int, fields: Fields) -> bool:
    said = {name.lower(): value.lower() for name, value in fields}
    directives = {
        part.partition("=")[0].strip() for part in said.get("cache-control", "").split(",")
    }
    varies = {part.strip() for part in said.get("vary", "").split(",") if part.strip()}
    return (
        status == 200
        and "set-cookie" not in said
        and not directives & _NOT_KEPT
        and varies <= _KEYED
    )


class Cache:
    """Bounded in bytes; what was not asked for longest goes first."""

    def __init__(self, largest: int = _ALL) -> None:
        self._largest = largest
        self._size = 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, key: Key, now: float, seconds: float) -> Kept | None:
        """What is kept and not older than `seconds`."""
        found = self._kept.get(key)
        if found is None or now - found.at > seconds:
            return None
        self._kept.move_to_end(key)
        return found

    def put(self, key: Key, kept: Kept) -> None:
        self._drop(key)
        self._kept[key] = kept
        self._size += _weight(kept)
        while self._size > self._largest:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        if before := self._kept.pop(key, None):
            self._size -= _weight(before)


def _weight(kept: Kept) -> int:
    return len(kept.body) + _OVERHEAD
