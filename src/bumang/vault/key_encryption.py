"""Key-encryption keys 主密钥: they wrap data keys, never leave their place, and are changed without
touching a sealed value. From a file of the data folder, or from the environment."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bumang.runtime.key_file import keep

_NONCE, _BYTES = 12, 32


class WrongKeyError(ValueError):
    """A key cannot be used, or the one that is needed is not there; the words say what to do."""


class KeyEncryptionKey(Protocol):
    """`name` finds it again beside what it wrapped; it tells nothing about the key."""

    @property
    def name(self) -> str: ...

    def wrap(self, secret: bytes, about: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes, about: bytes) -> bytes:
        """Raises `WrongKeyError` when it is not what this key wrapped for `about`."""


class SecretKey:
    """32 bytes that this process holds in memory; wraps with AES-256-GCM."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != _BYTES:
            raise WrongKeyError(f"a key-encryption key is {_BYTES} bytes, this one {len(secret)}")
        self.name = sha256(b"bumang-kek\n" + secret).hexdigest()[:16]
        self._aead = AESGCM(secret)

    def wrap(self, secret: bytes, about: bytes) -> bytes:
        nonce = token_bytes(_NONCE)
        return nonce + self._aead.encrypt(nonce, secret, about)

    def unwrap(self, wrapped: bytes, about: bytes) -> bytes:
        try:
            return self._aead.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], about)
        except (InvalidTag, ValueError):
            raise WrongKeyError("a data key was not wrapped by this key, or was changed") from None


class KeyFiles:
    """Keys as files `1.key`, `2.key`, … of a folder, hexadecimal; the highest number wraps."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def known(self, *, make: bool = True) -> list[KeyEncryptionKey]:
        """The current one first; with `make` the first is made. Raises `WrongKeyError`."""
        if make and not self._numbers():
            self.add()
        return [self._read(number) for number in reversed(self._numbers())]

    def add(self) -> KeyEncryptionKey:
        """A new one, which wraps from now on."""
        number = max(self._numbers(), default=0) + 1
        keep(self._folder / f"{number}.key", token_bytes(_BYTES).hex().encode())
        return self._read(number)

    def _numbers(self) -> list[int]:
        return sorted(int(file.stem) for file in self._folder.glob("*.key") if file.stem.isdigit())

    def _read(self, number: int) -> KeyEncryptionKey:
        path = self._folder / f"{number}.key"
        try:
            return SecretKey(bytes.fromhex(path.read_text(encoding="ascii").strip()))
        except (OSError, ValueError) as wrong:
            raise WrongKeyError(f"{path}: {wrong}") from None


def key_from_text(variable: str, text: str) -> KeyEncryptionKey:
    """A key as the environment gives it: 32 bytes in base64. Raises `WrongKeyError`."""
    try:
        return SecretKey(b64decode(text, validate=True))
    except ValueError as wrong:
        raise WrongKeyError(
            f"{variable}: {wrong}. Make one with: openssl rand -base64 32"
        ) from None


class KeyRing:
    """The key that wraps and those that wrapped before; files are looked at again when one is new."""

    def __init__(self, given: Sequence[KeyEncryptionKey], files: KeyFiles | None = None) -> None:
        self._given = list(given)
        self._files = files

    @property
    def current(self) -> KeyEncryptionKey:
        return self._all()[0]

    def named(self, name: str) -> KeyEncryptionKey:
        """Raises `WrongKeyError`."""
        for key in self._all():
            if key.name == name:
                return key
        raise WrongKeyError(
            f"the key-encryption key {name} is not there. Put its file back in keys/fields, or name it"
            " with BUMANG_FIELD_KEY or BUMANG_FIELD_KEY_BEFORE: without it nothing it wrapped can be read."
        )

    def _all(self) -> list[KeyEncryptionKey]:
        """What is given wraps; files are looked at beside it, for what they wrapped before."""
        if self._files is None:
            return self._given
        return [*self._given, *(self._files.known(make=not self._given))]
