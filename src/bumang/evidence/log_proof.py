"""The proof that an entry is in a log (C2SP tlog-proof): its place, its path, a signed checkpoint."""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence

import msgspec

from bumang.evidence import merkle, note
from bumang.evidence.checkpoint import Checkpoint, checkpoint_of
from bumang.evidence.note import NotANoteError, Note

_FORMAT = "c2sp.org/tlog-proof@v1"
_MOST_HASHES = 63


class LogProof(msgspec.Struct, frozen=True):
    """`path` are the neighbours from the leaf to the root, lowest first."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: Note

    def __str__(self) -> str:
        return f"{self.head.decode()}\n{self.checkpoint}"

    @property
    def head(self) -> bytes:
        """All lines before the blank one."""
        return b"".join([f"{_FORMAT}\nindex {self.index}\n".encode(), *map(b2a_base64, self.path)])

    def proves(self, leaf: bytes) -> Checkpoint:
        """The checkpoint whose tree holds this leaf hash at `index`. Raises `NotANoteError`.

        Who signed the checkpoint is another question: `note.held`.
        """
        said = checkpoint_of(self.checkpoint)
        try:
            root = merkle.root_from_proof(leaf, self.index, said.size, self.path)
        except ValueError as wrong:
            raise NotANoteError(str(wrong)) from None
        if root != said.root:
            raise NotANoteError("the path does not lead to the checkpoint's root")
        return said


def read(document: bytes) -> LogProof:
    """Only the one writing of a proof. Raises `NotANoteError`."""
    head, blank, rest = document.partition(b"\n\n")
    lines = head.split(b"\n")
    if not blank or lines[0] != _FORMAT.encode() or len(lines) < 2:
        raise NotANoteError("not a proof of a log")
    index = lines[1].removeprefix(b"index ")
    if not index.isdigit() or len(index) > 19:
        raise NotANoteError("the proof does not say the entry's place")
    found = LogProof(int(index), _hashes(lines[2:]), note.read(rest))
    if found.head != head + b"\n":  # the note has been compared where it was read
        raise NotANoteError("the proof is not written as it must be")
    return found


def _hashes(lines: Sequence[bytes]) -> tuple[bytes, ...]:
    try:
        found = tuple(a2b_base64(line, strict_mode=True) for line in lines)
    except ValueError:
        raise NotANoteError("a hash of the path is not base64") from None
    if len(found) > _MOST_HASHES or any(len(one) != 32 for one in found):
        raise NotANoteError("the path is not one of hashes")
    return found
