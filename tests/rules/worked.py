"""A good case of every kind, made here; tests change one thing in it."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from bumang.kernel.problems import InvalidInput
from bumang.rules import law
from bumang.rules.calculations import calculate
from bumang.rules.calculations.declaration import Calculated

ON = date(2026, 11, 24)

GOOD: dict[str, dict[str, Any]] = {
    "employee_pension": {
        "calc_base": "8000",
        "average_index": "0.8",
        "total_months": 360,
        "years_rounding": "exact",
        "account_balance": "139000.00",
        "retire_age": {"years": 60, "months": 0},
        "transitional_months": 120,
        "transitional_coefficient": "0.013",
    },
    "average_index": {
        "records": [
            {"year": 2015, "months": 12, "monthly_base": "3500", "reference_wage": "5000"},
            {"year": 2016, "months": 12, "monthly_base": "5500", "reference_wage": "5500"},
        ],
        "denominator": "paid_months",
        "index_decimals": 4,
    },
    "account_accrual": {
        "opening_balance": "50000.00",
        "rate_percent": "3.97",
        "credits": [{"month": 1, "amount": "480.00"}, {"month": 12, "amount": "480.00"}],
        "method": "monthly_product",
    },
    "resident_pension": {
        "base_amount": "143.00",
        "local_addition": "20",
        "long_contribution_addition": "5.50",
        "account_balance": "18000.00",
        "divisor": 139,
    },
    "provisional_recalculation": {
        "provisional_base": "12434",
        "final_base": "12577",
        "first_paid_month": "2026-02",
        "first_month_at_final_rate": "2026-08",
        "average_index": "1.0000",
        "total_months": 360,
        "years_rounding": "exact",
        "account_balance": "139000.00",
        "retire_age": {"years": 60, "months": 0},
    },
    "short_years": {
        "statutory_month": "2033-11",
        "paid_months": 120,
        "deemed_months": 12,
        "account_balance": "60000.00",
    },
    "account_history": {
        "opening_balance": "10000.00",
        "first_year": 2023,
        "through_month": "2024-12",
        "credits": [
            {"month": "2023-01", "amount": "480.00"},
            {"month": "2024-12", "monthly_base": "6000"},
        ],
        "method": "monthly_product",
    },
    "retirement_age": {"birth": "1965-01", "category": "male_60"},
}


def good(kind: str, **changed: Any) -> dict[str, Any]:
    """The good case with some inputs changed; `None` leaves one out."""
    inputs = copy.deepcopy(GOOD[kind]) | changed
    return {name: value for name, value in inputs.items() if value is not None}


def answered(kind: str, **changed: Any) -> Calculated:
    return calculate(kind, good(kind, **changed), law(), ON)


def result(kind: str, **changed: Any) -> Any:
    return answered(kind, **changed).result


def wrong(kind: str, **changed: Any) -> list[tuple[str, str]]:
    """The problems of a case, as (code, field); none when it is answered."""
    try:
        answered(kind, **changed)
    except InvalidInput as invalid:
        return [(problem.code, problem.field) for problem in invalid.problems]
    return []
