"""Honest times and full slots, on a line in virtual time with people who do not come."""

from __future__ import annotations

from functools import cache

import pytest
from bench.waiting_model import Model

from bumang.gate.release import Release
from bumang.gate.ticket import Held, Ticket
from bumang.gate.times import Times
from bumang.gate.waiting import LATEST_SECONDS, SOONEST_SECONDS, waiting

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


def test_a_lines_pace_is_of_the_time_in_which_it_waited() -> None:
    times = Times()
    for second in range(25):
        times.front_is(second, 0, 0)
    for quarter in range(1, 13):
        times.front_is(24 + quarter / 4, quarter * 10, 1000)
    assert times.per_second == pytest.approx(40)


def test_a_pace_seen_for_a_moment_is_told_nobody() -> None:
    times = Times()
    times.front_is(0, 0, 0)
    times.front_is(0.25, 10, 1000)
    assert times.interval(100) is None


def test_who_was_called_just_now_is_not_taken_for_gone() -> None:
    release = Release()
    for look in range(8):  # two seconds, in which nobody can be back
        release.line_is(look / 4, look * 50, 0, 0)
    assert release.shown == 1.0


def test_who_does_not_come_in_all_the_time_there_was_is_taken_for_gone() -> None:
    release = Release()
    for look in range(60):
        release.line_is(look / 4, look * 50, 0, 0)
    assert release.shown < 0.1


def called(release: Release, seconds: float, look_s: float = 0.25, **seen: float) -> int:
    """Places called in so many seconds, in each of which the slots did the same."""
    looks = round(seconds / look_s)
    kept = {
        name: value * look_s for name, value in seen.items() if name in {"ended", "turned_away"}
    }
    return sum(
        release.places(
            seconds=look_s,
            ended=kept["ended"],
            free=seen["free"],
            turned_away=round(kept.get("turned_away", 0)),
            slots=16,
        )
        for _ in range(looks)
    )


def test_while_slots_stand_empty_more_and_more_are_called() -> None:
    """Twelve of sixteen empty, though as many are called as those four could do if all were used."""
    release = Release()
    usual = called(release, 2, ended=40, free=12)
    called(release, 10, ended=40, free=12)
    assert called(release, 2, ended=40, free=12) > 3 * usual


def test_as_soon_as_some_find_no_slot_no_more_are_called_than_the_slots_can_do() -> None:
    release = Release()
    called(release, 30, ended=40, free=12)
    called(release, 6, ended=160, free=0, turned_away=40)
    assert called(release, 2, ended=160, free=0, turned_away=40) <= 2 * 160


def test_a_slot_that_is_empty_between_two_who_come_raises_nothing() -> None:
    release = Release()
    called(release, 30, ended=150, free=4)
    assert called(release, 2, ended=150, free=4) <= 2 * 150 * 16 / 12 * 1.06 + 1


def test_those_who_look_seldom_call_as_many() -> None:
    often, seldom = Release(), Release()
    assert called(seldom, 20, look_s=1.0, ended=160, free=1) == pytest.approx(
        called(often, 20, look_s=0.25, ended=160, free=1), rel=0.02
    )


def asked_again(low: float) -> list[int]:
    """After how many seconds each of a hundred who came one after the other is to ask again."""
    held = [Held(Ticket(4, place), "token", "code") for place in range(1001, 1101)]
    return [waiting(one, 0, (low, 5 * low)).retry_after_s for one in held]


@pytest.mark.parametrize(
    ("low", "retry"), [(1, 2), (2, 2), (3, 3), (8, 3), (12, 3), (20, 5), (40, 10), (60, 15)]
)
def test_near_the_front_one_asks_when_the_turn_comes_and_far_from_it_after_a_quarter(
    low: int, retry: int
) -> None:
    told = asked_again(low)
    assert all(SOONEST_SECONDS <= one <= LATEST_SECONDS for one in told)
    assert sum(told) / len(told) == pytest.approx(retry, rel=0.05)


def test_nobody_is_told_to_stay_away_for_longer_than_the_longest() -> None:
    assert min(asked_again(1000)) == max(asked_again(1000)) == LATEST_SECONDS


@pytest.mark.parametrize("low", [20, 60])
def test_who_came_together_does_not_ask_again_together(low: int) -> None:
    """Else more come at once than there are slots for, and nobody between."""
    told = asked_again(low)
    assert len(set(told)) >= 3
    assert max(told.count(one) for one in told) <= 60


def test_while_no_pace_is_known_one_asks_by_what_the_slots_can_do() -> None:
    held = Held(Ticket(4, 90), "token", "code")
    assert waiting(held, 0, None, about_s=20.0).retry_after_s == 5
    assert waiting(held, 0, None).interval_s is None
    assert waiting(held, 0, None).retry_after_s == 2  # 90 places at fifty a second
