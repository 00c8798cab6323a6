"""The receipt 受理回执: what it holds, what is hashed, what is signed.

An entry's lines are hashed to its commitment, which is all that the public log holds of it; the
leaf is the hash of the commitment, in the tree of RFC 6962; a signature is over a batch's lines.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
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


class Written(msgspec.Struct, frozen=True):
    """An entry as its receipt writes it and its leaf hashes it: text without line feeds."""

    number: str
    item: str
    accepted_at: str
    salt: str
    content_sha256: str


class Seal(msgspec.Struct, frozen=True):
    """One batch closed: `levels` are the hashes of its tree, the leaves first, the root last."""

    batch: Batch
    commitments: tuple[bytes, ...]
    levels: merkle.Levels
    signatures: tuple[Signature, ...]


def moment(when: datetime) -> str:
    return when.astimezone(CHINA).isoformat(timespec="microseconds")


def content_hash(salt: bytes, content: bytes) -> bytes:
    return sha256(salt + content).digest()


def write(number: int, item: str, accepted_at: datetime, salt: bytes, content: bytes) -> Written:
    """`content` as accepted, byte for byte; `number` the 55 bits."""
    return Written(
        receipt_number.show(number),
        item,
        moment(accepted_at),
        salt.hex(),
        content_hash(salt, content).hex(),
    )


def commitment(entry: Written, log: int, seq: int) -> bytes:
    """32 bytes that tell nothing to whoever does not know the salt, and fit this entry alone.

    No field can hold a line feed, so the lines are unambiguous.
    """
    lines = (
        f"{FORMAT}\n{entry.number}\n{entry.item}\n{entry.accepted_at}\n{log}\n{seq}\n"
        f"{entry.salt}\n{entry.content_sha256}\n"
    )
    return sha256(lines.encode()).digest()


def statement(batch: Batch) -> bytes:
    """What the keys sign: which batch of which log has which root."""
    return (
        f"bumang-batch-1\n{batch.log}\n{batch.first_seq}\n{batch.size}\n"
        f"{batch.sealed_at}\n{batch.root}\n"
    ).encode()


def seal(
    log: int, first_seq: int, sealed_at: datetime, entries: Sequence[Written], key: SigningKey
) -> Seal:
    """Close a batch over its entries and sign it."""
    committed = tuple(commitment(entry, log, first_seq + i) for i, entry in enumerate(entries))
    levels = merkle.tree([merkle.leaf_hash(one) for one in committed])
    batch = _batch(log, first_seq, sealed_at, levels)
    key_id, signature = key.signed(statement(batch))
    made = Signature(ALGORITHM, key_id, b64encode(signature).decode())
    return Seal(batch, committed, levels, (made,))


def stored_seal(
    log: int,
    first_seq: int,
    sealed_at: datetime,
    commitments: Sequence[bytes],
    signatures: tuple[Signature, ...],
) -> Seal:
    """A batch as it was sealed, from what is stored of it."""
    levels = merkle.tree([merkle.leaf_hash(one) for one in commitments])
    batch = _batch(log, first_seq, sealed_at, levels)
    return Seal(batch, tuple(commitments), levels, signatures)


def receipts(sealed: Seal, entries: Mapping[int, Written]) -> dict[int, bytes]:
    """The receipts' JSON for some entries of a batch, by place in it.

    The same stored rows always give the same bytes.
    """
    shown = _hex(sealed.levels) if len(entries) > 1 else None
    encode = msgspec.json.Encoder().encode
    return {
        position: encode(
            Receipt(
                format=FORMAT,
                number=entry.number,
                item=entry.item,
                accepted_at=entry.accepted_at,
                seq=sealed.batch.first_seq + position,
                salt=entry.salt,
                content_sha256=entry.content_sha256,
                batch=sealed.batch,
                proof=_proof(sealed, shown, position),
                signatures=sealed.signatures,
            )
        )
        for position, entry in entries.items()
    }


def _hex(levels: merkle.Levels) -> list[list[str]]:
    """Every node written once, however many proofs it stands in."""
    return [[node.hex() for node in level] for level in levels]


def _proof(sealed: Seal, shown: list[list[str]] | None, position: int) -> tuple[str, ...]:
    if shown is None:
        return tuple(node.hex() for node in merkle.proof(sealed.levels, position))
    return tuple(merkle.proof(shown, position))


def _batch(log: int, first_seq: int, sealed_at: datetime, levels: merkle.Levels) -> Batch:
    return Batch(log, first_seq, len(levels[0]), moment(sealed_at), merkle.root(levels).hex())
