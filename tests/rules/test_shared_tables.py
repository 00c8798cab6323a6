"""What is shipped agrees with the shared tables, row by row."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

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
from bumang.rules.contributions.injury_rate import injury_rate

ON = date(2026, 1, 1)
LAST = date(2025, 12, 31)  # the last day of the temporary cuts


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


def test_every_published_limit_and_wage_of_2025_is_shipped_with_its_confidence(
    shared: Path,
) -> None:
    columns = {
        "lower_yuan": "contribution_base_lower",
        "upper_yuan": "contribution_base_upper",
        "avg_wage_2024_yuan": "contribution_reference_wage",
    }
    for row in rows(shared, "contribution_base_limits_2025.csv"):
        for column, parameter in columns.items():
            code = row["area_code"]
            # a city's wage is its province's, and is not repeated
            if not row[column] or (parameter.endswith("wage") and code not in law().places):
                continue
            value = law().at(parameter, date(2025, 7, 1), code)
            assert value.number == Decimal(row[column]), row
            assert value.region == code, row
            assert value.origin.confidence == row["confidence"], row


def test_every_work_injury_class_and_step_is_shipped(shared: Path) -> None:
    for row in rows(shared, "work_injury_rates.csv"):
        trade = int(row["class"])
        for step in row["allowed_float_percent_of_benchmark"].split(";"):
            rate = injury_rate(trade, int(step), law(), ON).rate
            assert rate == Decimal(row["benchmark_percent"]) * int(step) / 10000, row


@pytest.mark.parametrize(
    ("table", "name", "parameter", "region", "on"),
    [
        ("national.pension", "employer", "pension_employer_rate", "CN", ON),
        ("national.pension", "employee", "pension_employee_rate", "CN", ON),
        ("national.pension", "flexible_total", "pension_flexible_rate", "CN", ON),
        ("national.unemployment", "temporary_employer", "unemployment_employer_rate", "CN", LAST),
        ("national.unemployment", "temporary_employee", "unemployment_employee_rate", "CN", LAST),
        ("national.medical", "employee", "medical_employee_rate", "CN", ON),
        ("national.base", "lower_ratio", "contribution_base_lower_ratio", "CN", ON),
        ("national.base", "upper_ratio", "contribution_base_upper_ratio", "CN", ON),
        ("local.beijing", "medical_employer", "medical_employer_rate", "110000", LAST),
        (
            "local.beijing",
            "flexible_medical_fixed_yuan",
            "medical_flexible_fixed",
            "110000",
            LAST,
        ),
        ("local.beijing", "flexible_unemployment", "unemployment_flexible_rate", "110000", LAST),
        ("local.shanghai", "medical_employer", "medical_employer_rate", "310000", LAST),
        ("local.shanghai", "flexible_pension", "pension_flexible_rate", "310000", ON),
        ("local.shanghai", "flexible_medical", "medical_flexible_rate", "310000", ON),
        ("local.guangzhou", "medical_employer", "medical_employer_rate", "440100", ON),
        ("local.guangzhou", "flexible_medical", "medical_flexible_rate", "440100", ON),
        ("local.shenzhen", "flexible_medical", "medical_flexible_rate", "440300", ON),
        ("local.shenzhen", "medical_base_lower", "medical_base_lower", "440300", ON),
        ("local.shenzhen", "medical_base_upper", "medical_base_upper", "440300", ON),
        ("local.hangzhou", "flexible_medical", "medical_flexible_rate", "330100", ON),
        ("local.chengdu", "flexible_medical", "medical_flexible_rate", "510100", ON),
        ("local.chengdu", "flexible_medical_base_yuan", "medical_flexible_base", "510100", ON),
        ("local.wuhan", "flexible_medical", "medical_flexible_rate", "420100", ON),
        ("local.nanjing", "medical_employer", "medical_employer_rate", "320100", ON),
        ("local.nanjing", "flexible_medical", "medical_flexible_rate", "320100", ON),
        ("local.tianjin", "flexible_medical", "medical_flexible_rate", "120000", ON),
        (
            "local.chongqing",
            "flexible_medical_tier1_yuan_per_year",
            "medical_flexible_year_tier_1",
            "500000",
            ON,
        ),
        (
            "local.chongqing",
            "flexible_medical_tier2_yuan_per_year",
            "medical_flexible_year_tier_2",
            "500000",
            ON,
        ),
        ("late_fee", "daily_rate", "late_fee_daily_rate", "CN", ON),
        ("late_fee", "daily_rate_before_2011_07", "late_fee_daily_rate", "CN", date(2011, 6, 30)),
        ("undeclared", "factor_of_last_month", "undeclared_factor", "CN", ON),
    ],
)
def test_the_rates_of_contributions_are_shipped(
    shared: Path, table: str, name: str, parameter: str, region: str, on: date
) -> None:
    text = (shared / "domain/tables/contribution_rates.toml").read_text("utf-8")
    found: Any = tomllib.loads(text, parse_float=Decimal)
    for part in table.split("."):
        found = found[part]
    assert law().at(parameter, on, region).number == Decimal(found[name])


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
