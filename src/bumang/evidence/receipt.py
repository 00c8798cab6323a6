"""The receipt 受理回执: what it holds, what is hashed, what is signed.

The leaf of an entry is the hash of its lines (`leaf`); a signature is over a batch's lines
(`statement`); the tree is that of RFC 6962.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

import msgspec

from bumang.evidence import merkle
from bumang.evidence.signing import ALGORITHM, SigningKey
from bumang.kernel import receipt_number
from bumang.kernel.clock import CHINA

FORMAT = "bumang-receipt-1"


class Signature(msgspec.Struct, frozen=True):
    """One signature of a batch's statement; `signature` is base64."""

    algorithm: str
    key_id: str
    signature: str


class Batch(msgspec.Struct, frozen=True):
    """The group commit that an entry was stored with."""

    log: int
    first_seq: int
    size: int
    sealed_at: str
    root: str


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A receipt, as its JSON. Times are ISO 8601 in China's zone; hashes and the salt are hex.

    `content_sha256` is the hash of salt and content together, so that it tells nothing about the
    content to anyone who does not hold the receipt.
    """

    format: str
    number: str
    item: str
    accepted_at: str
    seq: int
    salt: str
    content_sha256: str
    batch: Batch
    proof: tuple[str, ...]
    signatures: tuple[Signature, ...]


class Entry(msgspec.Struct, frozen=True):
    """What is stored of one submission and goes into its leaf. `content` as accepted, byte for byte."""

    number: int
    item: str
    accepted_at: datetime
    salt: bytes
    content: bytes


class Seal(msgspec.Struct, frozen=True):
    """What is stored of one batch: enough to make every receipt of it again."""

    log: int
    first_seq: int
    sealed_at: datetime
    leaves: tuple[bytes, ...]
    signatures: tuple[Signature, ...]


def moment(when: datetime) -> str:
    return when.astimezone(CHINA).isoformat(timespec="microseconds")


def content_hash(salt: bytes, content: bytes) -> bytes:
    return sha256(salt + content).digest()


def leaf(
    number: str, item: str, accepted_at: str, log: int, seq: int, salt: str, content_sha256: str
) -> bytes:
    """The leaf hash of an entry. No field can hold a line feed, so the lines are unambiguous."""
    lines = f"{FORMAT}\n{number}\n{item}\n{accepted_at}\n{log}\n{seq}\n{salt}\n{content_sha256}\n"
    return merkle.leaf_hash(lines.encode())


def entry_leaf(entry: Entry, log: int, seq: int) -> bytes:
    return leaf(
        receipt_number.show(entry.number),
        entry.item,
        moment(entry.accepted_at),
        log,
        seq,
        entry.salt.hex(),
        content_hash(entry.salt, entry.content).hex(),
    )


def statement(batch: Batch) -> bytes:
    """What the keys sign: which batch of which log has which root."""
    return (
        f"bumang-batch-1\n{batch.log}\n{batch.first_seq}\n{batch.size}\n"
        f"{batch.sealed_at}\n{batch.root}\n"
    ).encode()


def seal(
    log: int, first_seq: int, sealed_at: datetime, entries: Sequence[Entry], key: SigningKey
) -> Seal:
    """Close a batch over its entries and sign it."""
    leaves = tuple(entry_leaf(entry, log, first_seq + i) for i, entry in enumerate(entries))
    batch = _batch(log, first_seq, sealed_at, leaves, merkle.root(merkle.tree(leaves)))
    signature = b64encode(key.sign(statement(batch))).decode()
    return Seal(log, first_seq, sealed_at, leaves, (Signature(ALGORITHM, key.key_id, signature),))


def receipts(sealed: Seal, entries: dict[int, Entry]) -> dict[int, bytes]:
    """The receipts' JSON for some entries of a batch, by place in it.

    The same stored rows always give the same bytes.
    """
    levels = merkle.tree(sealed.leaves)
    batch = _batch(
        sealed.log, sealed.first_seq, sealed.sealed_at, sealed.leaves, merkle.root(levels)
    )
    encode = msgspec.json.Encoder().encode
    return {
        position: encode(
            Receipt(
                format=FORMAT,
                number=receipt_number.show(entry.number),
                item=entry.item,
                accepted_at=moment(entry.accepted_at),
                seq=sealed.first_seq + position,
                salt=entry.salt.hex(),
                content_sha256=content_hash(entry.salt, entry.content).hex(),
                batch=batch,
                proof=tuple(node.hex() for node in merkle.proof(levels, position)),
                signatures=sealed.signatures,
            )
        )
        for position, entry in entries.items()
    }


def _batch(
    log: int, first_seq: int, sealed_at: datetime, leaves: Sequence[bytes], root: bytes
) -> Batch:
    return Batch(log, first_seq, len(leaves), moment(sealed_at), root.hex())
