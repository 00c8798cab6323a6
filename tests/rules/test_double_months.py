"""Months paid in two places at once count once; the other place refunds the personal part."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.worked import answered, result, wrong

from bumang.kernel.months import Month
from bumang.rules import law
from bumang.rules.transfer.double_months import Stretch, double_months


def test_months_of_both_places_count_once_and_the_personal_part_comes_back() -> None:
    # 42 months kept, 9 + 8 elsewhere, 3 + 1 of them twice: 3 × 280.55 + 300.
    found = result("double_months")
    assert found.twice == ("2020-01", "2020-02", "2020-03", "2023-06")
    assert (found.counted_months, found.refund) == (55, Decimal("1141.65"))


@pytest.mark.parametrize(
    ("last", "twice", "counted", "refund"),
    [("2019-12", 0, 48, 0), ("2020-01", 1, 48, 100), ("2020-02", 2, 48, 200)],
)
def test_a_month_is_paid_twice_from_the_first_month_that_both_have(
    last: str, twice: int, counted: int, refund: int
) -> None:
    other = [{"first_month": "2019-07", "last_month": last, "personal_monthly": "100"}]
    found = result("double_months", other=other)
    assert (len(found.twice), found.counted_months, found.refund) == (twice, counted, refund)


def test_that_only_the_personal_part_comes_back_is_from_memory() -> None:
    assert len(answered("double_months").unverified) == 1


@pytest.mark.parametrize(
    ("first", "last", "fine"),
    [
        ("2023-06", "2023-07", False),
        ("2023-07", "2023-07", True),
        ("2023-08", "2023-08", True),
        ("2023-09", "2023-08", False),
        ("2023-07", "2093-06", True),
        ("2023-07", "2093-07", False),
    ],
)
def test_a_place_has_a_month_once(first: str, last: str, fine: bool) -> None:
    kept = [
        {"first_month": "2020-01", "last_month": "2023-06"},
        {"first_month": first, "last_month": last},
    ]
    found = wrong("double_months", kept=kept)
    assert found == ([] if fine else [("PAID_NOT_IN_ORDER", "kept[1]")])


@given(
    st.integers(0, 60),
    st.integers(1, 60),
    st.integers(0, 60),
    st.integers(1, 60),
    st.integers(0, 10**6),
)
def test_every_month_counts_once_and_each_month_twice_comes_back(
    start: int, long: int, begin: int, span: int, personal: int
) -> None:
    origin = Month(2012, 1)
    here = Stretch(origin.plus(start), origin.plus(start + long - 1))
    there = Stretch(origin.plus(begin), origin.plus(begin + span - 1), personal)
    found = double_months([here], [there], law(), date(2026, 11, 24))
    both = max(0, min(start + long, begin + span) - max(start, begin))
    assert len(found.twice) == both
    assert found.counted == long + span - both
    assert found.refund == both * personal
