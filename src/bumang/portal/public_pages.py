"""The start page, receipts, and a person's own matters."""

from __future__ import annotations

import random
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation
from litestar.response import Redirect

from bumang.access.principal import Role
from bumang.items.item import AcceptedItem, Item
from bumang.kernel import receipt_number
from bumang.portal.render import STATIC, asset, fragment, language_of, page
from bumang.portal.services import Progress, Services

Given = NamedDependency[SkipValidation[Services]]
Asked = Request[Any, Any, Any]


class PublicPages(Controller):
    path = "/"

    @get("/")
    async def home(self, request: Asked, services: Given) -> Response[str]:
        words = request.query_params.get("q", "").strip()
        found = [item for item in services.catalogue.values() if _speaks_of(item, words)]
        items = found or list(services.catalogue.values())
        counts = services.answers_so_far()
        return page(request, "home.html", q=words, items=items, found=bool(found), counts=counts)

    @get("/receipts")
    async def look_up(self, request: Asked) -> Response[Any]:
        typed = request.query_params.get("number")
        if typed is None:
            return page(request, "lookup.html", typed="", wrong=False)
        try:
            number = receipt_number.show(receipt_number.read(typed))
        except ValueError:
            return page(request, "lookup.html", status=400, typed=typed, wrong=True)
        return Redirect(f"/receipts/{number}", status_code=303)

    @get("/receipts/{number:str}")
    async def receipt(
        self, request: Asked, services: Given, number: FromPath[str]
    ) -> Response[str]:
        progress = await services.progress(number, await services.principal_of(request))
        if progress is None:
            raise NotFoundException
        item = services.catalogue[progress.code]
        body = _outcome(request, services, item, progress)
        wait = _interval(services, progress)
        return page(request, "receipt.html", item=item, p=progress, body=body, wait=wait)

    @get("/receipts/{number:str}/document")
    async def document(
        self, request: Asked, services: Given, number: FromPath[str]
    ) -> Response[bytes]:
        """The receipt as a file, for the one it was given to."""
        found = await services.document(number, await services.principal_of(request))
        if found is None:
            raise NotFoundException
        return Response(
            found,
            media_type="application/json",
            headers={
                "content-disposition": 'attachment; filename="receipt.json"',
                "cache-control": "no-store",
            },
        )

    @get("/mine")
    async def mine(self, request: Asked, services: Given) -> Response[Any]:
        principal = await services.principal_of(request)
        if principal.role is Role.ANYONE:
            return Redirect("/sign-in?next=/mine", status_code=303)
        rows = await services.submissions_of(principal)
        return page(request, "mine.html", rows=rows, names=services.catalogue)

    @get("/assets/{digest:str}/{name:str}")
    async def static(self, digest: FromPath[str], name: FromPath[str]) -> Response[bytes]:
        kinds = {"style.css": "text/css", "htmx.min.js": "text/javascript"}
        if name not in kinds or asset(name) != f"/assets/{digest}/{name}":
            raise NotFoundException
        return Response(
            (STATIC / name).read_bytes(),
            media_type=kinds[name],
            headers={"cache-control": "public, max-age=31536000, immutable"},
        )


def _speaks_of(item: Item, words: str) -> bool:
    told = (item.name.zh, item.name.en, item.summary.zh, item.summary.en)
    return any(words.lower() in text.lower() for text in told)


def _outcome(request: Asked, services: Services, item: Item, progress: Progress) -> str:
    # Whoever only holds the number is told the state; the result is for those it belongs to.
    if not progress.finished or not progress.result or not isinstance(item, AcceptedItem):
        return ""
    return fragment(
        services,
        item,
        language_of(request),
        result=progress.result,
        reasons=progress.reasons,
    )


def _interval(services: Services, progress: Progress) -> int:
    """Seconds to the next look: grows with the age of the submission to 60, spread at random."""
    if progress.finished:
        return 0
    age = (services.clock() - progress.accepted_at).total_seconds()
    return max(1, round(min(60.0, max(2.0, age)) * random.uniform(0.8, 1.2)))  # noqa: S311 - spread, no secret
