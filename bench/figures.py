"""What is reported: medians and spreads over rounds, sizes of pages."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Round:
    """One contestant measured once. `rate` is right answers a second, latencies are milliseconds
    (None where a peer has none), `wrong` counts answers that failed their check."""

    rate: float
    p50: float | None = None
    p99: float | None = None
    wrong: int = 0
    right: int = 0
    generator_cpu: float | None = None  # cores that the load generator used


@dataclass(frozen=True)
class Summary:
    contestant: str
    about: str
    rounds: int
    median: float
    low: float
    high: float
    p50: float | None
    p99: float | None
    wrong: int
    durable: bool
    usual: bool  # one of the usual handlers that ours is compared with
    goal: float | None = None
    generator_cpu: float | None = None


@dataclass(frozen=True)
class PageSize:
    """What one page, or a page with what belongs to it, brings over the wire: bytes with headers,
    as they come and when gzip is asked for. Times in milliseconds, for single pages only."""

    page: str
    plain: int
    gzipped: int
    compressed: bool  # whether the server compressed any of it when asked to
    goal: int | None = None
    p50: float | None = None
    p99: float | None = None


def middle(values: Sequence[float | None]) -> float | None:
    """The median of the values that are there, or None."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None


def summarise(
    contestant: str,
    about: str,
    rounds: Sequence[Round],
    *,
    durable: bool,
    usual: bool = False,
    goal: float | None = None,
) -> Summary:
    """All rounds of one contestant. Raises ValueError when there is none."""
    rates = [one.rate for one in rounds]
    if not rates:
        raise ValueError(f"{contestant} was never measured")
    return Summary(
        contestant=contestant,
        about=about,
        rounds=len(rates),
        median=statistics.median(rates),
        low=min(rates),
        high=max(rates),
        p50=middle([one.p50 for one in rounds]),
        p99=middle([one.p99 for one in rounds]),
        wrong=sum(one.wrong for one in rounds),
        durable=durable,
        usual=usual,
        goal=goal,
        generator_cpu=middle([one.generator_cpu for one in rounds]),
    )
