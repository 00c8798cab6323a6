"""One whole run: calibrate, send everybody on their way, add up."""

from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np

from bumang.rush import bulk, counters, processes
from bumang.rush.ask import Class
from bumang.rush.calibration import Calibration, plateau_per_s, unloaded_p99_ms
from bumang.rush.driver import Run
from bumang.rush.leash import Leash
from bumang.rush.place import Target
from bumang.rush.profile import Profile
from bumang.rush.result import Result, result
from bumang.rush.shape import Points, cumulative, expected, schedule
from bumang.rush.tally import Tally
from bumang.rush.wire import Connections
from bumang.rush.wishes import Cast, Wishes, requests_a_visit, visitors

NORMAL_PER_S = 100.0
CLIENTS_MOST_PER_S = 1000.0
"""Above it the fast generator gives the bulk, and this many fewer behave as clients do:"""
_SAMPLE_PER_S = 150.0
_SETTLE_SECONDS = 2.0
_CONNECTIONS = 48
_STEP_SECONDS = 0.1
_RECORDS = 2_000
_STREAMS: tuple[tuple[Class, tuple[str, ...]], ...] = (
    ("interactive", ("progress_pages", "progress", "receipts")),
    ("light", ("pages", "estimates")),
    ("light", ("urgent_pages",)),
    ("accept", ("payments", "declarations")),
)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be run against `target`; `data` is the instance's folder on this machine (`None`:
    it is on another), and `url` its own address, where its counters are."""

    target: Target = Target("127.0.0.1", 80, "127.0.0.1")
    url: str = ""
    profile: Profile
    multiple: float
    seconds: float
    seed: int = 1
    normal_per_s: float = NORMAL_PER_S
    data: Path | None = Path("var")
    plateau_per_s: float | None = None
    unloaded_p99_ms: float | None = None
    connections: int = _CONNECTIONS

    @property
    def peak_per_s(self) -> float:
        return self.multiple * self.normal_per_s

    @property
    def planned(self) -> int:
        """Requests of the schedule; whoever is queued comes back, and is not in it."""
        return round(expected(self.profile.points(), self.peak_per_s, self.seconds))

    @property
    def needs_bulk(self) -> bool:
        return self.peak_per_s > CLIENTS_MOST_PER_S


Tell = Callable[[str], None]


async def run(
    plan: Plan, cast: Cast, tell: Tell, progress: Tell, leash: Leash | None = None
) -> Result:
    """`tell` is given lines for good, `progress` the line that stands while time goes by. `leash`
    holds what goes to another machine; the plateau is not measured there, for that takes all it has.

    Raises RuntimeError when the fast generator is needed and fails.
    """
    word = f"rush-{time.time_ns():x}"
    _allow_many_connections()
    wishes, connections = Wishes(cast, word), Connections(plan.target, leash)
    try:
        calibration = await _calibrated(plan, connections, wishes, tell, plateau=leash is None)
        before = await counters.look(plan.url, plan.target.named if leash else "")
        used, begun = processes.used(plan.data), time.monotonic()
        tally = Tally(plan.profile.urgent_deadline_s)
        tell(_words(plan))
        bulked = await _both(plan, connections, wishes, tally, word, progress)
        cores = processes.cores(used, processes.used(plan.data), time.monotonic() - begun)
        after = await counters.look(plan.url, plan.target.named if leash else "")
    finally:
        connections.close()
    return result(
        tally,
        bulked,
        np.diff(cumulative(plan.profile.points(), plan.peak_per_s, plan.seconds, 1.0)).tolist(),
        calibration,
        after.since(before) if after and before else None,
        cores,
        profile=plan.profile.name,
        multiple=plan.multiple,
        normal_per_s=plan.normal_per_s,
        seconds=plan.seconds,
        seed=plan.seed,
    )


def _allow_many_connections() -> None:
    """Every person has a connection of their own; a shell often allows a thousand files."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _calibrated(
    plan: Plan, connections: Connections, wishes: Wishes, tell: Tell, *, plateau: bool
) -> Calibration:
    unloaded, most = plan.unloaded_p99_ms, plan.plateau_per_s
    if unloaded is None:
        tell("calibrating: what the unloaded take")
        unloaded = await unloaded_p99_ms(
            connections, plan.profile, wishes, plan.normal_per_s, plan.seed
        )
    if most is None and plateau:
        tell("calibrating: the most that can be done in a second")
        most = await plateau_per_s(connections, plan.profile, wishes)
        await asyncio.sleep(_SETTLE_SECONDS)
    return Calibration(unloaded, most)


async def _both(
    plan: Plan,
    connections: Connections,
    wishes: Wishes,
    tally: Tally,
    word: str,
    progress: Tell,
) -> bulk.Bulk | None:
    """The clients, and beside them the bulk where there is one."""
    points = plan.profile.points()
    peak = _SAMPLE_PER_S if plan.needs_bulk else plan.peak_per_s
    due = schedule(points, peak / requests_a_visit(plan.profile), plan.seconds, plan.seed)
    come = visitors(plan.profile, wishes, due, plan.seed)
    sending = Run(
        connections, tally, lambda at, inside: progress(_standing(plan, tally, at, inside))
    )
    if not plan.needs_bulk:
        await sending.send(come, plan.seconds)
        return None
    with tempfile.TemporaryDirectory(prefix="bumang-rush-") as folder:
        driving = bulk.drive(
            _streams(plan, wishes, points),
            Path(folder),
            (plan.target.host, plan.target.port),
            plan.seconds,
            plan.profile.ghosts,
            plan.connections,
            word,
        )
        found, _ = await asyncio.gather(driving, sending.send(come, plan.seconds))
    return found


def _streams(plan: Plan, wishes: Wishes, points: Points) -> list[bulk.Stream]:
    """A stream a class, so that what is done can be told apart; each at its share of the load."""
    shares = plan.profile.mix.shares()
    came = cumulative(points, plan.peak_per_s - _SAMPLE_PER_S, plan.seconds, _STEP_SECONDS)
    made = []
    for cost, kinds in _STREAMS:
        part = {kind: shares[kind] for kind in kinds if kind in shares}
        if whole := sum(part.values()):
            asks = [
                ask
                for kind, share in part.items()
                for _ in range(max(1, round(_RECORDS * share / whole)))
                for ask in wishes.asks(kind)[:1]
            ]
            order = np.random.default_rng(plan.seed).permutation(len(asks))
            made.append(bulk.Stream(cost, [asks[n] for n in order], came * whole))
    return made


def _words(plan: Plan) -> str:
    by = (
        f"the bulk by wrk, {_SAMPLE_PER_S:.0f} a second by clients that behave as people do"
        if plan.needs_bulk
        else "all by clients that behave as people do"
    )
    return (
        f"{plan.profile.name}: up to {plan.peak_per_s:,.0f} requests a second "
        f"({plan.multiple:g} x normal) for {plan.seconds:g} s, {by}"
    )


def _standing(plan: Plan, tally: Tally, at: float, inside: int) -> str:
    of = "clients: " if plan.needs_bulk else ""
    kinds = "  ".join(
        f"{kind} {tally.answers[kind]:,}" for kind in tally.answers if kind != "other"
    )
    return (
        f"{at:4.0f} s of {plan.seconds:g}  {of}{kinds}  other {tally.answers['other']:,}  "
        f"inside or waiting {inside:,}"
    )
