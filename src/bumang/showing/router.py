"""The pages as one router."""

from __future__ import annotations

from litestar import Router
from litestar.di import Provide

from bumang.codes.desk import CodeDesk
from bumang.showing.office import OfficePages
from bumang.showing.person import PersonPages


def code_router(desk: CodeDesk) -> Router:
    return Router(
        path="/",
        route_handlers=[PersonPages, OfficePages],
        dependencies={"desk": Provide(lambda: desk, sync_to_thread=False)},
        include_in_schema=False,
    )
