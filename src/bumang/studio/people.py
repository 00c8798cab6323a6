"""合成人口: a population that nobody is in, made from a seed.

Careers begin between 16 and 25, wages rise and flatten over a life around a level of the person's
own, some years are missed in part or whole, and every wage lies between 40 % and 300 % of the
place's reference wage. Places are equally large. It is for trying a reform and for measuring; it
says nothing of any real population.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.random import Generator
from numpy.typing import NDArray

from bumang.rules.columns import Tables
from bumang.rules.columns.histories import month_number
from bumang.rules.columns.retirement_age import CATEGORIES, statutory_months
from bumang.studio.columns import schema

STRETCH = 65_536
"""Persons in a row group of the file: what is in memory at a time."""

_ACCOUNTS_BEGAN = 1998
_SHARES = (0.5, 0.3, 0.2)  # of the categories, in their order
_OLDEST, _YOUNGEST = 1930, 2019  # years of birth tried


def stretches(persons: int, seed: int, law: Tables, retire: range) -> Iterator[pa.RecordBatch]:
    """The population, a row group at a time; the same for the same seed and size of stretch.

    Everybody's statutory month under `law` lies in the years `retire`.
    """
    for first in range(0, persons, STRETCH):
        made = np.random.default_rng([seed, first])
        yield stretch(first, min(STRETCH, persons - first), made, law, retire)


def stretch(
    first: int, persons: int, chance: Generator, law: Tables, retire: range
) -> pa.RecordBatch:
    """Persons numbered from `first` on."""
    years = range(law.first_history_year, law.first_history_year + len(law.references))
    category = chance.choice(len(CATEGORIES), persons, p=_SHARES).astype(np.int8)
    birth = _births(category, chance, law, retire)
    place = chance.integers(0, len(law.places), persons)
    began = birth // 12 + chance.integers(16, 26, persons)
    bases, months = _careers(began, birth, place, years, chance, law)
    before = np.clip(years[0] - began, 0, None) * 12
    deemed = (before * chance.random(persons)).astype(np.int16)
    opening = np.where(before > deemed, chance.integers(0, 500_000, persons), 0)
    columns = [
        pa.array(np.arange(first, first + persons)),
        pa.array(np.ones(persons, np.int32)),
        pa.array((birth // 12).astype(np.int16)),
        pa.array((birth % 12 + 1).astype(np.int8)),
        _words(category, [str(one) for one in CATEGORIES]),
        _words(place.astype(np.int8), list(law.places)),
        pa.array(deemed),
        pa.array(opening),
        pa.nulls(persons, pa.int64()),
        *(pa.array(row) for row in bases),
        *(pa.array(row) for row in months),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema(years))


def _births(
    category: NDArray[np.int8], chance: Generator, law: Tables, retire: range
) -> NDArray[np.int64]:
    """A month of birth for each, so that the statutory month lies in the years asked for."""
    tried = np.arange(month_number(_OLDEST, 1), month_number(_YOUNGEST, 12) + 1)
    made = np.empty(len(category), np.int64)
    for code in range(len(CATEGORIES)):
        whose = np.full(len(tried), code, np.int8)
        month = statutory_months(tried, whose, law.schedules)
        fitting = tried[(month // 12 >= retire[0]) & (month // 12 <= retire[-1])]
        mine = category == code
        made[mine] = chance.choice(fitting, int(mine.sum()))
    return made


def _careers(
    began: NDArray[np.int64],
    birth: NDArray[np.int64],
    place: NDArray[np.int64],
    years: range,
    chance: Generator,
    law: Tables,
) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """Monthly bases and months, years times persons."""
    persons = len(began)
    level = np.exp(chance.normal(-0.25, 0.45, persons))
    restless = chance.random(persons) * 0.12
    bases = np.empty((len(years), persons), np.int32)
    months = np.empty((len(years), persons), np.int8)
    for row, year in enumerate(years):
        worked = year - began
        career = 0.7 + 0.45 * np.clip(worked, 0, 25) / 25
        share = np.clip(level * career * chance.normal(1, 0.05, persons), 0.4, 3)
        bases[row] = np.rint(law.references[row, place] * share / 100).astype(np.int32) * 100
        missed = chance.random(persons) < restless
        paid = np.where(missed, chance.integers(0, 12, persons), 12)
        months[row] = np.where(worked < 0, 0, np.where(worked == 0, birth % 12 + 1, paid))
    return bases, months


def _words(codes: NDArray[np.int8], words: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(words))
