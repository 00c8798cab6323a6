"""Signing in with OpenID Connect: authorization code with PKCE, state and nonce.

OpenID Connect Core 1.0 §3.1, Discovery 1.0, RFC 7636 (S256 only), RFC 9207 (the issuer in the
answer). An identity token counts only with a signature by a key the provider publishes.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

import httpx
import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

# Signatures with a public key only: with HS256 a published key would be a secret, and with `none`
# anyone could be anyone.
ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "Ed25519"]
_LEEWAY_SECONDS = 60
_KNOWN_FOR = timedelta(minutes=10)
PATIENCE = timedelta(minutes=30)


class ProviderUnreachableError(Exception):
    """The identity provider does not answer, or not as one; trying again may help."""


class SignInRefusedError(Exception):
    """What came back does not prove who it is. `reason` is for the log and tells nothing personal."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Metadata(msgspec.Struct, frozen=True):
    """What we use of a provider's discovery document."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class Pending(msgspec.Struct, frozen=True):
    """A sign-in under way, kept sealed in the browser that began it."""

    state: str
    nonce: str
    verifier: str
    return_to: str
    began_at: datetime


@dataclass
class Provider:
    """One identity provider, and us as its client. `http` carries the time limits."""

    issuer: str
    client_id: str
    client_secret: str
    http: httpx.AsyncClient
    _metadata: Metadata | None = field(default=None, init=False)
    _keys: KeySet | None = field(default=None, init=False)
    _known_at: datetime | None = field(default=None, init=False)

    async def begin(
        self,
        redirect_uri: str,
        return_to: str,
        language: str,
        now: datetime,
        *,
        prove_again: bool = False,
    ) -> tuple[str, Pending]:
        """The address to send the browser to, and what it must bring back.

        `prove_again`: whoever the provider still knows from before must show who they are.
        """
        metadata, _ = await self._known(now)
        pending = Pending(token_urlsafe(24), token_urlsafe(24), token_urlsafe(48), return_to, now)
        asked = {
            "response_type": "code",
            "scope": "openid profile",
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "state": pending.state,
            "nonce": pending.nonce,
            "code_challenge": challenge(pending.verifier),
            "code_challenge_method": "S256",
            "ui_locales": "en" if language == "en" else "zh-CN",
        }
        if prove_again:
            asked["prompt"] = "login"
        joint = "&" if "?" in metadata.authorization_endpoint else "?"
        return f"{metadata.authorization_endpoint}{joint}{urlencode(asked)}", pending

    async def finish(
        self, brought: dict[str, str], pending: Pending, redirect_uri: str, now: datetime
    ) -> dict[str, Any]:
        """The claims of the person who signed in, proved by the provider's signature."""
        if not compare_digest(brought.get("state", "").encode(), pending.state.encode()):
            raise SignInRefusedError("state")
        if not timedelta() <= now - pending.began_at <= PATIENCE:
            raise SignInRefusedError("too long ago")
        if brought.get("iss", self.issuer) != self.issuer:
            raise SignInRefusedError("another provider answered")
        if "code" not in brought:
            raise SignInRefusedError("the provider refused")
        token = await self._token(brought["code"], pending.verifier, redirect_uri, now)
        return await self._claims(token, pending.nonce, now)

    async def _token(self, code: str, verifier: str, redirect_uri: str, now: datetime) -> str:
        metadata, _ = await self._known(now)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self.client_id,
            "code_verifier": verifier,
        }
        secret = (self.client_id, self.client_secret) if self.client_secret else None
        reply = await self._answer("POST", metadata.token_endpoint, data=form, auth=secret)
        token = reply.get("id_token")
        if not isinstance(token, str):
            raise SignInRefusedError("no identity token")
        return token

    async def _claims(self, token: str, nonce: str, now: datetime) -> dict[str, Any]:
        claims = await self._verified(token, now)
        expected = jwt.JWTClaimsRegistry(
            now=lambda: int(now.timestamp()),
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            expected.validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise SignInRefusedError(f"claims: {type(error).__name__}") from None
        # A token made out to several parties must say that it was made for us.
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self.client_id) != self.client_id:
            raise SignInRefusedError("made for another client")
        return claims

    async def _verified(self, token: str, now: datetime) -> dict[str, Any]:
        for again in (False, True):  # a provider that changed its keys is asked for them anew
            _, keys = await self._known(now, anew=again)
            try:
                return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            except (JoseError, ValueError, TypeError) as error:
                reason = type(error).__name__
        raise SignInRefusedError(f"signature: {reason}")

    async def _known(self, now: datetime, *, anew: bool = False) -> tuple[Metadata, KeySet]:
        fresh = self._known_at is not None and now - self._known_at < _KNOWN_FOR
        if self._metadata is None or self._keys is None or not fresh or anew:
            where = f"{self.issuer}/.well-known/openid-configuration"
            try:
                metadata = msgspec.convert(await self._answer("GET", where), Metadata)
                keys = await self._answer("GET", metadata.jwks_uri)
                self._keys = KeySet.import_key_set(keys)  # type: ignore[arg-type] # checked there
            except (msgspec.ValidationError, JoseError, SignInRefusedError, ValueError, KeyError):
                raise ProviderUnreachableError from None
            if metadata.issuer != self.issuer:
                raise ProviderUnreachableError
            self._metadata, self._known_at = metadata, now
        return self._metadata, self._keys

    async def _answer(self, method: str, url: str, **sent: Any) -> dict[str, Any]:
        try:
            reply = await self.http.request(method, url, **sent)
        except httpx.HTTPError:
            raise ProviderUnreachableError from None
        if reply.status_code >= 500 or reply.status_code == 429:
            raise ProviderUnreachableError
        if reply.status_code != 200:
            raise SignInRefusedError(f"the provider answered {reply.status_code}")
        try:
            found = msgspec.json.decode(reply.content)
        except msgspec.MsgspecError:
            raise ProviderUnreachableError from None
        if not isinstance(found, dict):
            raise ProviderUnreachableError
        return found


def challenge(verifier: str) -> str:
    """The S256 code challenge of a verifier (RFC 7636 §4.2)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
