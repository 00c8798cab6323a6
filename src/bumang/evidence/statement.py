"""A statement 存证: what was decided, paid, issued or ordered; its leaf is a salted commitment.

`body` is text (JSON): what is stated. The public log holds the commitment alone, which tells nothing
to whoever does not know the salt.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import msgspec

from bumang.evidence.receipt import content_hash, moment

FORMAT = "bumang-statement-1"
LOG = "core"
"""The public log of all statements: `name/log/core`."""


class Statement(msgspec.Struct, frozen=True):
    """`kind` and `subject` together name one statement; neither holds a line feed."""

    kind: str
    subject: str
    body: bytes


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statement as its holder gets it, as JSON. The time is ISO 8601 in China's zone, the salt hex.

    `body` stands as text in a text, so that whoever hashes it needs no rules of writing JSON.
    """

    format: str
    kind: str
    subject: str
    made_at: str
    salt: str
    body: str


def commitment(said: Statement, made_at: str, salt: bytes) -> bytes:
    """The 32 bytes that are the leaf's entry; `made_at` as the document writes it."""
    lines = (
        f"{FORMAT}\n{said.kind}\n{said.subject}\n{made_at}\n{salt.hex()}\n"
        f"{content_hash(salt, said.body).hex()}\n"
    )
    return sha256(lines.encode()).digest()


def document(said: Statement, made_at: datetime, salt: bytes) -> bytes:
    return msgspec.json.encode(
        Document(FORMAT, said.kind, said.subject, moment(made_at), salt.hex(), said.body.decode())
    )
