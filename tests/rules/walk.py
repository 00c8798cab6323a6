"""Walking around the good cases: which inputs change which results, and what of the law is asked.

A walk takes the good case of a kind and its neighbours, changes one input at a time, and notes every
result that became another. It is the same walk each time. Values come from the inputs' own schemas;
where those would hardly ever meet, `MET` has some that do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import msgspec
from tests.rules.neighbours import ALSO, MET, OFFICE, TOGETHER, VARIED
from tests.rules.worked import GOOD, ON

from bumang.kernel.problems import InvalidInput
from bumang.rules import Law, law
from bumang.rules.calculations import CALCULATIONS, calculate
from bumang.rules.calculations.graph import input_node, reaches, results_of, sources
from bumang.rules.calculations.reading import declared
from bumang.rules.law_files import laid_over

Inputs = dict[str, Any]
_LEAST, _MOST = 800, 30_000  # steps: at least so many, and more while something is not seen yet


class Walk(NamedTuple):
    """What was seen: (input, result) pairs, the law's parameters asked for, keys of the steps."""

    changed: frozenset[tuple[str, str]]
    asked: frozenset[str]
    keys: frozenset[str]


class Watched:
    """A law that remembers what it was asked for; an office has laid values of its own over it."""

    def __init__(self) -> None:
        self.asked: set[str] = set()
        self._law = _law()

    def at(self, parameter: str, day: date, region: str = "CN") -> Any:
        self.asked.add(parameter)
        return self._law.at(parameter, day, region)

    def history(self, parameter: str, region: str = "CN") -> Any:
        self.asked.add(parameter)
        return self._law.history(parameter, region)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._law, name)


@cache
def told(kind: str) -> Walk:
    """What the calculation declares, in the same form; its figures on the way for keys."""
    calculation = CALCULATIONS[kind]
    graph = sources(calculation, law().parameters)
    results = results_of(calculation)
    changed = {
        (name, result)
        for name in _names(kind)
        for result in results
        if f"{kind}.{result}" in reaches(graph, input_node(calculation, name))
    }
    asked = {one for names in graph.values() for one in names if "." not in one}
    keys = {one.gives for one in calculation.flow} - set(results)
    return Walk(frozenset(changed), frozenset(asked), frozenset(keys))


@cache
def walked(kind: str) -> Walk:
    """From the good case, with the same chance each time, until everything told is seen."""
    watched, changed, keys = Watched(), set(), set()
    for step, (before, after, names) in enumerate(_neighbours(kind)):
        if step >= _LEAST and told(kind).changed <= changed and told(kind).asked <= watched.asked:
            break
        one, other = (_answered(kind, inputs, watched) for inputs in (before, after))
        if one is None or other is None:
            continue
        keys |= one[1]
        other_than = {result for result in one[0] if one[0][result] != other[0][result]}
        changed |= _seen(kind, names, other_than)
    return Walk(frozenset(changed), frozenset(watched.asked), frozenset(keys))


def _seen(kind: str, names: tuple[str, ...], results: set[str]) -> set[tuple[str, str]]:
    """One changed input is seen to change all of these; of some together those that are told to."""
    if len(names) == 1:
        return {(names[0], result) for result in results}
    return {
        (name, result)
        for name in names
        for result in results
        if (name, result) in told(kind).changed
    }


@cache
def _law() -> Law:
    return laid_over({"office.toml": OFFICE})


def _answered(kind: str, inputs: Inputs, watched: Any) -> tuple[Inputs, set[str]] | None:
    try:
        found = calculate(kind, inputs, watched, ON)
    except InvalidInput:
        return None
    keys = {step.key for step in found.steps}
    keys |= {figure.key for step in found.steps for figure in (*step.figures, step.result)}
    return msgspec.structs.asdict(found.result), keys


def _neighbours(kind: str) -> Iterator[tuple[Inputs, Inputs, tuple[str, ...]]]:
    """Two cases that differ in one input alone, and its name; or in those that come together."""
    chance = random.Random(kind)
    values = {name: _values(kind, name) for name in _names(kind)}
    for _ in range(_MOST):
        base = GOOD[kind] | chance.choice([{}, {}, *ALSO.get(kind, ())])
        for name in chance.sample(
            sorted(values), min(len(values), chance.choice((0, 1, 1, 2, 3, 4)))
        ):
            base[name] = chance.choice(values[name])
        names = (chance.choice(sorted(values)),)
        if names[0] in TOGETHER.get(kind, ()) and chance.random() < 0.5:
            names = TOGETHER[kind]
        after = base | {name: chance.choice(values[name]) for name in names}
        yield _given(base), _given(after), names


def _given(inputs: Inputs) -> Inputs:
    return {name: value for name, value in inputs.items() if value is not None}


def _names(kind: str) -> tuple[str, ...]:
    return tuple(one.name for one in declared(CALCULATIONS[kind].inputs))


def _values(kind: str, name: str) -> list[Any]:
    """Some values of an input: met ones, the varied one, those of its schema, none where it may lack."""
    (field,) = (one for one in declared(CALCULATIONS[kind].inputs) if one.name == name)
    own = [*MET.get(kind, {}).get(name, ()), GOOD[kind].get(name), VARIED.get(kind, {}).get(name)]
    if not field.required:
        own.append(None)
    return [
        *(one for one in own if one is not None or not field.required),
        *_of_schema(field.field.reader.schema),
    ]


def _of_schema(schema: Inputs) -> list[Any]:
    if "enum" in schema:
        return list(schema["enum"])
    kind = schema.get("type")
    if kind == "boolean":
        return [True, False]
    if kind == "integer":
        low, high = schema["minimum"], schema["maximum"]
        return [low, low + 1, high, *range(low, min(high, low + 400), 29)]
    pattern = schema.get("pattern", "")
    if pattern.startswith("^-?[0-9]{1,9}"):
        return ["0.01", "0.5", "1", "3000", "8888.88", "20000"]
    if schema.get("format") == "date":
        return ["1970-03-31", "2016-02-29", "2025-12-31", "2026-05-01"]
    return []
