"""The gate's operations, for operators, as the API's description has them."""

from __future__ import annotations

from typing import Any

from bumang.api.operation import Schema, json_body, operation


def _component(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _for_operators(
    summary: str, schema: Schema, *refusals: str, body: str = "", **more: Any
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "summary": summary,
        "security": [{"bearer": []}],
        **operation(schema, "401", "403", "429", *refusals),
        **more,
    }
    if body:
        told["requestBody"] = json_body(_component(body))
    return told


_LOG: Schema = {
    "type": "object",
    "properties": {
        "orders": {"type": "array", "items": _component("Order")},
        "next_before": {"type": ["integer", "null"]},
    },
    "required": ["orders", "next_before"],
}
_BEFORE = {
    "name": "before",
    "in": "query",
    "description": "`next_before` of the page before.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
}
_WRITING = ("400", "404", "409", "413", "422")
GATE_OPERATIONS: dict[tuple[str, str], dict[str, Any]] = {
    ("GET", "/api/v1/gate"): _for_operators(
        "How the gate stands: lines, slots, pace, what was ordered", _component("GateStanding")
    ),
    ("GET", "/api/v1/gate/orders"): _for_operators(
        "What was ordered of the gate, the latest first", _LOG, "422", parameters=[_BEFORE]
    ),
    ("POST", "/api/v1/gate/orders"): _for_operators(
        "An order: a rate, a limit, a share, an urgent matter, a message, a pause",
        _component("Order"),
        *_WRITING,
        body="Wanted",
    ),
    ("POST", "/api/v1/gate/orders/{number}/reversal"): _for_operators(
        "Take an order back: an order of its own, to what was before",
        _component("Order"),
        *_WRITING,
        body="Reversal",
    ),
    ("POST", "/api/v1/gate/openings"): _for_operators(
        "Announce an opening, with the commitment to the seed of its draw",
        _component("Published"),
        *_WRITING,
        body="Announcement",
    ),
    ("POST", "/api/v1/gate/openings/{number}/seed"): _for_operators(
        "Reveal the seed that someone else kept, from the hour on",
        _component("Published"),
        *_WRITING,
        body="Seed",
    ),
    ("POST", "/api/v1/gate/openings/{number}/withdrawal"): _for_operators(
        "Withdraw an opening that has not taken place",
        _component("Published"),
        *_WRITING,
        body="Reversal",
    ),
}
