"""Signed notes (C2SP signed-note): a text, a blank line, a line for each signature.

A signature line is `— name base64(key ID ‖ signature)`. A key ID is four bytes of a hash over name,
kind and public key: it finds the key, and proves nothing.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Protocol

import msgspec

_MOST_SIGNATURES = 32
_MOST_BYTES = 256 * 1024
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NotANoteError(ValueError):
    """The text is not a signed note, or a signature that had to hold does not."""


class Line(msgspec.Struct, frozen=True):
    """One signature as it stands in a note; `signature` is raw, without the key ID."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"— {self.name} {b64encode(self.key_id + self.signature).decode()}\n"


class Note(msgspec.Struct, frozen=True):
    """`text` ends with a line feed; the blank line belongs to neither."""

    text: str
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.lines))}"


class Signer(Protocol):
    """A private key with its name."""

    def line(self, text: str) -> Line: ...


class Verifier(Protocol):
    """A public key with its name."""

    @property
    def name(self) -> str: ...

    @property
    def key_id(self) -> bytes: ...

    def holds(self, text: str, signature: bytes) -> bool: ...


def key_id(name: str, kind: bytes, public_key: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + kind + public_key).digest()[:4]


def signed(text: str, signers: Sequence[Signer]) -> Note:
    return Note(text, tuple(signer.line(text) for signer in signers))


@lru_cache(maxsize=8)
def read(document: bytes) -> Note:
    """Only the one writing of a note that is its own. Raises `NotANoteError`.

    Proofs that were fetched together bring the same note: it is read once.
    """
    if len(document) > _MOST_BYTES:
        raise NotANoteError("the note is too long")
    try:
        whole = document.decode()
    except UnicodeDecodeError:
        raise NotANoteError("the note is not UTF-8") from None
    text, blank, signatures = whole.rpartition("\n\n")
    if not blank or _CONTROL.search(whole):
        raise NotANoteError("the note has no blank line before its signatures")
    note = Note(f"{text}\n", read_lines(signatures))
    if not note.lines or str(note) != whole:
        raise NotANoteError("the note is not written as a signed note is")
    return note


def read_lines(signatures: str) -> tuple[Line, ...]:
    """Signature lines alone, as a witness answers. Raises `NotANoteError`."""
    found = [_line(one) for one in signatures.split("\n")[:-1]]
    if len(found) > _MOST_SIGNATURES or "".join(map(str, found)) != signatures:
        raise NotANoteError("the signature lines are not written as they must be")
    return tuple(found)


def held(note: Note, verifiers: Sequence[Verifier]) -> tuple[Verifier, ...]:
    """The known keys whose signatures are there, each once; all of them hold.

    Unknown keys are passed over. Raises `NotANoteError` when a signature of a known key is false:
    such a note is not the one that was given.
    """
    known = {(one.name, one.key_id): one for one in verifiers}
    found: dict[tuple[str, bytes], Verifier] = {}
    for line in note.lines:
        verifier = known.get((line.name, line.key_id))
        if verifier is None:
            continue
        if not verifier.holds(note.text, line.signature):
            raise NotANoteError(f"the signature of {line.name} does not hold")
        found[line.name, line.key_id] = verifier
    return tuple(found.values())


def _line(text: str) -> Line:
    dash, _, rest = text.partition(" ")
    name, space, encoded = rest.partition(" ")
    if dash != "—" or not name or not space or "+" in name:
        raise NotANoteError("a signature line does not name its key")
    try:
        raw = b64decode(encoded, validate=True)
    except ValueError:
        raise NotANoteError("a signature is not base64") from None
    if len(raw) < 5:
        raise NotANoteError("a signature is too short")
    return Line(name, raw[:4], raw[4:])
