"""A person's pages: agree, show the code, see who looked, stop."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from uuid import UUID

import segno
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation
from litestar.response import Redirect
from markupsafe import Markup

from bumang.access.principal import Role
from bumang.codes.code import signed_bytes
from bumang.codes.desk import CodeDesk
from bumang.codes.keys import is_device_key
from bumang.codes.services import Service, services
from bumang.codes.windows import SECONDS
from bumang.portal.render import told_page
from bumang.portal.sign_in_words import Told
from bumang.showing.devices import device_name
from bumang.showing.render import Asked, page, said_json, service_of, visitor_of, who_of
from bumang.showing.words import WORDS

Given = NamedDependency[SkipValidation[CodeDesk]]
_NOT_A_PERSON = Told(WORDS["person_only"], WORDS["person_only_text"], WORDS["to_offices"])
_BESIDE_SECONDS = 1
"""A page is renewed so much after the window has changed, that it surely has."""


class PersonPages(Controller):
    path = "/code"

    @get("/")
    async def home(self, request: Asked, desk: Given) -> Response[Any]:
        if other := _not_a_person(request):
            return other
        found = await desk.book(who_of(request))
        first = sorted(services().values(), key=lambda one: not found.holds_for(one))
        return page(request, "code.html", book=found, services=first)

    @get("/{code:str}")
    async def show(self, request: Asked, desk: Given, code: FromPath[str]) -> Response[Any]:
        service = service_of(code)
        if other := _not_a_person(request):
            return other
        who = who_of(request)
        found = await desk.book(who)
        if not found.holds_for(service):
            return page(request, "code_agree.html", service=service)
        return page(
            request,
            "code_show.html",
            service=service,
            owner=desk.owner(who),
            now=desk.clock().timestamp(),
            said=said_json(request),
        )

    @post("/{code:str}/agreement")
    async def agree(self, request: Asked, desk: Given, code: FromPath[str]) -> Response[Any]:
        service = service_of(code)
        if other := _not_a_person(request):
            return other
        await desk.agree(who_of(request), service)
        return Redirect(f"/code/{service.code}", status_code=303)

    @post("/{code:str}/stop")
    async def stop_service(self, request: Asked, desk: Given, code: FromPath[str]) -> Response[Any]:
        service = service_of(code)
        if other := _not_a_person(request):
            return other
        await desk.stop_service(who_of(request), service)
        return Redirect("/code", status_code=303)

    @post("/devices/{number:uuid}/stop")
    async def stop_device(
        self, request: Asked, desk: Given, number: FromPath[UUID]
    ) -> Response[Any]:
        if other := _not_a_person(request):
            return other
        await desk.stop_device(who_of(request), number)
        return Redirect("/code#devices", status_code=303)

    @post("/{code:str}/grant")
    async def grant(self, request: Asked, desk: Given, code: FromPath[str]) -> Response[Any]:
        """For the page's script: the device's key for this service, and a grant of a day for it."""
        service, who = service_of(code), who_of(request)
        if who.role is not Role.PERSON:
            return _json({"refused": "sign_in"}, 403)
        typed = await request.form()
        key, device = _key(str(typed.get("key", ""))), str(typed.get("device", ""))
        if key is None:
            return _json({"refused": "key"}, 422)
        number = _uuid(device) if device else await desk.add_device(who, _named(request))
        if number is None:
            return _json({"refused": "too_many"}, 409)
        signed = await desk.grant(who, number, service, key)
        if signed is None:
            return _json({"refused": "stopped_here"}, 409)
        written = urlsafe_b64encode(signed_bytes(signed)).decode()
        now = desk.clock().timestamp()
        return _json({"device": str(number), "grant": written, "now": now}, 200)

    @get("/{code:str}/plain")
    async def plain(self, request: Asked, desk: Given, code: FromPath[str]) -> Response[Any]:
        service = service_of(code)
        if other := _not_a_person(request):
            return other
        mark = visitor_of(request).mark
        text = await desk.session_code(who_of(request), service, mark)
        left = SECONDS - int(desk.clock().timestamp()) % SECONDS + _BESIDE_SECONDS
        return _plain(request, service, text, left)

    @post("/{code:str}/plain")
    async def begin_plain(self, request: Asked, desk: Given, code: FromPath[str]) -> Response[Any]:
        service = service_of(code)
        if other := _not_a_person(request):
            return other
        mark, who = visitor_of(request).mark, who_of(request)
        if await desk.begin_session(who, _named(request), mark) is None:
            return _plain(request, service, None, 0, full=True)
        if not (await desk.book(who)).holds_for(service):
            return Redirect(f"/code/{service.code}", status_code=303)
        return Redirect(f"/code/{service.code}/plain", status_code=303)


def _plain(
    request: Asked, service: Service, text: str | None, left: int, *, full: bool = False
) -> Response[str]:
    drawn = _drawn(text) if text else ""
    shown: dict[str, Any] = {"text": text, "drawn": drawn, "left": left, "full": full}
    return page(request, "code_plain.html", status=409 if full else 200, service=service, **shown)


def _not_a_person(request: Asked) -> Response[Any] | None:
    role = who_of(request).role
    if role is Role.ANYONE:
        return Redirect(f"/sign-in?next={request.url.path}", status_code=303)
    if role is not Role.PERSON:
        return told_page(request, _NOT_A_PERSON, status=403, onward="/check")
    return None


def _named(request: Asked) -> str:
    return device_name(request.headers.get("user-agent", ""))


def _key(text: str) -> bytes | None:
    try:
        raw = urlsafe_b64decode(text.encode())
    except (binascii.Error, ValueError):
        return None
    return raw if is_device_key(raw) else None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundException from None


def _drawn(text: str) -> Markup:
    """The QR code as a picture in the page: version 10 at most, level M."""
    made = segno.make(text, version=10, error="m", boost_error=False, mode="alphanumeric")
    drawn = made.svg_inline(border=4, svgclass="qr", lineclass=None, omitsize=True, light="#fff")
    return Markup(drawn)  # noqa: S704 - drawn by the library from 45 harmless characters


def _json(value: dict[str, Any], status: int) -> Response[Any]:
    headers = {"cache-control": "no-store"}
    return Response(value, status_code=status, media_type="application/json", headers=headers)
