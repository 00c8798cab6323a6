"""A data key 数据密钥: seals values for the one place they lie in, and makes the blind index.

A sealed value is `0xB1 ‖ key ID (4) ‖ nonce (12) ‖ ciphertext ‖ tag (16)`: AES-256-GCM (NIST SP
800-38D) or SM4-GCM (GB/T 32907, GB/T 36624), with the place as associated data. A blind index is
`key ID (4) ‖ HMAC-SHA-256, first 16 bytes`: equal numbers have equal indexes, and without the key
nobody can try numbers. Both keys come from one secret by HKDF (RFC 5869).
"""

from __future__ import annotations

import hmac
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

AES, SM4 = "AES-256-GCM", "SM4-GCM"
ID, NONCE, TAG = 4, 12, 16
OVERHEAD = 1 + ID + NONCE + TAG
"""Bytes that a sealed value is longer than what it holds."""

INDEX = ID + 16
_MARK = b"\xb1"
_HEAD = len(_MARK) + ID


class BrokenSealError(ValueError):
    """A value is not what was sealed for its place: changed, moved, or never sealed."""


class _Aead(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes: ...


class Sm4Gcm:
    """SM4 in Galois/Counter mode, asked as the library's `AESGCM` is."""

    def __init__(self, key: bytes) -> None:
        self._key = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        made = Cipher(self._key, modes.GCM(nonce)).encryptor()
        made.authenticate_additional_data(associated_data)
        return made.update(data) + made.finalize() + made.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
        """Raises `InvalidTag`."""
        if len(data) < TAG:
            raise InvalidTag
        opened = Cipher(self._key, modes.GCM(nonce, data[-TAG:])).decryptor()
        opened.authenticate_additional_data(associated_data)
        return opened.update(data[:-TAG]) + opened.finalize()


class DataKey:
    """`secret` are 32 random bytes; `key_id` names the key in what it sealed."""

    def __init__(self, key_id: bytes, cipher: str, secret: bytes) -> None:
        self.key_id = key_id
        self.cipher = cipher
        sm4 = cipher == SM4
        raw = _derived(secret, f"bumang field {cipher}", 16 if sm4 else 32)
        self._aead: _Aead = Sm4Gcm(raw) if sm4 else AESGCM(raw)
        self._index_key = _derived(secret, "bumang blind index", 32)

    def seal(self, nonce: bytes, place: bytes, value: bytes) -> bytes:
        """`nonce` are 12 fresh random bytes; one key takes 2³² values at most (SP 800-38D, 8.3)."""
        return _MARK + self.key_id + nonce + self._aead.encrypt(nonce, value, place)

    def open(self, place: bytes, sealed: bytes) -> bytes:
        """Raises `BrokenSealError`."""
        try:
            return self._aead.decrypt(sealed[_HEAD : _HEAD + NONCE], sealed[_HEAD + NONCE :], place)
        except (InvalidTag, ValueError):
            raise BrokenSealError("a value is not what was sealed for its place") from None

    def index(self, value: bytes) -> bytes:
        return self.key_id + hmac.digest(self._index_key, value, "sha256")[: INDEX - ID]


def key_id_of(sealed: bytes) -> bytes:
    """The key that a value was sealed with. Raises `BrokenSealError`."""
    if len(sealed) < OVERHEAD or not sealed.startswith(_MARK):
        raise BrokenSealError("a value was never sealed")
    return sealed[len(_MARK) : _HEAD]


def _derived(secret: bytes, purpose: str, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=purpose.encode()).derive(secret)
