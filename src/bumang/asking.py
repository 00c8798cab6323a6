"""Who is signed in, of a request before it reaches pages or programs: asks no database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bumang.access.principal import Role
from bumang.access.sealed import Sealer
from bumang.access.session import visitor
from bumang.access.tokens import Tokens
from bumang.kernel.clock import Clock
from bumang.portal.cookies import Cookies
from bumang.runtime.http import Request, cookie
from bumang.runtime.settings import Settings


@dataclass(frozen=True)
class WhoAsks:
    """The principal's key (`person:42`); empty for whoever is not signed in."""

    sealer: Sealer
    session_cookie: str
    tokens: Tokens
    clock: Clock

    def __call__(self, request: Request) -> str:
        authorization = request.headers.get("authorization")
        if authorization:
            token = authorization.partition(" ")[2].strip()
            known = self.tokens.read(token, self.clock().timestamp())
            return known.key if known else ""
        session = cookie(request.headers.get("cookie"), self.session_cookie)
        if not session:
            return ""
        found = visitor(self.sealer, session, "", self.clock()).principal
        return "" if found.role is Role.ANYONE else found.key


def who_asks(settings: Settings, tokens: Tokens, clock: Clock) -> Callable[[Request], str]:
    sealer = Sealer.of_file(settings.keys / "sessions.pem")
    name = Cookies(secure=settings.url.startswith("https:")).session
    return WhoAsks(sealer, name, tokens, clock)
