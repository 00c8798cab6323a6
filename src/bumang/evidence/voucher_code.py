"""The printed code of a voucher: what fits of it, signed by Ed25519 alone, in a QR code.

    signature (64 bytes) ‖ key ID (8) ‖ SHA-256 of the voucher's body (32) ‖ lines

It is written in base 32, which a QR code holds in its alphanumeric mode, behind the address of the
page that reads it; what follows `#` in an address is never sent to a server.
"""

from __future__ import annotations

from base64 import b32decode, b32encode
from collections.abc import Sequence
from hashlib import sha256

import msgspec

from bumang.evidence.voucher import Body, Fact, Holder
from bumang.evidence.voucher_keys import VoucherKeys

FORMAT = "bumang-voucher-code-1"
_SIGNATURE, _KEY, _DIGEST = 64, 8, 32
_HEAD = _SIGNATURE + _KEY + _DIGEST
# Tables too long for paper; the whole voucher has them.
_LEFT_OUT = frozenset({"periods"})


class Code(msgspec.Struct, frozen=True):
    """A code as read. `facts` are lines `name=value`, a table's row with its values between `/`."""

    signature: bytes
    key_id: str
    body_sha256: bytes
    kind: str
    number: str
    issued_at: str
    holder: Holder
    facts: tuple[tuple[str, str], ...]
    signed: bytes


def message(after_key: bytes) -> bytes:
    """What the key signs: the digest and the lines behind the format's name."""
    return f"{FORMAT}\n".encode() + after_key


def code(body: Body, written: bytes, keys: VoucherKeys) -> str:
    """The code of a voucher whose body is `written`, in base 32."""
    lines = [body.kind, body.number, body.issued_at, body.holder.name, body.holder.identity]
    lines += [f"{name}={value}" for name, value in short_facts(body.facts)]
    signed = sha256(written).digest() + "".join(f"{_plain(line)}\n" for line in lines).encode()
    key = keys.short
    raw = key.private.sign(message(signed)) + bytes.fromhex(key.published.key_id) + signed
    return b32encode(raw).decode().rstrip("=")


def short_facts(facts: dict[str, Fact]) -> list[tuple[str, str]]:
    """What of the facts the code carries."""
    found: list[tuple[str, str]] = []
    for name, value in facts.items():
        rows: Sequence[Fact | dict[str, str | int | None]] = (
            value if isinstance(value, list) else [value]
        )
        if name not in _LEFT_OUT:
            found += [(name, _value(row)) for row in rows]
    return found


def address(url: str, written: str) -> str:
    """What the QR code holds: the address that reads the code, and the code behind `#`."""
    return f"{url.rstrip('/')}/v#{written}"


def read_code(text: str) -> Code:
    """From a scanned QR code, or the code alone. Raises `ValueError` when it is none."""
    raw = _bytes(text.strip().rpartition("#")[2])
    if len(raw) <= _HEAD:
        raise ValueError("too short for a code")
    signature, key_id = raw[:_SIGNATURE], raw[_SIGNATURE : _SIGNATURE + _KEY].hex()
    signed = raw[_SIGNATURE + _KEY :]
    lines = signed[_DIGEST:].decode().split("\n")
    if len(lines) < 6 or lines.pop():
        raise ValueError("the lines are not whole")
    kind, number, issued_at, name, identity, *facts = lines
    pairs = tuple(_pair(line) for line in facts)
    holder = Holder(name, identity)
    return Code(signature, key_id, signed[:_DIGEST], kind, number, issued_at, holder, pairs, signed)


def _bytes(written: str) -> bytes:
    """Base 32 in its one writing: no padding, upper case, no spare bits."""
    raw = b32decode(written + "=" * (-len(written) % 8))
    if b32encode(raw).decode().rstrip("=") != written:
        raise ValueError("base 32 has spare bits here")
    return raw


def _pair(line: str) -> tuple[str, str]:
    name, found, value = line.partition("=")
    if not found:
        raise ValueError("a fact has a name and a value")
    return name, value


def _value(value: Fact | dict[str, str | int | None]) -> str:
    if isinstance(value, dict):
        return "/".join(_value(one) for one in value.values())
    return "" if value is None else str(value)


def _plain(line: str) -> str:
    return line.replace("\n", " ")
