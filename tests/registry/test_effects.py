"""Effects are stored whole and in bulk; what must not be is refused by the database."""

from dataclasses import dataclass
from datetime import date

import asyncpg
import pytest

from bumang.registry.effects import Coverage, Line, Movement


@dataclass(frozen=True)
class Entry:
    log: int
    seq: int


@dataclass(frozen=True)
class Accepted:
    entry: Entry


def accepted(seq: int) -> Accepted:
    return Accepted(Entry(3, seq))


def year(person: int, number: int) -> Coverage:
    return Coverage(person, "resident_medical", date(number, 1, 1), date(number + 1, 1, 1), 40000)


def paid(person: int, number: int, back: int = -40000) -> Movement:
    lines = (Line("settlement:demo", 40000), Line("fund:resident_medical", back))
    return Movement(person, number, lines, date(2026, 11, 24))


async def test_coverage_is_stored_with_the_entry_that_made_it(core: asyncpg.Connection) -> None:
    await Coverage.store(core, [(accepted(7), year(1, 2027)), (accepted(8), year(2, 2027))])
    found = await core.fetch(
        "SELECT person_id, lower(during) AS first, upper(during) AS after, amount_fen, log_id, seq"
        " FROM contribution_period ORDER BY person_id"
    )
    first, after = date(2027, 1, 1), date(2028, 1, 1)
    assert [tuple(row) for row in found] == [
        (1, first, after, 40000, 3, 7),
        (2, first, after, 40000, 3, 8),
    ]


async def test_the_next_year_may_follow_but_the_same_year_is_refused(
    core: asyncpg.Connection,
) -> None:
    await Coverage.store(core, [(accepted(1), year(1, 2026)), (accepted(2), year(1, 2027))])
    with pytest.raises(asyncpg.ExclusionViolationError):
        await Coverage.store(core, [(accepted(3), year(1, 2027))])


async def test_the_lines_of_a_movement_are_counted_from_one(core: asyncpg.Connection) -> None:
    await Movement.store(core, [(accepted(7), paid(1, 1)), (accepted(7), paid(2, 2))])
    found = await core.fetch(
        "SELECT person_id, log_id, seq, movement, line, account, amount_fen FROM ledger_entry"
        " ORDER BY movement, line"
    )
    assert [tuple(row) for row in found] == [
        (1, 3, 7, 1, 1, "settlement:demo", 40000),
        (1, 3, 7, 1, 2, "fund:resident_medical", -40000),
        (2, 3, 7, 2, 1, "settlement:demo", 40000),
        (2, 3, 7, 2, 2, "fund:resident_medical", -40000),
    ]


async def test_a_movement_that_does_not_sum_to_zero_is_refused_with_all_the_others(
    core: asyncpg.Connection,
) -> None:
    with pytest.raises(asyncpg.CheckViolationError):
        await Movement.store(core, [(accepted(1), paid(1, 1)), (accepted(2), paid(2, 1, -39999))])
    assert await core.fetchval("SELECT count(*) FROM ledger_entry") == 0
