"""Traces for the rules: a server with so many threads, arrivals, and clients that try again.

Simulated in virtual time, one event after the other; the same seed is the same trace.
"""

from __future__ import annotations

import heapq
import random
from collections import deque
from collections.abc import Callable
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

    def run(self, limit: Limit) -> Run:
        return _Simulation(self, limit).run()


class _Simulation:
    def __init__(self, trace: Trace, limit: Limit) -> None:
        self._trace, self._limit = trace, limit
        self._random = random.Random(trace.seed)
        self._events: list[tuple[float, int, str, float]] = []
        self._serial = 0
        self._queue: deque[float] = deque()
        self._working = 0
        self._in_flight = 0
        self._run = Run()

    def run(self) -> Run:
        self._plan(0.0, "new")
        for second in range(int(self._trace.seconds)):
            self._plan(second, "look")
        while self._events:
            now, _, kind, begun = heapq.heappop(self._events)
            if now > self._trace.seconds:
                break
            getattr(self, f"_{kind}")(now, begun)
        return self._run

    def _plan(self, at: float, kind: str, begun: float = 0.0) -> None:
        self._serial += 1
        heapq.heappush(self._events, (at, self._serial, kind, begun))

    def _look(self, now: float, _: float) -> None:
        self._run.limits.append((now, self._limit.value))

    def _new(self, now: float, _: float) -> None:
        self._plan(now + self._random.expovariate(self._trace.rate(now)), "new")
        self._come(now, now)

    def _come(self, now: float, _: float) -> None:
        if self._in_flight >= self._limit.value:
            if self._trace.retry_s:
                self._plan(now + self._trace.retry_s * self._random.uniform(0.5, 1.5), "come")
            return
        self._in_flight += 1
        if self._random.random() < self._trace.quick:
            self._plan(now + _QUICK_S, "quick", now)
            return
        self._queue.append(now)
        self._work(now)

    def _work(self, now: float) -> None:
        while self._queue and self._working < self._trace.threads(now):
            self._working += 1
            took = SERVICE_S * self._trace.slowness(now) * self._random.uniform(0.8, 1.2)
            self._plan(now + took, "end", self._queue.popleft())

    def _end(self, now: float, begun: float) -> None:
        self._working -= 1
        self._quick(now, begun)
        self._work(now)

    def _quick(self, now: float, begun: float) -> None:
        took = now - begun
        self._limit.sample(now=now, in_flight=self._in_flight, took_s=took, ok=True)
        self._in_flight -= 1
        self._run.ended.append((now, took))
