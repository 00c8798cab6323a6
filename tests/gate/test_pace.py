"""What costs the processor comes in as fast as the loop stays quick for everyone, and never not at all."""

from __future__ import annotations

import asyncio
import time

from hypothesis import given
from hypothesis import strategies as st

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.pace import LEAST, TARGET_SECONDS, Pace

TICK = 0.02


def run(pace: Pace, ticks: range, offered_per_s: float, work_s: float = 0.001) -> int:
    """One loop whose requests cost `work_s` of processor each; returns how many came in."""
    entered, busy = 0, 0.0
    for tick in ticks:
        now = tick * TICK
        busy = max(0.0, busy - TICK)
        for at in range(round(offered_per_s * TICK)):
            if pace.may(now - TICK + at / offered_per_s):
                entered += 1
                busy += work_s
        pace.late(now, max(0.0, busy - TICK))  # what is left when the next tick is due
    return entered


def test_below_what_the_processor_can_everyone_comes_in() -> None:
    assert run(Pace(), range(1500), 400) == 1500 * 8


def test_above_it_so_many_come_in_that_the_loop_is_not_late_for_long() -> None:
    pace = Pace()
    run(pace, range(1500), 10_000)
    entered = run(pace, range(1500, 3000), 10_000) / (1500 * TICK)
    assert 500 < entered < 1100


def test_a_loop_that_others_keep_late_leaves_the_least() -> None:
    pace, entered = Pace(), 0
    for tick in range(3000):
        entered += sum(pace.may(tick * TICK) for _ in range(4))
        pace.late(tick * TICK, 0.05)
    assert pace.rate == LEAST
    assert entered >= LEAST * 50


def test_a_hiccup_on_a_calm_day_queues_nobody() -> None:
    pace = Pace()
    for tick in range(1000):
        assert pace.may(tick * TICK)
        pace.late(tick * TICK, 0.2 if 500 <= tick < 520 else 0.0)


def test_after_a_flood_the_rate_comes_back_within_ten_seconds() -> None:
    pace = Pace()
    run(pace, range(1000), 10_000)
    for tick in range(1000, 1500):
        pace.may(tick * TICK)
        pace.late(tick * TICK, 0.0)
    assert pace.rate > 2000


def test_it_counts_whom_it_did_not_let_in() -> None:
    pace = Pace()
    for tick in range(3000):
        pace.late(tick * TICK, 0.05)
    asked = [pace.may(60.0) for _ in range(40)]
    assert pace.refused == asked.count(False) > 0


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 2)), max_size=200))
def test_whatever_happens_it_never_says_less_than_the_least(
    steps: list[tuple[float, float]],
) -> None:
    pace, now = Pace(), 0.0
    for after, late in steps:
        now += after
        pace.may(now)
        pace.late(now, late)
        assert pace.rate >= LEAST


async def test_requests_that_wait_for_their_turn_count_as_late_though_the_loop_is_quick() -> None:
    bulkheads = Bulkheads(time.monotonic)
    watching = asyncio.create_task(bulkheads.watch(lambda: 3 * TARGET_SECONDS))
    pace = bulkheads.pace(Cost.LIGHT)
    assert pace is not None
    for _ in range(200):
        await asyncio.sleep(TARGET_SECONDS)
        if pace.rate == LEAST:
            break
    assert pace.rate == LEAST
    watching.cancel()


async def test_a_late_loop_turns_light_requests_away_and_no_others() -> None:
    bulkheads = Bulkheads(time.monotonic)
    watching = asyncio.create_task(bulkheads.watch())
    for _ in range(60):  # the loop is kept late by someone
        await asyncio.sleep(0)
        time.sleep(3 * TARGET_SECONDS)  # noqa: ASYNC251 - that is what is tried
    found = [await bulkheads.enter(Cost.LIGHT, urgent=False) for _ in range(50)]
    assert sum(one is not None for one in found) <= LEAST / 10  # a tenth of a second's
    assert await bulkheads.enter(Cost.INTERACTIVE, urgent=False) is not None
    watching.cancel()
