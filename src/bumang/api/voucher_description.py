"""The operations of vouchers, described."""

from __future__ import annotations

from typing import Any

from bumang.api.operation import Schema, json_body, operation

_NUMBER = "/api/v1/vouchers/{number}"


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _own(schema: Schema, summary: str, *refusals: str) -> dict[str, Any]:
    """For the person it is about; to anyone else it does not exist."""
    return {
        "summary": summary,
        "security": [{"bearer": []}],
        **operation(schema, "401", "403", "422", "429", *refusals),
    }


def _of_kind(media_type: str, summary: str, *refusals: str) -> dict[str, Any]:
    made = _own({"type": "object"}, summary, *refusals)
    made["responses"]["200"]["content"] = {
        media_type: {"schema": {"type": "string", "format": "binary"}}
    }
    return made


VOUCHER_OPERATIONS: dict[tuple[str, str], dict[str, Any]] = {
    ("GET", "/api/v1/vouchers"): _own(_ref("MyVouchers"), "My vouchers, and which can be issued"),
    ("POST", "/api/v1/vouchers"): {
        **_own(_ref("Voucher"), "Issue a voucher; the same facts give the same voucher", "413"),
        "requestBody": json_body(_ref("VoucherWanted")),
    },
    ("POST", "/api/v1/vouchers/disclosures"): {
        **_own(
            _ref("ShownClaims"),
            "Show chosen claims of my insurance (SD-JWT), and nothing else",
            "413",
        ),
        "requestBody": json_body(_ref("ChosenClaims")),
    },
    ("GET", "/.well-known/jwt-vc-issuer"): {
        "summary": "The keys of what is shown, as SD-JWT VC publishes them",
        **operation({"type": "object"}),
    },
    ("GET", "/api/v1/vouchers/archive.zip"): _of_kind(
        "application/zip", "All of mine that stand, with the verifier that works offline"
    ),
    ("GET", _NUMBER): _own(_ref("Voucher"), "The voucher again, byte for byte", "404"),
    ("GET", f"{_NUMBER}/sheet.pdf"): _of_kind("application/pdf", "Its sheet to print", "404"),
    ("GET", f"{_NUMBER}/proof"): _of_kind(
        "text/plain", "That it stands in the public log (C2SP tlog-proof)", "404"
    ),
    ("GET", f"{_NUMBER}/status"): {
        "summary": "Whether it still stands, for anyone who has the number; nothing of the person",
        "security": [{}, {"bearer": []}],
        **operation(_ref("VoucherStatus"), "401", "404", "422", "429"),
    },
    ("POST", f"{_NUMBER}/withdrawal"): _own(_ref("VoucherStatus"), "Stop a voucher of mine", "404"),
}
