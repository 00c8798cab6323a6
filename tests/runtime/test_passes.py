"""However many come at once, only a few begin in one pass of the loop, in the order of coming."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bumang.runtime.passes import Passes


async def _come(at_once: int, requests: int, steps: int) -> tuple[list[int], list[int]]:
    """The order in which requests began, and how many had begun at each step of one in work."""
    passes, begun, seen = Passes(asyncio.get_running_loop(), at_once), list[int](), list[int]()

    async def request(number: int) -> None:
        await passes.begin()
        begun.append(number)

    async def in_work() -> None:
        for _ in range(steps):
            seen.append(len(begun))
            await asyncio.sleep(0)

    await asyncio.gather(in_work(), *(request(number) for number in range(requests)))
    return begun, seen


@given(st.integers(1, 20), st.integers(0, 300), st.integers(1, 40))
def test_all_begin_in_the_order_of_coming_and_few_between_two_steps_of_one_in_work(
    at_once: int, requests: int, steps: int
) -> None:
    begun, seen = asyncio.run(_come(at_once, requests, steps))
    assert begun == list(range(requests))
    assert all(later - sooner <= at_once for sooner, later in pairwise(seen))


def test_without_the_bound_one_step_waits_for_all() -> None:
    _, seen = asyncio.run(_come(1000, 300, 3))
    assert seen[1] - seen[0] == 300


async def _flood(flood: int, awaited: int) -> list[str]:
    """The order in which a flood and, after it, those who are awaited begin."""
    passes, begun = Passes(asyncio.get_running_loop(), 8), list[str]()

    async def request(who: str) -> None:
        await passes.begin(lambda: who == "awaited")
        begun.append(who)

    await asyncio.gather(
        *(request("flood") for _ in range(flood)), *(request("awaited") for _ in range(awaited))
    )
    return begun


async def test_behind_a_flood_half_of_each_pass_is_for_those_who_are_awaited() -> None:
    begun = await _flood(flood=800, awaited=40)
    assert begun[:8] == ["flood"] * 8  # they came before anyone had to wait
    assert begun[8:88].count("awaited") == 40


async def test_however_many_are_awaited_the_others_have_half_of_each_pass() -> None:
    begun = await _flood(flood=80, awaited=400)
    assert begun[8:168].count("flood") >= 72


@given(st.integers(0, 200), st.integers(0, 200))
def test_everyone_begins_once_awaited_or_not(flood: int, awaited: int) -> None:
    begun = asyncio.run(_flood(flood, awaited))
    assert (begun.count("flood"), begun.count("awaited")) == (flood, awaited)


async def test_how_long_someone_waits_is_known_before_it_is_over() -> None:
    passes = Passes(asyncio.get_running_loop(), 1)
    assert passes.longest_wait() == 0
    tasks = [asyncio.create_task(passes.begin()) for _ in range(3)]
    await asyncio.sleep(0)
    time.sleep(0.02)  # noqa: ASYNC251 - the loop is kept busy
    assert passes.longest_wait() >= 0.02
    await asyncio.gather(*tasks)
    assert passes.longest_wait() == 0


async def test_one_who_has_gone_takes_nobodys_turn() -> None:
    passes = Passes(asyncio.get_running_loop(), 1)
    tasks = [asyncio.create_task(passes.begin()) for _ in range(10)]
    await asyncio.sleep(0)
    for task in tasks[1:9]:
        task.cancel()
    await asyncio.wait_for(tasks[9], 5)
    await asyncio.wait_for(passes.begin(), 5)
