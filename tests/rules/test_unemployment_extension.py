"""Unemployment benefit near the statutory age: less than a year from it, it runs on to it."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from msgspec import UNSET
from tests.rules.worked import answered, result, wrong


@pytest.mark.parametrize(
    ("statutory", "extended", "last", "added"),
    [
        ("2025-11", False, "2025-11", 0),  # the pension takes its place
        ("2026-03", False, "2026-03", 0),
        ("2026-04", True, "2026-04", 1),
        ("2027-01", True, "2027-01", 10),
        ("2027-02", True, "2027-02", 11),
        ("2027-03", False, "2026-03", 0),
        ("2027-04", False, "2026-03", 0),
    ],
)
def test_less_than_a_year_from_the_statutory_age_it_runs_on(
    statutory: str, extended: bool, last: str, added: int
) -> None:
    found = result("unemployment_extension", statutory_month=statutory, monthly_amount="2034.55")
    assert (found.extended, found.last_month, found.added_months) == (extended, last, added)
    assert found.added_total == Decimal("2034.55") * added
    assert found.fund_pays_through == (last if extended else UNSET)


@pytest.mark.parametrize(
    ("benefit", "statutory", "through"),
    [
        ("2039-10", "2039-11", "2039-11"),
        ("2039-11", "2039-12", "2039-12"),
        ("2039-11", "2040-01", "2039-12"),
    ],
)
def test_the_fund_pays_pension_contributions_while_the_age_is_raised(
    benefit: str, statutory: str, through: str
) -> None:
    found = result("unemployment_extension", last_benefit_month=benefit, statutory_month=statutory)
    assert (found.last_month, found.fund_pays_through) == (statutory, through)


def test_it_begins_with_2025() -> None:
    before = {"last_benefit_month": "2024-12", "statutory_month": "2025-03"}
    assert wrong("unemployment_extension", **before) == [("NOT_ON_RECORD", "")]
    assert wrong("unemployment_extension", last_benefit_month="2025-01") == []


def test_what_does_not_apply_is_left_out_and_what_is_from_memory_is_said() -> None:
    found = answered("unemployment_extension", statutory_month="2027-03", monthly_amount=None)
    assert msgspec.json.decode(msgspec.json.encode(found.result)) == {
        "extended": False,
        "last_month": "2026-03",
        "added_months": 0,
    }
    assert [one.confidence for one in answered("unemployment_extension").unverified] == ["D", "D"]
