"""What the entrance sees of a request, told to `Doubt` by the request's crowd."""

from __future__ import annotations

from dataclasses import dataclass

from bumang.gate.crowd import crowd_of
from bumang.gate.doubt import Doubt
from bumang.gate.kept import TICKET, TICKET_COOKIES
from bumang.gate.waiting import Waiting
from bumang.runtime.http import Request, Wire

LOOKS_COUNTED = 16
"""One in so many questions how far the lines are is counted, for as many: there are very many."""


@dataclass
class Watch:
    """`key` is secret, the same in all web processes; `proxies` as in `crowd_of`."""

    doubt: Doubt
    key: bytes
    proxies: int = 0
    _looks: int = 0

    def doubts(self, request: Request, ticket: str) -> bool:
        return self.doubt.doubts(self._crowd(request), ticket)

    def waits(self, request: Request, ticket: str, told: Waiting) -> None:
        """Someone who sent `ticket` (or none) was told to wait."""
        if not told.ticket or told.your_turn:
            return
        if told.ticket == ticket:
            self.doubt.place_shown(self._crowd(request), ticket, told.retry_after_s)
        else:
            self.doubt.place_given(self._crowd(request), told.ticket, told.retry_after_s)

    def answered(self, request: Request, ticket: str, known_pass: str, wire: Wire) -> None:
        """Someone was let in, with what they sent or were given, and got this."""
        if ticket:
            self.doubt.forget(ticket)
        if not wire.media_type.startswith("text/html"):
            return
        if known_pass:
            self.doubt.step(self._crowd(request), known_pass)
        elif wire.status == 200 and not request.headers.get("cookie"):
            self.doubt.page(self._crowd(request))

    def looked(self, request: Request) -> None:
        """Someone asked how far the lines are, which a waiting page's script does."""
        self._looks += 1
        if self._looks % LOOKS_COUNTED == 0 and _holds_ticket(request):
            self.doubt.looked(self._crowd(request), LOOKS_COUNTED)

    def style(self, request: Request) -> None:
        """Someone asked for the pages' style sheet."""
        self.doubt.style(self._crowd(request))

    def _crowd(self, request: Request) -> bytes:
        return crowd_of(request, self.key, self.proxies)


def _holds_ticket(request: Request) -> bool:
    sent = request.headers.get("cookie")
    return bool(request.headers.get(TICKET)) or any(one in sent for one in TICKET_COOKIES)
