"""Acceptance: how many requests a second each contestant answers with 202."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from bench.figures import Round
from bench.load import Load

TABLE = """
CREATE TABLE IF NOT EXISTS submission (
    number text NOT NULL UNIQUE, submitter text NOT NULL, submission_key text NOT NULL,
    form jsonb NOT NULL, accepted_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (submitter, submission_key))"""


_WARM_UP_SECONDS = 1


@dataclass(frozen=True)
class Contestant:
    """A server to measure. `command` gets the port and returns the program with its arguments."""

    name: str
    about: str
    path: str
    command: Callable[[int], list[str]]
    environment: Mapping[str, str] = field(default_factory=dict)
    durable: bool = True
    usual: bool = False
    goal: float | None = None
    load: Load | None = None  # what is sent, where it differs from the peers'
    count: Callable[[str], int] | None = None  # how many of a round's rows are really stored


def peers(dsn: str) -> list[Contestant]:
    driver_dsn = dsn.replace("postgresql://", "postgresql+asyncpg://")
    return [
        *(bare(workers) for workers in (1, 2)),
        Contestant(
            name="FastAPI + SQLAlchemy",
            about="Two uvicorn workers (uvloop, httptools), asyncpg, one commit a request.",
            path="/submissions",
            command=_uvicorn,
            environment={"BENCH_DSN": driver_dsn},
            usual=True,
            count=lambda prefix: asyncio.run(stored(dsn, f"{prefix}-")),
        ),
    ]


def measure(one: Contestant, load: Load, seconds: int, prefix: str) -> tuple[Round, int | None]:
    """Start it, warm it up, measure one round, count what it stored, stop it."""
    port = _free_port()
    process = subprocess.Popen(
        one.command(port),
        env={**os.environ, **one.environment, "PYTHONPATH": str(Path.cwd())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(port, process)
        sent = one.load or load
        sent.run(port, one.path, _WARM_UP_SECONDS, f"{prefix}w")
        found = sent.run(port, one.path, seconds, prefix)
        return found, one.count(prefix) if one.count else None
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


async def make_table(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute(TABLE)
    await connection.close()


async def stored(dsn: str, prefix: str) -> int:
    """How many rows a round has really left in the table."""
    connection = await asyncpg.connect(dsn)
    count = await connection.fetchval(
        "SELECT count(*) FROM submission WHERE starts_with(submission_key, $1)", prefix
    )
    await connection.close()
    return int(count)


def bare(workers: int) -> Contestant:
    def command(port: int) -> list[str]:
        return [
            *(sys.executable, "-m", "granian", "--interface", "rsgi", "--runtime-mode", "st"),
            *("--loop", "uvloop", "--workers", str(workers), "--port", str(port)),
            *("--no-ws", "bench.peers.bare_app:app"),
        ]

    return Contestant(
        name=f"bare Granian, {workers} worker{'s' if workers > 1 else ''}",
        about="A constant answer; nothing read, checked or stored.",
        path="/",
        command=command,
        durable=False,
    )


def _uvicorn(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "uvicorn", "bench.peers.fastapi_app:app", "--port", str(port)),
        *("--workers", "2", "--loop", "uvloop", "--http", "httptools", "--no-access-log"),
    ]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until it listens, and a second more so that all its workers are up."""
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(1)
                return
        time.sleep(0.1)
    raise RuntimeError("the contestant did not start")
