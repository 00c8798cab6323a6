"""The key that signs batches, and its public half as published for verification."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bumang.runtime.key_file import keep, load_or_create

ALGORITHM = "Ed25519"
_PRIVATE_FILE = "receipts.pem"
_PUBLIC_FOLDER = "published"


class PublishedKey(msgspec.Struct, frozen=True, dict=True):
    """A public key as the world sees it; `public_key` is the raw key in base64."""

    key_id: str
    algorithm: str
    public_key: str

    @cached_property
    def verifier(self) -> Ed25519PublicKey:
        """Parsed once. Raises `ValueError` when it is no key."""
        return Ed25519PublicKey.from_public_bytes(b64decode(self.public_key, validate=True))


class PublishedKeys(msgspec.Struct, frozen=True):
    keys: tuple[PublishedKey, ...]


class SigningKey:
    """The Ed25519 key that signs the root of every batch."""

    waits = False
    """Whether signing asks something outside this process."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        raw = private.public_key().public_bytes_raw()
        self.published = PublishedKey(_key_id(raw), ALGORITHM, b64encode(raw).decode())

    @classmethod
    def load_or_create(cls, folder: Path) -> SigningKey:
        """The key of a data folder. Processes that start at once agree on one."""
        pem = load_or_create(folder / _PRIVATE_FILE)
        private = serialization.load_pem_private_key(pem, None)
        if not isinstance(private, Ed25519PrivateKey):
            raise TypeError(f"{folder / _PRIVATE_FILE} does not hold an Ed25519 key")
        key = cls(private)
        key.publish(folder)
        return key

    def publish(self, folder: Path) -> None:
        """Before it signs, and for ever: a receipt outlives the key that signed it."""
        keep(folder / _PUBLIC_FOLDER / self.key_id, msgspec.json.encode(self.published))

    @property
    def key_id(self) -> str:
        return self.published.key_id

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)

    def signed(self, message: bytes) -> tuple[str, bytes]:
        """A signature, behind the ID of the key that made it."""
        return self.key_id, self.sign(message)


def published_keys(folder: Path) -> PublishedKeys:
    """Every key that a data folder has ever signed with."""
    files = sorted((folder / _PUBLIC_FOLDER).glob("[0-9a-f]" * 16))
    return PublishedKeys(
        tuple(msgspec.json.decode(file.read_bytes(), type=PublishedKey) for file in files)
    )


class Told:
    """The published keys of a data folder as JSON, read anew when one was added."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: frozenset[str] = frozenset()
        self._json = b""

    def __call__(self) -> bytes:
        names = frozenset(one.name for one in (self._folder / _PUBLIC_FOLDER).iterdir())
        if names != self._names:
            self._json = msgspec.json.encode(published_keys(self._folder))
            self._names = names
        return self._json


def _key_id(raw: bytes) -> str:
    return sha256(raw).hexdigest()[:16]


def verifies(keys: Mapping[str, PublishedKey], key_id: str, message: bytes, signature: str) -> bool:
    """Whether the named key is published and made this base64 signature of the message."""
    key = keys.get(key_id)
    if key is None or key.algorithm != ALGORITHM:
        return False
    try:
        raw = b64decode(signature, validate=True)
        # Base64 has spare bits at its end: only the one canonical writing counts.
        if b64encode(raw).decode() != signature:
            return False
        key.verifier.verify(raw, message)
    except (InvalidSignature, ValueError):
        return False
    return True
