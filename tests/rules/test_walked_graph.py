"""What the graph says is what happens: each input changed, each figure of the law asked for."""

from __future__ import annotations

import pytest
from tests.rules.walk import told, walked

from bumang.rules.calculations import CALCULATIONS


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
