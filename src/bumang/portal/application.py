"""All pages as one application: whoever adds a router here gets visitors and form tokens with it."""

from __future__ import annotations

from litestar import Litestar, Router

from bumang.portal.router import EXCEPTION_HANDLERS, portal_router
from bumang.portal.services import Services
from bumang.portal.sign_in_pages import SignIn, sign_in_router
from bumang.portal.visitors import VisitorMiddleware


def pages(services: Services, sign_in: SignIn, *more: Router) -> Litestar:
    """The pages, given what they need, and those of other packages."""
    return Litestar(
        route_handlers=[portal_router(services), sign_in_router(sign_in), *more],
        middleware=[VisitorMiddleware(sign_in.visitors)],
        exception_handlers=EXCEPTION_HANDLERS,
        openapi_config=None,
        logging_config=None,  # the library's own would print what an error says
        request_max_body_size=None,  # bounded before it comes here, by what is sent where
    )
