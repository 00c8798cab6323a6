"""One run: load, strikes, then the audit and the comparison with what the clients know."""

from __future__ import annotations

import asyncio
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from bumang.registry.people import with_numbers
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.settings import Settings
from bumang.vault.wiring import use_keys_of
from chaos.client import ClientLog, Clients
from chaos.instance import Instance, running, wait_until_ready

_PEOPLE = 20_000
_DECIDED_WITHIN_SECONDS = 90
_PAID = """
SELECT person_id, person.identity_number, count(*) AS times FROM contribution_period
JOIN person USING (person_id)
WHERE scheme = 'resident_medical' AND lower(during) = '2027-01-01'
GROUP BY person_id, person.identity_number
"""


@dataclass
class Result:
    """`breaches` name every promise that was broken; none: all of them held."""

    seconds: float
    strikes: Counter[str]
    log: ClientLog
    entries: int = 0
    audit: dict[str, Any] = field(default_factory=dict)
    breaches: list[str] = field(default_factory=list)


def run(seconds: float, seed: int, tell: Callable[[str], None] = lambda words: None) -> Result:
    """Strike every one to three seconds for a time. The same seed strikes in the same order."""
    with tempfile.TemporaryDirectory(prefix="bumang-chaos-") as folder:
        data = Path(folder)
        data.chmod(0o755)
        with running(data) as instance:
            return asyncio.run(_run(instance, seconds, seed, tell))


async def _run(
    instance: Instance, seconds: float, seed: int, tell: Callable[[str], None]
) -> Result:
    people = instance.json("demo", "people", "--limit", str(_PEOPLE), "--json")
    token = instance.command("demo", "token", "--as", "agent").stdout.strip()
    clients = Clients(instance.url, token, [person["identity_number"] for person in people])
    loading = asyncio.create_task(clients.load(seconds, seed))
    strikes = await _strike(instance, seconds, seed, tell)
    await loading
    result = Result(seconds, strikes, clients.log)
    await asyncio.to_thread(wait_until_ready, instance.url)
    tell("waiting until everything is decided")
    await _until_decided(instance, result)
    await _compare(instance, result)
    return result


async def _strike(
    instance: Instance, seconds: float, seed: int, tell: Callable[[str], None]
) -> Counter[str]:
    chance, strikes = random.Random(seed), Counter[str]()
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        await asyncio.sleep(min(left, chance.uniform(1, 3)))
        struck = instance.strike(chance)
        strikes[struck] += 1
        tell(f"{left:4.0f} s left: {struck}")
    return strikes


async def _until_decided(instance: Instance, result: Result) -> None:
    dsn = json.loads((instance.data / "instance.json").read_text())
    use_keys_of(Settings(data=instance.data))
    end = time.monotonic() + _DECIDED_WITHIN_SECONDS
    while time.monotonic() < end:
        try:
            async with AsyncExitStack() as open_:
                intake = await _connected(dsn["intake"], open_)
                core = await _connected(dsn["core"], open_)
                result.entries = await intake.fetchval("SELECT count(*) FROM entry")
                decided = await core.fetchval("SELECT count(*) FROM outcome")
                rows = await with_numbers(core, await core.fetch(_PAID))
                paid = {row["identity_number"]: row["times"] for row in rows}
        except UNREACHABLE:
            await asyncio.sleep(0.2)
            continue
        if decided == result.entries:
            _judge_effects(paid, result)
            return
        await asyncio.sleep(0.2)
    result.breaches.append(f"{result.entries - decided} entries are stuck")


async def _connected(dsn: str, open_: AsyncExitStack) -> asyncpg.Connection[Any]:
    connection: asyncpg.Connection[Any] = await asyncpg.connect(dsn)
    open_.push_async_callback(connection.close)
    return connection


def _judge_effects(paid: dict[str, int], result: Result) -> None:
    log = result.log
    accepted = {log.person_of[key] for key in log.receipts}
    told_paid = {log.person_of[key] for key in log.told_paid}
    asked = set(log.person_of.values())
    for person in accepted - paid.keys():
        result.breaches.append(f"a payment accepted was not done (…{person[-4:]})")
    for person in told_paid - paid.keys():
        result.breaches.append(f"a year was said to be paid and is not (…{person[-4:]})")
    for person, times in paid.items():
        if times > 1:
            result.breaches.append(f"a year was paid {times} times (…{person[-4:]})")
        if person not in asked:
            result.breaches.append(f"a year was paid that nobody asked for (…{person[-4:]})")


async def _compare(instance: Instance, result: Result) -> None:
    """The clients' receipts against the log, by the audit; and one key against itself."""
    log = result.log
    for key, receipts in log.receipts.items():
        if len(receipts) > 1:
            result.breaches.append(f"one key got {len(receipts)} different receipts ({key})")
    unexpected = log.answers.keys() - {"202", "429", "none", "told paid"}
    for status in unexpected:
        result.breaches.append(f"{log.answers[status]} answers had the status {status}")
    held = instance.data / "receipts.jsonl"
    held.write_bytes(b"\n".join(receipt for kept in log.receipts.values() for receipt in kept))
    found = await asyncio.to_thread(instance.command, "audit", "--json", "--receipts", str(held))
    result.audit = json.loads(found.stdout)
    for check in result.audit["checks"]:
        for breach in check["breaches"]:
            result.breaches.append(f"{check['name']}: {breach['place']} {breach['what']}")
