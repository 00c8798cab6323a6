"""An identity token counts only when the provider signed it, for us, for this sign-in, just now."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from bumang.access.identities import Claims, UnclearIdentityError, principal_from
from bumang.access.oidc import (
    Pending,
    Provider,
    ProviderUnreachableError,
    SignInRefusedError,
    challenge,
)
from bumang.access.principal import Principal, Role

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ISSUER = "https://id.example"
RETURN = "https://bumang.example/sign-in/return"
RSA = RSAKey.generate_key(2048, {"kid": "one"})
ANOTHER = RSAKey.generate_key(2048, {"kid": "one"})
DISCOVERY = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize?tenant=a",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
}


class Elsewhere:
    """A provider on the other side of the wire; `token` is what it will give out."""

    def __init__(self) -> None:
        self.discovery: Any = DISCOVERY
        self.keys: Any = {"keys": [RSA.as_dict(private=False)]}
        self.token: str | None = None
        self.asked: dict[str, str] = {}
        self.authorization = ""
        self.status = 200

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/token":
            self.asked = {k: v[0] for k, v in parse_qs(request.content.decode()).items()}
            self.authorization = request.headers.get("authorization", "")
            told = {} if self.token is None else {"id_token": self.token}
            return httpx.Response(self.status, json=told)
        return httpx.Response(200, json=self.keys if path == "/keys" else self.discovery)

    def client(self, secret: str = "") -> Provider:
        http = httpx.AsyncClient(transport=httpx.MockTransport(self))
        return Provider(ISSUER, "bumang", secret, http)


def _claims(pending: Pending, **changed: Any) -> dict[str, Any]:
    now = int(NOW.timestamp())
    claims = {
        "iss": ISSUER, "aud": "bumang", "sub": "someone", "nonce": pending.nonce,
        "iat": now, "exp": now + 300, "identity_number": "990101196501150014",
    }  # fmt: skip
    return {name: value for name, value in (claims | changed).items() if value is not None}


def _signed(claims: dict[str, Any], key: Any = RSA, alg: str = "RS256") -> str:
    return jwt.encode({"alg": alg, "kid": "one"}, claims, key, algorithms=[alg])


def _unsigned(claims: dict[str, Any], signature: str = "") -> str:
    parts = [
        urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
        for part in ({"alg": "none"}, claims)
    ]
    return ".".join([*parts, signature])


def _with_the_published_key_as_secret(claims: dict[str, Any], published: bytes) -> str:
    head = [
        urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", "kid": "one"}, claims)
    ]
    code = hmac.digest(published, b".".join(head), "sha256")
    return b".".join([*head, urlsafe_b64encode(code).rstrip(b"=")]).decode()


async def _finish(there: Elsewhere, make: Callable[[Pending], str], **changed: str) -> Any:
    provider = there.client()
    _, pending = await provider.begin(RETURN, "/mine", "zh", NOW)
    there.token = make(pending)
    brought = {"code": "c", "state": pending.state} | changed
    return await provider.finish(brought, pending, RETURN, NOW + timedelta(seconds=5))


async def test_a_sign_in_asks_with_state_nonce_and_challenge_and_redeems_with_the_verifier() -> (
    None
):
    there = Elsewhere()
    provider = there.client("secret")
    address, pending = await provider.begin(RETURN, "/mine", "en", NOW)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["tenant"] == "a"
    assert asked["code_challenge"] == challenge(pending.verifier)
    assert (asked["state"], asked["nonce"]) == (pending.state, pending.nonce)
    assert pending.verifier not in address
    there.token = _signed(_claims(pending))
    claims = await provider.finish({"code": "c", "state": pending.state}, pending, RETURN, NOW)
    assert claims["identity_number"] == "990101196501150014"
    assert there.asked["code_verifier"] == pending.verifier
    assert there.asked["redirect_uri"] == RETURN
    assert there.authorization.startswith("Basic ")


def test_the_challenge_is_the_standards_example() -> None:
    # RFC 7636, appendix B
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize(
    ("key", "alg"),
    [
        (RSA, "RS256"), (RSA, "PS256"),
        (ECKey.generate_key("P-256", {"kid": "one"}), "ES256"),
        (OKPKey.generate_key("Ed25519", {"kid": "one"}), "Ed25519"),
    ],
)  # fmt: skip
async def test_the_usual_signatures_are_understood(key: Any, alg: str) -> None:
    there = Elsewhere()
    there.keys = {"keys": [key.as_dict(private=False)]}
    assert (await _finish(there, lambda p: _signed(_claims(p), key, alg)))["sub"] == "someone"


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "other"}, {"nonce": None}, {"nonce": ""}, {"iss": "https://evil.example"},
        {"iss": None}, {"aud": "other"}, {"aud": None}, {"aud": ["other"]},
        {"aud": ["bumang", "other"]}, {"azp": "other"},
        {"aud": ["bumang", "other"], "azp": "other"}, {"sub": None}, {"exp": None},
        {"exp": int(NOW.timestamp()) - 120}, {"iat": int(NOW.timestamp()) + 3600}, {"iat": None},
        {"nbf": int(NOW.timestamp()) + 3600}, {"exp": "soon"},
    ],
)  # fmt: skip
async def test_a_token_for_another_time_place_or_sign_in_is_refused(changed: Any) -> None:
    with pytest.raises(SignInRefusedError):
        await _finish(Elsewhere(), lambda p: _signed(_claims(p, **changed)))


async def test_a_token_that_the_provider_did_not_sign_is_refused() -> None:
    published = RSA.as_pem(private=False)
    forged: list[Callable[[Pending], str]] = [
        lambda p: _unsigned(_claims(p)),
        lambda p: _unsigned(_claims(p), "AAAA"),
        lambda p: _signed(_claims(p), ANOTHER),
        lambda p: _with_the_published_key_as_secret(_claims(p), published),
        lambda p: _signed(_claims(p)) + "A",
        lambda p: ".".join([*_signed(_claims(p)).split(".")[:2], ""]),
        lambda _: "not a token",
        lambda _: "",
        lambda _: "é.é.é",
    ]
    for make in forged:
        with pytest.raises(SignInRefusedError):
            await _finish(Elsewhere(), make)


async def test_a_key_in_the_tokens_own_header_is_not_believed() -> None:
    def make(pending: Pending) -> str:
        header = {"alg": "RS256", "kid": "one", "jwk": ANOTHER.as_dict(private=False)}
        return jwt.encode(header, _claims(pending), ANOTHER, algorithms=["RS256"])

    with pytest.raises(SignInRefusedError):
        await _finish(Elsewhere(), make)


async def test_another_state_or_issuer_or_no_code_is_refused_before_anything_is_asked() -> None:
    there = Elsewhere()
    for changed in ({"state": "x"}, {"state": "é"}, {"iss": "https://evil.example"}):
        with pytest.raises(SignInRefusedError):
            await _finish(there, lambda p: _signed(_claims(p)), **changed)
    assert there.asked == {}


async def test_a_provider_that_changes_its_keys_is_asked_for_them_anew() -> None:
    there = Elsewhere()
    provider = there.client()
    _, pending = await provider.begin(RETURN, "/", "zh", NOW)
    new = RSAKey.generate_key(2048, {"kid": "two"})
    there.keys = {"keys": [new.as_dict(private=False)]}
    header = {"alg": "RS256", "kid": "two"}
    there.token = jwt.encode(header, _claims(pending), new, algorithms=["RS256"])
    brought = {"code": "c", "state": pending.state}
    assert (await provider.finish(brought, pending, RETURN, NOW))["sub"] == "someone"


@pytest.mark.parametrize(
    "discovery", [{}, [], DISCOVERY | {"issuer": "https://evil.example"}, {"issuer": 3}]
)
async def test_a_provider_that_does_not_describe_itself_is_not_reached(discovery: Any) -> None:
    there = Elsewhere()
    there.discovery = discovery
    with pytest.raises(ProviderUnreachableError):
        await there.client().begin(RETURN, "/", "zh", NOW)


@pytest.mark.parametrize(
    "keys", [{}, [], {"keys": []}, {"keys": [{}]}, {"keys": "x"}, {"keys": [1]}]
)
async def test_a_provider_without_keys_is_not_reached(keys: Any) -> None:
    there = Elsewhere()
    there.keys = keys
    with pytest.raises(ProviderUnreachableError):
        await there.client().begin(RETURN, "/", "zh", NOW)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(500, ProviderUnreachableError), (429, ProviderUnreachableError), (400, SignInRefusedError)],
)
async def test_a_code_that_is_not_redeemed_signs_nobody_in(status: int, kind: Any) -> None:
    there = Elsewhere()
    there.status = status
    with pytest.raises(kind):
        await _finish(there, lambda p: _signed(_claims(p)))


@pytest.mark.parametrize(
    "claims",
    [
        {}, {"role": "anyone"}, {"role": "king"}, {"role": 3}, {"role": None}, {"role": []},
        {"role": "clerk"}, {"role": "clerk", "staff_id": "x"}, {"role": "clerk", "staff_id": True},
        {"role": "clerk", "staff_id": "9" * 30}, {"role": "agent", "agent_id": ["1"]},
        {"identity_number": {}}, {"identity_number": None},
    ],
)  # fmt: skip
async def test_claims_that_do_not_say_who_it_is_make_nobody(claims: Any) -> None:
    with pytest.raises(UnclearIdentityError):
        await principal_from(None, claims, Claims())


async def test_staff_are_known_by_their_number_under_the_claims_that_are_set() -> None:
    names = Claims(role="groups", staff="employee_no")
    claims = {"groups": "clerk", "employee_no": "12", "name": "演示经办人员"}
    assert await principal_from(None, claims, names) == Principal(Role.CLERK, 12, "演示经办人员")
