"""SM2 with SM3 (GB/T 32918.2-2016 on the curve of GB/T 32918.5-2017), where national algorithms are
required; needs the extra `sm2`.

The signer's ID is the usual `1234567812345678` (GB/T 35276). A key is x and y, a signature r and s,
each of 32 bytes: one writing of each, unlike DER.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from bumang.runtime.key_file import keep

_HALF = 32


class NoSm2Error(Exception):
    """SM2 is asked for and cannot be had; the words say what to do, zh and en."""


@dataclass(frozen=True)
class Sm2PublicKey:
    raw: bytes

    def public_bytes_raw(self) -> bytes:
        return self.raw

    def verify(self, signature: bytes, message: bytes) -> None:
        """Raises `InvalidSignature`, or `NoSm2Error` where it cannot be told."""
        library = _library()
        if len(signature) != 2 * _HALF:
            raise InvalidSignature
        r, s = (int.from_bytes(half, "big") for half in (signature[:_HALF], signature[_HALF:]))
        try:
            holds = library.sm2_verify(self.raw, message, encode_dss_signature(r, s))
        except library.GmsslInnerError:
            raise InvalidSignature from None
        if not holds:
            raise InvalidSignature


@dataclass(frozen=True)
class Sm2PrivateKey:
    secret: bytes = field(repr=False)
    public: Sm2PublicKey

    @classmethod
    def load_or_create(cls, file: Path) -> Sm2PrivateKey:
        """From a file with secret and public half in hexadecimal, a line each. Raises `NoSm2Error`."""
        library = _library()
        if not file.exists():
            public, secret = library.sm2_key_generate()
            keep(file, f"{secret.hex()}\n{public.hex()}\n".encode())
        try:
            secret, public = map(bytes.fromhex, file.read_text(encoding="ascii").split())
        except ValueError:
            raise NoSm2Error(_DAMAGED.format(file=file)) from None
        made = cls(secret, Sm2PublicKey(public))
        try:
            made.public.verify(made.sign(b"bumang"), b"bumang")
        except (InvalidSignature, library.GmsslInnerError):
            raise NoSm2Error(_DAMAGED.format(file=file)) from None
        return made

    def public_key(self) -> Sm2PublicKey:
        return self.public

    def sign(self, message: bytes) -> bytes:
        made = _library().sm2_sign(self.secret, self.public.raw, message)
        return b"".join(half.to_bytes(_HALF, "big") for half in decode_dss_signature(made))


def available() -> bool:
    """Whether signatures can be checked here."""
    try:
        _library()
    except NoSm2Error:
        return False
    return True


@lru_cache(maxsize=1)
def _library() -> Any:
    try:
        return import_module("gmssl_pyx")
    except ImportError:
        raise NoSm2Error(_NO_EXTRA) from None


_NO_EXTRA = (
    "设置了 BUMANG_LOG_SM2，但没有安装 sm2 组件。\n"
    "BUMANG_LOG_SM2 is set, but the extra sm2 is not installed. Install it "
    "(`pip install --require-hashes -r requirements-keys.txt`), or unset the variable."
)
_DAMAGED = (
    "文件 {file} 里的 SM2 密钥已损坏，请从备份恢复。\n"
    "The SM2 key in {file} is damaged. Bring the file back from its backup."
)
