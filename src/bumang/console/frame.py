"""What every page of the console is given, who may see it, and how it is made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import ChoiceLoader, PackageLoader
from litestar import Request
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import SkipValidation
from litestar.response import Redirect

from bumang.access.matrix import Action, permits
from bumang.access.principal import ANYONE, Principal
from bumang.console.minutes import Minute
from bumang.console.words import SETTINGS, WORDS
from bumang.gate.operations import Operations
from bumang.gate.steering import Setting
from bumang.items.catalogue import Catalogue
from bumang.kernel.problems import Problem
from bumang.portal.render import environment
from bumang.portal.render import page as portal_page

Asked = Request[Any, Any, Any]
Problems = tuple[Problem, ...]

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


def operator(request: Asked, action: Action) -> Principal | None:
    """`None`: nobody is signed in. To another role there is no such page."""
    visitor = request.state.get("visitor")
    who: Principal = visitor.principal if visitor else ANYONE
    if who.subject and not permits(action, who):
        raise NotFoundException
    return who if permits(action, who) else None


def sign_in(path: str) -> Redirect:
    return Redirect(f"/sign-in?next={path}", status_code=303)


async def typed_in(request: Asked) -> dict[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
