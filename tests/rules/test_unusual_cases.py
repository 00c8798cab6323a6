"""Unusual but legal inputs of the worked cases' kinds, each worked out by hand from the rule."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.rules.worked import ON

from bumang.rules import law
from bumang.rules.calculations import calculate

CASES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    (
        "the oldest age of the table, one month above the minimum, an empty account, to the jiao",
        "employee_pension",  # (7381 + 7381 × 0.6) ÷ 2 × 181 ÷ 12 × 1% = 890.6407
        {
            "calc_base": "7381",
            "average_index": "0.6",
            "total_months": 181,
            "years_rounding": "exact",
            "account_balance": "0",
            "retire_age": {"years": 70, "months": 0},
            "total_rounding": "jiao_ceil",
        },
        {"divisor": 56.0, "basic": "890.64", "account": "0.00", "total": "890.70"},
    ),
    (
        "an age below fifty between two birthdays: 208 − 4 × 6 ÷ 12; whole years are not raised",
        "employee_pension",
        {
            "calc_base": "7381",
            "average_index": "0.6",
            "total_months": 300,
            "years_rounding": "ceil_1dp",
            "account_balance": "206.00",
            "retire_age": {"years": 47, "months": 6},
            "transitional_months": 0,
        },
        {"divisor": 206.0, "basic": "1476.20", "account": "1.00", "total": "1477.20"},
    ),
    (
        "the highest index, a supplement of one-child parents: 5% of 3000.00 + 1.00",
        "employee_pension",  # (5000 + 5000 × 3) ÷ 2 × 30 × 1%
        {
            "calc_base": "5000",
            "average_index": "3",
            "total_months": 360,
            "years_rounding": "half_up_2dp",
            "account_balance": "139.00",
            "retire_age": {"years": 60, "months": 0},
            "supplement_rate": "0.05",
        },
        {"basic": "3000.00", "account": "1.00", "supplement": "150.05", "total": "3151.05"},
    ),
    (
        "an index below one is lifted to one in the transitional part alone",
        "employee_pension",  # 8000 × 1 × 10 × 1.2% = 960; basic (8000 + 8000 × 0.5) ÷ 2 × 15 × 1%
        {
            "calc_base": "8000",
            "average_index": "0.5",
            "total_months": 180,
            "years_rounding": "exact",
            "account_balance": "0",
            "retire_age": {"years": 55, "months": 0},
            "transitional_months": 120,
            "transitional_coefficient": "0.012",
            "transitional_index_floor": "1",
        },
        {"basic": "900.00", "transitional": "960.00", "total": "1860.00"},
    ),
    (
        "born on the 31st, sixty and a month in February: the month's last day",
        "retirement_age",
        {"birth": "1965-01-31", "category": "male_60"},
        {"statutory_month": "2025-02", "statutory_date": "2025-02-28"},
    ),
    (
        "born on the 29th of February: the day is the 29th of December",
        "retirement_age",  # born 1968-02: 37 months after 1965-01, 37 // 4 + 1 = 10
        {"birth": "1968-02-29", "category": "male_60"},
        {"delay_months": 10, "statutory_month": "2028-12", "statutory_date": "2028-12-29"},
    ),
    (
        "a delay above three years: the earliest month is three years before, not the age of fifty",
        "retirement_age",
        {"birth": "1983-06", "category": "female_50"},
        {
            "delay_months": 51,
            "statutory_month": "2037-09",
            "earliest_flexible_month": "2034-09",
            "latest_deferred_month": "2040-09",
            "min_contribution_months": 228,
        },
    ),
    (
        "the last month of birth that the schedule moves, and the first that has the whole delay",
        "retirement_age",
        {"birth": "1981-08", "category": "female_55"},
        {"delay_months": 35, "statutory_month": "2039-07", "min_contribution_months": 240},
    ),
    (
        "late over the day when the rate changed: fifteen days at 0.2%, fifteen at 0.05%",
        "late_fee",
        {"arrears": "1000", "last_due_date": "2011-06-15", "paid_date": "2011-07-15"},
        {"days": 30, "late_fee": "37.50"},
    ),
    (
        "months before 1998 and unpaid ones add nothing: 12% of 333.37 is 40.0044",
        "transfer_amount",
        {
            "account_balance_1998_to_last_year_end": "0",
            "current_year_account_principal": "0",
            "records": [
                {"year": 1997, "months": 12, "monthly_base": "500"},
                {"year": 1998, "months": 1, "monthly_base": "500.01", "status": "unpaid"},
                {"year": 2000, "months": 1, "monthly_base": "333.37"},
            ],
        },
        {"pooled_base_sum": "333.37", "pooled_transfer": "40.00", "total_transfer": "40.00"},
    ),
    (
        "ten years in a temporary account make no pension place, 119 months neither",
        "pension_place",
        {
            "hukou_province": "410000",
            "segments": [
                {"province": "440000", "months": 120, "account": "temporary"},
                {"province": "330000", "months": 119},
            ],
            "current_relation_province": "330000",
        },
        {"place": "410000", "rule": 4},
    ),
    (
        "the last earlier place with ten years, not the longest",
        "pension_place",
        {
            "hukou_province": "410000",
            "segments": [
                {"province": "440000", "months": 240},
                {"province": "320000", "months": 120},
                {"province": "330000", "months": 12},
            ],
            "current_relation_province": "330000",
        },
        {"place": "320000", "rule": 3},
    ),
    (
        "a part of a year of residents' contributions goes back by the month: 500 ÷ 12 × 7",
        "scheme_conversion",
        {
            "direction": "employee_to_residents",
            "at_statutory_age": True,
            "employee_months": 125,
            "required_months": 180,
            "resident_account_balance": "3000",
            "overlap_months": 7,
            "resident_personal_contribution_per_year": "500",
        },
        {"allowed": True, "refund": "291.67", "resident_years_converted": 10.42},
    ),
    (
        "a gap counts where the place divides by months elapsed: 0.7 × 24 ÷ 36",
        "average_index",
        {
            "records": [
                {"year": year, "months": 12, "monthly_base": "3500", "reference_wage": "5000"}
                for year in (2015, 2017)
            ],
            "denominator": "elapsed_months",
            "index_decimals": 4,
        },
        {"average_index": "0.4667", "paid_months": 24},
    ),
    (
        "a woman of forty on the day: a temporary account passes on everything",
        "temporary_account_transfer",
        {
            "sex": "female",
            "age_at_entry": 40,
            "hukou_in_new_province": False,
            "records": [
                {
                    "year": 2020,
                    "months": 12,
                    "monthly_base": "5000",
                    "employer_rate": "0.16",
                    "personal_rate": "0.08",
                }
            ],
        },
        {"account_type": "temporary", "total_transfer": "14400.00"},
    ),
    (
        "the smallest account: a fen over 139 is nothing",
        "resident_pension",
        {
            "base_amount": "163",
            "local_addition": "0",
            "long_contribution_addition": "0",
            "account_balance": "0.01",
            "divisor": 139,
        },
        {"base": "163.00", "account": "0.00", "total": "163.00"},
    ),
    (
        "credits of December earn a month: 480 × 1.5% ÷ 12 is 0.60",
        "account_accrual",
        {
            "year": 2025,
            "opening_balance": "50000",
            "rate_percent": "1.50",
            "credits": [{"month": 12, "amount": "480"}],
            "method": "monthly_product",
        },
        {"interest_on_opening": "750.00", "interest_on_credits": "0.60"},
    ),
    (
        "by the year the month does not matter: 480 × 1.5% × 1.083 ÷ 2 is 3.8988",
        "account_accrual",
        {
            "opening_balance": "50000",
            "rate_percent": "1.50",
            "credits": [{"month": 12, "amount": "480"}],
            "method": "annual_1083",
        },
        {"interest_on_credits": "3.90", "closing_balance": "51233.90"},
    ),
    (
        "one month short of the first raised minimum",
        "short_years",
        {
            "statutory_month": "2030-01",
            "paid_months": 185,
            "deemed_months": 0,
            "account_balance": "60000",
        },
        {"required_months": 186, "missing_months": 1},
    ),
]


@pytest.mark.parametrize(
    ("kind", "inputs", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_an_unusual_case_is_what_the_rule_gives(
    kind: str, inputs: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = msgspec.to_builtins(calculate(kind, inputs, law(), ON).result)
    assert {name: found[name] for name in expected} == expected
