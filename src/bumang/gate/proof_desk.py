"""`/queue/proof`: offered to whoever waits in the doubtful lane, and solved there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from bumang.gate.kept import TICKET_COOKIES, ticket_cookie
from bumang.gate.lane import is_doubtful
from bumang.gate.proof import Proofs, as_attribute
from bumang.gate.proof_page import FIELD, proof_page
from bumang.gate.room import Room
from bumang.gate.waiting import SOONEST_SECONDS, Waiting
from bumang.gate.waiting_page import waiting_page
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.http import Request, Wire, cookie, cookie_name, kept_cookie

PATH = "/queue/proof"
_LARGEST = 8 * 1024


@dataclass(frozen=True)
class ProofDesk:
    """`assets` are the addresses of the widget's files by name."""

    room: Room
    proofs: Proofs
    assets: Mapping[str, str]

    async def answer(self, request: Request) -> Wire:
        """Raises `InvalidInput` for a body that cannot be read."""
        held = self._held(request)
        if held is None:
            return _onward("/")
        if request.method != "POST":
            return self._offer(request, held, wrong=False)
        fields = parse_qs((await request.body(_LARGEST)).decode(errors="replace"))
        if not self.proofs.holds(fields.get(FIELD, [""])[0], held.code):
            return self._offer(request, held, wrong=True)
        try:
            told = await self.room.leave_doubt(held.ticket)
        except UNREACHABLE:
            return waiting_page("/", Waiting(SOONEST_SECONDS), request.language)
        assert told is not None  # as `_held` has seen
        name = cookie_name(request, ticket_cookie(told.line))
        return _onward("/", ("set-cookie", kept_cookie(request, name, told.ticket)))

    def _offer(self, request: Request, held: Waiting, *, wrong: bool) -> Wire:
        challenge = as_attribute(self.proofs.challenge(held.code))
        return proof_page(challenge, self.assets, request.language, wrong=wrong)

    def _held(self, request: Request) -> Waiting | None:
        """The place in a doubtful lane that this browser keeps."""
        sent = request.headers.get("cookie")
        for name in TICKET_COOKIES:
            ticket = cookie(sent, cookie_name(request, name))
            told = self.room.place_of(ticket) if ticket else None
            if told is not None and is_doubtful(told.line):
                return told
        return None


def _onward(path: str, *headers: tuple[str, str]) -> Wire:
    private = (("location", path), ("cache-control", "no-store"), *headers)
    return Wire(303, "text/plain; charset=utf-8", b"", private)
