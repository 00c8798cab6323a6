"""What a log asks a witness (C2SP tlog-witness, add-checkpoint): from which size, by which proof."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence

import msgspec

from bumang.evidence import note
from bumang.evidence.note import NotANoteError, Note

_MOST_HASHES = 63


class AddCheckpoint(msgspec.Struct, frozen=True):
    """`before` is the size that the proof `path` begins from."""

    before: int
    path: tuple[bytes, ...]
    checkpoint: Note

    def __str__(self) -> str:
        path = "".join(f"{b64encode(one).decode()}\n" for one in self.path)
        return f"old {self.before}\n{path}\n{self.checkpoint}"


def read(body: bytes) -> AddCheckpoint:
    """Raises `NotANoteError` when it is not written as the protocol says."""
    head, blank, checkpoint = body.partition(b"\n\n")
    first, *rest = head.split(b"\n")
    size = first.removeprefix(b"old ")
    if not blank or not first.startswith(b"old ") or not size.isdigit() or len(size) > 19:
        raise NotANoteError("the first line must be `old` and a size")
    found = AddCheckpoint(int(size), _hashes(rest), note.read(checkpoint))
    if str(found).encode() != body:
        raise NotANoteError("the request is not written as it must be")
    return found


def _hashes(lines: Sequence[bytes]) -> tuple[bytes, ...]:
    try:
        found = tuple(b64decode(line, validate=True) for line in lines)
    except ValueError:
        raise NotANoteError("a hash of the proof is not base64") from None
    if len(found) > _MOST_HASHES or any(len(one) != 32 for one in found):
        raise NotANoteError("the proof is not one of hashes")
    return found
