"""Codes as a device makes them, with keys made for the test run."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bumang.codes.code import Grant, write
from bumang.codes.keys import GrantingKey, device_key, show
from bumang.codes.pseudonyms import Pseudonyms

KEY = GrantingKey(Ed25519PrivateKey.from_private_bytes(bytes(32)))
KNOWN = {KEY.issuer.hex(): KEY.published}
PSEUDONYMS = Pseudonyms(bytes(32))
DEVICE = ec.derive_private_key(12345, ec.SECP256R1())
WINDOW, DAY = 59_670_000, 2880


def grant(service: int = 22, *, asks: int = 1, says: int = 0, first: int = WINDOW) -> Grant:
    pseudonym = PSEUDONYMS.of(1, service)
    return Grant(KEY.issuer, service, asks, says, pseudonym, first, DAY, device_key(DEVICE))


def code(given: Grant | None = None, window: int = WINDOW) -> str:
    return write(show(DEVICE, KEY.sign(given or grant()), window))
