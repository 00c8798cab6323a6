"""A session with a token, by PKCS#11; needs the extra `pkcs11`.

Ed25519 by CKM_EDDSA (PKCS#11 3.0). ML-DSA came with 3.2, which the library used here does not know.
"""

from __future__ import annotations

from typing import Any

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass

from bumang.runtime import token_words
from bumang.runtime.hardware_token import TokenError, TokenPlace

_PREFIX = "bumang-"
_EDWARDS25519 = b"\x13\x0cedwards25519"
"""The curve's name as a PrintableString in DER, as CKA_EC_PARAMS has it."""
_OCTETS, _RAW = b"\x04\x20", 32


class Session:
    """Logged in until it fails. Everything raises `TokenError`."""

    def __init__(self, place: TokenPlace) -> None:
        try:
            library = pkcs11.lib(place.module)
            library.reinitialize()  # a library keeps what it knew of a token that was away
            token = library.get_token(token_label=place.label)
            self._session = token.open(user_pin=place.pin, rw=True)
        except (pkcs11.PKCS11Error, RuntimeError) as error:
            raise _told(error) from None
        self._keys: dict[str, Any] = {}

    def sign(self, name: str, message: bytes) -> bytes:
        try:
            if name not in self._keys:
                self._keys[name] = self._private(name)
            return bytes(self._keys[name].sign(message, mechanism=Mechanism.EDDSA))
        except pkcs11.PKCS11Error as error:
            raise _told(error) from None

    def public_key(self, name: str) -> bytes:
        """Raw."""
        try:
            found = self._session.get_key(object_class=ObjectClass.PUBLIC_KEY, label=_PREFIX + name)
            return _raw_point(found)
        except pkcs11.PKCS11Error as error:
            raise _told(error) from None

    def has(self, name: str) -> bool:
        try:
            self._private(name)
        except pkcs11.NoSuchKey:
            return False
        except pkcs11.PKCS11Error as error:
            raise _told(error) from None
        return True

    def make(self, name: str) -> bytes:
        """A new key pair, sensitive and not extractable; its public half."""
        try:
            curve = self._session.create_domain_parameters(
                KeyType.EC_EDWARDS, {Attribute.EC_PARAMS: _EDWARDS25519}, local=True
            )
            public, _ = curve.generate_keypair(
                mechanism=Mechanism.EC_EDWARDS_KEY_PAIR_GEN,
                store=True,
                label=_PREFIX + name,
                private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
            )
            return _raw_point(public)
        except pkcs11.PKCS11Error as error:
            raise _told(error) from None

    def _private(self, name: str) -> Any:
        label = _PREFIX + name
        found = self._session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=label)
        if found[Attribute.EXTRACTABLE]:
            raise TokenError(token_words.EXTRACTABLE.format(label=label))
        return found


def _raw_point(public: Any) -> bytes:
    """Most modules wrap the 32 bytes into an OCTET STRING, some do not."""
    point = bytes(public[Attribute.EC_POINT])
    raw = point.removeprefix(_OCTETS) if len(point) == len(_OCTETS) + _RAW else point
    if len(raw) != _RAW:
        raise TokenError(token_words.NOT_ED25519)
    return raw


def _told(error: Exception) -> TokenError:
    return TokenError(token_words.meaning(type(error).__name__))
