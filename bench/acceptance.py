"""Acceptance: how many requests a second each contestant answers with 202."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bench import django_peer, redis_server
from bench.contestant import Contestant, in_turns
from bench.database import postgres, temporary_folder
from bench.load import Load
from bench.ours import ours
from bench.peers.submissions import make_table, stored
from bench.peers.work import made_numbers, token
from bench.postgres_alone import MISSING, alone, program
from bench.progress import say
from bench.table import Rates
from bench.web import Web


def accepted(rounds: int, seconds: int) -> Rates:
    """Every contestant on the same machine, the load generator too, in turns."""
    no_redis, pgbench = redis_server.missing(), program()
    left_out = [f"{django_peer.NAME}: {no_redis}."] if no_redis else []
    left_out += [] if pgbench else [MISSING]
    for why in left_out:
        say(f"left out: {why}")
    with temporary_folder() as folder, postgres(folder) as server:
        asyncio.run(make_table(server.dsn()))
        load = _load(folder)
        contestants = [
            *ours(folder, rounds, seconds),
            fastapi(load, server.dsn()),
            *([] if no_redis else [django_peer.django(load, server.dsn())]),
            *(alone(server, pgbench) if pgbench else []),
            *(bare(load, workers) for workers in (1, 2)),
        ]
        say(f"acceptance: {len(contestants)} contestants, {rounds} rounds of {seconds} s each")
        return Rates("acceptance", in_turns(contestants, rounds, seconds), left_out)


def _load(folder: Path) -> Load:
    """Tokens and identity numbers for the peers."""
    numbers = made_numbers(2000)
    (folder / "numbers").write_text("\n".join(numbers) + "\n")
    (folder / "tokens").write_text("\n".join(map(token, numbers)) + "\n")
    return Load(folder / "tokens", folder / "numbers", folder / "receipts")


def bare(load: Load, workers: int) -> Contestant:
    def command(port: int) -> list[str]:
        return [
            *(sys.executable, "-m", "granian", "--interface", "rsgi", "--runtime-mode", "st"),
            *("--loop", "uvloop", "--workers", str(workers), "--port", str(port)),
            *("--no-ws", "bench.peers.bare_app:app"),
        ]

    return Contestant(
        name=f"bare Granian, {workers} worker{'s' if workers > 1 else ''}",
        about="A constant answer; nothing read, checked or stored.",
        once=Web("/", command, load).once,
        durable=False,
    )


def fastapi(load: Load, dsn: str) -> Contestant:
    return Contestant(
        name="FastAPI + SQLAlchemy",
        about="Two uvicorn workers (uvloop, httptools), asyncpg, one commit a request.",
        once=Web(
            "/submissions",
            _uvicorn,
            load,
            environment={"BENCH_DSN": dsn.replace("postgresql://", "postgresql+asyncpg://")},
            stored=lambda numbers: asyncio.run(stored(dsn, numbers)),
        ).once,
        usual=True,
    )


def _uvicorn(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "uvicorn", "bench.peers.fastapi_app:app", "--port", str(port)),
        *("--workers", "2", "--loop", "uvloop", "--http", "httptools", "--no-access-log"),
    ]
