"""`POST /oauth/token`: an access token for software with a secret (RFC 6749 §4.4, §5)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

import msgspec

from bumang.access.clients import Clients
from bumang.access.tokens import Tokens
from bumang.kernel.clock import Clock
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.http import JSON, Request, Wire

LIFETIME = timedelta(hours=1)
_LARGEST = 8 * 1024
_MOST_FIELDS = 20
_RETRY_AFTER_SECONDS = 5
_FORM = "application/x-www-form-urlencoded"
_NOT_KEPT = (("cache-control", "no-store"), ("pragma", "no-cache"))


class _RefusedError(Exception):
    """One of the errors of RFC 6749 §5.2. `description` is ASCII, as the standard wants."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error)
        self.error = error
        self.description = description


class TokenEndpoint:
    """`core` gives the pool of the core database, where the clients are."""

    def __init__(self, core: Callable[[], Any], tokens: Tokens, clock: Clock) -> None:
        self._core = core
        self._tokens = tokens
        self._clock = clock
        self._clients = Clients()

    async def __call__(self, request: Request) -> Wire:
        try:
            return await self._token(request)
        except _RefusedError as refused:
            return _refusal(refused, basic=bool(request.headers.get("authorization")))
        except UNREACHABLE:
            told = {
                "error": "temporarily_unavailable",
                "error_description": "You are in the queue: send it again after Retry-After.",
            }
            wait = ("retry-after", str(_RETRY_AFTER_SECONDS))
            return Wire(429, JSON, msgspec.json.encode(told), (wait, *_NOT_KEPT))

    async def _token(self, request: Request) -> Wire:
        form = _form(request.headers.get("content-type"), await request.body(_LARGEST))
        grant = form.get("grant_type")
        if grant is None:
            raise _RefusedError("invalid_request", "grant_type is missing")
        if grant != "client_credentials":
            raise _RefusedError("unsupported_grant_type", "grant_type must be client_credentials")
        client_id, secret = _credentials(request.headers.get("authorization"), form)
        principal = await self._clients.principal(self._core(), client_id, secret)
        if principal is None:
            raise _wrong()
        given = {
            "access_token": self._tokens.issue(principal, self._clock(), LIFETIME),
            "token_type": "Bearer",
            "expires_in": int(LIFETIME.total_seconds()),
        }
        return Wire(200, JSON, msgspec.json.encode(given), _NOT_KEPT)


def _wrong() -> _RefusedError:
    return _RefusedError("invalid_client", "client_id or client_secret is wrong, or it is disabled")


def _form(media_type: str, body: bytes) -> dict[str, str]:
    if media_type.partition(";")[0].strip().lower() != _FORM:
        raise _RefusedError("invalid_request", f"send the fields as {_FORM}")
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS,
            errors="strict",
        )  # fmt: skip
    except ValueError:
        raise _RefusedError("invalid_request", "the body cannot be read as a form") from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise _RefusedError("invalid_request", "a field is there twice")
    return form


def _credentials(authorization: str, form: dict[str, str]) -> tuple[str, str]:
    """By the Basic scheme or in the form (§2.3.1), never both."""
    if not authorization:
        client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    elif "client_secret" in form:
        raise _RefusedError("invalid_request", "authenticate in one way, not in two")
    else:
        client_id, secret = _basic(authorization)
        if form.get("client_id", client_id) != client_id:
            raise _RefusedError("invalid_request", "two different clients are named")
    if not client_id or not secret or "\0" in client_id:
        raise _wrong()
    return client_id, secret


def _basic(authorization: str) -> tuple[str, str]:
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() != "basic":
        raise _wrong()
    try:
        client_id, colon, secret = base64.b64decode(value, validate=True).decode().partition(":")
        if not colon:
            raise _wrong()
        return unquote_plus(client_id, errors="strict"), unquote_plus(secret, errors="strict")
    except (binascii.Error, ValueError):
        raise _wrong() from None


def _refusal(refused: _RefusedError, *, basic: bool) -> Wire:
    told = {"error": refused.error, "error_description": refused.description}
    wrong = refused.error == "invalid_client"
    challenge = (("www-authenticate", 'Basic realm="bumang"'),) if wrong and basic else ()
    status = 401 if wrong else 400
    return Wire(status, JSON, msgspec.json.encode(told), (*challenge, *_NOT_KEPT))
