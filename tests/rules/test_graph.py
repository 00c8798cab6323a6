"""The graph from inputs to results: no cycle, nothing unused, nothing unknown."""

from __future__ import annotations

from dataclasses import replace
from graphlib import CycleError
from typing import Any

import pytest

from bumang.rules import law
from bumang.rules.calculations import CALCULATIONS
from bumang.rules.calculations.declaration import Derivation
from bumang.rules.calculations.graph import (
    faults,
    in_order,
    input_node,
    reaches,
    results_of,
    sources,
    whole,
)
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
        (Derivation("a", (), ("xyz*",)), "begins with xyz"),
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


def test_an_input_has_a_star_where_a_figure_of_its_name_is_made_from_it() -> None:
    pension = CALCULATIONS["employee_pension"]
    assert input_node(pension, "divisor") == "employee_pension.divisor*"
    assert input_node(pension, "calc_base") == "employee_pension.calc_base"


@pytest.mark.parametrize(
    ("named", "figures"),
    [
        ("max_delay_*", {"max_delay_male_60", "max_delay_female_55", "max_delay_female_50"}),
        ("max_delay_female_55*", {"max_delay_female_55"}),
    ],
)
def test_a_name_of_the_law_with_a_star_is_every_figure_that_begins_so_and_no_other(
    named: str, figures: set[str]
) -> None:
    calculation = replace(CALCULATIONS["retirement_age"], flow=(Derivation("a", (), (named,)),))
    assert sources(calculation, KNOWN) == {"retirement_age.a": figures}


def test_of_an_invoice_only_the_medical_sums_are_made_from_the_medical_limits() -> None:
    graph = sources(CALCULATIONS["employer_invoice"], KNOWN)
    made = {name for name, of in graph.items() if "employer_invoice.medical_base_lower" in of}
    assert made == {"employer_invoice.medical_employer", "employer_invoice.medical_personal"}


def test_what_is_made_from_a_node_is_found_at_any_distance() -> None:
    graph = {"b": {"a"}, "c": {"b", "x"}, "d": {"x"}}
    assert reaches(graph, "a") == {"b", "c"}
    assert reaches(graph, "x") == {"c", "d"}
    assert reaches(graph, "d") == set()


def _faults(calculation: Any) -> list[str]:
    try:
        return list(faults(calculation, KNOWN))
    except KeyError as unknown:
        return [str(unknown)]


def _without(step: Derivation, name: str) -> Derivation:
    """The step without an input; a figure of the same name stays, made without it."""
    takes = tuple(one for one in step.takes if one.removesuffix("*") != name)
    return Derivation(step.gives, takes, step.law)
