"""A voucher 电子凭证: what is stated of a person at a moment, signed by both keys.

The body is text in a text, so that whoever checks it needs no rules of writing JSON
(docs/reference/voucher-format.md).
"""

from __future__ import annotations

from base64 import b64encode

import msgspec

from bumang.evidence.receipt import Signature
from bumang.evidence.voucher_keys import VoucherKey, VoucherKeys

FORMAT = "bumang-voucher-1"

Row = dict[str, str | int | None]
Fact = str | int | None | list[Row]


class Holder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom it is about, as printed on it."""

    name: str
    identity: str


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is signed. `issued_at` is ISO 8601 in China's zone, to the second.

    Facts whose name ends in `_fen` are amounts; a list is a table, each row with the same names.
    """

    kind: str
    number: str
    issued_at: str
    issuer: str
    holder: Holder
    facts: dict[str, Fact]


class Leaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """With the body, what the public log's commitment is made of; the salt is hex."""

    made_at: str
    salt: str


class Voucher(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A voucher as its JSON."""

    format: str
    body: str
    leaf: Leaf
    signatures: tuple[Signature, ...]


def message(body: bytes, leaf: Leaf) -> bytes:
    """What the keys sign of a whole voucher."""
    return f"{FORMAT}\n{leaf.made_at}\n{leaf.salt}\n".encode() + body


def sign(body: bytes, leaf: Leaf, keys: VoucherKeys) -> bytes:
    """The voucher's JSON, signed by both keys. `body` is a `Body` as JSON."""
    signed = message(body, leaf)
    signatures = tuple(_signature(key, signed) for key in (keys.short, keys.lasting))
    return msgspec.json.encode(Voucher(FORMAT, body.decode(), leaf, signatures))


def read(written: bytes) -> tuple[Voucher, Body]:
    """Raises `ValueError` for whatever is not exactly a voucher's JSON."""
    try:
        voucher = msgspec.json.decode(written, type=Voucher)
        body = msgspec.json.decode(voucher.body, type=Body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("not a voucher") from error
    if voucher.format != FORMAT or msgspec.json.encode(voucher) != written:
        raise ValueError("not a voucher as it is written")
    return voucher, body


def body_of(document: bytes) -> Body:
    """The signed content of a voucher that was issued here."""
    written = msgspec.json.decode(document, type=Voucher).body
    return msgspec.json.decode(written, type=Body)


def _signature(key: VoucherKey, signed: bytes) -> Signature:
    public = key.published
    made = b64encode(key.private.sign(signed)).decode()
    return Signature(public.algorithm, public.key_id, made)
