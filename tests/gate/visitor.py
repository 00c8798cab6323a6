"""A browser before an entrance: it keeps cookies, and comes again with them."""

from __future__ import annotations

from bumang.gate.cost import Cost
from bumang.gate.entrance import Entrance
from bumang.gate.lane import Lane
from bumang.gate.queue_routes import queue_answer
from bumang.runtime.http import Request, Wire

FORM = "application/x-www-form-urlencoded"


def sent(
    path: str, query: str = "", method: str = "GET", body: bytes = b"", **headers: str
) -> Request:
    """As a browser sends it: fields of a form where there is a body, unless it says otherwise."""
    of_a_form = {} if method == "GET" else {"content-type": FORM}
    named = of_a_form | {name.replace("_", "-"): value for name, value in headers.items()}

    class Sent:
        def get(self, name: str, default: str = "", /) -> str:
            return named.get(name, default)

        def items(self) -> list[tuple[str, str]]:
            return list(named.items())

    async def read(_: int) -> bytes:
        return body

    return Request(method, path, query, "http", Sent(), read)


async def inside(_: Request) -> Wire:
    return Wire(200, "text/html; charset=utf-8", b"inside <!--visit zh-->")


class Visitor:
    """`cookies` by name; what is answered sets them."""

    def __init__(self, entrance: Entrance) -> None:
        self.entrance = entrance
        self.cookies: dict[str, str] = {}

    async def come(
        self,
        path: str = "/items/x",
        query: str = "",
        *,
        cost: Cost = Cost.FORM,
        lane: Lane = Lane.MAIN,
        body: bytes | None = None,
        matter: str = "",
        **headers: str,
    ) -> Wire:
        """A page asked for, or with a body a form that was sent."""
        asked = self._asked(path, query, body, headers)
        return self._kept(await self.entrance.answer(asked, cost, inside, lane, matter))

    async def ask(
        self, path: str, query: str = "", body: bytes | None = None, **headers: str
    ) -> Wire:
        """An address of the waiting room itself."""
        asked = self._asked(path, query, body, headers)
        return self._kept(await queue_answer(self.entrance.room, asked))

    @property
    def cookie(self) -> str:
        """As it is sent."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _asked(self, path: str, query: str, body: bytes | None, headers: dict[str, str]) -> Request:
        told = {"cookie": self.cookie, **headers}
        return sent(path, query, "GET" if body is None else "POST", body or b"", **told)

    def _kept(self, wire: Wire) -> Wire:
        for name, value in wire.headers:
            if name == "set-cookie":
                kept, _, said = value.partition(";")[0].partition("=")
                self.cookies[kept] = said
        return wire
