"""The waiting room's own addresses, as the API's description has them."""

from __future__ import annotations

from typing import Any

from bumang.api.operation import REFUSALS, Schema, operation
from bumang.runtime.http import JSON, PROBLEM

_HTML = "text/html"
_FORM = "application/x-www-form-urlencoded"
_PROBLEM: Schema = {"$ref": "#/components/schemas/Problem"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_PAGE: Schema = {"schema": {"type": "string"}}
_BETTER: Schema = {
    "type": ["object", "null"],
    "properties": {"begins": _MOMENT, "ends": _MOMENT},
    "description": "The next hours in which one usually need not wait.",
}
_LINE: Schema = {
    "type": "object",
    "properties": {
        "line": {"type": "integer"},
        "class": {"type": "string"},
        "lane": {"type": "string"},
        "front": {"type": "integer", "description": "Places up to this one may come in."},
        "last": {"type": "integer", "description": "The place given last."},
        "per_s": {"type": "number", "description": "Places called in a second, of late."},
        "spread": {
            "type": "array",
            "items": {"type": "number"},
            "description": "Times ahead / per_s: from and to, which hold four times in five.",
        },
        "held": {"type": "number", "description": "The share of told intervals that held."},
    },
    "required": ["line", "class", "lane", "front", "last", "per_s", "spread"],
}
_NOW: Schema = {
    "type": "object",
    "properties": {
        "as_of": _MOMENT,
        "better_hour": _BETTER,
        "lines": {"type": "array", "items": _LINE},
    },
    "required": ["as_of", "lines"],
}
_OPENINGS: Schema = {
    "type": "object",
    "properties": {
        "openings": {"type": "array", "items": {"$ref": "#/components/schemas/Published"}}
    },
    "required": ["openings"],
}
_VISIT: Schema = {
    "type": "object",
    "properties": {
        "answer": {"const": "done"},
        "ends_at": _MOMENT,
        "end": {"type": "string", "description": "The time of day in China."},
        "left_s": {"type": "integer"},
        "last": {"type": "boolean", "description": "It cannot be longer any more."},
        "pass": {"type": "string", "description": "To be sent as `Bumang-Pass`."},
    },
    "required": ["answer", "ends_at", "end", "left_s"],
}


def _asked(where: str, name: str, description: str, kind: str = "string") -> Schema:
    return {"in": where, "name": name, "description": description, "schema": {"type": kind}}


_TICKET = _asked("header", "Bumang-Ticket", "One's place, or its code of ten characters.")
_PASS = _asked("header", "Bumang-Pass", "What the answers of a visit gave.")
_CODE = _asked("query", "code", "A place's code, as it was written down.")
_OF_LINE = _asked("query", "line", "The line, where the pass or the ticket is a cookie.", "integer")


def _page(summary: str, *parameters: Schema, **more: str) -> dict[str, Any]:
    """A page for people; `more` are other statuses and what they mean."""
    pages = {"200": "The page.", **{status[1:]: told for status, told in more.items()}}
    return {
        "summary": summary,
        "parameters": list(parameters),
        "responses": {
            status: {"description": told, "content": {} if status[0] == "3" else {_HTML: _PAGE}}
            for status, told in pages.items()
        },
    }


def _going_on() -> dict[str, Any]:
    problem = {PROBLEM: {"schema": _PROBLEM}, _HTML: _PAGE}
    return {
        "summary": "Another half hour for whoever had their turn",
        "description": "A program sends `Bumang-Ticket`, or a `Bumang-Pass` that may be over. Pages send "
        "a form: `stay` with the line for a visit that goes on in another page, `ticket` and `onward` to "
        "be led on; with `line` and `onward` in the address what was typed is led on with (307).",
        "parameters": [_TICKET, _PASS, _OF_LINE, _asked("query", "onward", "Where to, by a page.")],
        "requestBody": {
            "required": False,
            "content": {_FORM: {"schema": {"type": "object", "properties": _FIELDS}}},
        },
        "responses": {
            "200": {
                "description": "Until when the visit lasts now.",
                "content": {JSON: {"schema": _VISIT}, _HTML: _PAGE},
            },
            "303": {"description": "On to where the page leads.", "content": {}},
            "307": {"description": "The same form, on to where it was sent.", "content": {}},
            "404": {"description": "Not one's turn yet, or over.", "content": problem},
            "429": {"description": REFUSALS["429"], "content": problem},
        },
    }


_FIELDS: Schema = {name: {"type": "string"} for name in ("stay", "ticket", "onward")}
QUEUE_OPERATIONS: dict[str, dict[str, dict[str, Any]]] = {
    "/queue": {
        "get": _page(
            "Back to one's place by its code, on any device",
            _CODE,
            _303="The place is in a cookie now.",
            _404="The code was not found.",
        )
    },
    "/queue/now": {
        "get": {
            "summary": "How far each line is: the same for everyone, may be cached for two seconds",
            **operation(_NOW),
        }
    },
    "/queue/place": {
        "get": {
            "summary": "Where a place stands, without taking its turn",
            "parameters": [_TICKET, _CODE],
            **operation({"$ref": "#/components/schemas/Waiting"}, "404"),
        }
    },
    "/queue/visit": {
        "get": {
            "summary": "Until when a visit's half hour lasts, without making it longer",
            "parameters": [_PASS, _OF_LINE],
            **operation(_VISIT, "404"),
        }
    },
    "/queue/go-on": {"post": _going_on()},
    "/queue/openings": {
        "get": {
            "summary": "Announced openings with their commitments, and seeds from their hour on",
            **operation(_OPENINGS),
        }
    },
    "/queue/order": {
        "get": _page(
            "An opening's draw, and where a number is in it",
            _asked("query", "opening", "Its number.", "integer"),
            _asked("query", "number", "As which one somebody came.", "integer"),
        )
    },
}
