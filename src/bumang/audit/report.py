"""What an audit found."""

from __future__ import annotations

import msgspec

MOST_NAMED = 20


class Breach(msgspec.Struct, frozen=True):
    """One broken promise: where, and what is not as it must be. Never holds personal data."""

    place: str
    what: str


class Check(msgspec.Struct):
    """One promise and what was looked at to prove it."""

    name: str
    promise: str
    looked_at: int = 0
    broken: int = 0
    breaches: list[Breach] = []

    def breach(self, place: str, what: str) -> None:
        """Count it; the first twenty are named."""
        self.broken += 1
        if len(self.breaches) < MOST_NAMED:
            self.breaches.append(Breach(place, what))


class Report(msgspec.Struct):
    """All checks, in the order they were made."""

    checks: list[Check] = []

    @property
    def holds(self) -> bool:
        return all(check.broken == 0 for check in self.checks)

    def check(self, name: str, promise: str) -> Check:
        made = Check(name, promise)
        self.checks.append(made)
        return made
