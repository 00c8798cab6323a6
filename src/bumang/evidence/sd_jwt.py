"""Selective disclosure 选择性披露: a credential of which its holder shows only what is asked for.

SD-JWT (RFC 9901) in the form of SD-JWT VC (draft-ietf-oauth-sd-jwt-vc): the signed part holds a digest
for each claim; a claim can be read only by whom its disclosure is given to. Without key binding: an
audience and a short life take its place, and whoever is shown it is told so.

`<header>.<payload>.<signature>~<disclosure>~…~`
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from secrets import token_bytes
from typing import Any

import msgspec

from bumang.evidence.signing import PublishedKey
from bumang.evidence.voucher_keys import ED25519, VoucherKey, signed_by

TYPE = "dc+sd-jwt"
_ALGORITHM, _DIGEST = "EdDSA", "sha-256"
_SALT = 16
_LONGEST = 16 * 1024
Claim = str | int


class Signed(msgspec.Struct, frozen=True):
    """What every verifier learns. Times are seconds since 1970; `aud` is whom it was made for."""

    iss: str
    vct: str
    aud: str
    iat: int
    exp: int


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    alg: str
    typ: str
    kid: str


class _Payload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    iss: str
    vct: str
    aud: str
    iat: int
    exp: int
    sd_alg: str = msgspec.field(name="_sd_alg")
    sd: tuple[str, ...] = msgspec.field(name="_sd")


class Presented(msgspec.Struct, frozen=True):
    """A presentation that holds: what is always told, and what was disclosed of `claims` in all."""

    signed: Signed
    disclosed: dict[str, Claim]
    claims: int


def present(
    signed: Signed, claims: Mapping[str, Claim], disclose: Collection[str], key: VoucherKey
) -> str:
    """A new credential over all the claims, with the disclosures of those named.

    Made anew each time, so that two verifiers cannot tell by it that they saw the same person.
    """
    disclosures = {name: _disclosure(name, value) for name, value in claims.items()}
    digests = sorted(_digest(one) for one in disclosures.values())  # their order tells nothing
    payload = _Payload(
        signed.iss, signed.vct, signed.aud, signed.iat, signed.exp, _DIGEST, tuple(digests)
    )
    header = _Header(_ALGORITHM, TYPE, key.published.key_id)
    signing = f"{_written(header)}.{_written(payload)}"
    signature = _base64(key.private.sign(signing.encode()))
    shown = [disclosures[name] for name in claims if name in disclose]
    return "~".join([f"{signing}.{signature}", *shown, ""])


def read_presented(text: str, keys: Mapping[str, PublishedKey], now: int) -> Presented:
    """What a presentation proves at `now`. Raises `ValueError` for whatever does not hold."""
    jwt, *disclosures = text.strip().split("~")
    if len(text) > _LONGEST or not disclosures or disclosures.pop():
        raise ValueError("not a presentation without key binding")
    payload = _verified(jwt, keys)
    if not payload.iat <= now + _SKEW or now >= payload.exp:
        raise ExpiredError
    if len(set(payload.sd)) != len(payload.sd) or len(set(disclosures)) != len(disclosures):
        raise ValueError("something stands there twice")
    disclosed = dict(_claim(one, payload.sd) for one in disclosures)
    if len(disclosed) != len(disclosures):
        raise ValueError("a claim is disclosed twice")
    told = Signed(payload.iss, payload.vct, payload.aud, payload.iat, payload.exp)
    return Presented(told, disclosed, len(payload.sd))


_SKEW = 60


class ExpiredError(ValueError):
    """It is genuine, and not of now."""


def _verified(jwt: str, keys: Mapping[str, PublishedKey]) -> _Payload:
    try:
        header_text, payload_text, signature_text = jwt.split(".")
        header = msgspec.json.decode(_raw(header_text), type=_Header)
        payload = msgspec.json.decode(_raw(payload_text), type=_Payload)
        signature = _raw(signature_text)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError("not a credential") from error
    if (header.alg, header.typ, payload.sd_alg) != (_ALGORITHM, TYPE, _DIGEST):
        raise ValueError("another kind of credential")
    message = f"{header_text}.{payload_text}".encode()
    if not signed_by(keys, header.kid, ED25519, message, signature):
        raise ValueError("the signature does not hold")
    return payload


def _claim(disclosure: str, digests: Sequence[str]) -> tuple[str, Claim]:
    """Raises `ValueError` for a disclosure of something that was not signed."""
    if _digest(disclosure) not in digests:
        raise ValueError("a disclosure is of another credential")
    try:
        _, name, value = msgspec.json.decode(_raw(disclosure), type=tuple[str, str, str | int])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("not a disclosure") from error
    return name, value


def _disclosure(name: str, value: Claim) -> str:
    return _written([_base64(token_bytes(_SALT)), name, value])


def _digest(disclosure: str) -> str:
    return _base64(sha256(disclosure.encode()).digest())


def _written(value: Any) -> str:
    return _base64(msgspec.json.encode(value))


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(written: str) -> bytes:
    """Base 64 for addresses in its one writing."""
    raw = urlsafe_b64decode(written + "=" * (-len(written) % 4))
    if _base64(raw) != written:
        raise ValueError("base 64 has spare bits here")
    return raw
