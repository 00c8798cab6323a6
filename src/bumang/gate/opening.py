"""An announced opening: from when one may come, its hour, and the order of those who came. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from bumang.gate.cost import Cost
from bumang.gate.shuffle import shuffled

LASTS = timedelta(hours=18)
"""For so long after its hour whoever comes for it joins its own line; then the usual one."""


class Phase(StrEnum):
    """ANNOUNCED: nobody may come yet. EARLY: whoever comes gets a number. DUE: the hour has come,
    the seed is not revealed yet. OPEN: people are called. OVER: as if there had been no opening."""

    ANNOUNCED = "announced"
    EARLY = "early"
    DUE = "due"
    OPEN = "open"
    OVER = "over"


class Published(msgspec.Struct, frozen=True):
    """An opening as everyone may read it; bytes in hexadecimal. `seed` and `cohort` from the hour on."""

    opening: int
    matter: str
    doors_at: datetime
    opens_at: datetime
    announced_at: datetime
    commitment: str
    seed: str | None
    cohort: int | None
    revealed_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: str | None


class Opening(msgspec.Struct, frozen=True):
    """`matter` is the code of one, or empty: everything that asks the databases.

    `before` is how many places the line had given when it was announced: numbers count from there.
    `cohort` and `seed` are known from the hour on. `commitment` is SHA-256 of the seed.
    """

    number: int
    line: int
    matter: str
    doors_at: datetime
    opens_at: datetime
    commitment: bytes
    before: int
    announced_at: datetime
    announced_by: str
    reason: str
    seed: bytes | None = None
    cohort: int | None = None
    revealed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    withdrawn_why: str | None = None

    @property
    def cost(self) -> Cost:
        """Whose slots they use who are called."""
        return Cost.LIGHT if self.matter else Cost.INTERACTIVE

    def is_for(self, cost: Cost, matter: str) -> bool:
        """Whether a request of this class, about this matter or none, comes for it."""
        return self.matter == matter if self.matter else cost is self.cost

    def phase(self, now: datetime) -> Phase:
        if self.withdrawn_at is not None or now >= self.opens_at + LASTS:
            return Phase.OVER
        if self.seed is not None:
            return Phase.OPEN
        if now >= self.opens_at:
            return Phase.DUE
        return Phase.EARLY if now >= self.doors_at else Phase.ANNOUNCED

    @property
    def published(self) -> Published:
        return Published(
            self.number,
            self.matter,
            self.doors_at,
            self.opens_at,
            self.announced_at,
            self.commitment.hex(),
            None if self.seed is None else self.seed.hex(),
            self.cohort,
            self.revealed_at,
            self.withdrawn_at,
            self.withdrawn_why,
        )

    def number_of(self, place: int) -> int:
        """As which one, from 1, the holder of this place of the line came."""
        return place - self.before

    def placed(self, place: int) -> int:
        """The place in the order of calling: shuffled for the early, as they came for the others.

        Only from the hour on are the two different.
        """
        number = self.number_of(place)
        if self.seed is None or self.cohort is None or not 1 <= number <= self.cohort:
            return place
        return self.before + 1 + shuffled(self.seed, self.cohort, number - 1)
