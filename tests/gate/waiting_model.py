"""A line in virtual time: people come, many do not come back, the server changes its speed.

The real `Release` calls and the real `Times` say how long; what became of it is compared.
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass, field

from bumang.gate.release import Release
from bumang.gate.times import Times

TICK_S = 0.25


@dataclass
class Told:
    """What one waiter was told on coming, and how long it then was."""

    low: float
    high: float
    middle: float
    took: float = 0.0


@dataclass
class Model:
    """`capacity` requests a second; every `step_s` seconds on average it changes by up to half.

    Those called come after up to `late_s` seconds, or, with the chance `no_show`, never.
    """

    capacity: float
    no_show: float
    step_s: float
    seconds: float
    late_s: float = 10.0
    waiting: int = 5000
    steady_line: bool = True
    seed: int = 1
    told: list[Told] = field(default_factory=list)
    used: int = 0
    could: float = 0.0

    def run(self) -> Model:
        rng = random.Random(self.seed)
        release, times = Release(), Times()
        now, front, last, claimed = 0.0, 0, self.waiting, 0
        speed, work, queue = 1.0, 0.0, 0
        coming: dict[int, int] = {}
        asked: deque[tuple[int, float, Told]] = deque()
        slots = max(1, round(self.capacity * 0.05))
        tick = 0
        while now < self.seconds:
            now += TICK_S
            tick += 1
            if rng.random() < TICK_S / self.step_s:
                speed = rng.uniform(0.5, 1.5)
            # Arrivals keep the line about as long as it is, so that waits do not just grow.
            pace = times.per_second or self.capacity
            last += _poisson(rng, pace * TICK_S) if self.steady_line else 0
            queue += coming.pop(tick, 0)
            work += self.capacity * speed * TICK_S
            done = min(queue, int(work))
            queue -= done
            work = min(work - done, 1.0)
            if now > 120 and front < last:
                self.used += done
                self.could += self.capacity * speed * TICK_S
            claimed += done
            free = max(0, slots - queue)
            turned = max(0, queue - 2 * slots)
            places = release.places(ended=done, free=free, turned_away=turned)
            before, front = front, min(last, front + places)
            for _ in range(front - before):
                if rng.random() >= self.no_show:
                    at = tick + 1 + int(rng.uniform(0, self.late_s) / TICK_S)
                    coming[at] = coming.get(at, 0) + 1
            release.line_is(now, front, claimed, claimed)
            times.front_is(now, front, last)
            while asked and asked[0][0] <= front:
                _, begun, told = asked.popleft()
                told.took = now - begun
                self.told.append(told)
            interval = times.interval(last - front)
            if interval and tick % 4 == 0 and now > 60:
                low, high = interval
                asked.append((last, now, Told(low, high, (last - front) / times.per_second)))
        return self

    @property
    def covered(self) -> float:
        judged = self.told[len(self.told) // 4 :]
        return sum(told.low <= told.took <= told.high for told in judged) / len(judged)

    @property
    def median_error(self) -> float:
        judged = self.told[len(self.told) // 4 :]
        return sorted(abs(one.middle - one.took) / one.took for one in judged)[len(judged) // 2]


def _poisson(rng: random.Random, mean: float) -> int:
    whole = max(0.0, rng.gauss(mean, mean**0.5))
    return int(whole + rng.random())
