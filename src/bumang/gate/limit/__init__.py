"""How many requests may be in work at once: pure rules, fed with what requests took.

Deciding is apart from enforcing (as in Netflix's concurrency-limits): a rule is told what happened
and when, and says a number. `default_limit` is the one that is used; why is in docs/decisions.
"""

from __future__ import annotations

from typing import Protocol

from bumang.gate.limit.knee import Knee


class Limit(Protocol):
    """`value` is the number of requests that may be in work, at least 1."""

    @property
    def value(self) -> int: ...

    def sample(self, *, now: float, in_flight: int, took_s: float, ok: bool) -> None:
        """One request ended at the steady time `now` (seconds) after `took_s` seconds.

        `in_flight` counts those in work when it ended, itself among them; not `ok`: it failed, and
        its time says nothing.
        """


def default_limit(start: int) -> Limit:
    return Knee(start)
