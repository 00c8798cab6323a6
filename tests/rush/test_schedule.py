"""The schedule is fixed beforehand: as many as the shape says, where it says, the same every time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.rush.shape import SHAPES, cumulative, expected, recorded, schedule

series = st.lists(st.floats(0, 1000), min_size=2, max_size=50).filter(lambda s: max(s) > 1e-3)


@given(series, st.floats(1, 5000), st.floats(1, 120), st.integers(0, 10))
def test_exactly_as_many_arrive_as_the_area_says_in_order_and_inside_the_time(
    values: list[float], peak: float, seconds: float, seed: int
) -> None:
    points = recorded(values)
    due = schedule(points, peak, seconds, seed)
    assert len(due) == round(expected(points, peak, seconds))
    assert (np.diff(due) >= 0).all()
    assert len(due) == 0 or (due[0] >= 0 and due[-1] <= seconds * (1 + 1e-9))


@pytest.mark.parametrize("name", SHAPES)
def test_a_seed_makes_one_schedule_and_another_seed_another(name: str) -> None:
    first = schedule(SHAPES[name], 100, 10, seed=1)
    assert (first == schedule(SHAPES[name], 100, 10, seed=1)).all()
    assert not np.array_equal(first, schedule(SHAPES[name], 100, 10, seed=2))


@pytest.mark.parametrize("name", SHAPES)
def test_arrivals_follow_the_shape(name: str) -> None:
    due = schedule(SHAPES[name], 2000, 60, seed=3)
    came = cumulative(SHAPES[name], 2000, 60, 1.0)
    seen = np.searchsorted(due, np.arange(61), side="right")
    # The largest distance of a sample's distribution from the true one (Kolmogorov and Smirnov).
    assert np.abs(seen - came).max() / len(due) < 1.95 / np.sqrt(len(due))


@given(series, st.floats(1, 5000), st.integers(2, 60))
def test_the_bulk_s_schedule_ends_where_the_clients_schedule_does(
    values: list[float], peak: float, seconds: int
) -> None:
    points = recorded(values)
    came = cumulative(points, peak, seconds, 0.1)
    assert came[0] == 0
    assert (np.diff(came) >= -1e-6).all()
    assert came[-1] == pytest.approx(expected(points, peak, seconds))


@pytest.mark.parametrize("values", [[], [1.0], [0.0, 0.0], [1.0, -1.0], [1.0, float("nan")]])
def test_a_series_that_is_no_load_is_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="recorded series"):
        recorded(values)
