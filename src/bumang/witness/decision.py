"""Whether a witness cosigns: pure, from what it saw last and what it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

import msgspec

from bumang.evidence import merkle, note
from bumang.evidence.add_checkpoint import AddCheckpoint
from bumang.evidence.checkpoint import Checkpoint, checkpoint_of
from bumang.evidence.note import NotANoteError
from bumang.evidence.note_keys import NoteVerifier


class Verdict(Enum):
    """With the HTTP status that the protocol gives each."""

    COSIGN = 200
    MALFORMED = 400
    NOT_SIGNED = 403
    UNKNOWN_LOG = 404
    OTHER_SIZE = 409
    """The log begins from another size than the witness saw: it is told which."""
    FORKED = 410
    """The same size with another root: two trees under one name. Answered as 409."""
    NOT_CONSISTENT = 422
    """The proof does not show that the log went on: answered as such, and kept as evidence."""


class Seen(msgspec.Struct, frozen=True):
    """The last checkpoint of a log that the witness cosigned; size 0 before the first."""

    size: int = 0
    root: bytes = merkle.EMPTY


def log_of(asked: AddCheckpoint) -> str:
    """The log's name as it stands in the request. Raises `NotANoteError`."""
    return checkpoint_of(asked.checkpoint).origin


def decide(
    asked: AddCheckpoint, keys: Sequence[NoteVerifier], seen: Seen
) -> tuple[Verdict, Checkpoint]:
    """`keys` are those of the log; all of them must have signed, and none falsely.

    Raises `NotANoteError` when the note is no checkpoint.
    """
    said = checkpoint_of(asked.checkpoint)
    if not keys:
        return Verdict.UNKNOWN_LOG, said
    try:
        signed = set(note.held(asked.checkpoint, keys)) == set(keys)
    except NotANoteError:
        signed = False
    return _verdict(asked, said, seen, signed), said


def _verdict(asked: AddCheckpoint, said: Checkpoint, seen: Seen, signed: bool) -> Verdict:
    if not signed:
        return Verdict.NOT_SIGNED
    if asked.before > said.size:
        return Verdict.MALFORMED
    if said.size == seen.size and said.root != seen.root:
        return Verdict.FORKED
    if asked.before != seen.size:
        return Verdict.OTHER_SIZE
    goes_on = merkle.goes_on(seen.size, said.size, seen.root, said.root, asked.path)
    return Verdict.COSIGN if goes_on else Verdict.NOT_CONSISTENT
