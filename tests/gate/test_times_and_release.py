"""Honest times and full slots, on a line in virtual time with people who do not come."""

from __future__ import annotations

from functools import cache

import pytest
from bench.waiting_model import Model

from bumang.gate.release import Release
from bumang.gate.times import Times

HOURS = 3 * 3600
TEN_MINUTES = 600.0


@cache
def runs(no_show: float) -> list[Model]:
    """Three runs of three hours each; the page docs/reference/waiting-times.md has more."""
    return [Model(no_show, TEN_MINUTES, HOURS, seed=seed).run() for seed in (1, 2, 3)]


@pytest.mark.parametrize("no_show", [0.0, 0.3, 0.6])
def test_the_middle_of_what_is_told_is_off_by_less_than_a_tenth_as_a_median(no_show: float) -> None:
    assert all(run.median_error < 0.1 for run in runs(no_show))


@pytest.mark.parametrize("no_show", [0.0, 0.3, 0.6])
def test_four_in_five_intervals_hold_while_the_capacity_changes(no_show: float) -> None:
    found = runs(no_show)
    assert 0.77 <= sum(run.covered for run in found) / len(found) <= 0.83


@pytest.mark.parametrize("no_show", [0.0, 0.9])
def test_the_slots_are_used_however_many_do_not_come(no_show: float) -> None:
    assert Model(no_show, TEN_MINUTES, 3600, seed=7).run().used_share >= 0.95


def test_few_who_are_called_find_no_slot_and_none_is_sent_away_for_good() -> None:
    assert all(run.turned_share < 0.25 for run in runs(0.3))


def test_without_the_closed_loop_nine_ghosts_in_ten_leave_most_slots_empty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Release, "shown", property(lambda _: 1.0))
    run = Model(0.9, TEN_MINUTES, 1800).run()
    assert run.used_share < 0.7


def test_with_an_interval_that_learns_nothing_far_more_hold_than_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Times, "_learn", lambda *_: None)
    assert Model(0.0, TEN_MINUTES, HOURS).run().covered > 0.83


def test_nobody_is_told_a_time_before_anyone_was_let_in() -> None:
    times = Times()
    times.front_is(0, 0, 100)
    assert times.interval(100) is None
    assert times.coverage is None


def test_what_became_of_the_told_intervals_adds_up_by_the_time_told() -> None:
    times = runs(0.3)[0].times
    rows = [(row.early, row.held, row.late) for row in times.reliability]
    assert sum(map(sum, rows)) == times.judged > 1000
    assert times.coverage == sum(held for _, held, _ in rows) / times.judged
