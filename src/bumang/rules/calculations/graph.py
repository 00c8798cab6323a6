"""One graph from inputs to results, over all calculations, made from what they declare.

A node is `kind.name`: an input, a figure on the way, or a result; a figure of the law is its name.
Where the result of one calculation is the input of another, a link says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter

import msgspec

from bumang.rules.calculations.declaration import Calculation
from bumang.rules.calculations.reading import declared

LINKS: tuple[tuple[str, str], ...] = (
    ("retirement_age.statutory_month", "short_years.statutory_month"),
    ("average_index.average_index", "employee_pension.average_index"),
    ("average_index.average_index", "provisional_recalculation.average_index"),
    ("account_accrual.closing_balance", "account_history.opening_balance"),
    ("account_history.closing_balance", "employee_pension.account_balance"),
    ("account_history.closing_balance", "provisional_recalculation.account_balance"),
    ("account_history.closing_balance", "short_years.account_balance"),
    ("retirement_age.statutory_month", "unemployment_extension.statutory_month"),
    ("newborn_cover.coverage_year", "resident_medical_premium.coverage_year"),
)
"""Results that other calculations take as inputs."""


def results_of(calculation: Calculation) -> tuple[str, ...]:
    """The names of what it gives."""
    return tuple(field.name for field in msgspec.structs.fields(calculation.result))


def sources(calculation: Calculation, parameters: Mapping[str, object]) -> dict[str, set[str]]:
    """For each figure the nodes it is made from. Raises `KeyError` for a name that nothing gives."""
    flow = calculation.flow
    given = {one.gives for one in flow}
    inputs = {one.name for one in declared(calculation.inputs)}

    def node(name: str, within: str) -> str:
        # A figure of the name of an input is made from it: `divisor` from a divisor by hand.
        if name.endswith("*"):
            return input_node(calculation, name[:-1])
        if name in given and name != within:
            return f"{calculation.kind}.{name}"
        if name not in inputs:
            raise KeyError(f"{calculation.kind}: nothing gives {name}")
        return input_node(calculation, name)

    return {
        f"{calculation.kind}.{one.gives}": {node(name, one.gives) for name in one.takes}
        | {found for name in one.law for found in _law(name, parameters)}
        for one in flow
    }


def input_node(calculation: Calculation, name: str) -> str:
    """An input's node; it has a star where a figure of the same name is made from it."""
    star = "*" if any(one.gives == name for one in calculation.flow) else ""
    return f"{calculation.kind}.{name}{star}"


def whole(
    calculations: Mapping[str, Calculation], parameters: Mapping[str, object]
) -> dict[str, set[str]]:
    """The graph of all calculations, each node with those it is made from."""
    made: dict[str, set[str]] = {}
    for calculation in calculations.values():
        made |= sources(calculation, parameters)
    for result, taken in LINKS:
        if result not in made:
            raise KeyError(f"nothing gives {result}")
        made.setdefault(taken, set()).add(result)
    return made


def in_order(graph: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Every node after those it is made from. Raises `graphlib.CycleError`."""
    return tuple(TopologicalSorter(graph).static_order())


def faults(calculation: Calculation, parameters: Mapping[str, object]) -> Iterator[str]:
    """Inputs that nothing takes, results that nothing gives, figures that lead to no result."""
    made = sources(calculation, parameters)
    taken = {name for names in made.values() for name in names}
    for one in declared(calculation.inputs):
        used = input_node(calculation, one.name) in taken
        if used and one.name in calculation.checked:
            yield f"{calculation.kind}: {one.name} is said to be checked only"
        if not used and one.name not in calculation.checked:
            yield f"{calculation.kind}: nothing takes the input {one.name}"
    for name in results_of(calculation):
        if f"{calculation.kind}.{name}" not in made:
            yield f"{calculation.kind}: nothing gives the result {name}"
    for node in made:
        name = node.partition(".")[2]
        if name not in results_of(calculation) and node not in taken:
            yield f"{calculation.kind}: the figure {name} leads to no result"


def reaches(graph: Mapping[str, set[str]], node: str) -> set[str]:
    """Every node that is made from this one, at any distance."""
    found = {node}
    for name in in_order(graph):
        if graph.get(name, set()) & found:
            found.add(name)
    return found - {node}


def _law(name: str, parameters: Mapping[str, object]) -> tuple[str, ...]:
    if not name.endswith("*"):
        if name not in parameters:
            raise KeyError(f"the law has no {name}")
        return (name,)
    found = tuple(one for one in parameters if one.startswith(name[:-1]))
    if not found:
        raise KeyError(f"the law has nothing that begins with {name[:-1]}")
    return found
