"""Bumang itself: a whole instance, as `make run` starts it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import asyncpg

from bench.contestant import Contestant
from bench.database import forget_sockets
from bench.instance import AMPLE_QUOTAS, instance_at
from bench.load import Load
from bench.progress import say
from bench.web import WARM_UP_SECONDS, Web
from bumang.access.principal import Principal, Role
from bumang.kernel import receipt_number
from bumang.main import clock, tokens
from bumang.registry.city.build import build
from bumang.registry.city.tables import draw
from bumang.runtime.settings import from_environment
from bumang.vault.wiring import use_keys_of

PATH = "/api/v1/items/resident-medical-payment/submissions"
_CLIENTS = 2_000
# The demo city that `serve --demo` makes.
_PEOPLE, _SEED = 20_000, 1
_GOAL = 25_000
# More a second than two cores will accept while they process.
_FASTEST = 20_000


def ours(folder: Path, rounds: int, seconds: int) -> list[Contestant]:
    """Two web processes: alone, and with a worker that processes at the same time."""
    accepting, processing = folder / "accepting", folder / "processing"
    return [
        _instance(
            accepting,
            "Bumang, accepting",
            "Two web processes; the worker is not started, as when it has nothing to do. Persons"
            " pay for themselves.",
            _persons(accepting),
            workers=0,
            goal=_GOAL,
        ),
        _instance(
            processing,
            "Bumang, accepting and processing",
            "Two web processes and one worker that decides the submissions at the same time. Agents"
            " pay for those who agreed to it, each person once, so that the worker has to pay and"
            " not to refuse.",
            _agents(processing, rounds * (seconds + WARM_UP_SECONDS) * _FASTEST),
            workers=1,
            goal=None,
        ),
    ]


def _instance(
    data: Path, name: str, about: str, load: Load, workers: int, goal: float | None
) -> Contestant:
    return Contestant(
        name=name,
        about=f"{about} Token, checksum, unique key, Merkle tree, signature, receipt with proof.",
        once=Web(
            PATH,
            lambda port: [
                *(sys.executable, "-m", "bumang.cli", "--data", str(data)),
                *("serve", "--port", str(port), "--demo"),
            ],
            load,
            environment={
                "BUMANG_WORKERS": str(workers),
                "BUMANG_WEB_PROCESSES": "2",
                **AMPLE_QUOTAS,
            },
            beside=partial(_forgetting, data),
            stored=lambda numbers: asyncio.run(stored(data, numbers, processing=workers > 0)),
        ).once,
        goal=goal,
    )


def _persons(data: Path) -> Load:
    """The first persons of the demo city, each paying for themselves, again and again."""
    numbers = [number.decode() for number in draw(_PEOPLE, _SEED).people.number[:_CLIENTS]]
    return _load(data, Role.PERSON, numbers)


def _agents(data: Path, people: int) -> Load:
    """A larger city, in which the persons gave their consent to one of the agents in turn."""
    people = max(people // _CLIENTS + 1, 10) * _CLIENTS
    say(f"making a city of {people:,} synthetic people who let agents pay for them")
    with instance_at(data, demo=False):
        core = json.loads((data / "instance.json").read_text())["core"]
        use_keys_of(from_environment(data))
        asyncio.run(_build_with_consents(core, people))
    load = _load(data, Role.AGENT, [n.decode() for n in draw(people, _SEED).people.number])
    load.most = people
    return load


async def _build_with_consents(core: str, people: int) -> None:
    connection = await asyncpg.connect(core)
    try:
        await build(connection, people, _SEED)
        await connection.execute(
            """
            INSERT INTO consent (person_id, agent_id, given_at)
            SELECT person_id, (person_id - 1) % $1 + 1, now() FROM person
            ON CONFLICT DO NOTHING
            """,
            _CLIENTS,
        )
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


def _load(data: Path, role: Role, numbers: Sequence[str]) -> Load:
    """Tokens of so many clients of a role, whose internal numbers begin at one."""
    data.mkdir(parents=True, exist_ok=True)
    issue, until = tokens(from_environment(data)).issue, timedelta(hours=12)
    bearer = [issue(Principal(role, n), clock(), until) for n in range(1, _CLIENTS + 1)]
    (data / "tokens").write_text("\n".join(bearer) + "\n")
    (data / "numbers").write_text("\n".join(numbers) + "\n")
    return Load(data / "tokens", data / "numbers", data / "receipts")


@contextmanager
def _forgetting(data: Path) -> Iterator[Mapping[str, str]]:
    """Whatever ran with this data folder leaves no folders of sockets behind."""
    try:
        yield {}
    finally:
        forget_sockets(data)


async def stored(data: Path, numbers: Sequence[str], *, processing: bool) -> int:
    """How many entries of the acceptance log these receipt numbers lead to."""
    told = json.loads((data / "instance.json").read_text())
    if processing:
        await _paid(told["core"])
    connection = await asyncpg.connect(told["intake"])
    try:
        return int(
            await connection.fetchval(
                "SELECT count(*) FROM entry WHERE number = ANY($1::bigint[])",
                [receipt_number.read(number) for number in numbers],
            )
        )
    finally:
        await connection.close()


async def _paid(core: str) -> None:
    """Raises RuntimeError when the worker did nothing, or refused what it should have paid."""
    connection = await asyncpg.connect(core)
    try:
        found = await connection.fetch("SELECT state, count(*) FROM outcome GROUP BY state")
    finally:
        await connection.close()
    outcomes = {row["state"]: row["count"] for row in found}
    say(f"the worker has paid {outcomes.get('done', 0):,} so far")
    if set(outcomes) != {"done"}:
        raise RuntimeError(f"the worker should have paid everything, but: {outcomes}")
