"""A whole Bumang with one web process, for asking one thing after the other."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from bench.database import forget_sockets, temporary_folder
from bench.figures import Round
from bench.web import free_port, start, stop, wait_until

AMPLE_QUOTAS = {f"BUMANG_QUOTA_{role}": "10000000" for role in ("PERSON", "EMPLOYER", "AGENT")}
"""A few clients ask for what millions of people would: they are counted, and never over a quota."""


@contextmanager
def instance() -> Iterator[str]:
    """In a temporary folder. Yields its address, `http://127.0.0.1:41234`."""
    with temporary_folder() as folder, instance_at(folder) as url:
        yield url


@contextmanager
def instance_at(data: Path, *, demo: bool = True) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "bumang.cli", "--data", str(data)]
    server = start(
        [*command, "serve", "--port", str(port), *(["--demo"] if demo else [])],
        {"BUMANG_WEB_PROCESSES": "1", **AMPLE_QUOTAS},
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until(lambda: _answers(url), server, "Bumang")
        yield url
    finally:
        stop(server)
        forget_sockets(data)


def one_after_the_other(ask: Callable[[], bool], seconds: float) -> Round:
    """One client, one request at a time. `ask` sends one and returns whether its answer is right."""
    taken, wrong, begun = [], 0, time.perf_counter()
    while time.perf_counter() < begun + seconds:
        sent = time.perf_counter()
        wrong += not ask()
        taken.append((time.perf_counter() - sent) * 1000)
    took = time.perf_counter() - begun
    right = len(taken) - wrong
    p50, p99 = percentile(taken, 50), percentile(taken, 99)
    return Round(rate=right / took, p50=p50, p99=p99, wrong=wrong, right=right)


def percentile(values: list[float], percent: int) -> float:
    """The smallest value that at least so many percent of the values do not exceed."""
    if not values:
        raise ValueError("no values")
    return sorted(values)[-(-len(values) * percent // 100) - 1]


def _answers(url: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{url}/readyz").status_code == 200
    return False
