"""The columns against the rules for one person, on a million random persons: to the fen.

    .venv/bin/python tools/agreement_proof.py               a quarter of an hour on one core
    .venv/bin/python tools/agreement_proof.py --page        the page anew from the record

Persons come in blocks, each from a seed of its own; a block that is done is a line of
`docs/reference/law-agreement.jsonl`, with what it covered and whoever differs. Stopped and started
again it goes on with the blocks that are missing. The kinds of population take turns: people as
they might be, and people as the file's limits allow.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
import pyarrow as pa
from numpy.random import Generator

from bumang.rules import Law
from bumang.rules.columns import Status, Tables, pensions
from bumang.rules.columns.retirement_age import CATEGORIES
from bumang.studio.agreement import differences
from bumang.studio.columns import base_of, months_of, read_persons
from bumang.studio.compute import Stretch
from bumang.studio.laws import laid_out
from bumang.studio.people import stretch
from bumang.studio.projection import projected
from bumang.studio.written import shipped

RECORD = Path(__file__).parents[1] / "docs/reference/law-agreement.jsonl"
PAGE = RECORD.with_suffix(".md")
SIZE = 10_000
_RETIRE = range(2025, 2042)
Columns = dict[str, pa.Array]


class Kind(NamedTuple):
    """A kind of population: its histories' years, and what is changed in people as they might be."""

    about: str
    years: range
    change: Callable[[Columns, range, int, Generator], None]


def ordinary(_columns: Columns, _years: range, _persons: int, _chance: Generator) -> None:
    """Careers with missed years, wages between 40 % and 300 % of the place's."""


def gaps(columns: Columns, years: range, persons: int, chance: Generator) -> None:
    """Any months in any year, nothing paid at all, deemed years alone, amounts by hand."""
    for year in years:
        months = chance.integers(0, 13, persons) * (chance.random(persons) < 0.7)
        months[: persons // 20] = 0
        _set(columns, months_of(year).name, months)
    _set(columns, "deemed_months", chance.integers(0, 721, persons))
    given = chance.integers(0, 10**6, persons)
    columns["transitional_by_hand_fen"] = pa.array(
        given, pa.int64(), mask=chance.random(persons) < 0.7
    )


def limits(columns: Columns, years: range, persons: int, chance: Generator) -> None:
    """Bases from a fen to the largest a file holds, balances to ten thousand million yuan."""
    gaps(columns, years, persons, chance)
    level = chance.random(persons) * 31
    for year in years:
        base = np.exp2(level * (0.9 + 0.1 * chance.random(persons))).astype(np.int64)
        _set(columns, base_of(year).name, np.minimum(base, 2**31 - 1))
    _set(columns, "opening_balance_fen", (10 ** (chance.random(persons) * 12)).astype(np.int64))


KINDS = (
    Kind("as they might be, from 1998", range(1998, 2046), ordinary),
    Kind("as they might be, from 1978", range(1978, 2046), ordinary),
    Kind("any months, deemed months, amounts by hand", range(1996, 2046), gaps),
    Kind("the limits of every column", range(1998, 2046), limits),
)


def compared(block: int, persons: int = SIZE) -> dict[str, Any]:
    """One block both ways: what it covered, and the first who differ."""
    kind = KINDS[block % len(KINDS)]
    tables, law = _laws(kind.years)
    chance = np.random.default_rng([block])
    made = stretch(block * persons, persons, chance, tables, _RETIRE)
    columns = dict(zip(made.schema.names, made.columns, strict=True))
    kind.change(columns, kind.years, persons, chance)
    table = pa.table(columns, made.schema)
    people, weight = read_persons(table, kind.years, tables.places, 0)
    found = pensions(people, tables)
    both = Stretch(table["person"].to_numpy(), weight, people, (found,))
    different = list(differences(both, law, tables))
    return {
        "block": block,
        "kind": kind.change.__name__,
        "first_year": kind.years[0],
        "persons": persons,
        "different": len(different),
        "first": [str(one) for one in different[:3]],
        "index_decided_exactly": found.decided_exactly,
        "categories": _counts(people.category, [str(one) for one in CATEGORIES]),
        "statuses": _counts(found.status, [one.name.lower() for one in Status]),
        "places": len(np.unique(people.place)),
        "retire": [int(found.retirement.min()) // 12, int(found.retirement.max()) // 12],
    }


@cache
def _laws(years: range) -> tuple[Tables, Law]:
    return laid_out(shipped(), years), projected(shipped(), years)


def done() -> dict[int, dict[str, Any]]:
    """The blocks on record, by number."""
    lines = RECORD.read_text("utf-8").splitlines() if RECORD.exists() else []
    return {one["block"]: one for one in map(json.loads, lines)}


def _run(persons: int, processes: int) -> Iterator[dict[str, Any]]:
    have = done()
    missing = [block for block in range(-(-persons // SIZE)) if block not in have]
    if processes == 1:
        yield from map(compared, missing)
        return
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        yield from pool.map(compared, missing)


@click.command()
@click.option("--persons", default=1_000_000, show_default=True)
@click.option("--processes", default=os.cpu_count() or 1, show_default=True)
@click.option("--page", "page_only", is_flag=True, help="Only write the page.")
def main(persons: int, processes: int, page_only: bool) -> None:
    """Compare what is not on record yet. Exit code 1 when anybody differs."""
    if not page_only:
        with RECORD.open("a", encoding="utf-8") as record:
            for one in _run(persons, processes):
                record.write(json.dumps(one) + "\n")
                record.flush()
                click.echo(f"block {one['block']}: {one['different']} differ")
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit(1 if any(one["different"] for one in done().values()) else 0)


def page() -> str:
    """What is on record, in words."""
    blocks = [done()[number] for number in sorted(done())]
    rows = [_row(kind, blocks) for kind in KINDS]
    retire = [year for one in blocks for year in one["retire"]]
    return _PAGE.format(
        persons=sum(one["persons"] for one in blocks),
        different=sum(one["different"] for one in blocks),
        last=len(blocks) - 1,
        size=SIZE,
        rows="\n".join(rows),
        categories=_told(sum((Counter(one["categories"]) for one in blocks), Counter())),
        statuses=_told(sum((Counter(one["statuses"]) for one in blocks), Counter())),
        places=max(one["places"] for one in blocks),
        exactly=sum(one["index_decided_exactly"] for one in blocks),
        first=min(retire),
        until=max(retire),
    )


def _row(kind: Kind, blocks: list[dict[str, Any]]) -> str:
    mine = [
        one
        for one in blocks
        if (one["kind"], one["first_year"]) == (kind.change.__name__, kind.years[0])
    ]
    persons, different = (sum(one[name] for one in mine) for name in ("persons", "different"))
    return f"| {kind.about} | {kind.years[0]} to {kind.years[-1]} | {persons:,} | {different:,} |"


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"`{name}` {count:,}" for name, count in sorted(counts.items()))


def _counts(codes: np.ndarray[Any, Any], names: list[str]) -> dict[str, int]:
    return {name: int((codes == code).sum()) for code, name in enumerate(names)}


def _set(columns: Columns, name: str, values: Any) -> None:
    columns[name] = pa.array(values, columns[name].type)


_PAGE = """# Columns against the rules for one person

Made from [`law-agreement.jsonl`](law-agreement.jsonl) by `python tools/agreement_proof.py`; do not edit.

Every person was computed twice: by the columns that populations run on, and in exact decimals by the rules that answer one person. Month of retirement, months, average index, balance, each part and the total were compared, to the fen.

**{persons:,} random persons, {different:,} differ.**

| persons | histories | compared | differ |
| --- | --- | --: | --: |
{rows}

- Seeds: blocks 0 to {last} of {size:,} persons, `numpy.random.default_rng([block])`; a block's line says what it covered, so one block can be run again alone.
- Categories: {categories}.
- Results: {statuses}.
- Places: {places}. Retirements from {first} to {until}, under the law as shipped and, for years to come, its assumptions.
- The average index of {exactly:,} persons lay so near a rounding tie that the columns asked the exact rule.
"""


if __name__ == "__main__":
    main()
