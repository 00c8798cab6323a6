"""Processing: how many accepted payments a second get their outcome, cover and ledger entries."""

from __future__ import annotations

import asyncio
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from bench.figures import Round, Summary, summarise
from bumang.evidence.signing import SigningKey
from bumang.intake.log import Log
from bumang.intake.submission import Submission, submission_key
from bumang.main import clock
from bumang.registry.city.build import build
from bumang.registry.city.tables import draw
from bumang.runtime.database import wait_until_ready
from bumang.runtime.migrate import migrate
from bumang.runtime.postgres import Server

_PEOPLE, _SEED = 40_000, 5
_GOAL = 10_000


def processed(rounds: int) -> list[Summary]:
    """One worker process drains 40,000 payments that were accepted before it was started."""
    found = [_round() for _ in range(rounds)]
    for one in found:
        print(f"processing: {one}", flush=True)
    about = "One worker process; each payment: decision, outcome, cover, two ledger lines."
    return [summarise("Bumang, one worker", about, found, durable=True, goal=_GOAL)]


def _round() -> Round:
    folder = Path(tempfile.mkdtemp(prefix="bumang-bench-"))
    folder.chmod(0o755)
    server = Server(folder / "pg")
    server.prepare()
    process = server.start(folder / "postgres.log")
    try:
        return asyncio.run(_drained(server, folder))
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(server.socket_folder, ignore_errors=True)


async def _drained(server: Server, folder: Path) -> Round:
    await wait_until_ready(server.dsn())
    admin = await asyncpg.connect(server.dsn())
    for name in ("core", "intake"):
        await admin.execute(f"CREATE DATABASE {name}")
        connection = await asyncpg.connect(server.dsn(name))
        await migrate(connection, name)
        await connection.close()
    await admin.close()
    core = await asyncpg.connect(server.dsn("core"))
    await build(core, _PEOPLE, _SEED)
    await _accept(server.dsn("intake"), folder)
    seconds = await _until_drained(core, server, folder)
    paid = await core.fetchval("SELECT count(*) FROM outcome WHERE state = 'done'")
    lines = await core.fetchval("SELECT count(*) FROM ledger_entry")
    await core.close()
    wrong = (_PEOPLE - paid) + abs(2 * _PEOPLE - lines)
    return Round(rate=_PEOPLE / seconds, wrong=wrong)


async def _accept(dsn: str, folder: Path) -> None:
    log = Log(dsn, SigningKey.load_or_create(folder / "keys"), clock)
    writing = asyncio.create_task(log.run())
    numbers = draw(_PEOPLE, _SEED).people.number
    await asyncio.gather(
        *(
            log.append(_payment(place, number.decode()))
            for place, number in enumerate(numbers, start=1)
        )
    )
    writing.cancel()
    await asyncio.wait([writing])


def _payment(person: int, number: str) -> Submission:
    form = {"area_code": "990101", "coverage_year": 2027, "insured": [number]}
    key = submission_key(f"person:{person}", "bench")
    return Submission(
        key,
        f"person:{person}",
        "resident-medical-payment",
        clock(),
        "application/json",
        msgspec.json.encode(form),
    )


async def _until_drained(core: asyncpg.Connection[Any], server: Server, folder: Path) -> float:
    """From the worker's first outcome to its last, so that starting Python is not measured."""
    environment = {
        "BUMANG_CORE_DSN": server.dsn("core"),
        "BUMANG_INTAKE_DSN": server.dsn("intake"),
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": ":".join(sys.path),
    }
    worker = await asyncio.to_thread(
        subprocess.Popen,
        [sys.executable, "-m", "bumang.cli", "--data", str(folder), "work"],
        env=environment,
    )
    try:
        end = time.monotonic() + 300
        while time.monotonic() < end:
            await asyncio.sleep(0.05)
            if await core.fetchval("SELECT count(*) FROM outcome") == _PEOPLE:
                break
        found = await core.fetchrow(
            "SELECT extract(epoch FROM max(decided_at) - min(decided_at)) AS seconds FROM outcome"
        )
        assert found is not None
        return float(found["seconds"])
    finally:
        worker.terminate()
        await asyncio.to_thread(worker.wait, 30)
