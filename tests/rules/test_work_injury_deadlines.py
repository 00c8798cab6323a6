"""By when each step of a work injury case has to be taken."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from tests.rules.worked import answered, result, wrong

_BEGUN = {"accepted_date": None, "assessment_date": None, "conclusion_date": None}


def test_each_step_has_its_last_day() -> None:
    found = result("work_injury_deadlines")
    assert found.employer_applies_by == "2026-03-01"  # 30 days: 1 of January, 28, 1 of March
    assert found.person_applies_by == "2027-01-30"
    assert found.decided_by == "2026-05-01"  # 60 days: 29 of March, 30, 1 of May
    assert found.assessed_by == "2026-07-31"  # 60 days: 29 of June, 31
    assert found.appeal_by == "2026-08-04"  # 15 days: 11 of July, 4 of August


def test_a_clear_case_is_decided_in_15_days_and_an_assessment_may_take_30_more() -> None:
    found = result("work_injury_deadlines", clear_case=True, assessment_extended=True)
    assert (found.decided_by, found.assessed_by) == ("2026-03-17", "2026-08-30")


def test_what_has_not_begun_has_no_limit_yet() -> None:
    found = result("work_injury_deadlines", **_BEGUN)
    assert (found.decided_by, found.assessed_by, found.appeal_by) == (UNSET, UNSET, UNSET)


@pytest.mark.parametrize(
    ("injury", "last"),
    [
        ("2024-02-28", "2025-02-28"),
        ("2024-02-29", "2025-02-28"),
        ("2024-03-01", "2025-03-01"),
        ("2023-02-28", "2024-02-28"),
    ],
)
def test_a_year_ends_on_the_same_day_or_with_the_month(injury: str, last: str) -> None:
    assert result("work_injury_deadlines", injury_date=injury).person_applies_by == last


@pytest.mark.parametrize(
    ("name", "day", "fine"),
    [
        ("accepted_date", "2026-01-29", False),
        ("accepted_date", "2026-01-30", True),
        ("accepted_date", "2026-01-31", True),
        ("assessment_date", "2026-03-01", False),
        ("assessment_date", "2026-03-02", True),
        ("assessment_date", "2026-03-03", True),
        ("conclusion_date", "2026-05-31", False),
        ("conclusion_date", "2026-06-01", True),
        ("conclusion_date", "2026-06-02", True),
    ],
)
def test_no_step_lies_before_the_one_it_follows(name: str, day: str, fine: bool) -> None:
    found = wrong("work_injury_deadlines", **{name: day})
    assert found == ([] if fine else [("STEP_OUT_OF_ORDER", name)])


def test_a_limit_of_a_step_that_has_not_begun_is_not_changed() -> None:
    found = wrong("work_injury_deadlines", **_BEGUN, clear_case=True, assessment_extended=True)
    assert found == [("STEP_NOT_BEGUN", "clear_case"), ("STEP_NOT_BEGUN", "assessment_extended")]


def test_only_the_limit_of_clear_cases_is_from_memory() -> None:
    assert answered("work_injury_deadlines").unverified == ()
    assert len(answered("work_injury_deadlines", clear_case=True).unverified) == 1


@given(st.dates(date(2012, 1, 1), date(2090, 1, 1)))
def test_the_employer_has_thirty_days_and_the_person_a_year(injury: date) -> None:
    found = result("work_injury_deadlines", **_BEGUN, injury_date=injury.isoformat())
    assert date.fromisoformat(found.employer_applies_by) == injury + timedelta(days=30)
    assert (date.fromisoformat(found.person_applies_by) - injury).days in (365, 366)
