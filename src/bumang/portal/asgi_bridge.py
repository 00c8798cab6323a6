"""From a request to an ASGI application and back: how the pages' framework is spoken to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from litestar.response import Redirect

from bumang.kernel.answers import Accepted, Kind
from bumang.runtime.http import Request, Wire

ANSWER = "x-bumang-answer"
"""Says which answer a page is where its status does not; it stays inside."""

Message = dict[str, Any]
AsgiApplication = Callable[[Any, Any, Any], Awaitable[None]]


async def ask(application: AsgiApplication, request: Request, largest_body: int) -> Wire:
    """The application's whole response. Raises `InvalidInput` when the body is too large."""
    collected = _Collected()
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    body = await request.body(largest_body)
    await application(_scope(request), receive, collected.take)
    return collected.wire()


def accepted(answer: Accepted) -> Redirect:
    """On to the receipt; counted as accepted."""
    onward = f"/receipts/{answer.number}"
    return Redirect(onward, status_code=303, headers={ANSWER: Kind.ACCEPTED.value})


class _Collected:
    def __init__(self) -> None:
        self._status = 0
        self._headers: list[tuple[str, str]] = []
        self._body: list[bytes] = []

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = [
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, value in message.get("headers", ())
            ]
        elif message["type"] == "http.response.body":
            self._body.append(message.get("body", b""))

    def wire(self) -> Wire:
        kind = next((value for name, value in self._headers if name == "content-type"), "")
        others = tuple(
            (name, value)
            for name, value in self._headers
            # The server counts the bytes itself.
            if name not in {"content-type", "content-length", ANSWER}
        )
        answer = next((Kind(value) for name, value in self._headers if name == ANSWER), None)
        return Wire(self._status, kind, b"".join(self._body), others, answer)


def _scope(request: Request) -> Message:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.scheme,
        "path": request.path,
        "raw_path": quote(request.path).encode(),
        "query_string": request.query.encode("latin-1", "replace"),
        "root_path": "",
        "headers": [
            (name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
            for name, value in request.headers.items()
        ],
        "client": None,
        "server": None,
    }
