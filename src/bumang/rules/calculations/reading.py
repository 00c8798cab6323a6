"""From JSON to a calculation's inputs: every unknown, missing or wrong field is told, not the first."""

from __future__ import annotations

import difflib
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_type_hints

import msgspec
from msgspec import NODEFAULT

from bumang.kernel.problems import InvalidInput, Problem
from bumang.rules.calculations import problems
from bumang.rules.calculations.json_text import repeated
from bumang.rules.calculations.written import Field, Reader, Schema

T = TypeVar("T", bound=msgspec.Struct)


class Declared(NamedTuple):
    """One field of an inputs struct. What has no default is required."""

    name: str
    field: Field
    required: bool


@cache
def declared(inputs: type[msgspec.Struct]) -> tuple[Declared, ...]:
    """The fields of a struct of inputs. Raises `TypeError` for one without a `Field`."""
    hints = get_type_hints(inputs, include_extras=True)
    return tuple(
        Declared(
            name=one.name,
            field=_field_of(hints[one.name], one.name),
            required=one.default is NODEFAULT and one.default_factory is NODEFAULT,
        )
        for one in msgspec.structs.fields(inputs)
    )


def read(inputs: type[T], raw: Any) -> T:
    """The inputs. Raises `InvalidInput` with every problem found, located by path."""
    if not isinstance(raw, dict):
        raise InvalidInput(problems.OBJECT_FORM)
    fields = declared(inputs)
    found: dict[str, Any] = {}
    wrong = repetitions(raw) + _unknown(raw, [field.name for field in fields])
    for name, field, required in fields:
        value = raw.get(name)
        if value is None:  # null says no more than leaving it out
            if required:
                wrong.append(problems.missing(name, field.label))
            continue
        try:
            found[name] = field.reader.read(value)
        except InvalidInput as invalid:
            wrong += [problem.at(name) for problem in invalid.problems]
    if wrong:
        raise InvalidInput(*wrong)
    return inputs(**found)


def group(inputs: type[msgspec.Struct]) -> Reader:
    """A group of fields inside a field."""
    return Reader(lambda value: read(inputs, value), schema_of(inputs))


def schema_of(inputs: type[msgspec.Struct]) -> Schema:
    """The inputs in JSON Schema; every field with its name for people."""
    fields = declared(inputs)
    return {
        "type": "object",
        "properties": {
            field.name: {"title": f"{field.field.zh} {field.field.en}", **field.field.reader.schema}
            for field in fields
        },
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def repetitions(raw: dict[str, Any]) -> list[Problem]:
    """A problem for each name that an object repeats."""
    return [problems.REPEATED_NAME.at(name[:_LONGEST_NAME]) for name in repeated(raw)]


def _unknown(raw: dict[Any, Any], known: list[str]) -> list[Problem]:
    return [
        problems.unknown_field(difflib.get_close_matches(str(name), known, 1), known).at(
            str(name)[:_LONGEST_NAME]
        )
        for name in raw
        if name not in known
    ]


def _field_of(hint: Any, name: str) -> Field:
    for said in getattr(hint, "__metadata__", ()):
        if isinstance(said, Field):
            return said
    raise TypeError(f"{name} does not say how it is written")


_LONGEST_NAME = 60
