"""What is shipped agrees with the shared tables, row by row."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bumang.kernel.months import Month
from bumang.rules import (
    Age,
    Category,
    annuity_divisor,
    law,
    min_contribution_months,
    resident_medical_premium,
    retirement_age,
)

ON = date(2026, 1, 1)


def rows(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "domain/tables" / name).open(encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    assert found
    return found


def test_every_row_of_the_retirement_schedule_follows_from_the_rule(shared: Path) -> None:
    for row in rows(shared, "retirement_age_schedule.csv"):
        birth, category = Month.parse(row["birth_month"]), Category(row["category"])
        found = retirement_age(birth, category, law(), ON)
        assert found.delay_months == int(row["delay_months"]), row
        assert str(found.statutory_month) == row["statutory_month"], row
        assert found.statutory_age == Age(
            int(row["statutory_age_years"]), int(row["statutory_age_months"])
        ), row
        assert str(found.earliest_flexible_month or "") == row["earliest_flexible_month"], row
        assert str(found.latest_deferred_month or "") == row["latest_deferred_month"], row
        least = int(row["min_contribution_months_at_statutory_year"])
        assert found.min_contribution_months == least, row


def test_every_divisor_of_the_monthly_table_follows_from_the_rule(shared: Path) -> None:
    for row in rows(shared, "annuity_divisors_monthly.csv"):
        age = Age(int(row["age_years"]), int(row["age_months"]))
        assert annuity_divisor(age, law(), ON).divisor == Decimal(row["divisor_months"]), row


def test_every_calculation_base_is_shipped_with_its_confidence(shared: Path) -> None:
    for row in rows(shared, "pension_bases.csv"):
        value = law().at("calculation_base", date(int(row["year"]), 7, 1), row["area_code"])
        assert value.number == Decimal(row["base_yuan_per_month"]), row
        assert value.region == row["area_code"], row
        assert value.origin.confidence == row["confidence"], row


def test_every_published_interest_rate_is_shipped(shared: Path) -> None:
    for row in rows(shared, "account_interest_rates.csv"):
        if row["rate_percent"]:
            value = law().at("account_interest", date(int(row["year"]), 1, 1))
            assert value.number == Decimal(row["rate_percent"]), row


def test_the_minimum_months_of_every_year_are_shipped(shared: Path) -> None:
    for row in rows(shared, "min_contribution.csv"):
        year = int(row["reference_year"].strip("<=>"))
        assert min_contribution_months(year, law()).count == int(row["min_months"]), row


def test_the_residents_base_amounts_are_shipped(shared: Path) -> None:
    for row in rows(shared, "resident_basic_pension_min.csv"):
        value = law().at("resident_basic_pension", date.fromisoformat(row["effective_from"]))
        assert value.number == Decimal(row["yuan_per_month"]), row


def test_the_residents_medical_premiums_go_by_the_year_of_cover(shared: Path) -> None:
    for row in rows(shared, "resident_medical_premium.csv"):
        premium = resident_medical_premium(int(row["usual_coverage_year"]), law())
        assert premium.notice_year == int(row["notice_year"]), row
        assert premium.own_share == 100 * int(row["individual_yuan"]), row
        assert premium.subsidy == 100 * int(row["fiscal_subsidy_yuan"]), row


@pytest.mark.parametrize(
    ("parameter", "column"),
    [("transitional_form", "formula_kind"), ("account_start", "account_start")],
)
def test_the_transitional_parameters_of_every_province_are_shipped(
    shared: Path, parameter: str, column: str
) -> None:
    for row in rows(shared, "transitional_parameters.csv"):
        value = law().at(parameter, ON, row["area_code"])
        assert str(value.figure) == row[column], row
        coefficient = law().at("transitional_coefficient", ON, row["area_code"]).number
        assert coefficient * 100 == Decimal(row["coefficient_percent"].split("|")[0]), row
