"""Whole pensions, from birth to the total: columns against the rules for one person."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bumang.rules.columns import Status, Tables, pensions
from bumang.studio.agreement import agreement, differences, result_of
from bumang.studio.columns import read_persons
from bumang.studio.compute import Stretch, compute, computed, without_histories
from bumang.studio.file import Population, write
from bumang.studio.people import stretches
from bumang.studio.projection import projected
from bumang.studio.written import shipped


def test_three_hundred_persons_agree_in_everything(people: Path) -> None:
    told: list[int] = []
    found = agreement(people, told.append, processes=1)
    assert (found.compared, found.different, sum(told)) == (300, 0, 300)


@pytest.mark.slow
def test_a_million_persons_agree_in_everything(tables: Tables, tmp_path: Path) -> None:
    """With BUMANG_AGREE_PERSONS=1000000; fewer by default, because each is computed one by one."""
    many = int(os.environ.get("BUMANG_AGREE_PERSONS", "3000"))
    path = tmp_path / "many.parquet"
    write(path, stretches(many, 99, tables, range(2025, 2042)), lambda _: None)
    found = agreement(path, lambda _: None)
    assert found.compared == many
    assert found.different == 0, found.first


def test_the_strangest_persons_agree_too(people: Path, tables: Tables) -> None:
    """Nothing paid, one month, gaps, entry in the year of retirement, deemed years alone, by hand."""
    table = pq.read_table(people)
    years = Population(people).years
    months = {f"months_{y}": np.array(table[f"months_{y}"].to_numpy()) for y in years}
    rows = range(60)
    for row in rows:
        for n, year in enumerate(years):
            kind = row % 6
            if kind == 0 or (kind == 1 and year != 2020):
                months[f"months_{year}"][row] = 0
            elif kind == 2:
                months[f"months_{year}"][row] = (row * 7 + n * 5) % 13 * (n % 3 > 0)
            elif kind == 3 and year < 2026:
                months[f"months_{year}"][row] = 0
    changed = table
    for name, values in months.items():
        changed = changed.set_column(changed.schema.get_field_index(name), name, pa.array(values))
    changed = _with(changed, "deemed_months", [row % 600 for row in range(300)])
    changed = _with(
        changed,
        "transitional_by_hand_fen",
        [None if row % 4 else row % 8 * 1111 for row in range(300)],
    )
    persons, weight = read_persons(changed, years, tables.places, 0)
    found = pensions(persons, tables)
    stretch = Stretch(table["person"].to_numpy(), weight, persons, (found,))
    law = projected(shipped(), years)
    assert list(differences(stretch, law, tables)) == []
    assert {Status(status) for status in found.status} == set(Status)


def _with(table: pa.Table, name: str, values: list[Any]) -> pa.Table:
    field = table.schema.field(name)
    place = table.schema.get_field_index(name)
    return table.set_column(place, field, pa.array(values, field.type))


def test_a_difference_of_one_fen_is_told(people: Path, tables: Tables) -> None:
    population = Population(people)
    stretch = compute(population, (tables,), 0)
    stretch.under[0].parts.total[7] += 1
    (found,) = differences(stretch, projected(shipped(), population.years), tables)
    assert found.person == 7
    assert found.columns.parts[4] == found.rules.parts[4] + 1


def test_processes_and_blocks_change_nothing(tables: Tables, tmp_path: Path) -> None:
    path = tmp_path / "more.parquet"
    batches = [
        batch.slice(start, 100)
        for batch in stretches(400, 5, tables, range(2026, 2030))
        for start in range(0, 400, 100)
    ]
    write(path, batches, lambda _: None)
    population = Population(path)
    assert population.starts == [0, 100, 200, 300]
    alone = [
        result_of(s.under[0], r)
        for s in computed(population, (tables,), without_histories, 1)
        for r in range(100)
    ]
    shared = [
        result_of(s.under[0], r)
        for s in computed(population, (tables,), without_histories, 2)
        for r in range(100)
    ]
    assert alone == shared


def test_the_same_seed_makes_the_same_persons_and_another_others(tables: Tables) -> None:
    def made(seed: int) -> pa.RecordBatch:
        return next(iter(stretches(50, seed, tables, range(2026, 2028))))

    assert made(3).equals(made(3))
    assert not made(3).equals(made(4))
