"""Templates, filters and the frame of every page."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
import msgspec
from litestar import Request, Response
from litestar.datastructures import Cookie
from markupsafe import Markup

from bumang.access.local_path import local_path
from bumang.access.principal import ANYONE
from bumang.items.catalogue import Catalogue
from bumang.items.item import AcceptedItem, AnsweredItem, Item
from bumang.kernel.clock import CHINA
from bumang.kernel.masking import mask_identity, mask_name
from bumang.kernel.text import Language, Text
from bumang.portal.services import Services
from bumang.portal.sign_in_words import Told
from bumang.portal.words import WORDS

ASSETS = {
    "style.css": "text/css",
    "htmx.min.js": "text/javascript",
    "icon.svg": "image/svg+xml",
    "altcha.css": "text/css",
    "altcha.min.js": "text/javascript",
    "altcha-pbkdf2.js": "text/javascript",
    "proof.js": "text/javascript",
    "visit.js": "text/javascript",
    "qr-write.min.js": "text/javascript",
    "qr-read.min.js": "text/javascript",
    "code-show.js": "text/javascript",
    "code-verify.js": "text/javascript",
    "code-check.js": "text/javascript",
}
STATIC = resources.files("bumang.portal") / "static"
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def asset(name: str) -> str:
    """The address of a static file; it changes with the content, so it may be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/assets/{digest}/{name}"


def language_of(request: Request[Any, Any, Any]) -> Language:
    asked = request.query_params.get("lang") or request.cookies.get("lang")
    return "en" if asked == "en" else "zh"


def elder(request: Request[Any, Any, Any]) -> bool:
    return (request.query_params.get("elder") or request.cookies.get("elder")) == "1"


def yuan(fen: int) -> str:
    """Fen as yuan: 123456 -> 1,234.56."""
    sign, whole = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{whole // 100:,}.{whole % 100:02d}"


def day(value: date, language: Language) -> str:
    """2026年11月22日, 22 November 2026."""
    if language == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {value:%B} {value.year}"


def moment(value: datetime, language: Language) -> str:
    """A day and the time of day in China."""
    local = value.astimezone(CHINA)
    return f"{day(local.date(), language)} {local:%H:%M:%S}"


def number(text: str) -> str:
    """A receipt number in groups of four."""
    plain = text.replace("-", "")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("bumang.portal"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "yuan": yuan,
        "number": number,
        "masked_identity": mask_identity,
        "masked_name": mask_name,
    }
    made.globals["w"] = WORDS
    made.globals["assets"] = {name: asset(name) for name in ASSETS}
    return made


_ENVIRONMENT = environment()


def _said(language: Language) -> dict[str, Any]:
    return {
        "language": language,
        "t": lambda text: Text.in_(text, language),
        "day": lambda value: day(value, language),
        "clock": lambda value: f"{value.astimezone(CHINA):%H:%M}",
        "moment": lambda value: moment(value, language),
    }


def _switch(request: Request[Any, Any, Any], **changed: str) -> str:
    """This page's address with a switch set; the rest of its question stays."""
    asked = {name: value for name, value in request.query_params.items() if name not in changed}
    return f"{request.url.path}?{urlencode({**asked, **changed})}"


def page(
    request: Request[Any, Any, Any],
    template: str,
    *,
    status: int = 200,
    environment: jinja2.Environment | None = None,
    **values: Any,
) -> Response[str]:
    """A whole page in the person's language; a switch in the address is remembered.

    To a script that renews the page's main part, only that part. `environment` is one with more
    templates than the portal's.
    """
    language = language_of(request)
    large = elder(request)
    visitor = request.state.get("visitor")
    shown = (environment or _ENVIRONMENT).get_template(template)
    context = _said(language) | {
        "elder": large,
        "path": request.url.path,
        "here": local_path(request.url.path),
        "switch": partial(_switch, request),
        "visitor": visitor.principal if visitor else ANYONE,
        "form_token": request.state.get("form_token", ""),
    }
    context |= values
    if request.headers.get("hx-request") == "true":
        body = "".join(shown.blocks["main"](shown.new_context(context)))
    else:
        body = shown.render(context)
    chosen = {"lang": language, "elder": "1" if large else "0"}
    cookies = [
        Cookie(key=name, value=value, max_age=31_536_000, samesite="lax", httponly=True)
        for name, value in chosen.items()
        if name in request.query_params
    ]
    return Response(
        body,
        status_code=status,
        media_type="text/html",
        headers=HEADERS,
        cookies=cookies,
    )


def told_page(
    request: Request[Any, Any, Any], told: Told, *, status: int, onward: str
) -> Response[str]:
    """A page that says one thing and leads on to the address `onward`."""
    return page(request, "told.html", status=status, told=told, onward=onward)


def terminal_words(
    catalogue: Catalogue, item: AnsweredItem, language: Language, **values: Any
) -> str:
    """An answer for a terminal: the item's `.txt` beside its page fragment, or plain data."""
    source = resources.files(catalogue.folder(item.code)) / f"{Path(item.template).stem}.txt"
    if not source.is_file():
        return msgspec.json.format(msgspec.json.encode(values["result"]), indent=1).decode()
    plain = _ENVIRONMENT.overlay(autoescape=False)
    template = plain.from_string(source.read_text(encoding="utf-8"))
    return template.render(**_said(language), **values)


def how_long(item: Item, language: Language) -> str:
    """What is usual, and the law's limit where there is one."""
    if isinstance(item, AnsweredItem):
        return WORDS["at_once"].in_(language)
    limit = item.time_limit
    words = WORDS["usual_and_limit" if limit.working_days else "usual"]
    return words.format(usual=limit.usual, days=limit.working_days).in_(language)


def fragment(
    services: Services, item: AnsweredItem | AcceptedItem, language: Language, **values: Any
) -> Markup:
    """An item's own piece of page, from its folder."""
    folder = resources.files(services.catalogue.folder(item.code))
    source = (folder / item.template).read_text(encoding="utf-8")
    text = _ENVIRONMENT.from_string(source).render(**_said(language), **values)
    return Markup(text)  # noqa: S704 - rendered above with autoescape on
