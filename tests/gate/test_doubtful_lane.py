"""How the lanes share, in whatever state they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.gate.doubtful_lane import shares, slots_for_doubtful, sooner


@given(st.booleans(), st.booleans(), st.booleans(), st.floats(0, 0.9), st.floats(0.01, 0.5))
def test_nothing_is_lost_and_who_waits_alone_has_all(
    urgent: bool, main: bool, doubtful: bool, first: float, share: float
) -> None:
    found = shares(urgent=urgent, main=main, doubtful=doubtful, urgent_share=first, share=share)
    assert all(0 <= one <= 1 for one in found)
    if main or doubtful or urgent:
        assert sum(found) == pytest.approx(1)
    if urgent and not main and not doubtful:
        assert found.urgent == 1
    if doubtful and not main and not urgent:
        assert found.doubtful == 1


def test_while_all_wait_the_doubtful_have_a_tenth_of_what_the_urgent_leave() -> None:
    found = shares(urgent=True, main=True, doubtful=True, urgent_share=0.2)
    assert found == pytest.approx((0.2, 0.72, 0.08))


def test_a_lane_is_sooner_when_those_ahead_are_gone_before() -> None:
    assert sooner(100, 90, than=20, at=10)
    assert not sooner(100, 10, than=5, at=10)
    assert sooner(0, 0, than=3, at=0)
    assert not sooner(3, 0, than=3, at=0)


@given(st.integers(1, 1000), st.integers(0, 1000), st.booleans())
def test_the_doubtful_always_have_a_slot_and_never_more_than_there_are(
    limit: int, in_flight: int, main_waits: bool
) -> None:
    found = slots_for_doubtful(limit, in_flight, main_waits=main_waits)
    assert 1 <= found <= limit
    if main_waits:
        assert found <= max(1, limit // 5)
