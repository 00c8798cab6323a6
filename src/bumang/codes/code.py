"""The code's bytes: a grant that the instance signed, and a window that the device signed.

docs/reference/code-format.md is the truth about the layout; all numbers are big-endian.
"""

from __future__ import annotations

import struct

import msgspec

from bumang.codes import base45

PREFIX = "BM1:"
LONGEST = 311
"""Alphanumeric characters of a QR code of version 10 at level M (ISO/IEC 18004, table 7)."""

VERSION = 1
GRANT_BYTES = 67
_SIGNATURE_BYTES = 64
_LAYOUT = struct.Struct(">BB4sHHH16sIH33s")
_SIGNED_GRANT = b"bumang-code-grant-1\n"
_SIGNED_CODE = b"bumang-code-1\n"
_HALF_ORDER = 0x7FFFFFFF800000007FFFFFFFFFFFFFFFDE737D56D38BCF4279DCE5617E3192A8


class NotACodeError(ValueError):
    """The text is not a code, or not the one writing of it."""


class Grant(msgspec.Struct, frozen=True):
    """What the instance lets a device say, for one service and a stretch of windows.

    `issuer` names the instance's key. `asks` are the bits of the attributes that the person agreed
    to; `says` those of them whose answer was yes when it was given. `pseudonym` is the person's for
    this service alone. `windows` from `first` on it is good. `device_key` is a point of P-256,
    compressed. `by_server`: the instance holds the device's key for a browser without scripts.
    """

    issuer: bytes
    service: int
    asks: int
    says: int
    pseudonym: bytes
    first: int
    windows: int
    device_key: bytes
    by_server: bool = False

    def holds_in(self, window: int) -> bool:
        return self.first <= window < self.first + self.windows


class SignedGrant(msgspec.Struct, frozen=True):
    grant: Grant
    signature: bytes


class Code(msgspec.Struct, frozen=True):
    """One window's code. `signature` is the device's: r and s, with s in the lower half."""

    signed: SignedGrant
    window: int
    signature: bytes


def grant_bytes(grant: Grant) -> bytes:
    return _LAYOUT.pack(
        VERSION,
        grant.by_server,
        grant.issuer,
        grant.service,
        grant.asks,
        grant.says,
        grant.pseudonym,
        grant.first,
        grant.windows,
        grant.device_key,
    )


def granting(grant: Grant) -> bytes:
    """What the instance's key signs."""
    return _SIGNED_GRANT + grant_bytes(grant)


def showing(signed: SignedGrant, window: int) -> bytes:
    """What the device's key signs: everything before, the window last."""
    return _SIGNED_CODE + _before(signed, window)


def write(code: Code) -> str:
    """As it stands in the QR code."""
    return PREFIX + base45.encode(_before(code.signed, code.window) + code.signature)


def read(text: str) -> Code:
    """Only the one writing of a code that is its own. Raises `NotACodeError`."""
    if not text.startswith(PREFIX) or len(text) > LONGEST:
        raise NotACodeError("it does not begin as a code does")
    try:
        raw = base45.decode(text[len(PREFIX) :])
    except ValueError:
        raise NotACodeError("it is not base45") from None
    if len(raw) != GRANT_BYTES + 2 * _SIGNATURE_BYTES + 4:
        raise NotACodeError("it has not a code's length")
    signed = read_grant(raw[: GRANT_BYTES + _SIGNATURE_BYTES])
    at = GRANT_BYTES + _SIGNATURE_BYTES
    code = Code(signed, int.from_bytes(raw[at : at + 4]), raw[at + 4 :])
    if not low(code.signature):
        raise NotACodeError("the device's signature is not in its lower half")
    return code


def read_grant(raw: bytes) -> SignedGrant:
    """A grant with its signature, as a device keeps it. Raises `NotACodeError`."""
    if len(raw) != GRANT_BYTES + _SIGNATURE_BYTES:
        raise NotACodeError("it has not a grant's length")
    version, flags, *rest = _LAYOUT.unpack(raw[:GRANT_BYTES])
    if version != VERSION or flags > 1:
        raise NotACodeError("it is of another version")
    grant = Grant(*rest, by_server=bool(flags))  # type: ignore[misc]  # as many as the layout has
    if grant.says & ~grant.asks:
        raise NotACodeError("it says more than was agreed to")
    return SignedGrant(grant, raw[GRANT_BYTES:])


def signed_bytes(signed: SignedGrant) -> bytes:
    return grant_bytes(signed.grant) + signed.signature


def low(signature: bytes) -> bool:
    """ECDSA has two signatures for one; only that with the smaller s counts."""
    return int.from_bytes(signature[32:]) <= _HALF_ORDER


def _before(signed: SignedGrant, window: int) -> bytes:
    return signed_bytes(signed) + window.to_bytes(4)
