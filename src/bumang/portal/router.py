"""All pages as one router, with pages for what goes wrong."""

from __future__ import annotations

from typing import Any

import structlog
from litestar import Request, Response, Router
from litestar.di import Provide
from litestar.exceptions import HTTPException

from bumang.portal.file_pages import FilePages
from bumang.portal.item_pages import ItemPages
from bumang.portal.public_pages import PublicPages
from bumang.portal.render import page, told_page
from bumang.portal.services import Services
from bumang.portal.sign_in_words import QUEUED_READING
from bumang.runtime.database import UNREACHABLE

_events = structlog.get_logger()


def portal_router(services: Services) -> Router:
    """The pages, given what they need."""
    return Router(
        path="/",
        route_handlers=[PublicPages, ItemPages, FilePages],
        dependencies={"services": Provide(lambda: services, sync_to_thread=False)},
        exception_handlers=EXCEPTION_HANDLERS,
        include_in_schema=False,
    )


def refused_page(request: Request[Any, Any, Any], error: HTTPException) -> Response[str]:
    """404 and 403 look alike on purpose: a page does not tell what exists for others."""
    name = "not_found" if error.status_code in {403, 404, 405} else "invalid"
    return page(request, "sorry.html", status=error.status_code, name=name)


def queued_page(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    _events.warning("a database is out of reach", error=type(error).__name__)
    reply = told_page(request, QUEUED_READING, status=429, onward=request.url.path)
    reply.headers["retry-after"] = "5"
    return reply


def failed_page(request: Request[Any, Any, Any], error: Exception) -> Response[str]:
    _events.error("page failed", error=type(error).__name__)
    return page(request, "sorry.html", status=500, name="ours")


EXCEPTION_HANDLERS: dict[int | type[Exception], Any] = {
    **dict.fromkeys(UNREACHABLE, queued_page),
    HTTPException: refused_page,
    Exception: failed_page,
}
