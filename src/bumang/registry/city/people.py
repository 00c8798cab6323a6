"""Who lives in the city: households, births, identity numbers. Columns, not rows.

Every array has one place a person; `person_id` is the place plus one. The first household is the
demo family that the documentation speaks of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bumang.kernel.identifiers import DEMO_AREA

AS_OF = np.datetime64("2026-11-01")
"""The day the city is described on: the same people must come out whenever it is made."""

FAMILY = (
    ("990101196501150014", "演示甲"),
    ("990101197503200024", "演示乙"),
    ("990101200002290038", "演示丙"),
)
"""The first three persons: a father, a mother and their grown son."""

MOST_PEOPLE = 5_000_000
_YOUNGEST_PARENT = 22
_SEATS = 4  # of a household: one, a spouse, two children
_WEIGHTS = np.array((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))
_CHECKS = np.frombuffer(b"10X98765432", dtype="S1")
_FIRST_SEQUENCE = 4  # below are the demo family's
# What a decade of age weighs among those who found a household, from 20 to 89.
_AGE_WEIGHTS = np.array((13, 19, 18, 20, 15, 10, 5)) / 100

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Years = NDArray[np.float64]


@dataclass(frozen=True)
class People:
    """`seat` is the place in the household: 0 and 1 the couple, 2 and 3 their children."""

    household: Ints
    seat: Ints
    male: Flags
    born: NDArray[np.datetime64]
    number: NDArray[np.bytes_]

    def __len__(self) -> int:
        return len(self.seat)

    @property
    def age(self) -> Ints:
        days: Ints = (AS_OF - self.born).astype(np.int64)
        return (days // 365.2425).astype(np.int64)


def settle(count: int, random: np.random.Generator) -> People:
    """`count` people in households. Raises `ValueError` for a count the numbers cannot hold."""
    if not len(FAMILY) <= count <= MOST_PEOPLE:
        raise ValueError(f"a city has {len(FAMILY)} to {MOST_PEOPLE:,} people")
    households = count  # more than are needed: the last ones stay empty
    years = _ages(households, random)
    living = _who_is_there(years, random)
    places = np.flatnonzero(living.ravel())[:count]
    household, seat = np.divmod(places, _SEATS)
    households = int(household[-1]) + 1
    male = _sexes(households, random).ravel()[places]
    born = AS_OF - (years.ravel()[places] * 365.2425).astype("timedelta64[D]")
    born[: len(FAMILY)] = [f"{n[6:10]}-{n[10:12]}-{n[12:14]}" for n, _ in FAMILY]
    number = _numbers(born, male)
    number[: len(FAMILY)] = [n.encode() for n, _ in FAMILY]
    return People(household, seat, male, born, number)


def _who_is_there(years: Years, random: np.random.Generator) -> Flags:
    """One lives alone in three households of ten; of the couples, seven in ten have children."""
    living = np.ones(years.shape, dtype=bool)
    chance = random.random((len(years), 3))
    living[:, 1] = chance[:, 0] < 0.7
    grown = years[:, :2].min(axis=1) > _YOUNGEST_PARENT + 2
    living[:, 2] = living[:, 1] & grown & (chance[:, 1] < 0.7)
    living[:, 3] = living[:, 2] & (years[:, 3] > 0) & (chance[:, 2] < 0.35)
    living[0] = (True, True, True, False)
    return living


def _sexes(households: int, random: np.random.Generator) -> Flags:
    male = random.random((households, _SEATS)) < 0.51
    male[:, 1] = ~male[:, 0]
    male[0] = (True, False, True, False)
    return male


def _ages(households: int, random: np.random.Generator) -> Years:
    """A spouse is of about the same age; parents are 22 to 38 when a child is born."""
    decade = random.choice(len(_AGE_WEIGHTS), households, p=_AGE_WEIGHTS)
    years = np.empty((households, _SEATS))
    years[:, 0] = 20 + 10 * decade + 10 * random.random(households)
    spouse = years[:, 0] + random.normal(-1.5, 3, households)
    years[:, 1] = 20 + np.abs(spouse - 20)
    since = np.clip(years[:, :2].min(axis=1) - _YOUNGEST_PARENT, 0, None)
    later = 16 * random.random(households)
    years[:, 2] = np.where(later < since, since - later, since * random.random(households))
    years[:, 3] = years[:, 2] - 1 - 4 * random.random(households)
    return years


def _numbers(born: NDArray[np.datetime64], male: Flags) -> NDArray[np.bytes_]:
    """Identity numbers: area, birth date, sequence (odd for men), check (GB 11643-1999)."""
    order = np.lexsort((male, born))
    key = born[order].astype(np.int64) * 2 + male[order]
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    rank = np.arange(len(key)) - np.repeat(first, np.diff(np.r_[first, len(key)]))
    sequence = np.empty(len(key), dtype=np.int64)
    sequence[order] = _FIRST_SEQUENCE + 2 * rank
    sequence += male
    if sequence.max() > 999:
        raise ValueError("too many people were born on one day for their numbers")
    area = np.full(len(born), int(DEMO_AREA))
    digits = np.concatenate((_digits(area, 6), *_date_digits(born), _digits(sequence, 3)), axis=1)
    text = np.empty((len(born), 18), dtype="S1")
    text[:, :17] = (digits + ord("0")).astype(np.uint8).view("S1")
    text[:, 17] = _CHECKS[digits @ _WEIGHTS % 11]
    return text.view("S18").ravel()


def _date_digits(born: NDArray[np.datetime64]) -> tuple[Ints, Ints, Ints]:
    month = born.astype("datetime64[M]")
    year = month.astype("datetime64[Y]").astype(np.int64) + 1970
    day = (born - month).astype(np.int64) + 1
    return _digits(year, 4), _digits(month.astype(np.int64) % 12 + 1, 2), _digits(day, 2)


def _digits(value: Ints, width: int) -> Ints:
    powers = 10 ** np.arange(width - 1, -1, -1)
    found: Ints = value[:, None] // powers % 10
    return found
