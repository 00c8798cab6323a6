"""A line in virtual time: people come, many do not come back, the server changes its speed.

The real `Release` calls and the real `Times` say how long; what became of it is compared. The server
has slots, a queue as short as the limiter's, and whoever finds no place in it is told to come again
after two seconds, as in production.
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass, field

from bumang.gate.release import Release
from bumang.gate.times import Times

STEP_S = 0.05
_STEPS_A_LOOK = 5
_STEPS_A_SECOND = 20
_AGAIN_STEPS = 40
_SETTLED_S = 120


@dataclass
class Told:
    """What one waiter was told on coming, and how long it then was."""

    low: float
    high: float
    middle: float
    took: float = 0.0


@dataclass
class Model:
    """`slots` take a twentieth of a second a request; every `step_s` seconds on average the speed
    changes, to between half and one and a half times.

    Those called come within `late_s` seconds, or, with the chance `no_show`, never.
    """

    no_show: float
    step_s: float
    seconds: float
    late_s: float = 10.0
    slots: int = 15
    waiting: int = 30_000
    seed: int = 1
    told: list[Told] = field(default_factory=list)
    used: float = 0.0
    could: float = 0.0
    came: int = 0
    turned: int = 0

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.release, self.times = Release(), Times()
        self.front, self.last, self.claimed = 0, self.waiting, 0
        self.called = 0
        self.coming: dict[int, int] = {}
        self.asked: deque[tuple[int, float, Told]] = deque()

    @property
    def capacity(self) -> float:
        """Requests a second at the usual speed."""
        return self.slots / STEP_S

    def run(self) -> Model:
        rng, speed, work, inside = self.rng, 1.0, 0.0, 0
        ended = away = busy = 0.0
        for step in range(int(self.seconds / STEP_S)):
            if rng.random() < STEP_S / self.step_s:
                speed = rng.uniform(0.5, 1.5)
            arriving = self.coming.pop(step, 0)
            taken = min(arriving, 2 * self.slots - inside)
            inside += taken
            if arriving > taken:
                self._again(step, arriving - taken)
                away += arriving - taken
            work = min(work, 1.0) + self.slots * speed
            done = min(inside, int(work))
            work -= done
            busy += min(inside, self.slots)
            inside -= done
            ended += done
            self.claimed += done
            self._count(step, done, speed)
            if step % _STEPS_A_LOOK == 0:
                self._look(step, ended, self.slots - busy / _STEPS_A_LOOK, away)
                ended = away = busy = 0.0
        return self

    def _again(self, step: int, people: int) -> None:
        at = step + _AGAIN_STEPS
        self.coming[at] = self.coming.get(at, 0) + people
        self.turned += people

    def _count(self, step: int, done: int, speed: float) -> None:
        if step * STEP_S > _SETTLED_S and self.front < self.last:
            self.used += done
            self.could += self.slots * speed
            self.came += done

    def _look(self, step: int, ended: float, free: float, away: float) -> None:
        now = step * STEP_S
        # As many come as were called, so that the line stays about as long as it is.
        self.last += _poisson(self.rng, self.called)
        places = self.release.places(
            seconds=_STEPS_A_LOOK * STEP_S,
            ended=ended,
            free=free,
            turned_away=round(away),
            slots=self.slots,
        )
        before, self.front = self.front, min(self.last, self.front + places)
        self.called = self.front - before
        self._call(step, self.called)
        self.release.line_is(now, self.front, self.claimed, self.claimed)
        self.times.front_is(now, self.front, self.last)
        self._compare(now)
        interval = self.times.interval(self.last - self.front)
        if interval and step % _STEPS_A_SECOND == 0 and now > 60:
            middle = (self.last - self.front) / self.times.per_second
            self.asked.append((self.last, now, Told(*interval, middle)))

    def _call(self, step: int, places: int) -> None:
        for _ in range(places):
            if self.rng.random() >= self.no_show:
                at = step + 1 + int(self.rng.random() * self.late_s / STEP_S)
                self.coming[at] = self.coming.get(at, 0) + 1

    def _compare(self, now: float) -> None:
        while self.asked and self.asked[0][0] <= self.front:
            _, begun, told = self.asked.popleft()
            told.took = now - begun
            self.told.append(told)

    @property
    def judged(self) -> list[Told]:
        """Without the first quarter, in which the interval is learnt."""
        return self.told[len(self.told) // 4 :]

    @property
    def covered(self) -> float:
        return sum(told.low <= told.took <= told.high for told in self.judged) / len(self.judged)

    @property
    def median_error(self) -> float:
        errors = sorted(abs(one.middle - one.took) / one.took for one in self.judged)
        return errors[len(errors) // 2]

    @property
    def used_share(self) -> float:
        return self.used / self.could

    @property
    def turned_share(self) -> float:
        """How often someone whose turn it was had to come again, a person."""
        return self.turned / self.came


def _poisson(rng: random.Random, mean: float) -> int:
    whole = max(0.0, rng.gauss(mean, mean**0.5))
    return int(whole + rng.random())
