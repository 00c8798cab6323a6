"""Two short phases before a run: what the unloaded take, and the most that can be done in a second."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

import msgspec
import numpy as np

from bumang.rush.behaviour import PERSON, PROGRAM, Next, Visitor
from bumang.rush.driver import REQUEST_SECONDS, Run
from bumang.rush.profile import Profile
from bumang.rush.shape import SHAPES, schedule
from bumang.rush.tally import Tally, percentile
from bumang.rush.wire import Connections
from bumang.rush.wishes import LENGTH, Wishes, requests_a_visit, visitors

UNLOADED_SECONDS, PLATEAU_SECONDS = 10.0, 8.0
_CALM = 0.5
"""Of normal."""
_AT_ONCE = 16
"""As many as a limit begins with, so that hardly anybody is queued."""
_WARM_UP_SECONDS = 2.0
INTERACTIVE = ("progress_pages", "progress", "receipts")


class Calibration(msgspec.Struct, frozen=True):
    """`plateau_per_s`: interactive requests done in a second at the best; `None`: the mix has none."""

    unloaded_p99_ms: float | None
    plateau_per_s: float | None


async def unloaded_p99_ms(
    connections: Connections, profile: Profile, wishes: Wishes, normal_per_s: float, seed: int
) -> float | None:
    """Of interactive requests at half the normal load, by the same clients as in the run."""
    visits_per_s = normal_per_s * _CALM / requests_a_visit(profile)
    calm = msgspec.structs.replace(profile, scripts=0.0, ghosts=0.0)
    due = schedule(SHAPES["step"], visits_per_s, UNLOADED_SECONDS, seed)
    tally = Tally()
    await Run(connections, tally).send(visitors(calm, wishes, due, seed), UNLOADED_SECONDS)
    return percentile(tally.took_ms("interactive", ["done"]), 99)


async def plateau_per_s(
    connections: Connections, profile: Profile, wishes: Wishes, seconds: float = PLATEAU_SECONDS
) -> float | None:
    """The most interactive requests done in a second: a few clients, each with one at a time."""
    shares = {wish: of for wish, of in profile.mix.shares().items() if wish in INTERACTIVE}
    # Visits, so that their requests have the mix's shares.
    kinds = {wish: of / LENGTH.get(wish, 1) for wish, of in shares.items()}
    if not kinds:
        return None
    done: list[float] = []
    begun = time.monotonic()
    await asyncio.gather(
        *(
            _again_and_again(connections, wishes, kinds, n, begun, seconds, done)
            for n in range(_AT_ONCE)
        )
    )
    counted = [at for at in done if _WARM_UP_SECONDS <= at < seconds]
    return len(counted) / (seconds - _WARM_UP_SECONDS)


async def _again_and_again(
    connections: Connections,
    wishes: Wishes,
    kinds: Mapping[str, float],
    n: int,
    begun: float,
    seconds: float,
    done: list[float],
) -> None:
    """Each visit without thinking; whoever is queued comes back as told."""
    chance = np.random.default_rng(n)
    weights = np.array(list(kinds.values())) / sum(kinds.values())
    shared = connections.shared()
    hurried = msgspec.structs.replace(PERSON, think_s=0.0)
    while (now := time.monotonic() - begun) < seconds:
        wish = str(chance.choice(list(kinds), p=weights))
        manner = hurried if wish == "progress_pages" else PROGRAM
        visitor = Visitor(manner, wishes.asks(wish), now, chance)
        following: Next | None = visitor.first()
        while following is not None and following.at < seconds:
            await asyncio.sleep(max(0.0, begun + following.at - time.monotonic()))
            heard = await shared.ask(following.ask, REQUEST_SECONDS)
            now = time.monotonic() - begun
            if heard.kind == "done" and not heard.stale:
                done.append(now)
            following = visitor.heard(now, heard)
        if following is not None:
            return
    connections.back(shared)
