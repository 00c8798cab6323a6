"""What a limit promises, on simulated servers in virtual time."""

from __future__ import annotations

import pytest
from tests.gate.fixed import Fixed
from tests.gate.gradient import Gradient
from tests.gate.limit_traces import CAPACITY, SERVICE_S, THREADS, Trace

from bumang.gate.limit import Limit, default_limit

UNLOADED_P99 = SERVICE_S * 1.2


def flood() -> Trace:
    return Trace(60, lambda _: 10 * CAPACITY)


@pytest.mark.parametrize("start", [4, 16, 200])
def test_from_any_start_a_flood_finds_nearly_all_of_the_servers_throughput(start: int) -> None:
    run = flood().run(default_limit(start))
    assert run.per_second(10, 60) >= 0.9 * CAPACITY


@pytest.mark.parametrize("start", [4, 16, 200])
def test_who_is_let_in_during_a_flood_takes_at_most_twice_the_unloaded_time(start: int) -> None:
    assert flood().run(default_limit(start)).p99(10, 60) <= 2 * UNLOADED_P99


@pytest.mark.parametrize("processes", [2, 4])
def test_processes_that_share_a_server_do_not_take_each_others_queue_for_work(
    processes: int,
) -> None:
    run = flood().run(*(default_limit(16) for _ in range(processes)))
    assert run.per_second(10, 60) >= 0.9 * CAPACITY
    assert run.p99(10, 60) <= 2.5 * UNLOADED_P99


def test_four_processes_do_not_climb_over_each_other_before_a_small_server() -> None:
    small = Trace(90, lambda _: 10 * CAPACITY, threads=lambda _: THREADS // 2, quick=0.1)
    run = small.run(*(default_limit(16) for _ in range(4)))
    assert run.limit(60, 90) <= 2 * THREADS  # each has the least that a limit can be


@pytest.mark.parametrize("quick", [0.1, 0.3])
def test_quick_requests_in_the_same_class_do_not_take_the_slow_ones_their_slots(
    quick: float,
) -> None:
    mixed = Trace(60, lambda _: 10 * CAPACITY, quick=quick)
    run = mixed.run(default_limit(16))
    assert run.per_second(10, 60) >= 0.9 * CAPACITY / (1 - quick)
    assert run.p99(10, 60) <= 2 * UNLOADED_P99


def test_a_limit_far_too_high_is_found_out_within_ten_seconds_by_several_processes_too() -> None:
    """As after a flood in which the processor made everything slow: each probe finds the queue of twice
    what is needed, so it has to look again."""
    run = flood().run(*(default_limit(40) for _ in range(2)))
    assert run.limit(10, 12) <= 1.6 * THREADS


def test_without_an_adaptive_limit_the_same_flood_takes_far_longer() -> None:
    assert flood().run(Fixed(1000)).p99(10, 60) > 2 * UNLOADED_P99


def steadily_slow(limit: Limit) -> tuple[float, float]:
    slow = Trace(240, lambda _: 10 * CAPACITY, slowness=lambda at: 5 if at > 30 else 1)
    run = slow.run(limit)
    return run.limit(10, 30), run.limit(120, 240)


def test_the_limit_does_not_climb_when_everything_is_steadily_slow() -> None:
    before, after = steadily_slow(default_limit(16))
    assert after <= 1.25 * before


def test_the_ratio_rule_climbs_when_everything_is_steadily_slow() -> None:
    """The fault that the default must not have; if this fails, the comparison proves nothing."""
    before, after = steadily_slow(Gradient(16))
    assert after > 1.25 * before


def test_after_half_of_the_server_is_gone_the_limit_follows_within_ten_seconds() -> None:
    halved = Trace(
        90, lambda _: 10 * CAPACITY, threads=lambda at: THREADS if at < 30 else THREADS // 2
    )
    run = halved.run(default_limit(16))
    assert run.p99(40, 90) <= 2.5 * UNLOADED_P99
    assert run.per_second(40, 90) >= 0.9 * CAPACITY / 2


def test_ten_seconds_after_a_pulse_with_retrying_clients_all_is_as_before() -> None:
    """Those turned away during the pulse come again every second until they are in."""
    pulse = Trace(
        140,
        lambda at: 1.15 * CAPACITY if 30 <= at < 90 else 0.3 * CAPACITY,
        retry_s=1.0,
    )
    run = pulse.run(default_limit(16))
    assert run.p99(100, 140) <= 1.5 * UNLOADED_P99
    # Those left over from the pulse are nine seconds' work, done in the 0.7 that newcomers leave.
    assert run.per_second(120, 140) == pytest.approx(0.3 * CAPACITY, rel=0.1)


def test_a_quiet_time_does_not_change_the_limit() -> None:
    limit = default_limit(32)
    Trace(60, lambda _: 0.1 * CAPACITY).run(limit)
    assert limit.value == 32


def test_failures_teach_nothing_about_time() -> None:
    limit = default_limit(16)
    for at in range(1000):
        limit.sample(now=at / 100, in_flight=16, took_s=0.0001, ok=False)
    assert limit.value == 16
