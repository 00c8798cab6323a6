"""What programs ask for: the routes of the API, readings, templates, and what watches us.

Routes are few and all of them are here: the path of an acceptance is a dictionary look-up away from
the door, without a framework between.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from bumang.access.matrix import Action, permits
from bumang.access.principal import ANYONE, Principal
from bumang.access.tokens import Tokens
from bumang.api.calculations import LARGEST_BATCH, calculated, calculated_each, kinds
from bumang.api.codes import look_at_code, published_codes
from bumang.api.description import description, summary
from bumang.api.gate import give_order, list_orders, revert_order, show_gate
from bumang.api.gate_openings import announce_opening, reveal_seed, withdraw_opening
from bumang.api.log_routes import LogRoutes, proof_file, statements_file
from bumang.api.problem_json import on_the_wire, problem_response
from bumang.api.program_problems import (
    AFTER,
    METHOD,
    NO_SUCH_ITEM,
    NO_SUCH_PAGE,
    NO_SUCH_RECEIPT,
    NUMBER_FORM,
    ROW,
    SUBMIT_INSTEAD,
    TOKEN_INVALID,
)
from bumang.api.progress_json import progress_json
from bumang.api.routes import methods_at
from bumang.api.rush_proof import RushAgreed, nobody_agreed, rush_proof
from bumang.api.vouchers import (
    disclose,
    issue_voucher,
    issuer_metadata,
    list_vouchers,
    voucher_archive,
    voucher_document,
    voucher_proof,
    voucher_sheet,
    voucher_status,
    withdraw_voucher,
)
from bumang.casework.standing import Standing
from bumang.casework.wrong_rows import WrongRow
from bumang.codes.desk import CodeDesk
from bumang.gate.operations import Operations
from bumang.intake.door import LARGEST_FILE, Door, cannot_take, not_open
from bumang.items.batch_file.sheets import CSV, MEDIA_TYPES, XLSX
from bumang.items.batch_file.writing import template
from bumang.items.catalogue import Catalogue
from bumang.items.decoding import decode
from bumang.items.item import AnsweredItem, BatchItem
from bumang.kernel import receipt_number
from bumang.kernel.answers import Done, Invalid, Queued
from bumang.kernel.clock import Clock, legal_day
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Language
from bumang.runtime.http import JSON, Request, Wire
from bumang.vouchers.desk import VoucherDesk

Progress = Callable[[int], Awaitable[Standing | None]]
ReceiptDocument = Callable[[int], Awaitable[tuple[str, bytes] | None]]
WrongRows = Callable[[int, Principal, int], Awaitable[list[WrongRow] | None]]
WrongRowsFile = Callable[[int, Principal, str, Language], Awaitable[bytes | None]]

LARGEST_FORM = 256 * 1024
_KINDS = {"csv": CSV, "xlsx": XLSX}
_PROGRAMS = (
    "/api/",
    "/oauth/",
    "/.well-known/",
    "/log/",
    "/metrics",
    "/healthz",
    "/readyz",
    "/openapi.json",
)
_RETRY_AFTER_SECONDS = 5
_PROOF_AFTER_SECONDS = 1


def for_program(path: str) -> bool:
    """Whether programs ask for it; everything else is a page for people."""
    return path.startswith(_PROGRAMS)


@dataclass(frozen=True)
class Programs:
    """From a request of a program to its answer. Raises `InvalidInput`."""

    catalogue: Catalogue
    door: Door
    tokens: Tokens
    clock: Clock
    progress: Progress
    receipt_document: ReceiptDocument
    metrics: Callable[[], bytes]
    openapi: Callable[[], bytes]
    wrong_rows: WrongRows
    wrong_rows_file: WrongRowsFile
    ready: Callable[[], Awaitable[bool]]
    published_keys: Callable[[], bytes]
    token_endpoint: Callable[[Request], Awaitable[Wire]]
    gate: Operations
    log: LogRoutes
    codes: CodeDesk
    vouchers: VoucherDesk
    rush_agreed: RushAgreed = nobody_agreed

    async def __call__(self, request: Request) -> Wire:
        return _unless_known(request, await self._route(request))

    def _principal(self, request: Request) -> Principal:
        authorization = request.headers.get("authorization")
        if not authorization:
            return ANYONE
        scheme, _, token = authorization.partition(" ")
        principal = self.tokens.read(token.strip(), self.clock().timestamp())
        if scheme.lower() != "bearer" or principal is None:
            raise InvalidInput(TOKEN_INVALID)
        return principal

    async def _route(self, request: Request) -> Wire:
        match request.method, *request.path.strip("/").split("/"):
            case "POST", "api", "v1", "items", code, "submissions":
                return await self._submit(request, code)
            case "POST", "api", "v1", "items", code, "answers":
                return await self._answer(request, code)
            case "GET", "api", "v1", "items":
                return _json({"items": [summary(item) for item in self.catalogue.values()]})
            case "GET", "api", "v1", "items", code:
                return _json(description(self._item(code), legal_day(self.clock())))
            case "GET", "api", "v1", "items", code, ("template.csv" | "template.xlsx") as name:
                return self._template(code, name)
            case "GET", "api", "v1", "rules":
                return _json(kinds())
            case "POST", "api", "v1", "rules":
                body = await request.body(LARGEST_BATCH)
                return _json(await calculated_each(body, request.query, legal_day(self.clock())))
            case "POST", "api", "v1", "rules", kind:
                body = await request.body(LARGEST_FORM)
                return _json(calculated(kind, body, request.query, legal_day(self.clock())))
            case "GET", "api", "v1", "receipts", number, "rows":
                return await self._wrong_rows(request, number)
            case "GET", "api", "v1", "receipts", number, ("rows.csv" | "rows.xlsx") as name:
                return await self._wrong_rows_file(request, number, name)
            case "GET", "api", "v1", "receipts", number:
                return await self._progress(request, number)
            case "GET", "api", "v1", "receipts", number, "document":
                return await self._document(request, number)
            case "GET", "api", "v1", "gate":
                return show_gate(self.gate, self._principal(request))
            case "GET", "api", "v1", "gate", "orders":
                return await list_orders(self.gate, self._principal(request), request)
            case "POST", "api", "v1", "gate", "orders":
                return await give_order(self.gate, self._principal(request), request)
            case "POST", "api", "v1", "gate", "orders", number, "reversal":
                return await revert_order(self.gate, self._principal(request), request, number)
            case "GET", "api", "v1", "receipts", number, "proof":
                return await self._proof(request, number)
            case "GET", "api", "v1", "receipts", number, "statements":
                return await self._statements(request, number)
            case "POST", "api", "v1", "gate", "openings":
                return await announce_opening(self.gate, self._principal(request), request)
            case "POST", "api", "v1", "gate", "openings", number, "seed":
                return await reveal_seed(self.gate, self._principal(request), request, number)
            case "POST", "api", "v1", "gate", "openings", number, "withdrawal":
                return await withdraw_opening(self.gate, self._principal(request), request, number)
            case "POST", "api", "v1", "codes", "looks":
                return await look_at_code(self.codes, self._principal(request), request)
            case "GET", ".well-known", "bumang-codes.json":
                return published_codes(self.codes)
            case "GET", "api", "v1", "vouchers":
                return await list_vouchers(self.vouchers.counter, self._principal(request))
            case "POST", "api", "v1", "vouchers":
                return await issue_voucher(self.vouchers.counter, self._principal(request), request)
            case "POST", "api", "v1", "vouchers", "disclosures":
                return await disclose(self.vouchers.discloser, self._principal(request), request)
            case "GET", "api", "v1", "vouchers", "archive.zip":
                return await voucher_archive(self.vouchers.counter, self._principal(request))
            case "GET", "api", "v1", "vouchers", number:
                return await voucher_document(
                    self.vouchers.counter, self._principal(request), number
                )
            case "GET", "api", "v1", "vouchers", number, "sheet.pdf":
                return await voucher_sheet(self.vouchers.counter, self._principal(request), number)
            case "GET", "api", "v1", "vouchers", number, "proof":
                who = self._principal(request)
                return await voucher_proof(self.vouchers.counter, who, number, request)
            case "GET", "api", "v1", "vouchers", number, "status":
                return await voucher_status(self.vouchers.counter, self._principal(request), number)
            case "POST", "api", "v1", "vouchers", number, "withdrawal":
                return await withdraw_voucher(
                    self.vouchers.counter, self._principal(request), number
                )
            case "POST", "oauth", "token":
                return await self.token_endpoint(request)
            case "GET", ".well-known", "bumang-keys.json":
                return Wire(200, JSON, self.published_keys())
            case "GET", ".well-known", "jwt-vc-issuer":
                return issuer_metadata(self.vouchers.discloser.url, self.published_keys())
            case "GET", ".well-known", "bumang-logs.json":
                return self.log.keys()
            case "GET", ".well-known", "bumang-rush":
                return rush_proof(request, self.rush_agreed)
            case "GET", "log", "verifier.html":
                return self.log.verifier()
            case "GET", "log", log, "checkpoint":
                return self.log.checkpoint(log)
            case "GET", "log", log, "tile", *path:
                return self.log.tile(log, path)
            case "GET", "metrics":
                return Wire(200, "text/plain; version=0.0.4; charset=utf-8", self.metrics())
            case "GET", "healthz":
                return _json({"alive": True})
            case "GET", "readyz":
                ready = await self.ready()
                if not ready:
                    return on_the_wire(Queued(_RETRY_AFTER_SECONDS), request.language)
                return _json({"ready": True})
            case "GET", "openapi.json":
                return Wire(200, JSON, self.openapi())
            case _:
                return _nothing_there(request)

    async def _submit(self, request: Request, code: str) -> Wire:
        item, principal = self._item(code), self._principal(request)
        key = request.headers.get("idempotency-key").strip()
        # Nothing large is read before it is known that they may send it.
        if problem := cannot_take(item, principal, key):
            return on_the_wire(Invalid((problem,)), request.language)
        kind = request.headers.get("content-type").partition(";")[0].strip().lower()
        if kind in MEDIA_TYPES:
            file = await request.body(LARGEST_FILE)
            answer = await self.door.submit_file(item, principal, key, kind, file)
        else:
            answer = await self.door.submit(item, principal, key, await request.body(LARGEST_FORM))
        return on_the_wire(answer, request.language)

    async def _answer(self, request: Request, code: str) -> Wire:
        item, principal = self._item(code), self._principal(request)
        if not isinstance(item, AnsweredItem):
            return on_the_wire(Invalid((SUBMIT_INSTEAD,)), request.language)
        if problem := not_open(item, Action.GET_ANSWER, principal):
            return on_the_wire(Invalid((problem,)), request.language)
        today = legal_day(self.clock())
        form = decode(item, await request.body(LARGEST_FORM), today)
        return on_the_wire(Done(item.answer(form, today)), request.language)

    async def _progress(self, request: Request, number: str) -> Wire:
        principal = self._principal(request)
        standing = await self.progress(_read_number(number))
        if standing is None or not permits(Action.READ_PROGRESS, principal, standing.submitter):
            raise InvalidInput(NO_SUCH_RECEIPT)
        return _json(progress_json(standing, principal, request.language, self.clock()))

    async def _document(self, request: Request, number: str) -> Wire:
        """The receipt again, for the one it was given to."""
        principal = self._principal(request)
        found = await self.receipt_document(_read_number(number))
        # To anyone else it does not exist: a stranger learns nothing by asking.
        if found is None or not permits(Action.READ_RECEIPT, principal, found[0]):
            raise InvalidInput(NO_SUCH_RECEIPT)
        return Wire(200, JSON, found[1])

    async def _proof(self, request: Request, number: str) -> Wire:
        """That the receipt's entry stands in the public log, for the one it was given to."""
        principal = self._principal(request)
        found = await self.log.proof(_read_number(number))
        # Of a submission whose content was deleted, the proof is nobody's and tells nothing.
        if found is None or (found[0] and not permits(Action.READ_RECEIPT, principal, found[0])):
            raise InvalidInput(NO_SUCH_RECEIPT)
        if found[1] is None:
            return on_the_wire(Queued(_PROOF_AFTER_SECONDS), request.language)
        return proof_file(found[1])

    async def _statements(self, request: Request, number: str) -> Wire:
        """What was decided and paid, each with its proof, for whom the outcome belongs to."""
        row = dict(parse_qsl(request.query)).get("row")
        if row is not None and not (row.isdecimal() and len(row) < 10):
            raise InvalidInput(ROW)
        who = self._principal(request)
        found = await self.log.statements(
            _read_number(number), who, None if row is None else int(row)
        )
        if found is None:
            raise InvalidInput(NO_SUCH_RECEIPT)
        if not found:
            return on_the_wire(Queued(_RETRY_AFTER_SECONDS), request.language)
        return statements_file(found)

    def _template(self, code: str, name: str) -> Wire:
        item = self._item(code)
        if not isinstance(item, BatchItem):
            raise InvalidInput(NO_SUCH_PAGE)
        return _file(f"{code}-{name}", template(item, _KINDS[name.rpartition(".")[2]]))

    async def _wrong_rows(self, request: Request, number: str) -> Wire:
        """The refused rows of a file, a hundred at a time, for the one who sent it."""
        after = dict(parse_qsl(request.query)).get("after", "0")
        if not (after.isdecimal() and len(after) < 10):
            raise InvalidInput(AFTER)
        who = self._principal(request)
        rows = await self.wrong_rows(_read_number(number), who, int(after))
        if rows is None:
            raise InvalidInput(NO_SUCH_RECEIPT)
        return _json({"rows": rows, "next_after": rows[-1].row if rows else None})

    async def _wrong_rows_file(self, request: Request, number: str, name: str) -> Wire:
        found = await self.wrong_rows_file(
            _read_number(number),
            self._principal(request),
            _KINDS[name.rpartition(".")[2]],
            request.language,
        )
        if found is None:
            raise InvalidInput(NO_SUCH_RECEIPT)
        return _file(name, found)

    def _item(self, code: str) -> Any:
        if code not in self.catalogue:
            raise InvalidInput(NO_SUCH_ITEM)
        return self.catalogue[code]


def _read_number(text: str) -> int:
    try:
        return receipt_number.read(text)
    except ValueError:
        raise InvalidInput(NUMBER_FORM) from None


def _nothing_there(request: Request) -> Wire:
    """405 with what would be right, where the path is known; else 404."""
    methods = methods_at(request.path)
    if not methods:
        raise InvalidInput(NO_SUCH_PAGE)
    wire = problem_response((METHOD,), request.language)
    return msgspec.structs.replace(wire, headers=(("allow", ", ".join(methods)),))


def _unless_known(request: Request, wire: Wire) -> Wire:
    """A reading with its tag; 304 without a body for whoever has it already (RFC 9110, 13.1.2)."""
    if request.method != "GET" or wire.status != 200 or wire.media_type != JSON:
        return wire
    tag = f'"{blake2b(wire.body, digest_size=12).hexdigest()}"'
    headers = (*wire.headers, ("etag", tag), ("vary", "authorization, accept-language"))
    if tag in request.headers.get("if-none-match"):
        return Wire(304, JSON, b"", headers)
    return msgspec.structs.replace(wire, headers=headers)


def _file(name: str, content: bytes) -> Wire:
    kind = _KINDS[name.rpartition(".")[2]]
    return Wire(200, kind, content, (("content-disposition", f'attachment; filename="{name}"'),))


def _json(value: Any) -> Wire:
    return Wire(200, JSON, msgspec.json.encode(value))
