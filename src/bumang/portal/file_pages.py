"""A matter taken as a file: sending one, and the rows of it that were refused."""

from __future__ import annotations

import uuid
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation

from bumang.items.batch_file.sheets import CSV, XLSX
from bumang.items.item import BatchItem
from bumang.kernel import receipt_number
from bumang.kernel.answers import Accepted, Invalid, Queued
from bumang.kernel.problems import Problem
from bumang.kernel.text import Text
from bumang.portal.asgi_bridge import accepted
from bumang.portal.render import language_of, page
from bumang.portal.services import Services

Given = NamedDependency[SkipValidation[Services]]
Asked = Request[Any, Any, Any]
_KINDS = {"rows.csv": CSV, "rows.xlsx": XLSX}


class FilePages(Controller):
    path = "/"

    @get("/items/{code:str}/file")
    async def choose(self, request: Asked, services: Given, code: FromPath[str]) -> Response[str]:
        return await _page(request, services, _batch_item(services, code))

    @post("/items/{code:str}/file")
    async def send(self, request: Asked, services: Given, code: FromPath[str]) -> Response[Any]:
        item = _batch_item(services, code)
        form = await request.form()
        file, key = form.get("file"), str(form.get("key", ""))
        content = await file.read() if isinstance(file, UploadFile) else b""
        if not content:
            return await _page(request, services, item, key=key, problems=(_NO_FILE,))
        principal = await services.principal_of(request)
        # What a browser says of a file's kind depends on what is installed; the file itself knows.
        kind = XLSX if content[:2] == b"PK" else CSV
        answer = await services.submit_file(item, principal, key, kind, content)
        if isinstance(answer, Accepted):
            return accepted(answer)
        if isinstance(answer, Queued):
            reply = await _page(request, services, item, key=key, queued=answer)
            reply.headers["retry-after"] = str(answer.retry_after_s)
            return reply
        assert isinstance(answer, Invalid)
        return await _page(request, services, item, problems=answer.problems)

    @get("/receipts/{number:str}/rows")
    async def rows(self, request: Asked, services: Given, number: FromPath[str]) -> Response[str]:
        """The refused rows, a hundred at a time, for the one who sent the file."""
        after = request.query_params.get("after", "0")
        given = (_number(number), await services.principal_of(request))
        found = await services.wrong_rows(*given, int(after) if after.isdecimal() else 0)
        if found is None:
            raise NotFoundException
        progress = await services.progress(number, given[1])
        item = services.catalogue[progress.code] if progress else None
        labels = {q.field: q.label for q in item.questions} if item else {}
        return page(request, "rows.html", number=number, rows=found, labels=labels, item=item)

    @get(["/receipts/{number:str}/rows.csv", "/receipts/{number:str}/rows.xlsx"])
    async def rows_file(
        self, request: Asked, services: Given, number: FromPath[str]
    ) -> Response[bytes]:
        name = request.url.path.rpartition("/")[2]
        found = await services.wrong_rows_file(
            _number(number),
            await services.principal_of(request),
            _KINDS[name],
            language_of(request),
        )
        if found is None:
            raise NotFoundException
        headers = {
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        }
        return Response(found, media_type=_KINDS[name], headers=headers)


def _batch_item(services: Services, code: str) -> BatchItem:
    item = services.catalogue.get(code)
    if not isinstance(item, BatchItem):
        raise NotFoundException
    return item


def _number(text: str) -> int:
    try:
        return receipt_number.read(text)
    except ValueError:
        raise NotFoundException from None


async def _page(
    request: Asked,
    services: Services,
    item: BatchItem,
    *,
    key: str = "",
    problems: tuple[Problem, ...] = (),
    queued: Queued | None = None,
) -> Response[str]:
    """The key stays while the same file may still be on its way; another file gets another one."""
    allowed = (await services.principal_of(request)).role in item.roles
    status = 429 if queued else 400 if problems else 200
    return page(
        request,
        "file.html",
        status=status,
        item=item,
        allowed=allowed,
        key=key or str(uuid.uuid4()),
        problems=problems,
        queued=queued,
        csrf=(services.csrf_field, services.csrf_token(request)),
    )


_NO_FILE = Problem(
    "NO_FILE",
    Text("还没有选文件。", "No file was chosen."),
    Text("要上传填好的表格。", "The filled-in table is needed."),
    Text("请选一个 CSV 或 XLSX 文件。", "Choose a CSV or XLSX file."),
    "file",
)
