"""The pages' templates, and what several of them need."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from jinja2 import ChoiceLoader, PackageLoader
from litestar import Request
from litestar.exceptions import NotFoundException

from bumang.access.principal import ANYONE, Principal
from bumang.access.session import Visitor
from bumang.codes.attributes import LABELS
from bumang.codes.services import Service, services
from bumang.portal.render import environment, language_of
from bumang.portal.render import page as portal_page
from bumang.showing.words import PROBLEMS, WORDS, said, service_name, value_words

Asked = Request[Any, Any, Any]

_ENVIRONMENT = environment()
_ENVIRONMENT.loader = ChoiceLoader(
    [PackageLoader("bumang.showing"), PackageLoader("bumang.portal")]
)
_ENVIRONMENT.globals |= {
    "c": WORDS,
    "labels": LABELS,
    "value_words": value_words,
    "service_name": service_name,
    "problem_of": PROBLEMS,
}
page = partial(portal_page, environment=_ENVIRONMENT)


def visitor_of(request: Asked) -> Visitor:
    found: Visitor = request.state["visitor"]
    return found


def who_of(request: Asked) -> Principal:
    return visitor_of(request).principal if "visitor" in request.state else ANYONE


def service_of(code: str) -> Service:
    """The service of an address. Raises `NotFoundException`."""
    if code not in services():
        raise NotFoundException
    return services()[code]


def said_json(request: Asked) -> str:
    return msgspec.json.encode(said(language_of(request))).decode()
