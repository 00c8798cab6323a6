"""Traces for the rules: a server with so many threads, arrivals, and clients that try again.

Simulated in virtual time, one event after the other; the same seed is the same trace.
"""

from __future__ import annotations

import heapq
import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bumang.gate.limit import Limit

THREADS = 16
SERVICE_S = 0.05
_QUICK_S = 0.001
CAPACITY = THREADS / SERVICE_S


@dataclass
class Run:
    """`ended` are (time of the end, seconds it took); `limits` are (time, limit)."""

    ended: list[tuple[float, float]] = field(default_factory=list)
    limits: list[tuple[float, int]] = field(default_factory=list)

    def per_second(self, begin: float, end: float) -> float:
        return sum(begin <= at < end for at, _ in self.ended) / (end - begin)

    def p99(self, begin: float, end: float) -> float:
        took = sorted(took for at, took in self.ended if begin <= at < end)
        return took[int(len(took) * 0.99)] if took else float("inf")

    def limit(self, begin: float, end: float) -> float:
        seen = [limit for at, limit in self.limits if begin <= at < end]
        return sum(seen) / len(seen)


@dataclass
class Trace:
    """`rate` and `slowness` by time; who is turned away comes again after about `retry_s`. `quick` is
    the share of requests that need no thread and take a millisecond."""

    seconds: float
    rate: Callable[[float], float]
    slowness: Callable[[float], float] = lambda _: 1.0
    threads: Callable[[float], int] = lambda _: THREADS
    retry_s: float = 0.0
    quick: float = 0.0
    seed: int = 1

    def run(self, *limits: Limit) -> Run:
        """Each limit is a process's; all ask the same server."""
        return _Simulation(self, limits).run()


class _Simulation:
    def __init__(self, trace: Trace, limits: Sequence[Limit]) -> None:
        self._trace, self._limits = trace, limits
        self._random = random.Random(trace.seed)
        self._events: list[tuple[float, int, str, float, int]] = []
        self._serial = 0
        self._queue: deque[tuple[float, int]] = deque()
        self._working = 0
        self._in_flight = [0] * len(limits)
        self._run = Run()

    def run(self) -> Run:
        self._plan(0.0, "new")
        for second in range(int(self._trace.seconds)):
            self._plan(second, "look")
        while self._events:
            now, _, kind, begun, process = heapq.heappop(self._events)
            if now > self._trace.seconds:
                break
            getattr(self, f"_{kind}")(now, begun, process)
        return self._run

    def _plan(self, at: float, kind: str, begun: float = 0.0, process: int = 0) -> None:
        self._serial += 1
        heapq.heappush(self._events, (at, self._serial, kind, begun, process))

    def _look(self, now: float, *_: float) -> None:
        self._run.limits.append((now, sum(limit.value for limit in self._limits)))

    def _new(self, now: float, *_: float) -> None:
        self._plan(now + self._random.expovariate(self._trace.rate(now)), "new")
        process = self._random.randrange(len(self._limits)) if len(self._limits) > 1 else 0
        self._come(now, now, process)

    def _come(self, now: float, _: float, process: int) -> None:
        if self._in_flight[process] >= self._limits[process].value:
            if self._trace.retry_s:
                again = now + self._trace.retry_s * self._random.uniform(0.5, 1.5)
                self._plan(again, "come", process=process)
            return
        self._in_flight[process] += 1
        if self._trace.quick and self._random.random() < self._trace.quick:
            self._plan(now + _QUICK_S, "quick", now, process)
            return
        self._queue.append((now, process))
        self._work(now)

    def _work(self, now: float) -> None:
        while self._queue and self._working < self._trace.threads(now):
            self._working += 1
            took = SERVICE_S * self._trace.slowness(now) * self._random.uniform(0.8, 1.2)
            self._plan(now + took, "end", *self._queue.popleft())

    def _end(self, now: float, begun: float, process: int) -> None:
        self._working -= 1
        self._quick(now, begun, process)
        self._work(now)

    def _quick(self, now: float, begun: float, process: int) -> None:
        took, inside = now - begun, self._in_flight[process]
        self._limits[process].sample(now=now, in_flight=inside, took_s=took, ok=True)
        self._in_flight[process] -= 1
        self._run.ended.append((now, took))
