"""However many come at once, only a few begin in one pass of the loop, in the order of coming."""

from __future__ import annotations

import asyncio
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


async def test_one_who_has_gone_takes_nobodys_turn() -> None:
    passes = Passes(asyncio.get_running_loop(), 1)
    tasks = [asyncio.create_task(passes.begin()) for _ in range(10)]
    await asyncio.sleep(0)
    for task in tasks[1:9]:
        task.cancel()
    await asyncio.wait_for(tasks[9], 5)
    await asyncio.wait_for(passes.begin(), 5)
