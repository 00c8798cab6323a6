"""How one operation is described: what it answers, and how it can be refused."""

from __future__ import annotations

from typing import Any

from bumang.runtime.http import JSON, PROBLEM

Schema = dict[str, Any]

REFUSALS = {
    "400": "The request cannot be read.",
    "401": "Sign in, or send an access token.",
    "403": "Not open to this role.",
    "404": "There is no such thing, or it is not yours.",
    "409": "What it builds on has changed meanwhile.",
    "413": "Too large.",
    "422": "Something in it is wrong; each thing is named.",
    "429": "Queued: nothing is known to be stored; the same again after `Retry-After` seconds.",
}


def operation(schema: Schema, *refusals: str, status: str = "200") -> dict[str, Any]:
    """The responses of an operation: the answer with its schema, and the problems by status."""
    told = "Accepted: durably stored before this was said." if status == "202" else "Done."
    responses: Schema = {status: {"description": told, "content": {JSON: {"schema": schema}}}}
    problem = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for refusal in refusals:
        responses[refusal] = {"description": REFUSALS[refusal], "content": problem}
    return {"responses": responses}


def json_body(schema: Schema) -> Schema:
    """A request body that must be there, in JSON."""
    return {"required": True, "content": {JSON: {"schema": schema}}}


def with_quota(operation: dict[str, Any]) -> None:
    """Whoever sends a token is told the quota with every answer, and may be over it."""
    problem = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    queued = {"description": REFUSALS["429"], "content": problem}
    operation["responses"].setdefault("429", queued)
    operation["responses"] = {
        status: {**told, "headers": _QUOTA_FIELDS}
        for status, told in operation["responses"].items()
    }


_QUOTA_FIELDS: Schema = {
    "RateLimit-Policy": {
        "description": "The quota of the one whose token was sent, as structured fields "
        '(draft-ietf-httpapi-ratelimit-headers-10): `"requests";q=120;qu="requests";w=60`.',
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": "What is left of it, and in how many seconds all of it is there again: "
        '`"requests";r=119;t=1`.',
        "schema": {"type": "string"},
    },
}
