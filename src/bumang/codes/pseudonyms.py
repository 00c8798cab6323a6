"""A person's name with one service: the same at every look, and another with every other service.

One AES block under a key of the service's own: the instance finds the person in it again, and
nobody without the keys can tell that two pseudonyms are one person's.
"""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PERSON_BYTES = 8


class Pseudonyms:
    """Made from one secret of the instance, which must be kept: with it go all pseudonyms."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def of(self, person_id: int, service: int) -> bytes:
        block = person_id.to_bytes(_PERSON_BYTES) + bytes(16 - _PERSON_BYTES)
        encryptor = self._cipher(service).encryptor()
        return encryptor.update(block) + encryptor.finalize()

    def person(self, pseudonym: bytes, service: int) -> int | None:
        """Whose it is; `None` for what was never given."""
        decryptor = self._cipher(service).decryptor()
        block = decryptor.update(pseudonym) + decryptor.finalize()
        if any(block[_PERSON_BYTES:]):
            return None
        return int.from_bytes(block[:_PERSON_BYTES])

    def _cipher(self, service: int) -> Cipher[modes.ECB]:
        named = f"bumang pseudonym {service}".encode()
        key = HKDF(hashes.SHA256(), 32, None, named).derive(self._secret)
        # One block, never two under the same key for one person: a permutation, not a mode.
        return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305
