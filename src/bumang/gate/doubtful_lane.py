"""How the lanes of a class share what it can do, and when another lane is sooner. Pure."""

from __future__ import annotations

from typing import NamedTuple

DOUBTFUL_SHARE = 0.1
"""Of what is left beside the urgent lane, while the main line waits: certain, so that nobody is refused."""


class Shares(NamedTuple):
    """The parts of a class's capacity by which each line calls; together 1 while anyone waits."""

    urgent: float
    main: float
    doubtful: float


def shares(
    *, urgent: bool, main: bool, doubtful: bool, urgent_share: float, share: float = DOUBTFUL_SHARE
) -> Shares:
    """Whether someone waits in each line. What a line does not need is the others'."""
    first = 0.0 if not urgent else urgent_share if main or doubtful else 1.0
    rest = 1.0 - first
    last = 0.0 if not doubtful else share if main else 1.0
    return Shares(first, rest * (1.0 - last), rest * last)


def sooner(ahead: int, per_second: float, *, than: int, at: float) -> bool:
    """Whether `ahead` people at the pace `per_second` are gone before `than` people at the pace `at`."""
    if per_second <= 0 or at <= 0:
        return ahead < than
    return ahead / per_second < than / at


def slots_for_doubtful(limit: int, in_flight: int, *, main_waits: bool) -> int:
    """How many requests of doubtful visits may be in work: their share while the class is busy."""
    if main_waits or in_flight >= limit * (1 - DOUBTFUL_SHARE):
        return max(1, round(limit * DOUBTFUL_SHARE))
    return limit
