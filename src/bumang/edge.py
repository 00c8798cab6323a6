"""The edge: a request in, one of the answers out, every one counted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bumang.api.problem_json import on_the_wire, problem_response
from bumang.api.programs import LARGEST_FORM, for_program
from bumang.api.quota_json import QuotaDesk
from bumang.api.routes import route_of
from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost, cost_of, never_shed
from bumang.gate.counts import ANSWERED, OFFERED, kind_of
from bumang.gate.entrance import Entrance
from bumang.gate.lane import Lane
from bumang.gate.proof_desk import PATH as PROOF_PATH
from bumang.gate.proof_desk import ProofDesk
from bumang.gate.queue_routes import PATHS, queue_answer
from bumang.items.catalogue import Catalogue
from bumang.items.item import Criticality
from bumang.kernel.answers import Queued
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.body import LaterError, read_before
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.http import Request, Wire
from bumang.runtime.traces import span, tracing

_RETRY_AFTER_SECONDS = 5
_SOON_SECONDS = 2
_WITHOUT_BODY = {"GET", "HEAD"}

_events = structlog.get_logger()

Answering = Callable[[Request], Awaitable[Wire]]


@dataclass(frozen=True)
class Edge:
    """One web process's application: programs and pages behind the gate (`None`: without one), and
    the quotas of those who are known by a token (`None`: without any)."""

    catalogue: Catalogue
    programs: Answering
    pages: Answering
    entrance: Entrance | None = None
    quotas: QuotaDesk | None = None
    proof: ProofDesk | None = None

    async def __call__(self, request: Request) -> Wire:
        """Always an answer, counted once. A fault of ours is counted as `other` and logged."""
        OFFERED.inc()
        if tracing():
            return await self._traced(request)
        return await self._counted(request)

    async def _traced(self, request: Request) -> Wire:
        route = route_of(request.method, request.path)
        with span(route, dict(request.headers.items())) as recorded:
            wire = await self._counted(request)
            recorded.set_attribute("http.response.status_code", wire.status)
            return wire

    async def _counted(self, request: Request) -> Wire:
        try:
            wire = await self._within_quota(request)
        except InvalidInput as invalid:
            wire = problem_response(invalid.problems, request.language)
        except LaterError:
            wire = on_the_wire(Queued(_RETRY_AFTER_SECONDS), request.language)
        except Exception as error:
            # Without the traceback's values: they hold what people submitted.
            _events.error("request failed unforeseen", error=type(error).__name__)
            wire = problem_response((_OURS,), request.language)
        ANSWERED[wire.kind or kind_of(wire.status)].inc()
        return wire

    async def _within_quota(self, request: Request) -> Wire:
        if self.quotas is None:
            return await self._admitted(request)
        return await self.quotas.answer(request, self._admitted)

    async def _admitted(self, request: Request) -> Wire:
        """What has a slot of its class is answered; the others are told when to come back."""
        cost = cost_of(request.method, request.path)
        if self.entrance is None or cost is Cost.ACCEPT or never_shed(request.path):
            self._seen(request)
            return await self._answered(request)
        if request.path in PATHS or request.path == PROOF_PATH:
            return await self._about_lines(request, self.entrance)
        if cost is Cost.OPERATORS:
            return await self._for_operators(request, self.entrance.room.bulkheads)
        matter = _matter(request.path)
        lane = Lane.URGENT if self._urgent(matter) else Lane.MAIN
        if request.method not in _WITHOUT_BODY:
            # Whoever sends slowly must not hold a slot meanwhile.
            request = await read_before(request, LARGEST_FORM)
        return await self.entrance.answer(request, cost, self._answered, lane, matter)

    async def _about_lines(self, request: Request, entrance: Entrance) -> Wire:
        """What is asked of the waiting room itself; it takes no slot."""
        if request.path == PROOF_PATH:
            if self.proof is None:
                return await self._answered(request)
            return await self.proof.answer(request)
        if entrance.watch is not None and request.path == "/queue/now":
            entrance.watch.looked(request)
        return await queue_answer(entrance.room, request)

    def _seen(self, request: Request) -> None:
        if request.path.endswith("/style.css") and self.entrance and self.entrance.watch:
            self.entrance.watch.style(request)

    async def _for_operators(self, request: Request, bulkheads: Bulkheads) -> Wire:
        """Slots of their own and no line: what steers the gate must not wait behind it."""
        permit = await bulkheads.enter(Cost.OPERATORS, urgent=False)
        if permit is None:
            return on_the_wire(Queued(_SOON_SECONDS), request.language)
        try:
            return await self._answered(request)
        finally:
            permit.leave(True)

    def _urgent(self, matter: str) -> bool:
        """Whether it is a matter that cannot wait: a livelihood, a deadline, or by order."""
        item = self.catalogue.get(matter)
        if item is None or self.entrance is None:
            return False
        today = item.code in self.entrance.room.steering.urgent
        return today or item.criticality >= Criticality.DEADLINE

    async def _answered(self, request: Request) -> Wire:
        try:
            if for_program(request.path):
                return await self.programs(request)
            return await self.pages(request)
        except InvalidInput as invalid:
            return problem_response(invalid.problems, request.language)
        except UNREACHABLE as error:
            _events.warning("a database is out of reach", error=type(error).__name__)
            return on_the_wire(Queued(_RETRY_AFTER_SECONDS), request.language)


def _matter(path: str) -> str:
    """The code of what a request is about; empty where it is not about one."""
    return path.partition("/items/")[2].partition("/")[0]


_OURS = Problem(
    "OURS",
    Text("我们这边出了问题。", "Something of ours failed."),
    Text("不是您填错了。", "It is not what you sent."),
    Text(
        "请用同一个 Idempotency-Key 再发一次，不会办两次。",
        "Send it again with the same Idempotency-Key; nothing is done twice.",
    ),
)
