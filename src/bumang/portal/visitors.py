"""Who visits a page, and whether a form they send is from a page of ours: one place for all pages."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from litestar import Request
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from bumang.access.form_token import FIELD, form_token, from_our_pages, token_holds
from bumang.access.local_path import local_path
from bumang.access.principal import ANYONE, Principal
from bumang.access.sealed import Sealer
from bumang.access.session import Visitor, begin, sealed_mark, visitor
from bumang.kernel.clock import Clock
from bumang.portal.cookies import Cookies
from bumang.portal.render import told_page
from bumang.portal.sign_in_words import FORGED
from bumang.runtime.http import cookie
from bumang.runtime.key_file import load_or_create

_SAFE = {"GET", "HEAD", "OPTIONS"}
_STATE = "visitor"


@dataclass(frozen=True, kw_only=True)
class Visitors:
    """`url` is the address people use; `cookies` are named and marked for it."""

    sealer: Sealer
    form_key: bytes
    clock: Clock
    url: str
    cookies: Cookies

    @classmethod
    def with_keys_in(cls, folder: Path, *, clock: Clock, url: str) -> Visitors:
        return cls(
            sealer=Sealer.of_file(folder / "sessions.pem"),
            form_key=sha256(load_or_create(folder / "forms.pem")).digest(),
            clock=clock,
            url=url,
            cookies=Cookies(secure=url.startswith("https:")),
        )

    def of(self, request: Request[Any, Any, Any]) -> Visitor:
        """Asked once a request; afterwards `visitor_of` knows."""
        sent, names = request.cookies, self.cookies
        session, mark = sent.get(names.session, ""), sent.get(names.mark, "")
        return visitor(self.sealer, session, mark, self.clock())

    def signed_in(self, cookies: str) -> Principal:
        """Who a `Cookie` header speaks for, before a request has reached the pages."""
        session = cookie(cookies, self.cookies.session)
        return visitor(self.sealer, session, "", self.clock()).principal

    def begin(self, principal: Principal) -> str:
        """The value of the session's cookie."""
        return begin(self.sealer, principal, self.clock())

    def form_token(self, request: Request[Any, Any, Any]) -> str:
        return form_token(self.form_key, visitor_of(request).mark)

    async def principal_of(self, request: Request[Any, Any, Any]) -> Principal:
        return visitor_of(request).principal

    async def forged(self, request: Request[Any, Any, Any], mark: str) -> bool:
        """Whether a request that would change something is not from a form we gave this browser."""
        told = request.headers
        site = told.get("sec-fetch-site", "")
        if not from_our_pages(told.get("origin", ""), site, told.get("host", ""), self.url):
            return True
        token = (await request.form()).get(FIELD, "")
        return not (isinstance(token, str) and token_holds(self.form_key, mark, token))


class VisitorMiddleware(ASGIMiddleware):
    """Finds out who visits, refuses forged forms, and gives a new browser its mark."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request: Request[Any, Any, Any] = Request(scope, receive, send)
        found = self._visitors.of(request)
        request.state[_STATE] = found
        request.state["form_token"] = self._visitors.form_token(request)
        if request.method not in _SAFE and await self._visitors.forged(request, found.mark):
            refused = told_page(request, FORGED, status=403, onward=_back(request))
            await refused.to_asgi_response(app=None, request=request)(scope, receive, send)
            return
        await next_app(scope, receive, self._marking(send, found) if found.new else send)

    def _marking(self, send: Send, found: Visitor) -> Send:
        value = sealed_mark(self._visitors.sealer, found.mark)
        header = self._visitors.cookies.mark_cookie(value).to_header(header="")

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                # What a shared cache may keep must carry nothing of one visitor.
                if "public" not in headers.get("cache-control", ""):
                    headers.add("set-cookie", header)
            await send(message)

        return marked


def visitor_of(request: Request[Any, Any, Any]) -> Visitor:
    """Nobody known, with a mark of no use, where the middleware has not been."""
    found: Visitor = request.state.get(_STATE) or Visitor(ANYONE, "")
    return found


def _back(request: Request[Any, Any, Any]) -> str:
    """The page the form was on, when the browser says and it is ours."""
    host, slash, path = request.headers.get("referer", "").partition("://")[2].partition("/")
    ours = host and host == request.headers.get("host", "")
    return local_path(slash + path.partition("?")[0]) if ours else "/"
