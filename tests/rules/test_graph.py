"""The graph from inputs to results: no cycle, nothing unused, and what it says is what happens."""

from __future__ import annotations

from dataclasses import replace
from graphlib import CycleError
from typing import Any

import pytest
from tests.rules.walk import told, walked

from bumang.rules import law
from bumang.rules.calculations import CALCULATIONS
from bumang.rules.calculations.declaration import Derivation
from bumang.rules.calculations.graph import faults, in_order, results_of, sources, whole
from bumang.rules.calculations.reading import declared

KNOWN = law().parameters


def test_the_whole_graph_has_an_order() -> None:
    graph = whole(CALCULATIONS, KNOWN)
    order = in_order(graph)
    for node, made_from in graph.items():
        assert all(order.index(one) < order.index(node) for one in made_from)


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_every_input_is_taken_and_every_result_given(kind: str) -> None:
    assert list(faults(CALCULATIONS[kind], KNOWN)) == []


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_an_input_changes_exactly_the_results_that_are_declared_to_be_made_from_it(
    kind: str,
) -> None:
    seen, said = walked(kind).changed, told(kind).changed
    assert seen - said == set(), "changed, but not declared to be made from the input"
    assert said - seen == set(), "declared, but no change of the input changed it"


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_a_calculation_asks_for_exactly_the_figures_of_the_law_that_it_declares(kind: str) -> None:
    assert walked(kind).asked == told(kind).asked


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_every_figure_on_the_way_is_one_that_the_steps_tell(kind: str) -> None:
    assert told(kind).keys - walked(kind).keys == set()


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_a_result_that_nothing_gives_is_found(kind: str) -> None:
    calculation = CALCULATIONS[kind]
    for name in results_of(calculation):
        flow = tuple(one for one in calculation.flow if one.gives != name)
        assert _faults(replace(calculation, flow=flow)), name


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_an_input_that_nothing_takes_is_found(kind: str) -> None:
    calculation = CALCULATIONS[kind]
    for one in declared(calculation.inputs):
        if one.name not in calculation.checked:
            flow = tuple(_without(step, one.name) for step in calculation.flow)
            found = list(_faults(replace(calculation, flow=flow)))
            assert found, one.name


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_a_cycle_is_found(kind: str) -> None:
    calculation = CALCULATIONS[kind]
    last = results_of(calculation)[-1]
    round_ = (Derivation("a", ("b",)), Derivation("b", ("a", last)))
    with pytest.raises(CycleError):
        in_order(sources(replace(calculation, flow=(*calculation.flow, *round_)), KNOWN))


@pytest.mark.parametrize("kind", CALCULATIONS)
@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Derivation("a", ("x",)), "nothing gives x"),
        (Derivation("a", (), ("x",)), "the law has no x"),
        (Derivation("a", (), ("x*",)), "begins with x"),
    ],
)
def test_a_name_that_nobody_knows_is_found(kind: str, step: Derivation, said: str) -> None:
    calculation = CALCULATIONS[kind]
    with pytest.raises(KeyError, match=said):
        sources(replace(calculation, flow=(*calculation.flow, step)), KNOWN)


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_a_figure_that_leads_nowhere_and_an_input_that_is_not_only_checked_are_found(
    kind: str,
) -> None:
    calculation = CALCULATIONS[kind]
    idle = replace(calculation, flow=(*calculation.flow, Derivation("idle")))
    assert f"{kind}: the figure idle leads to no result" in set(faults(idle, KNOWN))
    name = next(
        one.name for one in declared(calculation.inputs) if one.name not in calculation.checked
    )
    lying = replace(calculation, checked=(*calculation.checked, name))
    assert f"{kind}: {name} is said to be checked only" in set(faults(lying, KNOWN))


def _faults(calculation: Any) -> list[str]:
    try:
        return list(faults(calculation, KNOWN))
    except KeyError as unknown:
        return [str(unknown)]


def _without(step: Derivation, name: str) -> Derivation:
    """The step without an input; a figure of the same name stays, made without it."""
    takes = tuple(one for one in step.takes if one.removesuffix("*") != name)
    return Derivation(step.gives, takes, step.law)
