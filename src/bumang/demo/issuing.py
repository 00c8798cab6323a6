"""What the demo's provider gives out: authorization codes and identity tokens."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import msgspec
from joserfc import jwt
from joserfc.jwk import OKPKey

from bumang.access.oidc import challenge
from bumang.access.principal import Role
from bumang.access.sealed import Sealer
from bumang.runtime.key_file import load_or_create

_ALGORITHM = "Ed25519"
_CODE_HOLDS = timedelta(seconds=60)
_TOKEN_HOLDS = timedelta(minutes=5)
_REMEMBERED = 10_000
_PURPOSE = "code"
_CLAIM = {
    Role.PERSON: "identity_number",
    Role.EMPLOYER: "credit_code",
    Role.AGENT: "agent_id",
    Role.VERIFIER: "service_number",
}


class Grant(msgspec.Struct, frozen=True):
    """What a code stands for. Sealed into the code itself: any process of ours can redeem it."""

    client_id: str
    redirect_uri: str
    challenge: str
    nonce: str
    claims: dict[str, str]
    ends_at: datetime
    once: str


class Issuing:
    """Keys and used codes. A code is redeemed once by a process; it holds for a minute, and only
    with the verifier that the browser which asked for it keeps sealed."""

    def __init__(self, folder: Path) -> None:
        self._sealer = Sealer.of_file(folder / "demo-codes.pem")
        pem = load_or_create(folder / "demo-identity.pem")
        self._key = OKPKey.import_key(pem, {"kid": sha256(pem).hexdigest()[:12]})
        self._used: OrderedDict[str, None] = OrderedDict()

    def published_keys(self) -> dict[str, Any]:
        key = self._key.as_dict(private=False)
        return {"keys": [{**key, "use": "sig", "alg": _ALGORITHM}]}

    def code(self, asked: Mapping[str, str], claims: dict[str, str], now: datetime) -> str:
        return self._sealer.seal(
            Grant(
                client_id=asked["client_id"],
                redirect_uri=asked["redirect_uri"],
                challenge=asked["code_challenge"],
                nonce=asked.get("nonce", ""),
                claims=claims,
                ends_at=now + _CODE_HOLDS,
                once=token_urlsafe(12),
            ),
            _PURPOSE,
        )

    def redeem(self, form: Mapping[str, str], now: datetime) -> Grant | None:
        """The grant behind a code, once; `None` when anything about the request does not fit."""
        grant = self._sealer.open(form.get("code", ""), Grant, _PURPOSE)
        if grant is None or now >= grant.ends_at or grant.once in self._used:
            return None
        self._used[grant.once] = None
        if len(self._used) > _REMEMBERED:
            self._used.popitem(last=False)
        verified = compare_digest(challenge(form.get("code_verifier", "")), grant.challenge)
        same = (form.get("client_id"), form.get("redirect_uri")) == (
            grant.client_id,
            grant.redirect_uri,
        )
        return grant if verified and same else None

    def identity_token(self, grant: Grant, issuer: str, now: datetime) -> str:
        claims = {
            **grant.claims,
            "iss": issuer,
            "aud": grant.client_id,
            "iat": int(now.timestamp()),
            "exp": int((now + _TOKEN_HOLDS).timestamp()),
            "nonce": grant.nonce,
        }
        header = {"alg": _ALGORITHM, "kid": self._key.kid}
        return jwt.encode(header, claims, self._key, algorithms=[_ALGORITHM])


def claims_of(role: Role, number: str, name: str) -> dict[str, str]:
    """The claims about someone who was picked."""
    return {
        "sub": f"{role.value}:{sha256(number.encode()).hexdigest()[:16]}",
        "name": name,
        "role": role.value,
        _CLAIM.get(role, "staff_id"): number,
    }
