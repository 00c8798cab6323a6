"""Everybody's pension, row group by row group, on every core."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.rules.columns import OutsideTablesError, Pensions, Persons, Tables, pensions
from bumang.studio import problems
from bumang.studio.columns import read_persons
from bumang.studio.file import Population

T = TypeVar("T")


class Stretch(NamedTuple):
    """A row group computed under one law or more."""

    number: NDArray[np.int64]
    weight: NDArray[np.int64]
    persons: Persons
    under: tuple[Pensions, ...]


def without_histories(stretch: Stretch) -> Stretch:
    """The same without what nobody needs again, and what is dear to hand between processes."""
    none = stretch.persons.histories.of(slice(0, 0))
    return stretch._replace(persons=stretch.persons._replace(histories=none))


class _Work(NamedTuple):
    population: Population
    laws: Sequence[Tables]
    each: Callable[[Stretch], Any]


_work: _Work | None = None  # a worker process's own, set once when it begins


def computed(
    population: Population,
    laws: Sequence[Tables],
    each: Callable[[Stretch], T],
    processes: int | None = None,
) -> Iterator[T]:
    """What `each` makes of every row group, in the file's order; it runs beside the computing.

    What is in memory at a time is a row group a process and the results not yet taken. Raises
    `InvalidInput` for the first row group that cannot be.
    """
    many = processes or os.cpu_count() or 1
    groups = range(len(population.starts))
    if many == 1 or len(groups) == 1:
        yield from (each(compute(population, laws, group)) for group in groups)
        return
    context = multiprocessing.get_context("spawn")  # Arrow's threads do not survive a fork
    given = (population.path, tuple(laws), each)
    with ProcessPoolExecutor(many, context, _begin, given) as pool:
        ahead = [pool.submit(_group, group) for group in groups[: many * 2]]
        for group in groups:
            found = ahead.pop(0).result()
            if group + many * 2 in groups:
                ahead.append(pool.submit(_group, group + many * 2))
            if isinstance(found, _Refused):
                raise InvalidInput(*found.problems)
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


class _Refused(NamedTuple):
    """Problems as a value: an exception with arguments of its own does not travel."""

    problems: tuple[Problem, ...]


def _begin(path: Path, laws: tuple[Tables, ...], each: Callable[[Stretch], Any]) -> None:
    global _work  # noqa: PLW0603 - what a worker process is given at its beginning
    _work = _Work(Population(path), laws, each)


def _group(group: int) -> Any:
    assert _work is not None
    try:
        return _work.each(compute(_work.population, _work.laws, group))
    except InvalidInput as refusal:
        return _Refused(refusal.problems)
