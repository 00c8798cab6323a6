"""The two keys that sign vouchers: Ed25519, which fits into a printed code, and ML-DSA-65 beside it.

Both are published with the receipts' keys, before they sign and for ever.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey

from bumang.evidence.signing import PublishedKey
from bumang.runtime.key_file import PrivateKey, keep, load_or_create
from bumang.runtime.key_in_token import KeyInToken

ED25519, ML_DSA_65 = "Ed25519", "ML-DSA-65"
_FILES: tuple[tuple[str, Callable[[], PrivateKey]], ...] = (
    ("vouchers-ed25519.pem", Ed25519PrivateKey.generate),
    ("vouchers-ml-dsa-65.pem", MLDSA65PrivateKey.generate),
)


@dataclass(frozen=True)
class VoucherKey:
    private: PrivateKey

    @property
    def published(self) -> PublishedKey:
        raw = self.private.public_key().public_bytes_raw()
        algorithm = ED25519 if isinstance(self.private, Ed25519PrivateKey) else ML_DSA_65
        return PublishedKey(sha256(raw).hexdigest()[:16], algorithm, b64encode(raw).decode())


@dataclass(frozen=True)
class VoucherKeys:
    """Private keys: `short` signs codes and whole vouchers, `lasting` whole vouchers."""

    short: VoucherKey
    lasting: VoucherKey

    @classmethod
    def load_or_create(cls, folder: Path, short: KeyInToken | None = None) -> VoucherKeys:
        """The keys of a data folder. Processes that start at once agree on them.

        `short` stands for the Ed25519 key, which then has no file.
        """
        found = [VoucherKey(short)] if short else []
        for name, generate in _FILES[len(found) :]:
            private = serialization.load_pem_private_key(
                load_or_create(folder / name, generate), None
            )
            if not isinstance(private, Ed25519PrivateKey | MLDSA65PrivateKey):
                raise TypeError(f"{folder / name} holds a key of another kind")
            found.append(VoucherKey(private))
        for key in found:
            published = key.published
            keep(folder / "published" / published.key_id, msgspec.json.encode(published))
        return cls(*found)


def signed_by(
    keys: Mapping[str, PublishedKey], key_id: str, algorithm: str, message: bytes, signature: bytes
) -> bool:
    """Whether the named key is published, is of this algorithm and made this signature."""
    key = keys.get(key_id)
    if key is None or key.algorithm != algorithm:
        return False
    try:
        raw = b64decode(key.public_key, validate=True)
        public: Ed25519PublicKey | MLDSA65PublicKey = (
            Ed25519PublicKey.from_public_bytes(raw)
            if algorithm == ED25519
            else MLDSA65PublicKey.from_public_bytes(raw)
        )
        public.verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
