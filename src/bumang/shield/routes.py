"""Which declared route a request takes; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import unquote

from bumang.shield.config import Route

PAGE = Route(path="/*")
"""What no route names: a page that may have to wait."""


def route_for(routes: Sequence[Route], method: str, path: str) -> Route:
    """The first that fits. `path` is as sent; it is compared decoded, as the old system reads it."""
    plain = unquote(path)
    for route in routes:
        if _may(route, method) and _compiled(route.path).fullmatch(plain):
            return route
    return PAGE


def _may(route: Route, method: str) -> bool:
    if route.cache is not None and method not in {"GET", "HEAD"}:
        return False
    if route.store is not None and not route.methods:
        return method == "POST"
    return not route.methods or method in route.methods


@cache
def _compiled(path: str) -> re.Pattern[str]:
    """A star stands for one part of the path; at the end, for all that follows."""
    parts = path.split("/")
    inner = ["[^/]*".join(re.escape(text) for text in part.split("*")) for part in parts]
    if parts[-1] == "*":
        inner[-1] = ".*"
    return re.compile("/".join(inner), re.DOTALL)
