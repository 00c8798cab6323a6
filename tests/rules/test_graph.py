"""The graph from inputs to results: no cycle, nothing unused, and what it says is so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from graphlib import CycleError
from typing import Any

import msgspec
import pytest
from tests.rules.worked import GOOD, ON, VARIED, good

from bumang.rules import law
from bumang.rules.calculations import CALCULATIONS, calculate
from bumang.rules.calculations import average_index as an_example
from bumang.rules.calculations.declaration import Derivation
from bumang.rules.calculations.graph import faults, in_order, reaches, sources, whole
from bumang.rules.calculations.reading import declared

WITH_A_FLOW = [kind for kind, one in CALCULATIONS.items() if one.flow]


def test_the_whole_graph_has_an_order() -> None:
    graph = whole(CALCULATIONS, law().parameters)
    order = in_order(graph)
    for node, made_from in graph.items():
        assert all(order.index(one) < order.index(node) for one in made_from)


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_every_input_is_taken_and_every_result_given(kind: str) -> None:
    assert list(faults(CALCULATIONS[kind], law().parameters)) == []


def test_a_cycle_an_unused_input_and_an_unknown_name_are_found() -> None:
    flow = an_example.CALCULATION.flow
    known = law().parameters

    def changed(*more: Derivation) -> Any:
        return replace(an_example.CALCULATION, flow=(*flow, *more))

    round_ = changed(Derivation("a", ("b",)), Derivation("b", ("a",)))
    with pytest.raises(CycleError):
        in_order(sources(round_, known))
    with pytest.raises(KeyError, match="nothing gives x"):
        sources(changed(Derivation("a", ("x",))), known)
    with pytest.raises(KeyError, match="the law has no x"):
        sources(changed(Derivation("a", (), ("x",))), known)
    with pytest.raises(KeyError, match="begins with x"):
        sources(changed(Derivation("a", (), ("x*",))), known)
    less = replace(an_example.CALCULATION, flow=flow[:1])
    assert "average_index: nothing takes the input denominator" in set(faults(less, known))
    assert "average_index: nothing gives the result average_index" in set(faults(less, known))


class Watched:
    """A law that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def at(self, parameter: str, day: date, region: str = "CN") -> Any:
        self.asked.add(parameter)
        return law().at(parameter, day, region)

    def history(self, parameter: str, region: str = "CN") -> Any:
        self.asked.add(parameter)
        return law().history(parameter, region)


@pytest.mark.parametrize("kind", WITH_A_FLOW)
def test_a_calculation_asks_for_no_figure_of_the_law_that_it_does_not_declare(kind: str) -> None:
    watched: Any = Watched()
    for changed in ({}, *({name: value} for name, value in VARIED.get(kind, {}).items())):
        calculate(kind, good(kind, **changed), watched, ON)
    made = sources(CALCULATIONS[kind], law().parameters)
    told = {one for names in made.values() for one in names if "." not in one}
    assert watched.asked <= told


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in WITH_A_FLOW for name in VARIED.get(kind, {})]
)
def test_a_changed_input_changes_only_what_is_made_from_it(kind: str, name: str) -> None:
    graph = sources(CALCULATIONS[kind], law().parameters)
    mine = f"{kind}.{name}"
    node = mine if mine not in graph else f"{mine}*"
    before = msgspec.structs.asdict(calculate(kind, GOOD[kind], law(), ON).result)
    after = msgspec.structs.asdict(
        calculate(kind, good(kind, **{name: VARIED[kind][name]}), law(), ON).result
    )
    changed = {f"{kind}.{one}" for one in before if before[one] != after[one]}
    assert changed
    assert changed <= reaches(graph, node)


@pytest.mark.parametrize("kind", WITH_A_FLOW)
def test_every_input_that_a_flow_names_is_an_input(kind: str) -> None:
    inputs = {one.name for one in declared(CALCULATIONS[kind].inputs)}
    assert set(VARIED.get(kind, {})) <= inputs
