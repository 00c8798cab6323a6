"""The instance's own counters, to be compared with what the clients have counted."""

from __future__ import annotations

import re

import httpx
import msgspec

from bumang.rush.ask import KINDS

_LINE = re.compile(r'^bumang_(offered|answers)_total(?:\{answer="(\w+)"\})? (\S+)$', re.MULTILINE)


class Counters(msgspec.Struct, frozen=True):
    """Since the instance began."""

    offered: int
    answers: dict[str, int]

    def since(self, before: Counters) -> Counters:
        """Between two looks; the look itself was a request too, and done."""
        answers = {kind: n - before.answers[kind] for kind, n in self.answers.items()}
        answers["done"] -= 1
        return Counters(self.offered - before.offered - 1, answers)


def read(text: str) -> Counters | None:
    """From Prometheus' text format; `None` where these counters are not there."""
    found = [(name, answer, float(value)) for name, answer, value in _LINE.findall(text)]
    if not any(name == "offered" for name, _, _ in found):
        return None
    told = {answer: int(value) for name, answer, value in found if name == "answers"}
    offered = sum(int(value) for name, _, value in found if name == "offered")
    return Counters(offered, {kind: told.get(kind, 0) for kind in map(str, KINDS)})


async def look(url: str, host: str = "") -> Counters | None:
    """`None` where the target does not tell: another system, or one that is out of reach."""
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            named = {"host": host} if host else {}
            answer = await client.get(f"{url}/metrics", headers=named, timeout=10)
    except httpx.HTTPError:
        return None
    return read(answer.text) if answer.status_code == 200 else None
