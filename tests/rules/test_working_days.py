"""Working days as published, counted as limits are."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.worked import result, wrong

from bumang.rules.working_days import NotPublishedError, WorkingDays, working_days

DAYS = st.dates(date(2018, 1, 1), date(2026, 6, 1))


def test_every_day_of_the_shared_calendar_is_worked_or_not_as_there(shared: Path) -> None:
    with (shared / "data/calendar/cn_workdays_2018_2026.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3287
    for row in rows:
        day = date.fromisoformat(row["date"])
        assert working_days().works(day) is (row["is_workday"] == "1"), row


def test_a_calendar_is_the_week_but_for_its_exceptions() -> None:
    friday, saturday = date(2030, 1, 4), date(2030, 1, 5)
    made = WorkingDays([friday], [saturday], range(2030, 2031))
    assert [made.works(friday + timedelta(days=n)) for n in (-1, 0, 1, 2)] == [
        True,
        False,
        True,
        False,
    ]
    with pytest.raises(NotPublishedError):
        made.works(date(2031, 1, 1))


@pytest.mark.parametrize("day", [date(2017, 12, 31), date(2027, 1, 1)])
def test_a_year_that_is_not_on_record_is_not_guessed(day: date) -> None:
    with pytest.raises(NotPublishedError) as caught:
        working_days().works(day)
    assert caught.value.year == day.year


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-20", 1, "2026-11-23"),  # over a weekend
        ("2026-09-30", 1, "2026-10-08"),  # over the national days off
        ("2026-10-09", 1, "2026-10-10"),  # a Saturday that is made up
        ("2026-12-30", 1, "2026-12-31"),
    ],
)
def test_the_day_a_limit_begins_is_not_counted(start: str, days: int, last: str) -> None:
    found = result("working_day_limit", start_date=start, working_days=days)
    assert found.last_day == last
    calendar_days = (date.fromisoformat(last) - date.fromisoformat(start)).days
    assert found.calendar_days == calendar_days


def test_a_limit_that_runs_out_of_the_calendar_is_told() -> None:
    found = wrong("working_day_limit", start_date="2026-12-31", working_days=1)
    assert found == [("CALENDAR_NOT_ON_RECORD", "")]


@given(DAYS, st.integers(0, 60))
def test_counting_back_gives_the_days_of_the_limit(start: date, days: int) -> None:
    calendar = working_days()
    last = calendar.after(start, days)
    assert calendar.between(start, last) == days
    assert days == 0 or calendar.works(last)
    assert calendar.between(last, start) == 0


@given(DAYS, st.integers(0, 40), st.integers(0, 40))
def test_days_between_add_up(start: date, first: int, second: int) -> None:
    calendar = working_days()
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    whole = calendar.between(start, end)
    assert calendar.between(start, middle) + calendar.between(middle, end) == whole


@pytest.mark.parametrize(
    ("matter", "days", "last"),
    [
        ("registration", 10, "2026-03-16"),
        ("pension", 20, "2026-03-30"),
        ("medical_bills", 30, "2026-04-14"),
        ("maternity_allowance", 10, "2026-03-16"),
        ("work_injury_bills", 20, "2026-03-30"),
        ("unemployment_benefit", 10, "2026-03-16"),
        ("training_subsidy", 10, "2026-03-16"),
        ("end_of_right", 20, "2026-03-30"),
    ],
)
def test_the_limits_of_the_handling_regulation(matter: str, days: int, last: str) -> None:
    found = result("handling_limit", matter=matter)
    assert (found.working_days, found.last_day) == (days, last)


@pytest.mark.parametrize(
    ("accepted", "problem"),
    [
        ("2023-11-30", "NOT_ON_RECORD"),
        ("2023-12-01", None),
        ("2026-12-03", None),
        ("2026-12-04", "CALENDAR_NOT_ON_RECORD"),
    ],
)
def test_a_limit_is_told_where_law_and_calendar_are_on_record(
    accepted: str, problem: str | None
) -> None:
    found = [code for code, _ in wrong("handling_limit", accepted_date=accepted)]
    assert found == ([] if problem is None else [problem])


@pytest.mark.parametrize(
    ("proved", "today", "until", "run_out"),
    [
        ("2025-11-24", "2026-11-23", "2026-11-24", False),
        ("2025-11-24", "2026-11-24", "2026-11-24", False),
        ("2025-11-24", "2026-11-25", "2026-11-24", True),
        ("2024-02-29", "2025-01-01", "2025-02-28", False),
    ],
)
def test_a_proof_of_life_holds_for_twelve_months(
    proved: str, today: str, until: str, run_out: bool
) -> None:
    found = result("proof_of_life", proved_date=proved, today=today)
    assert (found.valid_until, found.run_out) == (until, run_out)


def test_a_proof_yet_to_come_is_told() -> None:
    found = wrong("proof_of_life", proved_date="2026-11-25", today="2026-11-24")
    assert found == [("PROOF_AHEAD", "proved_date")]
    assert wrong("proof_of_life", proved_date="2026-11-24", today="2026-11-24") == []
