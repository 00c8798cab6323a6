"""What the evidence costs where submissions are accepted: the same path with it and without, in pairs."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from bench.database import forget_sockets, temporary_folder
from bench.instance import AMPLE_QUOTAS
from bench.load import Load
from bench.measured import Measured, Part
from bench.ours import PATH, stored
from bench.web import Web
from bumang.access.principal import Principal, Role
from bumang.main import clock, tokens
from bumang.registry.city.tables import draw
from bumang.runtime.settings import from_environment

_PEOPLE, _SEED, _CLIENTS = 20_000, 1, 2_000
_SECONDS = 8
_PAIRS = 5


def cost(count: int, seconds: int = _SECONDS) -> Part:
    """By turns with and without, so that a slow minute of the machine falls on both; five pairs at least."""
    pairs = [_pair(at, seconds) for at in range(max(_PAIRS, count))]
    shares = [100 * (1 - with_ / without) for with_, without in pairs]
    return Part(
        "What the evidence costs where submissions are accepted",
        [
            Measured(
                "cost of evidence",
                "%",
                shares,
                goal=10.0,
                about="Of each pair: by how much fewer forms a second are accepted with salts,"
                " commitments, Merkle tree, signature and the receipt's proof than without any.",
            ),
            Measured("accepted with evidence", "/s", [one for one, _ in pairs]),
            Measured("accepted without", "/s", [one for _, one in pairs]),
        ],
        [
            f"The whole path by HTTP: two web processes and their PostgreSQL, {_CLIENTS:,} persons who"
            " pay for themselves, wrk beside them on the same machine, every receipt's row looked up."
            " The worker and the process that grows the public logs are left out of both.",
            "Without is a web process of the bench's own (`bench/without_evidence.py`): no setting of"
            " the product leaves the evidence out.",
        ],
    )


def _pair(at: int, seconds: int) -> tuple[float, float]:
    order = (True, False) if at % 2 == 0 else (False, True)
    rates = {with_: _once(with_, seconds, f"p{at}") for with_ in order}
    return rates[True], rates[False]


def _once(with_evidence: bool, seconds: int, word: str) -> float:
    """Accepted a second, of an instance of its own."""
    with temporary_folder() as data:
        try:
            return _web(data, with_evidence).once(seconds, word).rate
        finally:
            forget_sockets(data)


def _web(data: Path, with_evidence: bool) -> Web:
    environment = {"BUMANG_WORKERS": "0", "BUMANG_WEB_PROCESSES": "2", **AMPLE_QUOTAS}
    if not with_evidence:
        environment["WITHOUT_EVIDENCE"] = "1"
    served = [sys.executable, "-m", "bench.serve_accepting", "--data", str(data), "serve", "--demo"]
    return Web(
        PATH,
        lambda port: [*served, "--port", str(port)],
        _persons(data),
        environment=environment,
        stored=lambda numbers: asyncio.run(stored(data, numbers, processing=False)),
    )


def _persons(data: Path) -> Load:
    """The first persons of the demo city, each paying for themselves, again and again."""
    numbers = [number.decode() for number in draw(_PEOPLE, _SEED).people.number[:_CLIENTS]]
    issue, until = tokens(from_environment(data)).issue, timedelta(hours=1)
    bearer = [issue(Principal(Role.PERSON, n), clock(), until) for n in range(1, _CLIENTS + 1)]
    (data / "tokens").write_text("\n".join(bearer) + "\n")
    (data / "numbers").write_text("\n".join(numbers) + "\n")
    return Load(data / "tokens", data / "numbers", data / "receipts")
