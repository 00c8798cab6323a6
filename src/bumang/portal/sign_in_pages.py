"""Signing in and out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import structlog
from litestar import Controller, Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation
from litestar.response import Redirect

from bumang.access.identities import NotInRegistryError, UnclearIdentityError
from bumang.access.local_path import local_path
from bumang.access.oidc import Pending, Provider, ProviderUnreachableError, SignInRefusedError
from bumang.access.principal import Principal, Role
from bumang.portal import sign_in_words as words
from bumang.portal.draft import every_cookie_name
from bumang.portal.render import language_of, told_page
from bumang.portal.visitors import Visitors
from bumang.runtime.database import UNREACHABLE

_RETRY_SECONDS = 5
_PURPOSE = "sign-in"
_events = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """`provider_at` gives the identity provider for people who came by an address of ours, None
    where there is none; `principal_from` finds whom claims name; `items` are the codes of matters.
    """

    visitors: Visitors
    public_url: str
    provider_at: Callable[[str], Provider | None]
    principal_from: Callable[[Mapping[str, Any]], Awaitable[Principal]]
    items: Iterable[str]


Given = NamedDependency[SkipValidation[SignIn]]
Asked = Request[Any, Any, Any]


def sign_in_router(sign_in: SignIn) -> Router:
    return Router(
        path="/",
        route_handlers=[SignInPages],
        dependencies={"sign_in": Provide(lambda: sign_in, sync_to_thread=False)},
        include_in_schema=False,
    )


def origin_of(request: Asked, public_url: str) -> str:
    """The address people reach us by: the one that is set, else the one this request came by."""
    return public_url or f"{request.scope['scheme']}://{request.headers.get('host', '')}"


class SignInPages(Controller):
    path = "/"

    @get("/sign-in")
    async def start(self, request: Asked, sign_in: Given) -> Response[Any]:
        onward = local_path(request.query_params.get("next", "/"))
        origin = origin_of(request, sign_in.public_url)
        provider = sign_in.provider_at(origin)
        if provider is None:
            return told_page(request, words.NO_PROVIDER, status=404, onward="/")
        visitors = sign_in.visitors
        language = language_of(request)
        try:
            address, pending = await provider.begin(
                _return_address(origin),
                onward,
                language,
                visitors.clock(),
                # On a shared computer the next person must not become the one before.
                prove_again=visitors.cookies.left in request.cookies,
            )
        except ProviderUnreachableError:
            return _queued(request, onward)
        reply = _redirect(address)
        reply.set_cookie(visitors.cookies.pending_cookie(visitors.sealer.seal(pending, _PURPOSE)))
        return reply

    @get("/sign-in/return")
    async def finish(self, request: Asked, sign_in: Given) -> Response[Any]:
        visitors = sign_in.visitors
        kept = request.cookies.get(visitors.cookies.pending, "")
        pending = visitors.sealer.open(kept, Pending, _PURPOSE)
        reply = await _finished(request, sign_in, pending)
        # Whatever came of it: what this browser was waiting for has come, and comes only once.
        reply.set_cookie(visitors.cookies.cleared(visitors.cookies.pending))
        return reply

    @get("/sign-out")
    async def not_by_link(self) -> Response[Any]:
        """A link signs nobody out; the button does."""
        return _redirect("/")

    @post("/sign-out")
    async def end(self, sign_in: Given) -> Response[Any]:
        """Forgets the sign-in and every half-filled form: the next person finds nothing."""
        cookies = sign_in.visitors.cookies
        reply = _redirect("/")
        reply.set_cookie(cookies.cleared(cookies.session))
        reply.set_cookie(cookies.left_cookie())
        for code in sign_in.items:
            for name in every_cookie_name(code):
                reply.set_cookie(cookies.cleared(name, f"/items/{code}"))
        return reply


async def _finished(request: Asked, sign_in: SignIn, pending: Pending | None) -> Response[Any]:
    origin = origin_of(request, sign_in.public_url)
    provider = sign_in.provider_at(origin)
    if pending is None or provider is None:
        return told_page(request, words.STALE, status=400, onward="/sign-in")
    again, visitors = _again(pending.return_to), sign_in.visitors
    brought = dict(request.query_params)
    try:
        claims = await provider.finish(brought, pending, _return_address(origin), visitors.clock())
        principal = await sign_in.principal_from(claims)
    except SignInRefusedError as refused:
        _events.warning("a sign-in was refused", reason=refused.reason)
        return told_page(request, words.STALE, status=400, onward=again)
    except UnclearIdentityError:
        return told_page(request, words.UNCLEAR, status=403, onward=again)
    except NotInRegistryError as unknown:
        person = unknown.role is Role.PERSON
        told = words.UNKNOWN_PERSON if person else words.UNKNOWN_ORGANISATION
        return told_page(request, told, status=403, onward=again)
    except (ProviderUnreachableError, *UNREACHABLE):
        return _queued(request, pending.return_to)
    reply = _redirect(pending.return_to)
    reply.set_cookie(visitors.cookies.session_cookie(visitors.begin(principal)))
    reply.set_cookie(visitors.cookies.cleared(visitors.cookies.left))
    return reply


def _redirect(address: str) -> Redirect:
    return Redirect(address, status_code=303, headers={"cache-control": "no-store"})


def _queued(request: Asked, onward: str) -> Response[str]:
    told = words.Told(
        words.QUEUED.heading,
        words.QUEUED.text.format(seconds=_RETRY_SECONDS),
        words.QUEUED.onward,
    )
    reply = told_page(request, told, status=429, onward=_again(onward))
    reply.headers["retry-after"] = str(_RETRY_SECONDS)
    return reply


def _again(onward: str) -> str:
    return f"/sign-in?next={quote(onward, safe='/')}"


def _return_address(origin: str) -> str:
    return f"{origin}/sign-in/return"
