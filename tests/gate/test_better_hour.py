"""The better hour is said only where the past says so."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import asyncpg
from hypothesis import given
from hypothesis import strategies as st

from bumang.gate.arrivals import Arrivals, history
from bumang.gate.better_hour import STEP, Came, better_hour, said
from bumang.kernel.clock import CHINA
from bumang.kernel.workdays import is_workday
from bumang.runtime.database import Bounded

# A Wednesday; all days around it are as they look.
NOW = datetime(2026, 11, 25, 9, 10, tzinfo=CHINA)
MIDNIGHT = NOW.replace(hour=0, minute=0)


def past(days: int, busy_hours: set[int]) -> list[Came]:
    """Every half hour of so many days before today: queued in these hours of working days."""
    return [
        Came(at, 10, 5 if at.hour in busy_hours and is_workday(at.date()) else 0)
        for day in range(1, days + 1)
        for half_hour in range(48)
        for at in [MIDNIGHT - timedelta(days=day) + half_hour * STEP]
    ]


def test_the_next_hours_that_were_free_are_named() -> None:
    found = better_hour(past(14, {8, 9, 10, 11, 14, 15, 16, 17}), NOW, is_workday)
    assert found is not None
    assert (found.begins, found.ends) == (
        NOW.replace(hour=12, minute=0),
        NOW.replace(hour=14, minute=0),
    )
    assert said(found, NOW).zh == "今天 12:00 到 14:00 一般不用等。"


def test_where_today_has_none_it_is_tomorrow() -> None:
    busy = set(range(24)) - {14, 15}
    at = NOW.replace(hour=16, minute=30)
    found = better_hour(past(14, busy), at, is_workday)
    assert found is not None
    assert said(found, at).zh == "明天 14:00 到 16:00 一般不用等。"
    assert said(found, at).en == "Tomorrow from 14:00 to 16:00 there is usually no wait."


def test_before_there_are_four_days_of_the_kind_nothing_is_said() -> None:
    assert better_hour([], NOW, is_workday) is None
    assert better_hour(past(3, set()), NOW, is_workday) is None


def test_where_every_hour_was_busy_nothing_is_said() -> None:
    assert better_hour(past(28, set(range(24))), NOW.replace(hour=8), is_workday) is None


def test_a_free_week_end_says_nothing_of_working_days() -> None:
    friday = datetime(2026, 11, 27, 12, 0, tzinfo=CHINA)
    found = better_hour(past(28, set(range(24))), friday, is_workday)
    assert found is not None
    assert found.begins.date() == date(2026, 11, 28)


@given(
    st.lists(st.tuples(st.integers(1, 48 * 60), st.integers(0, 9)), max_size=300),
    st.integers(0, 48 * 14),
)
def test_what_is_named_lies_ahead_by_day_and_lasts_one_to_three_hours(
    came: list[tuple[int, int]], at: int
) -> None:
    known = [Came(MIDNIGHT - step * STEP, 10, queued) for step, queued in came]
    now = MIDNIGHT + timedelta(minutes=30) * at
    found = better_hour(known, now, is_workday)
    if found is not None:
        assert now < found.begins < found.ends <= now + timedelta(hours=51)
        assert timedelta(hours=1) <= found.ends - found.begins <= timedelta(hours=3)
        assert 7 <= found.begins.hour < 22


async def test_what_several_processes_count_is_one_figure_a_half_hour(intake_dsn: str) -> None:
    async with asyncpg.create_pool(intake_dsn, min_size=0, max_size=2) as pool:
        database = Bounded(pool, 5)
        for came, queued in ((3, 0), (5, 2)):
            process = Arrivals()
            process.came, process.queued = came, queued
            await process.store(database, NOW)
            assert (process.came, process.queued) == (0, 0)
        assert await history(database, NOW) == [Came(NOW.replace(minute=0), 8, 2)]


def test_the_working_days_are_those_of_the_yearly_notices(shared: Path) -> None:
    with (shared / "data/calendar/cn_workdays_2018_2026.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["date"] >= "2025"]
    assert len(rows) == 730
    for row in rows:
        assert is_workday(date.fromisoformat(row["date"])) is (row["is_workday"] == "1"), row
