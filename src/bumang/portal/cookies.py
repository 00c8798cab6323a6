"""The cookies of signing in. Over HTTPS their names say that no other host can have set them."""

from __future__ import annotations

from dataclasses import dataclass

from litestar.datastructures import Cookie

from bumang.access.oidc import PATIENCE
from bumang.access.session import LIFETIME
from bumang.portal.draft import KEPT


@dataclass(frozen=True)
class Cookies:
    """`secure`: people reach us over HTTPS, so that cookies are for HTTPS only."""

    secure: bool

    @property
    def session(self) -> str:
        return self._name("session")

    @property
    def mark(self) -> str:
        return self._name("visitor")

    @property
    def pending(self) -> str:
        return self._name("signing-in")

    @property
    def left(self) -> str:
        return self._name("signed-out")

    def left_cookie(self) -> Cookie:
        """Someone signed out here: the provider must not sign them in again unasked."""
        return self._cookie(self.left, "1", int(LIFETIME.total_seconds()))

    def session_cookie(self, value: str) -> Cookie:
        return self._cookie(self.session, value, int(LIFETIME.total_seconds()))

    def mark_cookie(self, value: str) -> Cookie:
        return self._cookie(self.mark, value, int(KEPT.total_seconds()))

    def pending_cookie(self, value: str) -> Cookie:
        return self._cookie(self.pending, value, int(PATIENCE.total_seconds()))

    def cleared(self, name: str, path: str = "/") -> Cookie:
        """Tells the browser to forget."""
        return Cookie(
            key=name,
            value="",
            path=path,
            max_age=0,
            httponly=True,
            secure=self.secure,
            samesite="lax",
        )

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name

    def _cookie(self, name: str, value: str, seconds: int) -> Cookie:
        return Cookie(
            key=name,
            value=value,
            path="/",
            max_age=seconds,
            httponly=True,
            secure=self.secure,
            samesite="lax",
        )
