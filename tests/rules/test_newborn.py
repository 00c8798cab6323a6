"""A child that joins residents' medical insurance: within ninety days it is covered from birth."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from tests.rules.worked import answered, result, wrong

from bumang.rules import law
from bumang.rules.contributions.newborn import newborn_cover
from bumang.rules.law_files import laid_over


@pytest.mark.parametrize(
    ("joined", "days", "from_birth"),
    [
        ("2025-10-10", 0, True),
        ("2025-10-11", 1, True),
        ("2026-01-07", 89, True),
        ("2026-01-08", 90, True),
        ("2026-01-09", 91, False),
    ],
)
def test_within_ninety_days_a_child_is_covered_from_birth(
    joined: str, days: int, from_birth: bool
) -> None:
    found = result("newborn_cover", joined_date=joined)
    assert (found.days, found.from_birth) == (days, from_birth)
    assert (found.last_day, found.coverage_year) == ("2026-01-08", 2025)
    assert found.cover_from == ("2025-10-10" if from_birth else UNSET)


@pytest.mark.parametrize(
    ("born", "last"),
    [
        ("2024-02-29", "2024-05-29"),
        ("2025-02-28", "2025-05-29"),  # no leap day between
        ("2025-12-31", "2026-03-31"),
        ("2026-01-01", "2026-04-01"),
    ],
)
def test_the_last_day_is_counted_by_the_calendar(born: str, last: str) -> None:
    assert result("newborn_cover", birth_date=born, joined_date=last).last_day == last


def test_a_child_joins_once_it_is_born() -> None:
    assert wrong("newborn_cover", joined_date="2025-10-09") == [("BEFORE_BIRTH", "joined_date")]
    assert wrong("newborn_cover", joined_date="2025-10-10") == []
    assert wrong("newborn_cover", birth_date="2020-12-31", joined_date="2021-01-01") == [
        ("NOT_ON_RECORD", "")
    ]


def test_who_joins_late_is_told_that_the_place_says_from_when() -> None:
    found = answered("newborn_cover", joined_date="2026-01-09")
    told = msgspec.json.decode(msgspec.json.encode(found.result))
    assert told == {
        "last_day": "2026-01-08",
        "days": 91,
        "from_birth": False,
        "coverage_year": 2025,
    }
    assert "由当地规定" in found.steps[1].formula.zh
    assert [one.confidence for one in found.unverified] == ["D"]


def test_a_place_may_set_other_days() -> None:
    local = laid_over(
        {
            "days.toml": """
[newborn_joining_days]
values = [{ since = 2026-01-01, value = 180, confidence = "A", sources = ["MEM"] }]
"""
        }
    )
    assert newborn_cover(date(2025, 12, 31), date(2026, 6, 1), local).from_birth is False
    assert newborn_cover(date(2026, 1, 1), date(2026, 6, 30), local).from_birth is True
    assert newborn_cover(date(2026, 1, 1), date(2026, 7, 1), local).from_birth is False


@given(st.dates(date(2021, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_cover_begins_at_birth_or_not_at_all(born: date, days: int) -> None:
    found = newborn_cover(born, born + timedelta(days=days), law())
    assert found.from_birth is (days <= 90)
    assert found.cover_from == (born if days <= 90 else None)
