"""The kept times of everyone, shared by all web processes of an instance: one file in memory.

Nobody has a slot of their own: a keyed hash gives everyone two of them, and the earlier of their
times counts (a count-min sketch with conservative update: Estan and Varghese 2002). Only whose both
slots are others' too is held for busier than they are: with n busy at a time, about (2n / SLOTS)^2 of
all, one in 270,000 at a thousand. They wait for a quota that is partly another's; nothing else
happens to them, and without the key nobody can choose whose slots to fill.

Two processes that decide about the same one at the same moment may both let a request in: one too
many, never one too few. A restart of the processes keeps the file.
"""

from __future__ import annotations

import mmap
import os
from hashlib import blake2b
from pathlib import Path
from struct import Struct

from bumang.gate.quota.gcra import SECOND

SLOTS = 1 << 20
LONGEST = 3600 * SECOND
"""No window is longer: a time further ahead was left by a clock that has begun anew since."""
_BYTES = 8
_PAIR = Struct("=II")

Pair = tuple[int, int]


class Table:
    """`key` is secret and the same in all processes of the instance."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._key = key
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.ftruncate(file, SLOTS * _BYTES)  # sparse: what is not used takes no room
            self._times = memoryview(mmap.mmap(file, SLOTS * _BYTES)).cast("q")
        finally:
            os.close(file)

    def slots(self, name: str) -> Pair:
        """The two slots of someone."""
        digest = blake2b(name.encode(), digest_size=8, key=self._key, person=b"quota").digest()
        one, other = _PAIR.unpack(digest)
        return one % SLOTS, other % SLOTS

    def read(self, slots: Pair) -> int:
        """The kept time: the earlier of the two."""
        one, other = slots
        return min(self._times[one], self._times[other])

    def write(self, slots: Pair, until: int) -> None:
        """Keep a time. A later one that another left there stays, unless it is of another boot."""
        for slot in slots:
            if not until <= self._times[slot] <= until + LONGEST:
                self._times[slot] = until
