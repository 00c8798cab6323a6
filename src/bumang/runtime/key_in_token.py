"""An Ed25519 key whose private half is in a token, used like any other key.

Its public half is kept in a file beside the others, so that a process can start, and knows what it
signs as, while the token is away; a token that holds another key is noticed by it.
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bumang.runtime.hardware_token import HardwareToken, TokenError
from bumang.runtime.key_file import keep

_FOLDER = "in-token"


class KeyInToken(Ed25519PrivateKey):
    """Signs by asking the token: `sign` raises `TokenAwayError`. Nothing of it can be written down."""

    def __init__(self, token: HardwareToken, name: str, raw: bytes) -> None:
        self._token = token
        self._name = name
        self._raw = raw

    def sign(self, data: bytes | bytearray | memoryview) -> bytes:
        return self._token.sign(self._name, bytes(data))

    def public_key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self._raw)

    def private_bytes_raw(self) -> NoReturn:
        raise TypeError("the private key does not leave its token")

    def private_bytes(
        self,
        encoding: serialization.Encoding,
        format: serialization.PrivateFormat,  # noqa: A002 (the library's name)
        encryption_algorithm: serialization.KeySerializationEncryption,
    ) -> NoReturn:
        raise TypeError("the private key does not leave its token")

    def __copy__(self) -> KeyInToken:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> KeyInToken:
        return self


def key_in_token(token: HardwareToken, folder: Path, name: str) -> KeyInToken:
    """The token's key `bumang-NAME`, as first seen. Raises `TokenError` when it was never seen."""
    path = known_at(folder, name)
    if not path.exists():
        keep(path, token.public_key(name).hex().encode())
    try:
        return KeyInToken(token, name, bytes.fromhex(path.read_text(encoding="ascii").strip()))
    except ValueError:
        raise TokenError(_DAMAGED.format(path=path)) from None


def look(token: HardwareToken, folder: Path, name: str) -> None:
    """Compare the token's key with the one seen first. Raises `TokenError`."""
    if not token.has(name):
        raise TokenError(_NONE.format(name=name))
    if key_in_token(token, folder, name).public_key().public_bytes_raw() != token.public_key(name):
        raise TokenError(_ANOTHER.format(name=name, path=known_at(folder, name)))


def known_at(folder: Path, name: str) -> Path:
    """Where the public half is kept, in hexadecimal."""
    return folder / _FOLDER / f"{name}.pub"


_NONE = (
    "密码设备中没有密钥 bumang-{name}。请用 bumang pkcs11 make 建立。\n"
    "The token holds no key bumang-{name}. Make it with `bumang pkcs11 make`."
)
_ANOTHER = (
    "密码设备中的密钥 bumang-{name} 与原来的不同。接错了设备就换回来；确要更换密钥，请移走 {path}。\n"
    "The token's key bumang-{name} is not the one used before. If it is the wrong device, take the "
    "right one; to change the key on purpose, move {path} away."
)
_DAMAGED = (
    "文件 {path} 已损坏。移走它，下次启动会从密码设备重新读取。\n"
    "The file {path} is damaged. Move it away: the next start reads it anew from the token."
)
