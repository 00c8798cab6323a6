"""Who is signed in, kept sealed in the person's own browser: a page asks no database for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_urlsafe

import msgspec

from bumang.access.principal import ANYONE, Principal
from bumang.access.sealed import Sealer

LIFETIME = timedelta(hours=12)
_PURPOSE = "session"


class Session(msgspec.Struct, frozen=True):
    """A sign-in. `mark` is random and this session's alone: form tokens are bound to it."""

    principal: Principal
    ends_at: datetime
    mark: str


class Visitor(msgspec.Struct, frozen=True):
    """Whoever sends a request to a page: signed in or not, always with a mark of their browser's.

    `new` says that the mark was made for this request and the browser does not have it yet.
    """

    principal: Principal
    mark: str
    new: bool = False


def begin(sealer: Sealer, principal: Principal, now: datetime) -> str:
    """The value of the session's cookie, for twelve hours."""
    return sealer.seal(Session(principal, now + LIFETIME, token_urlsafe(16)), _PURPOSE)


def visitor(sealer: Sealer, session: str, mark: str, now: datetime) -> Visitor:
    """Who the cookies `session` and `mark` speak for; both may be empty, wrong or old."""
    found = sealer.open(session, Session, _PURPOSE) if session else None
    if found is not None and now < found.ends_at:
        return Visitor(found.principal, found.mark)
    known = sealer.open(mark, _Mark, "mark") if mark else None
    if known is not None:
        return Visitor(ANYONE, known.mark)
    return Visitor(ANYONE, token_urlsafe(16), new=True)


def sealed_mark(sealer: Sealer, mark: str) -> str:
    """The value of the cookie that lets a browser without a sign-in send forms."""
    return sealer.seal(_Mark(mark), "mark")


class _Mark(msgspec.Struct, frozen=True):
    mark: str
