"""The console's pages: the gate now, an order with its check, the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Response, Router, get, post
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from bumang.access.matrix import Action
from bumang.console import asked, charts
from bumang.console.frame import Asked, Console, Given, Problems, operator, page, sign_in, typed_in
from bumang.console.opening_pages import OpeningPages
from bumang.console.words import EFFECTS
from bumang.gate.lane import CLASSES, LINE_NAMED, OPENING_LINES, line_name
from bumang.gate.steering import Order, Setting
from bumang.gate.wanted import problems
from bumang.kernel.problems import InvalidInput


def console_router(console: Console) -> Router:
    return Router(
        path="/console",
        route_handlers=[GatePages, OrderPages, OpeningPages],
        dependencies={"console": Provide(lambda: console, sync_to_thread=False)},
        include_in_schema=False,
    )


class GatePages(Controller):
    path = "/"

    @get("/")
    async def now(self, request: Asked, console: Given) -> Response[Any]:
        if operator(request, Action.READ_GATE) is None:
            return sign_in("/console")
        standing, minutes = console.operations.standing(), await console.last_hour()
        bars, most = charts.answer_bars(minutes)
        curves, longest = charts.waiting_curves(minutes)
        return page(
            request,
            "console_now.html",
            standing=standing,
            lines=[one for one in standing.lines if one.last or one.line in _USUAL],
            minutes=minutes,
            summed=charts.summed(minutes),
            bars=bars,
            most=most,
            curves=curves,
            longest=longest,
            held=charts.calibration(standing.lines),
            fills=dict(zip(charts.KINDS, charts.FILLS, strict=True)),
            still="still" in request.query_params,
        )


class OrderPages(Controller):
    path = "/orders"

    @get("/")
    async def log(self, request: Asked, console: Given) -> Response[Any]:
        if operator(request, Action.READ_GATE) is None:
            return sign_in("/console/orders")
        before = request.query_params.get("before", "")
        orders = await console.operations.log(asked.whole(before))
        return page(request, "console_orders.html", orders=orders)

    @get("/new")
    async def form(self, request: Asked, console: Given) -> Response[Any]:
        if operator(request, Action.STEER_GATE) is None:
            return sign_in("/console")
        return await _form(request, console, dict(request.query_params), ())

    @post("/check")
    async def check(self, request: Asked, console: Given) -> Response[Any]:
        if operator(request, Action.STEER_GATE) is None:
            return sign_in("/console")
        typed = await typed_in(request)
        gate = console.operations
        try:
            wanted = asked.wanted(typed, gate.clock())
            if wrong := problems(wanted, gate.matters, gate.clock()):
                raise InvalidInput(*wrong)
        except InvalidInput as invalid:
            return await _form(request, console, typed, invalid.problems)
        last = await gate.last(wanted.setting, wanted.target)
        return page(
            request,
            "console_check.html",
            wanted=wanted,
            typed=typed,
            effect=EFFECTS[wanted.setting],
            last=last,
            before=last.value if last and last.holds(gate.clock()) else None,
        )

    @post("/")
    async def give(self, request: Asked, console: Given) -> Response[Any]:
        who = operator(request, Action.STEER_GATE)
        if who is None:
            return sign_in("/console")
        typed = await typed_in(request)
        try:
            order = await console.operations.give(
                asked.wanted(typed, console.operations.clock()), who.key
            )
        except InvalidInput as invalid:
            return await _form(request, console, typed, invalid.problems)
        return Redirect(f"/console/orders#order-{order.number}", status_code=303)

    @get("/{number:int}/reversal")
    async def ask_reversal(
        self, request: Asked, console: Given, number: FromPath[int]
    ) -> Response[Any]:
        if operator(request, Action.STEER_GATE) is None:
            return sign_in("/console/orders")
        return await _undo(request, console, number, ())

    @post("/{number:int}/reversal")
    async def reverse(self, request: Asked, console: Given, number: FromPath[int]) -> Response[Any]:
        who = operator(request, Action.STEER_GATE)
        if who is None:
            return sign_in("/console/orders")
        reason = (await typed_in(request)).get("reason", "")
        try:
            order = await console.operations.revert(number, reason, who.key)
        except InvalidInput as invalid:
            return await _undo(request, console, number, invalid.problems)
        return Redirect(f"/console/orders#order-{order.number}", status_code=303)


_USUAL = {line_name(number) for number in LINE_NAMED.values() if number not in OPENING_LINES}


async def _form(
    request: Asked, console: Console, typed: Mapping[str, str], wrong: Problems
) -> Response[str]:
    try:
        setting = Setting(typed.get("setting", ""))
    except ValueError:
        raise NotFoundException from None
    return page(
        request,
        "console_order.html",
        status=422 if wrong else 200,
        setting=setting,
        targets=_targets(setting, console),
        typed=typed,
        problems=wrong,
        effect=EFFECTS[setting],
    )


def _targets(setting: Setting, console: Console) -> list[str]:
    if setting in {Setting.RATE, Setting.PAUSE}:
        standing = console.operations.standing().lines
        return [one.line for one in standing] or sorted(_USUAL)
    if setting in {Setting.LIMIT, Setting.URGENT_SHARE}:
        return [cost.value for cost in CLASSES]
    return sorted(console.catalogue) if setting is Setting.URGENT else []


async def _undo(request: Asked, console: Console, number: int, wrong: Problems) -> Response[str]:
    found: list[Order] = await console.operations.log(number + 1)
    if not found or found[0].number != number:
        raise NotFoundException
    status = 422 if wrong else 200
    return page(request, "console_undo.html", status=status, order=found[0], problems=wrong)
