"""What is said of a run under overload is what was found in it."""

import asyncio
import sys
import time
from typing import Any

import asyncpg
import pytest
from bench.overload_page import page
from bench.overload_pulse import back_after
from bench.overload_row import Part, Row
from bench.web import free_port, listens, start, stop, wait_until

from bumang.runtime.postgres import Server


def run_of(*p99: float | None) -> dict[str, Any]:
    series = [{"second": n, "interactive_p99_ms": ms} for n, ms in enumerate(p99)]
    return {"series": series, "unloaded_p99_ms": 10.0}


@pytest.mark.parametrize(
    ("p99", "back"),
    [
        ((99, 99, 9, 9, 9), 0.0),
        ((99, 99, 50, 9, 9, 9), 1.0),
        ((9, 9, 9, 9, 50, 9, 9, 50), None),  # a good second alone is chance
        ((9, 9, None, None, None, None), None),  # nothing done is not as before
        ((9, 9, 9, 9), None),
    ],
)
def test_it_is_as_before_when_it_stays_so(
    p99: tuple[float | None, ...], back: float | None
) -> None:
    assert back_after(run_of(*p99), ended=2.0) == back


def test_the_page_says_which_goals_are_met_and_counts_them() -> None:
    rows = (
        Row("urgent lane", "99.9%", "99.95%", True),
        Row("p99", "2 ×", "3.1 ×", False, "(of 59 ms)"),
        Row("behind nginx: p99", "2 ×", "1.1 ×"),
    )
    said = page({"cores": "2"}, [Part("Sweep", rows, "How.", "| a |\n| --- |")])
    assert "1 of 2 goals met" in said
    assert "| p99 | 2 × | 3.1 × (of 59 ms) | not met |" in said
    assert "| behind nginx: p99 | 2 × | 1.1 × | – |" in said
    assert said.endswith("| a |\n| --- |\n")


async def test_a_slow_core_answers_every_question_late_and_one_at_a_time(server: Server) -> None:
    port = free_port()
    sockets = str(server.socket_folder / ".s.PGSQL.5432")
    relay = start([sys.executable, "-m", "bench.slow_core", str(port), sockets, "30"], {})
    try:
        await asyncio.to_thread(wait_until, lambda: listens(port), relay, "the relay")
        asked = await asyncpg.connect(
            f"postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=disable"
        )
        begun = time.monotonic()
        for n in range(5):
            assert await asked.fetchval("SELECT $1::int + 1", n) == n + 1
        # No less than it was told to take; how much more is the machine's.
        assert time.monotonic() - begun >= 5 * 0.03
        await asked.close()
    finally:
        stop(relay)
