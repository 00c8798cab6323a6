"""The usual job queues, draining the same payments into the same schema, one job a payment."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator

from bench.contestant import Contestant
from bench.database import migrated
from bench.draining import PEOPLE, SEED, YEAR, drained, fill_plain
from bench.figures import Round
from bench.redis_server import SETTINGS, redis
from bench.web import environment
from bumang.registry.city.tables import draw
from bumang.rules import law, resident_medical_premium
from bumang.runtime.postgres import Server

CELERY = "Celery + Redis"
# Fewer than ours gets: they need as many seconds for them.
_JOBS = 3_000
_PROCRASTINATE, _CELERY = "bench.peers.procrastinate_app", "bench.peers.celery_app"
_EACH = "each: the person looked up; outcome, cover and two ledger lines in one statement."


def procrastinate(server: Server) -> Contestant:
    return Contestant(
        name="Procrastinate",
        about=f"One worker process (uvloop, twenty jobs at a time) drains {_JOBS:,} jobs of the same"
        f" database; {_EACH}",
        once=lambda _seconds, _word: asyncio.run(_procrastinate(server)),
        usual=True,
    )


def celery(server: Server) -> Contestant:
    return Contestant(
        name=CELERY,
        about=f"One worker with two processes, late acknowledgement, drains {_JOBS:,} jobs; {_EACH}"
        f" The queue is Redis with {SETTINGS}: outcomes are durable, the queue's last second is"
        " not.",
        once=lambda _seconds, _word: asyncio.run(_celery(server)),
        usual=True,
    )


async def _procrastinate(server: Server) -> Round:
    core = await migrated(server, "core", "core")
    await fill_plain(core)
    added = {"BENCH_DSN": core}
    await _enqueue(_PROCRASTINATE, added)
    return await drained(core, _JOBS, [sys.executable, "-m", _PROCRASTINATE, "work"], added)


async def _celery(server: Server) -> Round:
    core = await migrated(server, "core", "core")
    await fill_plain(core)
    with redis() as address:
        added = {"BENCH_DSN": core, "BENCH_REDIS": address}
        await _enqueue(_CELERY, added)
        command = [
            *(sys.executable, "-m", "celery", "-A", _CELERY, "worker", "--concurrency", "2"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ]
        return await drained(core, _JOBS, command, added)


async def _enqueue(module: str, added: dict[str, str]) -> None:
    await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", module, "enqueue"],
        input="\n".join(_jobs()),
        env=environment(added),
        text=True,
        check=True,
        timeout=120,
    )


def _jobs() -> Iterator[str]:
    amount = resident_medical_premium(YEAR, law()).own_share
    for seq, number in enumerate(draw(PEOPLE, SEED).people.number[:_JOBS]):
        job = {"seq": seq, "number": number.decode(), "year": YEAR, "amount": amount}
        yield json.dumps(job | {"told": json.dumps(_told(number.decode(), amount))})


def _told(number: str, amount: int) -> object:
    """As long as what ours tells a person about a payment."""
    line = {"identity": f"{number[:3]}***********{number[-4:]}", "state": "done"}
    result = {"coverage_year": YEAR, "area_code": "990101", "amount_fen": amount}
    lines = [line | {"amount_fen": amount, "reasons": []}]
    return {"result": result | {"lines": lines}, "reasons": []}
