"""What is said of a run under overload is what was found in it."""

import asyncio
import importlib.util
from typing import Any

import asyncpg
import pytest
from bench.overload_page import page
from bench.overload_pulse import back_after
from bench.overload_row import Part, Row
from bench.overload_shield import EXAMPLE
from bench.overload_site import BARE, GATE, NGINX
from bench.overload_sweep import rows_of, table_of
from bench.slow_core import listen
from bench.web import free_port

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


def run_at(multiple: int, other: int, share: float, urgent: float | None) -> dict[str, Any]:
    return {
        "planned": 1000 * multiple,
        "offered": 900 * multiple,
        "seconds": 10,
        "answers": {"done": 5, "accepted": 4, "queued": 3, "invalid": 2, "other": other},
        "other": {"timeout": other, "reset": 0},
        "stale": 7,
        "goodput_per_s": 150 * share,
        "plateau_per_s": 150.0,
        "goodput_of_plateau": share,
        "admitted_p99_ms": 130.0,
        "unloaded_p99_ms": 60.0,
        "urgent_in_deadline": urgent,
        "latency_ms": {"accept": {"p99": 12.0}},
        "cores": {"generator": 0.2, "gate": 1.5, "work": 0.1, "front": 0.3},
    }


def test_a_goal_is_met_by_its_own_figure_alone() -> None:
    runs = {10: run_at(10, 0, 0.99, 1.0), 300: run_at(300, 0, 0.89, 0.9995)}
    met = {row.figure.partition(": ")[2]: row.met for row in rows_of(GATE, runs)}
    assert met == {
        "answers other than the three": True,
        "goodput at 10 × of the plateau": True,
        "goodput at 300 × of the plateau": False,
        "p99 of admitted interactive requests at 300 × against unloaded": False,
        "urgent lane inside its deadline at 300 ×": True,
    }


def test_other_answers_are_never_a_goal_met_and_are_told_by_their_cause() -> None:
    first = rows_of(GATE, {1: run_at(1, 0, 1.0, None), 3: run_at(3, 2, 1.0, None)})[0]
    assert (first.met, first.measured, first.note) == (False, "0 at 1 ×, 2 at 3 ×", "(timeout)")


def test_goals_are_ours_and_not_those_we_are_compared_with() -> None:
    assert all(row.met is None for row in rows_of(BARE, {300: run_at(300, 9, 0.1, 0.2)}))


def test_the_table_has_what_was_planned_offered_and_the_processor_apart() -> None:
    line = table_of({NGINX: {300: run_at(300, 9, 0.1, 0.2)}}).splitlines()[-1]
    assert line == (
        f"| {NGINX} | 300 | 30,000 | 27,000 | 5 | 4 | 3 | 2 | 9 | 7 | 15 | 130 | 12 "
        "| 0.20 | 1.80 | 0.10 |"
    )


async def test_what_the_crowd_got_after_its_time_is_of_no_second_that_is_counted() -> None:
    """Six clients in step with each other end six pages after the last counted second."""
    spec = importlib.util.spec_from_file_location("crowd", EXAMPLE / "crowd.py")
    assert spec is not None
    assert spec.loader is not None
    crowd = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(crowd)
    made = crowd.Crowd("http://127.0.0.1", 20)
    await made.session.close()
    made.pages = [made.begun + second for second in range(1, 21)] + [made.until + 0.1] * 6
    assert made.told()["pages_per_s"] == 1.0


class Thread:
    """Works on a question until it is let go on; remembers how many were in work at once."""

    def __init__(self) -> None:
        self.go_on = asyncio.Semaphore(0)
        self.began = asyncio.Event()
        self.inside = self.most = 0

    async def __call__(self) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)
        self.began.set()
        await self.go_on.acquire()
        self.inside -= 1


@pytest.mark.parametrize("threads", [1, 2])
async def test_a_slow_core_has_so_many_questions_in_work_and_answers_each_when_it_is_done(
    server: Server, threads: int
) -> None:
    thread, port = Thread(), free_port()
    sockets = str(server.socket_folder / ".s.PGSQL.5432")
    address = f"postgresql://postgres@127.0.0.1:{port}/postgres?sslmode=disable"
    async with await listen(port, sockets, thread, threads):
        asking = [await asyncpg.connect(address) for _ in range(4)]
        asks = [
            asyncio.create_task(one.fetchval("SELECT $1::int + 1", n))
            for n, one in enumerate(asking)
        ]
        await asyncio.wait_for(thread.began.wait(), 30)
        other = await asyncpg.connect(address)
        await other.execute("SELECT 1")  # what is not prepared passes at once
        assert not any(one.done() for one in asks)
        for done in range(1, 5):
            thread.go_on.release()
            while sum(one.done() for one in asks) < done:
                await asyncio.wait(
                    [one for one in asks if not one.done()],
                    timeout=30,
                    return_when=asyncio.FIRST_COMPLETED,
                )
            assert sum(one.done() for one in asks) == done
        assert [one.result() for one in asks] == [1, 2, 3, 4]
        assert thread.most == threads
        for one in (*asking, other):
            await one.close()
