"""Every person twice: by columns, and by the rules for one person. Nothing may differ by a fen."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from bumang.kernel.months import Month
from bumang.rules import Law
from bumang.rules.columns import Pensions, Status, Tables
from bumang.studio.compute import Stretch, compute
from bumang.studio.file import Population
from bumang.studio.laws import laid_out
from bumang.studio.one_person import Result, by_the_rules, person_of
from bumang.studio.projection import projected
from bumang.studio.written import shipped

_ON = date(2025, 1, 1)  # the measure on ages has one version, from this day on


class Difference(NamedTuple):
    """A person whom the two ways do not agree on."""

    person: int
    columns: Result
    rules: Result


class Agreement(NamedTuple):
    """How many were compared, and who differs (the first of them)."""

    compared: int
    different: int
    first: tuple[Difference, ...]


def agreement(
    path: Path, progress: Callable[[int], None], processes: int | None = None
) -> Agreement:
    """Compare everybody in a file. Raises `InvalidInput` for a file that cannot be computed."""
    population = Population(path)
    groups = range(len(population.starts))
    many = processes or os.cpu_count() or 1
    found = Agreement(0, 0, ())
    if many == 1:
        for part in map(_compared, [path] * len(groups), groups):
            found = _added(found, part, progress)
        return found
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(many, context) as pool:
        for part in pool.map(_compared, [path] * len(groups), groups):
            found = _added(found, part, progress)
    return found


def differences(stretch: Stretch, law: Law, tables: Tables) -> Iterator[Difference]:
    """Who differs, of one stretch with its histories."""
    (pensions,) = stretch.under
    for row, number in enumerate(stretch.number):
        mine = result_of(pensions, row)
        exact = by_the_rules(person_of(stretch.persons, row, tables.places), law, _ON)
        if mine != exact:
            yield Difference(int(number), mine, exact)


def result_of(pensions: Pensions, row: int) -> Result:
    """A row of the columns' answer in the rules' own types."""
    decimals = int(pensions.index_decimals[row])
    basic, account, transitional, supplement, total = (int(part[row]) for part in pensions.parts)
    return Result(
        Month(0, 1).plus(int(pensions.retirement[row])),
        int(pensions.total_months[row]),
        Decimal(int(pensions.average_index[row])).scaleb(-decimals),
        int(pensions.balance[row]),
        (basic, account, transitional, supplement, total),
        Status(pensions.status[row]),
    )


def _compared(path: Path, group: int) -> Agreement:
    population = Population(path)
    tables = laid_out(shipped(), population.years)
    stretch = compute(population, (tables,), group)
    found = tuple(differences(stretch, projected(shipped(), population.years), tables))
    return Agreement(len(stretch.number), len(found), found[:5])


def _added(found: Agreement, part: Agreement, progress: Callable[[int], None]) -> Agreement:
    progress(part.compared)
    return Agreement(
        found.compared + part.compared,
        found.different + part.different,
        (found.first + part.first)[:5],
    )
