"""The witness's own key, in its folder."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bumang.runtime.key_file import load_or_create


def witness_private_key(folder: Path) -> Ed25519PrivateKey:
    """Made when it is not there. Raises TypeError when the file holds another kind."""
    key = serialization.load_pem_private_key(load_or_create(folder / "witness.pem"), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("the witness's key is not an Ed25519 key")
    return key
