"""An office's pages: read a code by camera, picture, scanner or hand, and be told what was agreed to."""

from __future__ import annotations

from importlib import resources
from typing import Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from markupsafe import Markup

from bumang.codes.attributes import Attribute
from bumang.codes.desk import CodeDesk
from bumang.codes.services import Service, services
from bumang.codes.verification import Checked, check
from bumang.codes.windows import window_of
from bumang.kernel.problems import InvalidInput
from bumang.portal.render import language_of
from bumang.showing.render import Asked, page, said_json, service_of, who_of

Given = NamedDependency[SkipValidation[CodeDesk]]
_SCRIPTS = ("qr-read.min.js", "code-verify.js", "code-check.js")


class OfficePages(Controller):
    path = "/check"

    @get("/")
    async def listed(self, request: Asked) -> Response[Any]:
        return page(request, "check_list.html", services=services().values())

    @get("/{code:str}")
    async def form(self, request: Asked, desk: Given, code: FromPath[str]) -> Response[Any]:
        return _page(request, desk, service_of(code))

    @post("/{code:str}")
    async def check(self, request: Asked, desk: Given, code: FromPath[str]) -> Response[Any]:
        service, who = service_of(code), who_of(request)
        text = str((await request.form()).get("code", "")).strip("\r\n")
        if desk.service_of(who) != service:
            now = window_of(desk.clock())
            checked = check(text, desk.known, service.number, now)
            return _page(request, desk, service, text=text, checked=checked)
        try:
            seen = await desk.look(who, text)
        except InvalidInput as invalid:
            checked = Checked(None, invalid.problems[0])
            return _page(request, desk, service, text=text, checked=checked)
        return _page(request, desk, service, seen=seen)

    @get("/{code:str}/offline.html")
    async def offline(self, request: Asked, desk: Given, code: FromPath[str]) -> Response[Any]:
        """The whole page in one file, with the keys in it."""
        service = service_of(code)
        made = page(
            request,
            "check_offline.html",
            service=service,
            given=_given(desk, service),
            said=said_json(request),
            scripts=[_inline(name) for name in _SCRIPTS],
            style=_inline("style.css"),
            answers=_answers(request, service),
        )
        name = f"bumang-check-{service.code}.html"
        made.headers["content-disposition"] = f'attachment; filename="{name}"'
        return made


def _page(request: Asked, desk: CodeDesk, service: Service, **found: Any) -> Response[Any]:
    shown: dict[str, Any] = {"text": "", "checked": None, "seen": None, **found}
    checked: Checked | None = shown["checked"]
    return page(
        request,
        "check.html",
        # What was wrong with a code is told as any wrong input is.
        status=422 if checked and checked.problem else 200,
        service=service,
        mine=desk.service_of(who_of(request)) == service,
        given=_given(desk, service),
        said=said_json(request),
        answers=_answers(request, service),
        yes_of=_yes_of(checked),
        **shown,
    )


def _yes_of(checked: Checked | None) -> list[Attribute]:
    """What a code itself says yes to."""
    if checked is None or checked.code is None:
        return []
    says = checked.code.signed.grant.says
    return [one for at, one in enumerate(Attribute) if says >> at & 1]


def _given(desk: CodeDesk, service: Service) -> str:
    """What the scripts go by: the keys, the service, and the bit that decides without a network."""
    bit = list(Attribute).index(service.decides) if service.decides in service.offline else None
    told = {
        "keys": {key.key_id: key.public_key for key in desk.known.values()},
        "service": service.number,
        "decides": bit,
        "now": desk.clock().timestamp(),
    }
    return msgspec.json.encode(told).decode()


def _answers(request: Asked, service: Service) -> str:
    language = language_of(request)
    return msgspec.json.encode([service.yes.in_(language), service.no.in_(language)]).decode()


def _inline(name: str) -> Markup:
    source = (resources.files("bumang.portal") / "static" / name).read_text(encoding="utf-8")
    return Markup(source)  # noqa: S704 - a file of ours
