"""Bumang's own worker, draining payments that its own acceptance log took."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import msgspec

from bench.contestant import Contestant
from bench.database import migrated
from bench.draining import PEOPLE, SEED, YEAR, drained, fill
from bench.figures import Round
from bumang.evidence.signing import SigningKey
from bumang.intake.log import Log
from bumang.intake.submission import Submission, submission_key
from bumang.main import clock
from bumang.registry.city.tables import draw
from bumang.runtime.postgres import Server
from bumang.runtime.settings import from_environment
from bumang.vault.wiring import use_keys_of

_GOAL = 10_000


def worker(server: Server, folder: Path) -> Contestant:
    return Contestant(
        name="Bumang, one worker",
        about=f"One worker process drains {PEOPLE:,} payments; each: decision, outcome, cover, two"
        " ledger lines.",
        once=lambda _seconds, _word: asyncio.run(_once(server, folder)),
        goal=_GOAL,
    )


async def _once(server: Server, folder: Path) -> Round:
    core, intake = (
        await migrated(server, "core", "core"),
        await migrated(server, "intake", "intake"),
    )
    use_keys_of(from_environment(folder))
    await fill(core)
    await _accept(intake, folder)
    return await drained(
        core,
        PEOPLE,
        [sys.executable, "-m", "bumang.cli", "--data", str(folder), "work"],
        {"BUMANG_CORE_DSN": core, "BUMANG_INTAKE_DSN": intake},
    )


async def _accept(dsn: str, folder: Path) -> None:
    log = Log(dsn, SigningKey.load_or_create(folder / "keys"), clock)
    writing = asyncio.create_task(log.run())
    numbers = draw(PEOPLE, SEED).people.number
    await asyncio.gather(
        *(
            log.append(_payment(place, number.decode()))
            for place, number in enumerate(numbers, start=1)
        )
    )
    writing.cancel()
    await asyncio.wait([writing])


def _payment(person: int, number: str) -> Submission:
    form = {"area_code": "990101", "coverage_year": YEAR, "insured": [number]}
    key = submission_key(f"person:{person}", "bench")
    return Submission(
        key,
        f"person:{person}",
        "resident-medical-payment",
        clock(),
        "application/json",
        msgspec.json.encode(form),
    )
