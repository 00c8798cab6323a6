"""JSON as it was written: a name that stands twice in an object is kept in mind, not lost."""

from __future__ import annotations

import json
from typing import Any

import msgspec


class Repeating(dict[str, Any]):
    """An object with names that stand in it more than once; `names` are these."""

    names: tuple[str, ...]


def decoded(text: bytes) -> Any:
    """The value; an object that repeats a name is a `Repeating`. Raises `ValueError` for no JSON."""
    try:
        msgspec.json.decode(text)  # the stricter one decides what is JSON; it forgets what repeats
        return _DECODER.decode(text.decode())
    except RecursionError:
        raise ValueError("nested too deep") from None


def repeated(value: object) -> tuple[str, ...]:
    """The names that stand more than once in an object; none for anything else."""
    return value.names if isinstance(value, Repeating) else ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    names = [name for name, _ in pairs]
    repeating = Repeating(made)
    repeating.names = tuple(name for name in made if names.count(name) > 1)
    return repeating


_DECODER = json.JSONDecoder(object_pairs_hook=_object)
