"""The API described (OpenAPI 3.1), made from the catalogue and the routes."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import msgspec

from bumang.api.calculation_paths import calculation_paths, result_components
from bumang.api.code_operations import CODE_OPERATIONS
from bumang.api.codes import LookTold, Shown
from bumang.api.description import form_schema
from bumang.api.gate import Reversal
from bumang.api.gate_openings import Seed
from bumang.api.gate_operations import GATE_OPERATIONS
from bumang.api.operation import REFUSALS, Schema, json_body, operation, with_quota
from bumang.api.queue_operations import QUEUE_OPERATIONS
from bumang.api.routes import ROUTES
from bumang.api.voucher_description import VOUCHER_OPERATIONS
from bumang.api.waiting_description import WAITING
from bumang.codes.published import PublishedCodes
from bumang.evidence.published_logs import PublishedLogs
from bumang.evidence.receipt import Receipt
from bumang.evidence.signing import PublishedKeys
from bumang.evidence.voucher import Voucher
from bumang.gate.announcing import Announcement
from bumang.gate.opening import Published
from bumang.gate.standing import GateStanding
from bumang.gate.steering import Order
from bumang.gate.waiting import Waiting
from bumang.gate.wanted import Wanted
from bumang.items.batch_file.sheets import CSV, XLSX
from bumang.items.catalogue import Catalogue
from bumang.items.item import AcceptedItem, AnsweredItem, BatchItem, Item
from bumang.runtime.http import JSON
from bumang.vouchers.disclosing import ChosenClaims, ShownClaims
from bumang.vouchers.told import MyVouchers, VoucherStatus, VoucherWanted

_TEXT: Schema = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
}
_PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457. `problems` names each thing that is wrong, why, and what to do.",
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    name: {"type": "string"} for name in ("code", "field", "what", "why", "fix")
                },
                "required": ["code", "field", "what", "why", "fix"],
            },
        },
        "retry_after_s": {"type": "integer"},
        **WAITING,
        "violated-policies": {
            "type": "array",
            "description": "Queued by these quotas.",
            "items": {"type": "string"},
        },
    },
    "required": ["type", "status", "title", "detail"],
}
_SUMMARY: Schema = {
    "type": "object",
    "properties": {
        "code": {"type": "string"},
        "name": _TEXT,
        "summary": _TEXT,
        "shape": {"enum": ["answered", "accepted"]},
        "roles": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["code", "name", "summary", "shape", "roles"],
}
_PROGRESS: Schema = {
    "type": "object",
    "properties": {
        "number": {"type": "string"},
        "item": {"type": "string"},
        "state": {"enum": ["accepted", "in_process", "done", "refused"]},
        "accepted_at": {"type": "string", "format": "date-time"},
        "started_at": {"type": "string", "format": "date-time"},
        "decided_at": {"type": "string", "format": "date-time"},
        "look_again_after_s": {"type": "integer", "description": "While it is open."},
        "content_deleted": {"type": "string", "description": "Where it was, as the law demands."},
        "rows": {"type": "integer"},
        "rows_decided": {"type": "integer"},
        "result": {"type": "object"},
        "reasons": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["number", "item", "state", "accepted_at"],
}
_ROWS: Schema = {
    "type": "object",
    "properties": {
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "row": {"type": "integer"},
                    "line": {"type": "integer"},
                    "reasons": {"type": "array", "items": {"type": "object"}},
                },
                "required": ["row", "line", "reasons"],
            },
        },
        "next_after": {"type": ["integer", "null"]},
    },
    "required": ["rows", "next_after"],
}
_OBJECT: Schema = {"type": "object"}
_SAME: Schema = {"description": "As before, by `If-None-Match` with the `ETag` it came with."}


def openapi(catalogue: Catalogue, today: date, version: str) -> dict[str, Any]:
    """The whole description. Every item has operations of its own, with its form and examples."""
    paths: dict[str, dict[str, Any]] = {}
    for method, path in ROUTES:
        described = (
            GATE_OPERATIONS.get((method, path))
            or CODE_OPERATIONS.get((method, path))
            or VOUCHER_OPERATIONS.get((method, path))
            or _OPERATIONS.get(path)
        )
        if described is not None:
            paths.setdefault(path, {})[method.lower()] = _with_parameters(path, described)
    for item in catalogue.values():
        paths |= _item_paths(item, today)
    paths |= calculation_paths()
    paths |= deepcopy(QUEUE_OPERATIONS)
    for path, operations in paths.items():
        if "get" in operations:
            operations["get"]["responses"]["304"] = _SAME
        if path.startswith("/api/"):
            for one in operations.values():
                with_quota(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Bumang 不忙",
            "version": version,
            "description": "Every request is done (200), accepted with a receipt (202), or queued "
            "(429). Problems are told in Chinese, or in English by Accept-Language.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM, **_structs(), **result_components()},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _structs() -> dict[str, Schema]:
    _, components = msgspec.json.schema_components(
        [
            Receipt,
            PublishedKeys,
            PublishedLogs,
            GateStanding,
            Order,
            Wanted,
            Reversal,
            Announcement,
            Published,
            Seed,
            Shown,
            LookTold,
            PublishedCodes,
            Waiting,
            MyVouchers,
            Voucher,
            VoucherWanted,
            VoucherStatus,
            ChosenClaims,
            ShownClaims,
        ],
        ref_template="#/components/schemas/{name}",
    )
    return dict(components)


def _item_paths(item: Item, today: date) -> dict[str, dict[str, Any]]:
    base = f"/api/v1/items/{item.code}"
    told = {"summary": f"{item.name.zh} {item.name.en}", "description": item.summary.en}
    form = {"schema": form_schema(item, today)}
    if isinstance(item, AnsweredItem):
        answered = operation(_OBJECT, "400", "401", "413", "422")
        return {
            f"{base}/answers": {
                "post": {**told, "requestBody": json_body(form["schema"]), **answered}
            }
        }
    assert isinstance(item, AcceptedItem)
    content: dict[str, Any] = {JSON: form}
    paths: dict[str, dict[str, Any]] = {}
    if isinstance(item, BatchItem):
        file = {"schema": {"type": "string", "format": "binary"}}
        content |= {CSV: file, XLSX: file}
        for kind, media_type in (("csv", CSV), ("xlsx", XLSX)):
            ok = {"200": {"description": "An empty file to fill in.", "content": {media_type: {}}}}
            paths[f"{base}/template.{kind}"] = {"get": {**told, "responses": ok}}
    submission = {
        **told,
        "security": [{"bearer": []}],
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "One value for one submission; the same when sending again.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 200},
            }
        ],
        "requestBody": {"required": True, "content": content},
        **operation({"$ref": "#/components/schemas/Receipt"}, *REFUSALS, status="202"),
    }
    return {**paths, f"{base}/submissions": {"post": submission}}


def _with_parameters(path: str, described: dict[str, Any]) -> dict[str, Any]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
    ]
    return {"parameters": [*parameters, *described.get("parameters", ())]} | {
        name: value for name, value in described.items() if name != "parameters"
    }


def _mine(schema: Schema, **more: Any) -> dict[str, Any]:
    """For the one who submitted; to anyone else it does not exist."""
    return {
        "security": [{"bearer": []}],
        **operation(schema, "401", "404", "422", "429"),
        **more,
    }


def _my_file(media_type: str) -> dict[str, Any]:
    made = _mine(_OBJECT, summary="The wrong rows of a file, to be mended and sent again")
    made["responses"]["200"]["content"] = {media_type: {}}
    return made


def _as_text(described: dict[str, Any]) -> dict[str, Any]:
    return _as_file("text/plain", described)


def _as_file(media_type: str, described: dict[str, Any]) -> dict[str, Any]:
    """The same operation, whose answer is not JSON."""
    described["responses"]["200"]["content"] = {media_type: {"schema": {"type": "string"}}}
    return described


_PLAIN = {"description": "Done.", "content": {"text/plain": {"schema": {"type": "string"}}}}
# The operations that are not of one item; those of items are made from their declarations.
_OPERATIONS: dict[str, dict[str, Any]] = {
    "/api/v1/items": {
        "summary": "All service items",
        **operation({"type": "object", "properties": {"items": {"items": _SUMMARY}}}),
    },
    "/api/v1/items/{code}": {
        "summary": "One service item with the JSON Schema of its form",
        **operation(_OBJECT, "404"),
    },
    "/api/v1/receipts/{number}": {
        "summary": "Where a submission stands; the outcome too for the one who sent it",
        "security": [{}, {"bearer": []}],
        **operation(_PROGRESS, "401", "404", "422", "429"),
    },
    "/api/v1/receipts/{number}/document": _mine(
        {"$ref": "#/components/schemas/Receipt"}, summary="The receipt again, byte for byte"
    ),
    "/api/v1/receipts/{number}/rows": _mine(
        _ROWS,
        summary="The wrong rows of a file, a hundred at a time",
        parameters=[
            {
                "name": "after",
                "in": "query",
                "description": "`next_after` of the page before.",
                "schema": {"type": "integer", "minimum": 0, "maximum": 999_999_999},
            }
        ],
    ),
    "/api/v1/receipts/{number}/rows.csv": _my_file(CSV),
    "/api/v1/receipts/{number}/rows.xlsx": _my_file(XLSX),
    "/api/v1/receipts/{number}/proof": _as_text(
        _mine(_OBJECT, summary="That it stands in the public log (C2SP tlog-proof)")
    ),
    "/api/v1/receipts/{number}/statements": _mine(
        _OBJECT,
        summary="What was decided and paid, each with its proof in the public log",
        parameters=[
            {
                "name": "row",
                "in": "query",
                "description": "Of a file: the decision on this row instead.",
                "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
            }
        ],
    ),
    "/log/verifier.html": {
        "summary": "A page that verifies receipts and statements in the browser, also offline",
        **_as_file("text/html", operation(_OBJECT)),
    },
    "/log/{log}/checkpoint": {
        "summary": "The latest signed checkpoint of a public log (C2SP tlog-checkpoint)",
        **_as_text(operation(_OBJECT, "404")),
    },
    "/log/{log}/tile/{path}": {
        "summary": "Tiles of the log's tree, and its entries (C2SP tlog-tiles)",
        **_as_file("application/octet-stream", operation(_OBJECT, "404")),
    },
    "/.well-known/bumang-logs.json": {
        "summary": "Name and keys of the public logs, and their witnesses",
        **operation({"$ref": "#/components/schemas/PublishedLogs"}),
    },
    "/.well-known/bumang-rush": {
        "summary": "Whether a load run from another machine is agreed to, proven",
        "parameters": [
            {
                "name": "nonce",
                "in": "query",
                "required": True,
                "description": "New for each question; the code of the answer is made over it.",
                "schema": {"type": "string", "pattern": "^[0-9A-Za-z]{32}$"},
            }
        ],
        **operation(_OBJECT, "404", "422"),
    },
    "/oauth/token": {
        "summary": "An access token for software (RFC 6749, section 4.4)",
        "requestBody": {
            "required": True,
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "properties": {"grant_type": {"const": "client_credentials"}},
                        "required": ["grant_type"],
                    }
                }
            },
        },
        "responses": {
            "200": {"description": "The token.", "content": {JSON: {"schema": _OBJECT}}},
            "400": {"description": "RFC 6749, 5.2.", "content": {JSON: {"schema": _OBJECT}}},
            "401": {"description": "RFC 6749, 5.2.", "content": {JSON: {"schema": _OBJECT}}},
            "429": {"description": REFUSALS["429"], "content": {JSON: {"schema": _OBJECT}}},
        },
    },
    "/.well-known/bumang-keys.json": {
        "summary": "Every key that ever signed a receipt",
        **operation({"$ref": "#/components/schemas/PublishedKeys"}),
    },
    "/openapi.json": {"summary": "This description", **operation(_OBJECT)},
    "/metrics": {"summary": "Counts, in Prometheus' format", "responses": {"200": _PLAIN}},
    "/healthz": {"summary": "The process is alive", **operation(_OBJECT)},
    "/readyz": {"summary": "It can accept", **operation(_OBJECT, "429")},
}
