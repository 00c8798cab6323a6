"""Checkpoints (C2SP tlog-checkpoint): a log's name, its size and its root, signed as a note."""

from __future__ import annotations

from base64 import b64decode, b64encode

import msgspec

from bumang.evidence.note import NotANoteError, Note


class Checkpoint(msgspec.Struct, frozen=True):
    """The tree of the log `origin` when it had `size` leaves; `root` is 32 raw bytes."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def checkpoint_of(note: Note) -> Checkpoint:
    """What a note says as a checkpoint; lines beyond the third are refused, nobody checks them.

    Raises `NotANoteError`.
    """
    lines = note.text.split("\n")
    if len(lines) != 4 or not lines[0]:
        raise NotANoteError("a checkpoint has three lines: origin, size, root")
    try:
        found = Checkpoint(lines[0], int(lines[1]), b64decode(lines[2], validate=True))
    except ValueError:
        raise NotANoteError("the checkpoint's size or root cannot be read") from None
    if found.text != note.text or found.size < 0 or len(found.root) != 32:
        raise NotANoteError("the checkpoint is not written as it must be")
    return found
