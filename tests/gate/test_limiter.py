"""Who is let in, in which order, and that no slot is ever lost."""

from __future__ import annotations

import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.gate.fixed import Fixed

from bumang.gate.limiter import ClientGoneError, Limiter, Permit


def limiter(slots: int, urgent_share: float = 0.2) -> Limiter:
    return Limiter(Fixed(slots), time.monotonic, urgent_share=urgent_share)


def soon() -> float:
    return time.monotonic() + 5


async def full(slots: int, urgent_share: float = 0.2) -> tuple[Limiter, list[Permit]]:
    made = limiter(slots, urgent_share)
    permits = [made.try_enter(False) for _ in range(slots)]
    return made, [permit for permit in permits if permit]


async def order_of(urgent_share: float) -> list[str]:
    """Ten slots, main ones first in the queue, then urgent ones; in which order they come in."""
    made, permits = await full(10, urgent_share)
    seen: list[str] = []

    async def come(name: str, urgent: bool) -> None:
        permit = await made.enter(urgent=urgent, until=soon())
        assert permit is not None
        seen.append(name)

    tasks = [asyncio.ensure_future(come("main", False)) for _ in range(5)]
    await asyncio.sleep(0)
    tasks += [asyncio.ensure_future(come("urgent", True)) for _ in range(5)]
    await asyncio.sleep(0)
    for permit in permits:
        permit.leave(ok=True)
    await asyncio.gather(*tasks)
    return seen


async def test_urgent_work_goes_first_up_to_a_fifth_of_the_slots_then_the_main_line() -> None:
    assert await order_of(0.2) == ["urgent"] * 2 + ["main"] * 5 + ["urgent"] * 3


async def test_without_a_share_urgent_work_waits_behind_the_main_line() -> None:
    assert await order_of(0.0) == ["main"] * 5 + ["urgent"] * 5


async def test_what_waited_beyond_its_time_is_never_started() -> None:
    made, (permit,) = await full(1)
    assert await made.enter(urgent=False, until=time.monotonic() + 0.01) is None
    permit.leave(ok=True)
    assert (made.in_flight, made.waiting) == (0, 0)


async def test_no_more_wait_in_a_lane_than_there_are_slots() -> None:
    made, (permit,) = await full(1)
    first = asyncio.ensure_future(made.enter(urgent=False, until=soon()))
    await asyncio.sleep(0)
    assert await made.enter(urgent=False, until=soon()) is None
    permit.leave(ok=True)
    assert await first is not None


async def test_who_goes_away_while_waiting_leaves_no_slot_taken() -> None:
    made, (permit,) = await full(1)
    waiting = asyncio.ensure_future(made.enter(urgent=False, until=soon()))
    await asyncio.sleep(0)
    waiting.cancel()
    permit.leave(ok=True)  # the slot may just have been given to the one who goes
    await asyncio.gather(waiting, return_exceptions=True)
    assert (made.in_flight, made.waiting) == (0, 0)


async def test_who_is_given_a_slot_and_goes_in_the_same_moment_gives_it_back() -> None:
    made, (permit,) = await full(1)
    waiting = asyncio.ensure_future(made.enter(urgent=False, until=soon()))
    await asyncio.sleep(0)
    permit.leave(ok=True)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert (made.in_flight, made.waiting) == (0, 0)


async def test_a_permit_given_back_twice_counts_once() -> None:
    made, (permit, _) = await full(2)
    permit.leave(ok=True)
    permit.leave(ok=True)
    assert made.in_flight == 1


@given(st.lists(st.tuples(st.sampled_from(["come", "leave"]), st.booleans()), max_size=60))
def test_never_more_in_work_than_the_limit(steps: list[tuple[str, bool]]) -> None:
    made = limiter(5)
    inside: list[Permit] = []
    for step, urgent in steps:
        if step == "come":
            permit = made.try_enter(urgent)
            inside += [permit] if permit else []
        elif inside:
            inside.pop().leave(ok=True)
        assert made.in_flight == len(inside) <= 5


async def test_who_hangs_up_while_waiting_leaves_the_queue_and_nothing_is_begun() -> None:
    limiter = Limiter(Fixed(1), time.monotonic)
    inside = limiter.try_enter(False)
    hung_up = asyncio.Event()

    async def gone() -> None:
        await hung_up.wait()

    until = time.monotonic() + 60
    waiting = asyncio.create_task(limiter.enter(urgent=False, until=until, gone=gone))
    await asyncio.sleep(0)
    assert limiter.waiting == 1
    hung_up.set()
    with pytest.raises(ClientGoneError):
        await waiting
    assert (limiter.waiting, limiter.in_flight) == (0, 1)
    assert inside is not None
    inside.leave(True)
    assert limiter.in_flight == 0
