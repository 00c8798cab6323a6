"""The keys of codes: the instance's that grants, the device's that shows, and how each is checked."""

from __future__ import annotations

from base64 import b64decode, b64encode
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from bumang.codes.code import Code, Grant, SignedGrant, granting, showing
from bumang.runtime.key_file import keep, load_or_create

REMEMBERED = 10_000
"""Grants whose signature was just checked."""

_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_ECDSA = ec.ECDSA(hashes.SHA256())
_SIGNING = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)  # RFC 6979: a window has one code


class CodeKey(msgspec.Struct, frozen=True):
    """A granting key as published: `key_id` in hex, `public_key` raw in base64."""

    key_id: str
    public_key: str


class GrantingKey:
    """The instance's Ed25519 key under which devices show codes."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        raw = private.public_key().public_bytes_raw()
        self.issuer = sha256(raw).digest()[:4]
        self.published = CodeKey(self.issuer.hex(), b64encode(raw).decode())

    @classmethod
    def load_or_create(cls, folder: Path) -> GrantingKey:
        """The key of a data folder's keys; published before it grants, and for ever."""
        private = serialization.load_pem_private_key(load_or_create(folder / "codes.pem"), None)
        if not isinstance(private, Ed25519PrivateKey):
            raise TypeError(f"{folder / 'codes.pem'} does not hold an Ed25519 key")
        key = cls(private)
        keep(folder / "published-codes" / key.issuer.hex(), msgspec.json.encode(key.published))
        return key

    def sign(self, grant: Grant) -> SignedGrant:
        return SignedGrant(grant, self._private.sign(granting(grant)))


def published_code_keys(folder: Path) -> tuple[CodeKey, ...]:
    """Every key that has ever granted."""
    files = sorted((folder / "published-codes").glob("[0-9a-f]" * 8))
    return tuple(msgspec.json.decode(file.read_bytes(), type=CodeKey) for file in files)


def show(private: ec.EllipticCurvePrivateKey, signed: SignedGrant, window: int) -> Code:
    """The code of a window, as the device with the private key makes it."""
    r, s = decode_dss_signature(private.sign(showing(signed, window), _SIGNING))
    return Code(signed, window, r.to_bytes(32) + min(s, _ORDER - s).to_bytes(32))


def device_key(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )


def is_device_key(raw: bytes) -> bool:
    """Whether the bytes are a compressed point of the curve."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, raw)
    except ValueError:
        return False
    return len(raw) == 33


def granted_by(key: CodeKey, signed: SignedGrant) -> bool:
    return _granted(key.public_key, signed)


@lru_cache(maxsize=REMEMBERED)
def _granted(public_key: str, signed: SignedGrant) -> bool:
    """A device shows codes of one grant all day: the latest are remembered, by all that is in them."""
    try:
        _issuer(public_key).verify(signed.signature, granting(signed.grant))
    except (InvalidSignature, ValueError):
        return False
    return True


def shown_by_device(code: Code) -> bool:
    half = len(code.signature) // 2
    r, s = int.from_bytes(code.signature[:half]), int.from_bytes(code.signature[half:])
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, code.signed.grant.device_key)
        public.verify(encode_dss_signature(r, s), showing(code.signed, code.window), _ECDSA)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=64)
def _issuer(public_key: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(b64decode(public_key, validate=True))
