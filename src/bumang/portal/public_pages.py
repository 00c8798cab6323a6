"""The start page, receipts, and a person's own matters."""

from __future__ import annotations

import gzip
import random
from collections.abc import Mapping
from functools import cache
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation
from litestar.response import Redirect

from bumang.access.principal import Role
from bumang.casework.standing import look_again_seconds
from bumang.items.item import AcceptedItem, Item
from bumang.kernel import receipt_number
from bumang.portal.render import (
    ASSETS,
    STATIC,
    asset,
    fragment,
    how_long,
    language_of,
    page,
)
from bumang.portal.services import Progress, Services

Given = NamedDependency[SkipValidation[Services]]
Asked = Request[Any, Any, Any]


_TEXT = "text/plain; charset=utf-8"
_JSON = "application/json"
# Told apart without colour.
_FILLS = {
    "done": "currentColor",
    "accepted": "url(#f1)",
    "queued": "url(#f2)",
    "invalid": "url(#f3)",
}


class PublicPages(Controller):
    path = "/"

    @get("/")
    async def home(self, request: Asked, services: Given) -> Response[str]:
        words = request.query_params.get("q", "").strip()
        found = [item for item in services.catalogue.values() if _speaks_of(item, words)]
        items = found or list(services.catalogue.values())
        counts = services.answers_so_far()
        return page(request, "home.html", q=words, items=items, found=bool(found), counts=counts)

    @get("/promise")
    async def promise(self, request: Asked, services: Given) -> Response[str]:
        counts = services.answers_so_far()
        return page(
            request,
            "promise.html",
            counts=counts,
            fills=tuple(_FILLS.items()),
            bars=_bars(counts),
            checkpoint=await services.checkpoint(),
        )

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
        usual = how_long(item, language_of(request))
        return page(
            request, "receipt.html", item=item, p=progress, body=body, wait=wait, usual=usual
        )

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

    @get("/receipts/{number:str}/proof")
    async def proof(self, request: Asked, services: Given, number: FromPath[str]) -> Response[Any]:
        """That the receipt is in the public log, as a file, for the one it was given to."""
        found = await services.proof(number, await services.principal_of(request))
        return _evidence(request, found, "proof_coming", "receipt.tlog-proof", _TEXT)

    @get("/receipts/{number:str}/statements")
    async def statements(
        self, request: Asked, services: Given, number: FromPath[str]
    ) -> Response[Any]:
        """What was decided and paid, with proofs, as a file, for whom the outcome belongs to."""
        found = await services.statements(number, await services.principal_of(request))
        return _evidence(request, found, "statements_coming", "statements.json", _JSON)

    @get("/mine")
    async def mine(self, request: Asked, services: Given) -> Response[Any]:
        principal = await services.principal_of(request)
        if principal.role is Role.ANYONE:
            return Redirect("/sign-in?next=/mine", status_code=303)
        rows = await services.submissions_of(principal)
        return page(request, "mine.html", rows=rows, names=services.catalogue)

    @get("/assets/{digest:str}/{name:str}")
    async def static(
        self, request: Asked, digest: FromPath[str], name: FromPath[str]
    ) -> Response[bytes]:
        if name not in ASSETS or asset(name) != f"/assets/{digest}/{name}":
            raise NotFoundException
        plain, packed = _file(name)
        headers = {
            "cache-control": "public, max-age=31536000, immutable",
            "vary": "accept-encoding",
        }
        # These alone are compressed: the length of a compressed page can give away what is on it.
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(
                packed, media_type=ASSETS[name], headers={**headers, "content-encoding": "gzip"}
            )
        return Response(plain, media_type=ASSETS[name], headers=headers)


@cache
def _file(name: str) -> tuple[bytes, bytes]:
    plain = (STATIC / name).read_bytes()
    return plain, gzip.compress(plain, 9, mtime=0)


def _evidence(
    request: Asked, found: bytes | None, coming: str, name: str, media_type: str
) -> Response[Any]:
    """A file for its owner alone; a page that says when, while it is not there yet."""
    if found is None:
        raise NotFoundException
    if not found:
        answer = page(request, "sorry.html", status=429, name=coming)
        answer.headers["retry-after"] = "1"
        return answer
    return Response(
        found,
        media_type=media_type,
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )


def _bars(counts: Mapping[str, int]) -> list[tuple[str, float, float, str]]:
    """Kind, place, width and fill of each part of a bar of 600; none before the first answer."""
    whole, at, bars = sum(counts.get(kind, 0) for kind in _FILLS), 0.0, []
    for kind, fill in _FILLS.items():
        if part := counts.get(kind, 0):
            width = 600 * part / whole
            bars.append((kind, at, width, fill))
            at += width
    return bars


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
    """Seconds to the next look, spread at random so that they do not all come together."""
    if progress.finished:
        return 0
    seconds = look_again_seconds(progress.accepted_at, services.clock())
    return max(1, round(seconds * random.uniform(0.8, 1.2)))  # noqa: S311 - spread, no secret
