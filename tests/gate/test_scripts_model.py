"""What is left for people when four in five who come are scripts; and that the doubtful lane does it."""

from __future__ import annotations

from typing import Literal

import pytest
from tests.gate.scripts_model import Model


def test_beside_scripts_that_hammer_people_are_served_as_if_there_were_none() -> None:
    assert Model(kinds=("hammering",)).run().people_served > 0.95


def test_without_doubt_the_same_scripts_take_most_of_it() -> None:
    """If this fails, the test above proves nothing."""
    assert Model(kinds=("hammering",), doubting=False).run().people_served < 0.5


@pytest.mark.parametrize("crowds", ["apart", "together", "many"])
def test_whatever_the_scripts_are_and_wherever_they_come_from_people_have_their_fair_part(
    crowds: Literal["apart", "together", "many"],
) -> None:
    assert Model(crowds=crowds).run().people_of_fair_part >= 0.99


def test_scripts_that_wait_like_people_pass_as_people_and_take_no_more_than_so_many() -> None:
    """What cannot be told apart: bounded to one place each, in the order of coming."""
    found = Model(kinds=("patient",)).run()
    assert found.people_served < 0.5
    assert found.people_of_fair_part >= 0.95
