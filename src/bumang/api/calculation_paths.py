"""The calculations in the API's description: every kind with its inputs and its result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import msgspec

from bumang.api.calculations import MOST_CASES
from bumang.api.operation import Schema, json_body, operation
from bumang.rules.calculations import CALCULATIONS
from bumang.rules.calculations.declaration import Calculation
from bumang.rules.calculations.reading import schema_of

_BATCH: Schema = {
    "type": "object",
    "properties": {
        "cases": {
            "type": "array",
            "maxItems": MOST_CASES,
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": ["string", "integer"]},
                    "kind": {"enum": list(CALCULATIONS)},
                    "inputs": {"type": "object"},
                    "on": {"type": "string", "format": "date"},
                },
                "required": ["id", "kind", "inputs"],
            },
        }
    },
    "required": ["cases"],
    "additionalProperties": False,
}
_ANSWERS: Schema = {
    "type": "object",
    "properties": {
        "answers": {
            "type": "array",
            "description": "In the order of the cases; each with `result` or with `error`.",
            "items": {"type": "object", "required": ["id"]},
        }
    },
    "required": ["answers"],
}
_ASKED = [
    {
        "name": "on",
        "in": "query",
        "description": "The day whose law holds; without it, today.",
        "schema": {"type": "string", "format": "date"},
    },
    {
        "name": "trace",
        "in": "query",
        "description": "Whether the steps are told, in Chinese and English.",
        "schema": {"enum": ["true", "false"]},
    },
]


def calculation_paths() -> dict[str, dict[str, Any]]:
    """The operations of all kinds."""
    many = {
        "get": {
            "summary": "Every calculation of the law, with its inputs in JSON Schema",
            **operation({"type": "object"}),
        },
        "post": {
            "summary": "Many calculations at once; each is answered, a wrong one in words",
            "parameters": _ASKED,
            "requestBody": json_body(_BATCH),
            **operation(_ANSWERS, "400", "413", "422"),
        },
    }
    results, _ = _results()
    return {"/api/v1/rules": many} | {
        f"/api/v1/rules/{one.kind}": {"post": _operation_of(one, result)}
        for one, result in zip(CALCULATIONS.values(), results, strict=True)
    }


def result_components() -> dict[str, Schema]:
    """The structs that results are made of."""
    return _results()[1]


def _results() -> tuple[tuple[Schema, ...], dict[str, Schema]]:
    results = [one.result for one in CALCULATIONS.values()]
    structs = [*results, *dict.fromkeys(inner for one in results for inner in _inside(one))]
    found, made = msgspec.json.schema_components(
        structs, ref_template="#/components/schemas/{name}"
    )
    for struct, reference in zip(structs, found, strict=True):
        _promise_only_what_comes(made[reference["$ref"].rpartition("/")[2]], struct)
    return found[: len(results)], made


def _promise_only_what_comes(component: Schema, struct: type[msgspec.Struct]) -> None:
    """A field that may be left out is not required, wherever it stands in its struct."""
    may_go = {
        field.encode_name
        for field in msgspec.structs.fields(struct)
        if msgspec.UnsetType in get_args(field.type)
    }
    component["required"] = [one for one in component.get("required", ()) if one not in may_go]


def _inside(struct: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    """Structs that a struct's fields are made of, at any depth."""
    for field in msgspec.structs.fields(struct):
        for one in _types(field.type):
            if isinstance(one, type) and issubclass(one, msgspec.Struct):
                yield one
                yield from _inside(one)


def _types(annotated: Any) -> Iterator[Any]:
    """An annotation and every type in it."""
    yield annotated
    for one in get_args(annotated):
        yield from _types(one)


def _operation_of(one: Calculation, result: Schema) -> dict[str, Any]:
    answer: Schema = {
        "type": "object",
        "properties": {
            "result": result,
            "unverified": {
                "type": "array",
                "description": "Figures of the law in it that are yet to be verified.",
                "items": {"type": "object"},
            },
            "steps": {"type": "array", "items": {"type": "object"}},
        },
        "required": ["result"],
    }
    return {
        "summary": f"{one.title.zh} {one.title.en}",
        "parameters": _ASKED,
        "requestBody": json_body(schema_of(one.inputs)),
        **operation(answer, "400", "413", "422"),
    }
