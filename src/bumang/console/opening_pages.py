"""The console's pages of announced openings: announced after a check, changed, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from bumang.access.matrix import Action
from bumang.console import asked
from bumang.console.frame import Asked, Console, Given, Problems, operator, page, sign_in, typed_in
from bumang.gate.opening import Phase
from bumang.kernel.problems import InvalidInput

ANNOUNCED = Phase.ANNOUNCED


class OpeningPages(Controller):
    path = "/openings"

    @get("/")
    async def listed(self, request: Asked, console: Given) -> Response[Any]:
        if operator(request, Action.READ_GATE) is None:
            return sign_in("/console/openings")
        return await _openings(request, console, {}, ())

    @get("/{number:int}/change")
    async def change(self, request: Asked, console: Given, number: FromPath[int]) -> Response[Any]:
        """One that nobody could come for yet: another is announced in its place."""
        if operator(request, Action.STEER_GATE) is None:
            return sign_in("/console/openings")
        for opening in await console.operations.openings():
            if opening.number == number and opening.phase(console.operations.clock()) is ANNOUNCED:
                return await _openings(request, console, asked.as_typed(opening), ())
        raise NotFoundException

    @post("/check")
    async def check(self, request: Asked, console: Given) -> Response[Any]:
        if operator(request, Action.STEER_GATE) is None:
            return sign_in("/console/openings")
        typed, gate = await typed_in(request), console.operations
        try:
            wanted = asked.announcement(typed)
            if wrong := await gate.wrong_with(wanted):
                raise InvalidInput(*wrong)
        except InvalidInput as invalid:
            return await _openings(request, console, typed, invalid.problems)
        doors = max(wanted.doors, gate.clock())
        return page(request, "console_opening_check.html", wanted=wanted, typed=typed, doors=doors)

    @post("/")
    async def announce(self, request: Asked, console: Given) -> Response[Any]:
        who = operator(request, Action.STEER_GATE)
        if who is None:
            return sign_in("/console/openings")
        typed = await typed_in(request)
        try:
            await console.operations.announce(asked.announcement(typed), who.key)
        except InvalidInput as invalid:
            return await _openings(request, console, typed, invalid.problems)
        return Redirect("/console/openings", status_code=303)

    @get("/{number:int}/withdrawal")
    async def ask_withdrawal(
        self, request: Asked, console: Given, number: FromPath[int]
    ) -> Response[Any]:
        if operator(request, Action.STEER_GATE) is None:
            return sign_in("/console/openings")
        return _withdraw(request, number, ())

    @post("/{number:int}/withdrawal")
    async def withdraw(
        self, request: Asked, console: Given, number: FromPath[int]
    ) -> Response[Any]:
        who = operator(request, Action.STEER_GATE)
        if who is None:
            return sign_in("/console/openings")
        reason = (await typed_in(request)).get("reason", "")
        try:
            await console.operations.withdraw(number, reason, who.key)
        except InvalidInput as invalid:
            return _withdraw(request, number, invalid.problems)
        return Redirect("/console/openings", status_code=303)


async def _openings(
    request: Asked, console: Console, typed: Mapping[str, str], wrong: Problems
) -> Response[str]:
    now = console.operations.clock()
    return page(
        request,
        "console_openings.html",
        status=422 if wrong else 200,
        openings=[(one, one.phase(now).value) for one in await console.operations.openings()],
        replaces=asked.whole(typed.get("replaces", "")),
        matters=sorted(console.catalogue),
        typed=typed,
        problems=wrong,
    )


def _withdraw(request: Asked, number: int, wrong: Problems) -> Response[str]:
    status = 422 if wrong else 200
    return page(request, "console_withdraw.html", status=status, number=number, problems=wrong)
