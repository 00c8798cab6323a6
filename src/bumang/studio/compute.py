"""Everybody's pension, row group by row group, on every core."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.rules.columns import OutsideTablesError, Pensions, Persons, Tables, pensions
from bumang.studio import problems
from bumang.studio.columns import read_persons
from bumang.studio.file import Population


class Stretch(NamedTuple):
    """A row group computed under one law or more."""

    number: NDArray[np.int64]
    weight: NDArray[np.int64]
    persons: Persons
    under: tuple[Pensions, ...]


class _Work(NamedTuple):
    population: Population
    laws: Sequence[Tables]


_work: _Work | None = None  # a worker process's own, set once when it begins


def computed(
    population: Population, laws: Sequence[Tables], processes: int | None = None
) -> Iterator[Stretch]:
    """Row groups in the file's order. Raises `InvalidInput` for the first that cannot be.

    What is in memory at a time is a row group a process and the results not yet taken.
    """
    many = processes or os.cpu_count() or 1
    groups = range(len(population.starts))
    if many == 1 or len(groups) == 1:
        yield from (compute(population, laws, group) for group in groups)
        return
    context = multiprocessing.get_context("spawn")  # Arrow's threads do not survive a fork
    with ProcessPoolExecutor(many, context, _begin, (population.path, tuple(laws))) as pool:
        ahead = [pool.submit(_group, group) for group in groups[: many * 2]]
        for group in groups:
            found = ahead.pop(0).result()
            if group + many * 2 in groups:
                ahead.append(pool.submit(_group, group + many * 2))
            if isinstance(found, tuple) and found and isinstance(found[0], Problem):
                raise InvalidInput(*found)
            assert isinstance(found, Stretch)
            yield found


def compute(population: Population, laws: Sequence[Tables], group: int) -> Stretch:
    """One row group. Raises `InvalidInput`."""
    table: pa.Table = population.read(group)
    first_row = population.starts[group]
    persons, weight = read_persons(table, population.years, laws[0].places, first_row)
    try:
        under = tuple(pensions(persons, law) for law in laws)
    except OutsideTablesError as outside:
        month = str(Month(0, 1).plus(outside.month))
        raise InvalidInput(problems.retires_outside(population.years, month)) from None
    return Stretch(table.column("person").to_numpy(), weight, persons, under)


def _begin(path: Path, laws: tuple[Tables, ...]) -> None:
    global _work  # noqa: PLW0603 - what a worker process is given at its beginning
    _work = _Work(Population(path), laws)


def _group(group: int) -> Stretch | tuple[Problem, ...]:
    """Without the histories, which nobody needs again; problems as a value, since they travel."""
    assert _work is not None
    try:
        made = compute(_work.population, _work.laws, group)
    except InvalidInput as refusal:
        return refusal.problems
    none = made.persons.histories.of(slice(0, 0))
    return made._replace(persons=made.persons._replace(histories=none))
