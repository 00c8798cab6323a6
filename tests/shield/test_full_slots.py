"""How much of its best an old system does behind the shield's limit, in virtual time.

The old system is that of `examples/old-system`: eight steps of 10 ms, each longer the more are inside. A
slot is held for some milliseconds more, while the shield reads and writes.
"""

from __future__ import annotations

import heapq
from itertools import count

import pytest

from bumang.gate.limit import Limit
from bumang.gate.limit.knee import Knee
from bumang.shield.config import Config
from bumang.shield.wiring import _limit

STEPS, STEP_SECONDS, KNEE = 8, 0.01, 8
SECONDS = 150.0
"""In thirty seconds it would depend on whether a fourth probe begins just before their end."""


class Fixed:
    def __init__(self, value: int) -> None:
        self.value = value

    def sample(self, *, now: float, in_flight: int, took_s: float, ok: bool) -> None: ...


def done_per_s(limit: Limit, at_the_shield_s: float = 0.0) -> tuple[float, int]:
    """In the second half, with somebody waiting for every slot; and the most that were in work."""
    now, inside, in_work, most, done = 0.0, 0, 0, 0, 0
    order, events = count(), list[tuple[float, int, int, float]]()
    while now < SECONDS:
        while in_work < limit.value:
            in_work += 1
            heapq.heappush(events, (now + at_the_shield_s / 2, next(order), 0, now))
        most = max(most, in_work)
        now, _, step, begun = heapq.heappop(events)
        inside += (step == 0) - (step == STEPS)
        if step < STEPS:
            took = STEP_SECONDS * (1 + (inside / KNEE) ** 3)
            heapq.heappush(events, (now + took, next(order), step + 1, begun))
        elif step == STEPS:
            heapq.heappush(events, (now + at_the_shield_s / 2, next(order), step + 1, begun))
        else:
            limit.sample(now=now, in_flight=in_work, took_s=now - begun, ok=True)
            in_work -= 1
            done += now > SECONDS / 2
    return done / (SECONDS / 2), most


@pytest.fixture(scope="module")
def best() -> float:
    return max(done_per_s(Fixed(n))[0] for n in (4, 6, 8))


@pytest.mark.parametrize("milliseconds", [0, 4, 8])
def test_behind_the_shield_it_does_nearly_its_best_and_is_never_overloaded(
    best: float, milliseconds: int
) -> None:
    done, most = done_per_s(_limit(Config()), milliseconds / 1000)
    assert done >= 0.95 * best
    assert most <= Config().limits.start


def test_with_a_probe_as_often_as_our_own_classes_have_it_would_do_less(best: float) -> None:
    often, _ = done_per_s(Knee(8, 2, 256), 0.004)
    seldom, _ = done_per_s(_limit(Config()), 0.004)
    assert often < seldom


def test_without_a_limit_it_would_do_next_to_nothing(best: float) -> None:
    assert done_per_s(Fixed(40))[0] < 0.1 * best
