"""Which witnesses an instance asks and believes, from a TOML file.

quorum = 2

[[witness]]
url = "https://witness.example"
key = "witness.example/a+1f2e3d4c+BAx…"
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from bumang.evidence.note import NotANoteError
from bumang.evidence.note_keys import COSIGNATURE, NoteVerifier, read_verifier


class WrongWitnessesError(ValueError):
    """The file of witnesses cannot be used; the words say why."""


class Known(msgspec.Struct, frozen=True):
    """A witness: where it is asked, and by which key it is believed."""

    url: str
    verifier: NoteVerifier


class Witnesses(msgspec.Struct, frozen=True):
    """A checkpoint counts as witnessed when `quorum` of them cosigned it."""

    quorum: int = 0
    known: tuple[Known, ...] = ()


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    url: str
    key: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    quorum: int
    witness: list[_Row]


def read_witnesses(file: Path) -> Witnesses:
    """Raises `WrongWitnessesError`."""
    try:
        found = msgspec.toml.decode(file.read_bytes(), type=_File)
        known = tuple(Known(row.url.rstrip("/"), _key(row)) for row in found.witness)
    except (OSError, msgspec.MsgspecError, NotANoteError) as wrong:
        raise WrongWitnessesError(f"{file}: {wrong}") from None
    if not 0 < found.quorum <= len(known) or len({one.verifier.name for one in known}) < len(known):
        raise WrongWitnessesError(f"{file}: quorum must be 1 to the number of differing witnesses")
    return Witnesses(found.quorum, known)


def _key(row: _Row) -> NoteVerifier:
    verifier = read_verifier(row.key)
    if verifier.kind != COSIGNATURE:
        raise NotANoteError(f"the key of {row.url} is not a witness's")
    return verifier
