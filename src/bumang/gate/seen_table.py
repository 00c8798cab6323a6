"""What the web processes of an instance see of crowds, places and visits, together: one file in memory.

A record is found by a hash of its name in one of two slots; when both are others', the one that was
touched longest ago is forgotten, which makes nobody doubtful. Two processes that add to the same
number at the same moment may lose one of the two; the numbers fade and are compared as shares.
Nothing here says who anyone is: names are hashed, those of crowds with a key that is never written.
"""

from __future__ import annotations

import mmap
import os
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

CROWDS, TICKETS, VISITS = 1 << 16, 1 << 17, 1 << 16
_CELL_BYTES = 8
_TAG, _AT, FIRST = 0, 1, 2
"""A record's cells: its name's hash, the steady time it was last touched, then what is kept."""
_OTHER_BOOT_SECONDS = 1.0
"""A time further ahead was left by a steady clock that has begun anew since."""


class Records:
    """So many records of `kept` numbers each. `find` and `take` give where a record's cells begin."""

    def __init__(self, memory: memoryview, slots: int, kept: int) -> None:
        self.cells: memoryview[float] = memory.cast("d")
        self._tags = memory.cast("q")
        self._slots, self._size = slots, FIRST + kept

    @staticmethod
    def size(slots: int, kept: int) -> int:
        """In bytes."""
        return slots * (FIRST + kept) * _CELL_BYTES

    def find(self, name: bytes, now: float) -> int | None:
        tag, tags, cells = _tag(name), self._tags, self.cells
        base = tag % self._slots * self._size
        if tags[base] != tag:
            base = (tag >> 32) % self._slots * self._size
        if tags[base] != tag or cells[base + _AT] > now + _OTHER_BOOT_SECONDS:
            return None
        cells[base + _AT] = now
        return base

    def seen_at(self, name: bytes, now: float) -> float | None:
        """When it was touched, which this does not."""
        tag = _tag(name)
        for base in self._bases(tag):
            at = float(self.cells[base + _AT])
            if self._tags[base] == tag and at <= now + _OTHER_BOOT_SECONDS:
                return at
        return None

    def take(self, name: bytes, now: float) -> int:
        """The record, made anew with zeros where it is not there."""
        found = self.find(name, now)
        return self._anew(name, now) if found is None else found

    def _anew(self, name: bytes, now: float) -> int:
        tag = _tag(name)
        base = min(self._bases(tag), key=lambda at: self._age(at, now))
        self._tags[base] = tag
        self.cells[base + _AT] = now
        for cell in range(base + FIRST, base + self._size):
            self.cells[cell] = 0.0
        return base

    def forget(self, name: bytes, now: float) -> None:
        base = self.find(name, now)
        if base is not None:
            self._tags[base] = 0

    def _bases(self, tag: int) -> tuple[int, int]:
        return tag % self._slots * self._size, (tag >> 32) % self._slots * self._size

    def _age(self, base: int, now: float) -> float:
        """When it was touched; before everything where it is nobody's."""
        at = self.cells[base + _AT]
        return -1.0 if self._tags[base] == 0 or at > now + _OTHER_BOOT_SECONDS else at


class SeenTable:
    """`path` is the same in all processes of an instance; `None`: this process's alone."""

    def __init__(self, crowd: int, ticket: int, path: Path | None = None) -> None:
        """`crowd` and `ticket` are how many numbers are kept of one; a visit has its time alone."""
        kinds = ((CROWDS, crowd), (TICKETS, ticket), (VISITS, 0))
        sizes = [Records.size(*kind) for kind in kinds]
        whole = memoryview(_mapped(sum(sizes), path))
        made, at = [], 0
        for kind, size in zip(kinds, sizes, strict=True):
            made.append(Records(whole[at : at + size], *kind))
            at += size
        self.crowds, self.tickets, self.visits = made


def _mapped(size: int, path: Path | None) -> mmap.mmap:
    if path is None:
        return mmap.mmap(-1, size)
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.ftruncate(file, size)  # sparse: what is not used takes no room
        return mmap.mmap(file, size)
    finally:
        os.close(file)


@lru_cache(maxsize=50_000)
def _tag(name: bytes) -> int:
    """Never zero, which is nobody's."""
    return int.from_bytes(blake2b(name, digest_size=8).digest(), "big", signed=True) or 1
