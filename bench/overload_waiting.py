"""What one waiting answer costs, and how many of them two cores give in a second."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import Sequence

import asyncpg
import httpx

from bench.overload_row import Part, Row
from bench.overload_site import GATE, Site, site
from bench.progress import say
from bench.web import free_port, listens, start, stop, wait_until
from bumang.rush.processes import tree_seconds, used

_WAITERS = 5_000_000
_CONNECTIONS, _THREADS = 128, 1
_GOAL_US, _GOAL_PER_S = 20.0, 30_000


def waiting(seconds: int) -> Part:
    """Polls of people far from the front: the page, the JSON, the small document for all; and the
    bare server with a constant answer, as the floor that none of ours can be under."""
    rows = []
    with site(GATE) as there:
        page, as_json = _far_places(there)
        for name, path, headers in (
            ("waiting page", page[0], page[1]),
            ("waiting answer in JSON", as_json[0], as_json[1]),
            ("/queue/now", "/queue/now", ()),
        ):
            rows += _measured(name, there, path, headers, seconds)
    rows.append(_bare(seconds))
    return Part(
        "One waiting answer",
        tuple(rows),
        f"{_CONNECTIONS} connections of `wrk` ask again and again with one ticket of a line of {_WAITERS:,}, through two web processes, without a pause. The cost is the"
        " processor time of the web processes by answers given; the generator, which shares the two cores, is not in it.",
    )


def _far_places(there: Site) -> list[tuple[str, Sequence[str]]]:
    """A path and the ticket's header for pages and for programs. The line is made long in the
    database, which is what its other processes would have done."""
    told = json.loads((there.data / "instance.json").read_text())
    asyncio.run(_lengthen(told["intake"]))
    time.sleep(1)
    found: list[tuple[str, Sequence[str]]] = []
    for path in ("/receipts/7K3M-92QX-4T8P", "/api/v1/receipts/7K3M-92QX-4T8P"):
        reply = httpx.get(there.url + path, trust_env=False)
        if reply.status_code != 429:
            raise RuntimeError(f"{path} was to wait, and answered {reply.status_code}")
        found.append((path, (f"Bumang-Ticket: {reply.headers['bumang-ticket']}",)))
    return found


async def _lengthen(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute("UPDATE waiting_line SET last_place = last_place + $1", _WAITERS)
    await connection.close()


def _measured(name: str, there: Site, path: str, headers: Sequence[str], seconds: int) -> list[Row]:
    before = used(there.data)["gate"]
    rate, wrong = _wrk(there.url + path, headers, seconds)
    cost = (used(there.data)["gate"] - before) / max(1.0, rate * seconds) * 1e6
    say(f"{name}: {rate:,.0f} a second, {cost:.0f} µs each")
    note = f"({wrong} without an answer)" if wrong else ""
    return [
        Row(f"{name}: processor time", f"{_GOAL_US:.0f} µs", f"{cost:.0f} µs", cost <= _GOAL_US),
        Row(f"{name}: a second", f"{_GOAL_PER_S:,}", f"{rate:,.0f}", rate >= _GOAL_PER_S, note),
    ]


def _bare(seconds: int) -> Row:
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "rsgi", "--runtime-mode", "st"),
        *("--loop", "uvloop", "--workers", "2", "--port", str(port), "--no-ws"),
        "bench.peers.bare_app:app",
    ]
    server = start(command, {})
    try:
        wait_until(lambda: listens(port), server, "the bare server")
        time.sleep(1)
        before = tree_seconds(server.pid)
        rate, _ = _wrk(f"http://127.0.0.1:{port}/", (), seconds)
        cost = (tree_seconds(server.pid) - before) / (rate * seconds) * 1e6
    finally:
        stop(server)
    return Row("bare Granian, a constant answer", "–", f"{cost:.0f} µs, {rate:,.0f} a second")


def _wrk(url: str, headers: Sequence[str], seconds: int) -> tuple[float, int]:
    """Answers a second, and how many requests had none."""
    done = subprocess.run(
        [
            *("wrk", f"-t{_THREADS}", f"-c{_CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s"),
            *(part for header in headers for part in ("-H", header)),
            url,
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    )
    rate = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if rate is None:
        raise RuntimeError(f"wrk gave no result: {done.stdout[-300:]}")
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+)", done.stdout)
    return float(rate[1]), sum(map(int, errors.groups())) if errors else 0
