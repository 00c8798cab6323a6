"""What every field takes: `field_bounds.txt` was read line by line against the law and the tables.

After a change of a field it is made anew by `python -m tests.rules.test_field_bounds`, and read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bumang.rules.calculations import CALCULATIONS
from bumang.rules.calculations.reading import schema_of
from bumang.rules.calculations.written import Schema

TOLD = Path(__file__).with_name("field_bounds.txt")


def told() -> str:
    lines = []
    for kind in sorted(CALCULATIONS):
        lines += [f"# {kind}", *_fields(schema_of(CALCULATIONS[kind].inputs), ""), ""]
    return "\n".join(lines)


def _fields(schema: Schema, path: str) -> Iterator[str]:
    for name, one in schema["properties"].items():
        must = ", required" if name in schema["required"] else ""
        yield from _field(one, f"{path}{name}", must)


def _field(schema: Schema, path: str, must: str) -> Iterator[str]:
    if ways := schema.get("anyOf"):
        for way in ways:
            yield from _field(way, path, must)
        return
    match schema["type"]:
        case "array":
            yield f"{path}: {schema['minItems']} to {schema['maxItems']} entries{must}"
            yield from _field(schema["items"], f"{path}[]", "")
        case "object":
            yield f"{path}: a group{must}"
            yield from _fields(schema, f"{path}.")
        case "integer":
            yield f"{path}: {schema['minimum']} to {schema['maximum']}{must}"
        case "boolean":
            yield f"{path}: yes or no{must}"
        case _:
            words = schema.get("enum") or [_form(schema)]
            yield f"{path}: {' | '.join(words)}{must}"


def _form(schema: Schema) -> str:
    return str(schema.get("description") or schema.get("format") or schema["pattern"])


def test_every_field_takes_what_is_written_down_for_it() -> None:
    assert told() == TOLD.read_text(encoding="utf-8")


if __name__ == "__main__":
    TOLD.write_text(told(), encoding="utf-8")
