"""Small values in a browser's keeping that it can neither read nor change: AES-256-GCM."""

from __future__ import annotations

import base64
import os
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bumang.runtime.key_file import load_or_create

Kept = TypeVar("Kept", bound=msgspec.Struct)


class Sealer:
    """Seals structs with one instance's key. `purpose` is bound in: what was sealed for one
    purpose does not open for another."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    @classmethod
    def of_file(cls, path: Path) -> Sealer:
        """The key is derived from a key file, which is made when it is not there."""
        return cls(sha256(load_or_create(path)).digest())

    def seal(self, value: msgspec.Struct, purpose: str) -> str:
        nonce = os.urandom(12)
        sealed = nonce + self._cipher.encrypt(nonce, msgspec.json.encode(value), purpose.encode())
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def open(self, text: str, kind: type[Kept], purpose: str) -> Kept | None:
        """`None` when it is not ours, was changed, or was sealed for another purpose."""
        try:
            sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            plain = self._cipher.decrypt(sealed[:12], sealed[12:], purpose.encode())
            return msgspec.json.decode(plain, type=kind)
        except (ValueError, InvalidTag, msgspec.MsgspecError):
            return None
