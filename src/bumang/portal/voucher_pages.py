"""My vouchers: issue, download, stop; and for everyone whether a voucher still stands."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

from litestar import Controller, Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, SkipValidation
from litestar.response import Redirect

from bumang.access.principal import ANYONE, Principal
from bumang.kernel.problems import InvalidInput
from bumang.portal.disclosure_pages import Disclosing
from bumang.portal.render import page
from bumang.portal.voucher_words import WORDS
from bumang.vouchers.desk import VoucherDesk
from bumang.vouchers.told import VoucherWanted

Asked = Request[Any, Any, Any]


Given = NamedDependency[SkipValidation[VoucherDesk]]


def voucher_router(desk: VoucherDesk) -> Router:
    return Router(
        path="/",
        route_handlers=[MyVouchers, Disclosing, CheckingVouchers],
        dependencies={"desk": Provide(lambda: desk, sync_to_thread=False)},
        exception_handlers={InvalidInput: _refused},
        include_in_schema=False,
    )


class MyVouchers(Controller):
    path = "/vouchers"

    @get("/")
    async def list_all(self, request: Asked, desk: Given) -> Response[Any]:
        mine = await desk.counter.mine(_who(request))
        return page(request, "vouchers.html", v=WORDS, mine=mine)

    @post("/")
    async def issue(self, request: Asked, desk: Given) -> Response[Any]:
        form = await request.form()
        wanted = VoucherWanted(str(form.get("kind", "")), str(form.get("subject", "")))
        made = await desk.counter.issue(_who(request), wanted)
        return Redirect(f"/vouchers/{desk.counter.number_of(made)}", status_code=303)

    @get("/archive.zip")
    async def archive(self, request: Asked, desk: Given) -> Response[bytes]:
        content = await desk.counter.archive(_who(request))
        return _file(content, "application/zip", "vouchers.zip")

    @get("/{number:str}")
    async def one(self, request: Asked, desk: Given, number: FromPath[str]) -> Response[Any]:
        held = await desk.counter.held(_who(request), number)
        return page(request, "voucher.html", v=WORDS, one=held)

    @get("/{number:str}/sheet.pdf")
    async def sheet(self, request: Asked, desk: Given, number: FromPath[str]) -> Response[bytes]:
        content = await desk.counter.sheet(_who(request), number)
        return _file(content, "application/pdf", f"voucher-{number}.pdf")

    @get("/{number:str}/voucher.json")
    async def data(self, request: Asked, desk: Given, number: FromPath[str]) -> Response[bytes]:
        content = await desk.counter.document(_who(request), number)
        return _file(content, "application/json", f"voucher-{number}.json")

    @get("/{number:str}/proof")
    async def proof(self, request: Asked, desk: Given, number: FromPath[str]) -> Response[Any]:
        found = await desk.counter.proof(_who(request), number)
        if found is None:
            answer = page(request, "sorry.html", status=429, name="proof_coming")
            answer.headers["retry-after"] = "1"
            return answer
        return _file(str(found).encode(), "text/plain; charset=utf-8", "voucher.tlog-proof")

    @post("/{number:str}/withdrawal")
    async def stop(self, request: Asked, desk: Given, number: FromPath[str]) -> Response[Any]:
        await desk.counter.withdraw(_who(request), number)
        return Redirect(f"/vouchers/{number}", status_code=303)


class CheckingVouchers(Controller):
    path = "/"

    @get("/vouchers/status")
    async def status(self, request: Asked, desk: Given) -> Response[Any]:
        typed = request.query_params.get("number", "").strip()
        if not typed:
            return _status_page(request, typed="")
        try:
            found = await desk.counter.status(_who(request), typed)
        except InvalidInput as error:
            return _status_page(request, status=422, typed=typed, problem=error.problems[0])
        return _status_page(request, typed=typed, found=found)

    @get("/v")
    async def verifier(self, desk: Given) -> Response[bytes]:
        """What the code on a sheet leads to; what stands behind `#` never comes here."""
        headers = {
            "content-security-policy": _policy(desk.verifier),
            "cache-control": "no-cache",
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        }
        return Response(desk.verifier, media_type="text/html; charset=utf-8", headers=headers)


def _status_page(
    request: Asked, *, status: int = 200, typed: str, found: Any = None, problem: Any = None
) -> Response[str]:
    return page(
        request,
        "voucher_status.html",
        status=status,
        v=WORDS,
        typed=typed,
        found=found,
        problem=problem,
    )


def _policy(content: bytes) -> str:
    """Only the page's own script and style, by their hashes; it may fetch the published keys."""
    script, style = (
        b64encode(
            sha256(content.split(f"<{tag}>".encode())[1].split(f"</{tag}>".encode())[0]).digest()
        )
        for tag in ("script", "style")
    )
    return (
        f"default-src 'none'; script-src 'sha256-{script.decode()}'; "
        f"style-src 'sha256-{style.decode()}'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _who(request: Asked) -> Principal:
    visitor = request.state.get("visitor")
    return visitor.principal if visitor else ANYONE


def _file(content: bytes, kind: str, name: str) -> Response[bytes]:
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
    }
    return Response(content, media_type=kind, headers=headers)


def _refused(request: Asked, error: InvalidInput) -> Response[Any]:
    """Sign in first; to others' vouchers, as to what does not exist, 404."""
    code = error.problems[0].code
    if code == "SIGN_IN":
        return Redirect("/sign-in?next=/vouchers", status_code=303)
    if code in {"NO_SUCH_VOUCHER", "VOUCHER_NUMBER"}:
        return page(request, "sorry.html", status=404, name="not_found")
    status = 403 if code == "NOT_ALLOWED" else 422
    return page(request, "problem.html", status=status, problem=error.problems[0])
