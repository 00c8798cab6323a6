"""The demo's identity provider under /demo/oidc: OpenID Connect as a real one, without passwords."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Litestar, Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation
from litestar.response import Redirect

from bumang.access.principal import Role
from bumang.demo import words
from bumang.demo.cast import Figure
from bumang.demo.issuing import Issuing, claims_of
from bumang.kernel.clock import Clock
from bumang.portal.render import page, told_page
from bumang.portal.router import EXCEPTION_HANDLERS
from bumang.portal.sign_in_pages import origin_of
from bumang.runtime.database import UNREACHABLE

PATH = "/demo/oidc"
_ASKED = (
    *("response_type", "client_id", "redirect_uri", "scope", "state", "nonce"),
    *("code_challenge", "code_challenge_method"),
)


@dataclass(frozen=True, kw_only=True)
class DemoProvider:
    """`cast` reads who can be picked; `public_url` is empty where people use any of our addresses."""

    issuing: Issuing
    cast: Callable[[], Awaitable[list[Figure]]]
    clock: Clock
    client_id: str
    public_url: str


Given = NamedDependency[SkipValidation[DemoProvider]]
Asked = Request[Any, Any, Any]


def demo_provider(provider: DemoProvider) -> Litestar:
    """An application of its own: it shares no cookie and no form token with the pages."""
    return Litestar(
        route_handlers=[ProviderPages],
        dependencies={"provider": Provide(lambda: provider, sync_to_thread=False)},
        exception_handlers=EXCEPTION_HANDLERS,
        openapi_config=None,
        logging_config=None,
    )


class ProviderPages(Controller):
    path = PATH

    @get("/.well-known/openid-configuration")
    async def configuration(self, request: Asked, provider: Given) -> dict[str, Any]:
        issuer = _issuer(request, provider)
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["Ed25519"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "authorization_response_iss_parameter_supported": True,
        }

    @get("/keys")
    async def keys(self, provider: Given) -> dict[str, Any]:
        return provider.issuing.published_keys()

    @get("/authorize")
    async def authorize(self, request: Asked, provider: Given) -> Response[Any]:
        asked = {name: request.query_params.get(name, "") for name in _ASKED}
        if not _understood(asked, origin_of(request, provider.public_url), provider.client_id):
            # Never back to an address that we do not know to be ours.
            return told_page(request, words.NOT_UNDERSTOOD, status=400, onward="/sign-in")
        try:
            figures = await provider.cast()
        except UNREACHABLE:
            reply = told_page(request, words.QUEUED, status=429, onward="/sign-in")
            reply.headers["retry-after"] = "5"
            return reply
        picked = _picked(request, figures)
        if picked is None:
            return _choice(request, figures, asked)
        code = provider.issuing.code(asked, claims_of(*picked), provider.clock())
        brought = {"code": code, "state": asked["state"], "iss": _issuer(request, provider)}
        return Redirect(f"{asked['redirect_uri']}?{urlencode(brought)}", status_code=303)

    @post("/token")
    async def token(self, request: Asked, provider: Given) -> Response[dict[str, Any]]:
        form = {name: value for name, value in (await request.form()).items() if _is_text(value)}
        now = provider.clock()
        if form.get("grant_type") != "authorization_code":
            return Response({"error": "unsupported_grant_type"}, status_code=400)
        grant = provider.issuing.redeem(form, now)
        if grant is None:
            return Response({"error": "invalid_grant"}, status_code=400)
        issuer = _issuer(request, provider)
        given = {
            "id_token": provider.issuing.identity_token(grant, issuer, now),
            # The protocol asks for one; it opens nothing here.
            "access_token": grant.once,
            "token_type": "Bearer",
        }
        return Response(given, status_code=200, headers={"cache-control": "no-store"})


def _issuer(request: Asked, provider: DemoProvider) -> str:
    return f"{origin_of(request, provider.public_url)}{PATH}"


def _understood(asked: Mapping[str, str], origin: str, client_id: str) -> bool:
    expected = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": f"{origin}/sign-in/return",
        "code_challenge_method": "S256",
    }
    fits = all(asked[name] == value for name, value in expected.items())
    return fits and bool(asked["code_challenge"])


def _picked(request: Asked, figures: list[Figure]) -> tuple[Role, str, str] | None:
    """One of the list, or any person by their identity number: the registry says whether it has
    them, as it would with a real provider."""
    chosen = request.query_params.get("as", "")
    for figure in figures:
        if chosen == f"{figure.role.value}:{figure.number}":
            return figure.role, figure.number, figure.name
    typed = request.query_params.get("identity_number", "").strip()
    return (Role.PERSON, typed, "") if typed else None


def _choice(request: Asked, figures: list[Figure], asked: dict[str, str]) -> Response[str]:
    links = [
        (figure, f"{PATH}/authorize?{urlencode({**asked, 'as': _name(figure)})}")
        for figure in figures
    ]
    return page(
        request,
        "pick.html",
        links=links,
        asked=asked,
        action=f"{PATH}/authorize",
        words=words.PICK,
        roles=words.ROLES,
    )


def _name(figure: Figure) -> str:
    return f"{figure.role.value}:{figure.number}"


def _is_text(value: object) -> bool:
    return isinstance(value, str)
