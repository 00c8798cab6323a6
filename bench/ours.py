"""Bumang itself: a whole instance, as `make run` starts it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import asyncpg

from bench.contestant import Contestant
from bench.database import forget_sockets
from bench.load import Load
from bench.web import Web
from bumang.access.principal import Principal, Role
from bumang.kernel import receipt_number
from bumang.main import clock, tokens
from bumang.registry.city.tables import draw
from bumang.runtime.settings import from_environment

PATH = "/api/v1/items/resident-medical-payment/submissions"
_CLIENTS = 2_000
# The demo city that `serve --demo` makes.
_PEOPLE, _SEED = 20_000, 1
_GOAL = 25_000


def ours(folder: Path) -> list[Contestant]:
    """Two web processes: alone, and with a worker that processes at the same time."""
    return [
        _instance(
            folder / "accepting",
            "Bumang, accepting",
            "Two web processes; the worker is not started, as when it has nothing to do.",
            workers=0,
            goal=_GOAL,
        ),
        _instance(
            folder / "processing",
            "Bumang, accepting and processing",
            "Two web processes and one worker that decides the submissions at the same time.",
            workers=1,
            goal=None,
        ),
    ]


def _instance(data: Path, name: str, about: str, workers: int, goal: float | None) -> Contestant:
    data.mkdir(parents=True)

    @contextmanager
    def sockets() -> Iterator[Mapping[str, str]]:
        try:
            yield {}
        finally:
            forget_sockets(data)

    return Contestant(
        name=name,
        about=f"{about} Token, checksum, unique key, Merkle tree, signature, receipt with proof.",
        once=Web(
            PATH,
            lambda port: [
                *(sys.executable, "-m", "bumang.cli", "--data", str(data)),
                *("serve", "--port", str(port), "--demo"),
            ],
            load_of(data),
            environment={"BUMANG_WORKERS": str(workers), "BUMANG_WEB_PROCESSES": "2"},
            beside=sockets,
            stored=lambda numbers: asyncio.run(_entries(data, numbers)),
        ).once,
        goal=goal,
    )


def load_of(data: Path) -> Load:
    """Tokens of the city's first persons, each paying for themselves."""
    issue = tokens(from_environment(data)).issue
    numbers = [number.decode() for number in draw(_PEOPLE, _SEED).people.number[:_CLIENTS]]
    until = timedelta(hours=12)
    bearer = [
        issue(Principal(Role.PERSON, place), clock(), until) for place in range(1, len(numbers) + 1)
    ]
    (data / "tokens").write_text("\n".join(bearer) + "\n")
    (data / "numbers").write_text("\n".join(numbers) + "\n")
    return Load(data / "tokens", data / "numbers", data / "receipts")


async def _entries(data: Path, numbers: Sequence[str]) -> int:
    """How many entries of the acceptance log these receipt numbers lead to."""
    connection = await asyncpg.connect(json.loads((data / "instance.json").read_text())["intake"])
    try:
        return int(
            await connection.fetchval(
                "SELECT count(*) FROM entry WHERE number = ANY($1::bigint[])",
                [receipt_number.read(number) for number in numbers],
            )
        )
    finally:
        await connection.close()
