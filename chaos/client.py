"""Clients that keep a log of their own. No answer means unknown, never failed: they ask again with
the same key until they know."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import httpx

_YEAR = 2027
_ITEM = "/api/v1/items/resident-medical-payment/submissions"
_AGAIN_SECONDS = 0.2


@dataclass
class ClientLog:
    """What the clients know: the receipts by key, whom each key pays for, every answer's status.

    `told_paid` are the keys that were told at once that the year is paid.
    """

    receipts: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    told_paid: set[str] = field(default_factory=set)
    person_of: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)


@dataclass
class Clients:
    url: str
    token: str
    people: list[str]
    log: ClientLog = field(default_factory=ClientLog)

    async def load(self, seconds: float, seed: int, count: int = 8) -> None:
        """Submit from `count` clients for a time, then ask until every key's answer is known."""
        end = asyncio.get_running_loop().time() + seconds
        async with httpx.AsyncClient(timeout=5) as http:
            await asyncio.gather(*(self._client(http, seed, n, end) for n in range(count)))

    async def _client(self, http: httpx.AsyncClient, seed: int, number: int, end: float) -> None:
        chance = random.Random(f"{seed}-{number}")
        loop = asyncio.get_running_loop()
        made = 0
        while loop.time() < end:
            made += 1
            person = chance.choice(self.people)
            keys = [f"{seed}-{number}-{made}"]
            if chance.random() < 0.2:  # the same payment under two keys in the same moment
                keys.append(f"{keys[0]}-again")
            if chance.random() < 0.2:  # the same key twice in the same moment
                keys.append(keys[0])
            for key in keys:
                self.log.person_of[key] = person
            await asyncio.gather(*(self._until_known(http, key, person, end) for key in keys))

    async def _until_known(
        self, http: httpx.AsyncClient, key: str, person: str, end: float
    ) -> None:
        body = {"area_code": "990101", "coverage_year": _YEAR, "insured": [person]}
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        self.log.unknown.add(key)
        # After the time is over there is still time to find out.
        while asyncio.get_running_loop().time() < end + 60:
            try:
                answer = await http.post(self.url + _ITEM, json=body, headers=headers)
            except httpx.TransportError:
                self.log.answers["none"] += 1
                await asyncio.sleep(_AGAIN_SECONDS)
                continue
            if b"ALREADY_COVERED" in answer.content:
                self.log.answers["told paid"] += 1
                self.log.told_paid.add(key)
                self.log.unknown.discard(key)
                return
            self.log.answers[str(answer.status_code)] += 1
            if answer.status_code == 202:
                self.log.receipts[key].add(answer.content)
                self.log.unknown.discard(key)
                return
            await asyncio.sleep(_AGAIN_SECONDS)
