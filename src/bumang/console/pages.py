"""The console's pages: the gate now, an order with its check, the log, openings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import ChoiceLoader, PackageLoader
from litestar import Controller, Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation
from litestar.response import Redirect

from bumang.access.matrix import Action, permits
from bumang.access.principal import ANYONE, Principal
from bumang.console import asked, charts
from bumang.console.minutes import Minute
from bumang.console.words import EFFECTS, SETTINGS, WORDS
from bumang.gate.lane import CLASSES, LINE_NAMED, OPENING_LINES, line_name
from bumang.gate.operations import Operations
from bumang.gate.steering import Order, Setting
from bumang.gate.wanted import problems
from bumang.items.catalogue import Catalogue
from bumang.kernel.problems import InvalidInput, Problem
from bumang.portal.render import environment
from bumang.portal.render import page as portal_page

Asked = Request[Any, Any, Any]

_ENVIRONMENT = environment()
_ENVIRONMENT.loader = ChoiceLoader(
    [PackageLoader("bumang.console"), PackageLoader("bumang.portal")]
)
_ENVIRONMENT.globals |= {"c": WORDS, "names": SETTINGS, "Setting": Setting}
page = partial(portal_page, environment=_ENVIRONMENT)


@dataclass(frozen=True)
class Console:
    """What the pages are given."""

    operations: Operations
    catalogue: Catalogue
    last_hour: Callable[[], Awaitable[list[Minute]]]


Given = NamedDependency[SkipValidation[Console]]


def console_router(console: Console) -> Router:
    return Router(
        path="/console",
        route_handlers=[GatePages, OrderPages, OpeningPages],
        dependencies={"console": Provide(lambda: console, sync_to_thread=False)},
        include_in_schema=False,
    )


def _operator(request: Asked, action: Action) -> Principal | None:
    """`None`: nobody is signed in. To another role there is no such page."""
    visitor = request.state.get("visitor")
    who: Principal = visitor.principal if visitor else ANYONE
    if who.subject and not permits(action, who):
        raise NotFoundException
    return who if permits(action, who) else None


def _sign_in(path: str) -> Redirect:
    return Redirect(f"/sign-in?next={path}", status_code=303)


class GatePages(Controller):
    path = "/"

    @get("/")
    async def now(self, request: Asked, console: Given) -> Response[Any]:
        if _operator(request, Action.READ_GATE) is None:
            return _sign_in("/console")
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
        if _operator(request, Action.READ_GATE) is None:
            return _sign_in("/console/orders")
        before = request.query_params.get("before", "")
        orders = await console.operations.log(asked.whole(before))
        return page(request, "console_orders.html", orders=orders)

    @get("/new")
    async def form(self, request: Asked, console: Given) -> Response[Any]:
        if _operator(request, Action.STEER_GATE) is None:
            return _sign_in("/console")
        return await _form(request, console, dict(request.query_params), ())

    @post("/check")
    async def check(self, request: Asked, console: Given) -> Response[Any]:
        if _operator(request, Action.STEER_GATE) is None:
            return _sign_in("/console")
        typed = await _typed(request)
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
        who = _operator(request, Action.STEER_GATE)
        if who is None:
            return _sign_in("/console")
        typed = await _typed(request)
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
        if _operator(request, Action.STEER_GATE) is None:
            return _sign_in("/console/orders")
        return await _undo(request, console, number, ())

    @post("/{number:int}/reversal")
    async def reverse(self, request: Asked, console: Given, number: FromPath[int]) -> Response[Any]:
        who = _operator(request, Action.STEER_GATE)
        if who is None:
            return _sign_in("/console/orders")
        reason = (await _typed(request)).get("reason", "")
        try:
            order = await console.operations.revert(number, reason, who.key)
        except InvalidInput as invalid:
            return await _undo(request, console, number, invalid.problems)
        return Redirect(f"/console/orders#order-{order.number}", status_code=303)


class OpeningPages(Controller):
    path = "/openings"

    @get("/")
    async def listed(self, request: Asked, console: Given) -> Response[Any]:
        if _operator(request, Action.READ_GATE) is None:
            return _sign_in("/console/openings")
        return await _openings(request, console, {}, ())

    @post("/")
    async def announce(self, request: Asked, console: Given) -> Response[Any]:
        who = _operator(request, Action.STEER_GATE)
        if who is None:
            return _sign_in("/console/openings")
        typed = await _typed(request)
        try:
            await console.operations.announce(asked.announcement(typed), who.key)
        except InvalidInput as invalid:
            return await _openings(request, console, typed, invalid.problems)
        return Redirect("/console/openings", status_code=303)

    @get("/{number:int}/withdrawal")
    async def ask_withdrawal(
        self, request: Asked, console: Given, number: FromPath[int]
    ) -> Response[Any]:
        if _operator(request, Action.STEER_GATE) is None:
            return _sign_in("/console/openings")
        return _withdraw(request, number, ())

    @post("/{number:int}/withdrawal")
    async def withdraw(
        self, request: Asked, console: Given, number: FromPath[int]
    ) -> Response[Any]:
        who = _operator(request, Action.STEER_GATE)
        if who is None:
            return _sign_in("/console/openings")
        reason = (await _typed(request)).get("reason", "")
        try:
            await console.operations.withdraw(number, reason, who.key)
        except InvalidInput as invalid:
            return _withdraw(request, number, invalid.problems)
        return Redirect("/console/openings", status_code=303)


_USUAL = {line_name(number) for number in LINE_NAMED.values() if number not in OPENING_LINES}
Problems = tuple[Problem, ...]


async def _typed(request: Asked) -> dict[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


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


async def _openings(
    request: Asked, console: Console, typed: Mapping[str, str], wrong: Problems
) -> Response[str]:
    now = console.operations.clock()
    return page(
        request,
        "console_openings.html",
        status=422 if wrong else 200,
        openings=[(one, one.phase(now).value) for one in await console.operations.openings()],
        matters=sorted(console.catalogue),
        typed=typed,
        problems=wrong,
    )


def _withdraw(request: Asked, number: int, wrong: Problems) -> Response[str]:
    status = 422 if wrong else 200
    return page(request, "console_withdraw.html", status=status, number=number, problems=wrong)
