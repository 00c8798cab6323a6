"""What a clerk would say of a pension: every step in order, with its figures, rule and source.

`pension_explanations.txt` was read line by line. After a change of words or order it is made anew by
`python -m tests.rules.test_pension_explanations`, and read again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.rules.clerk import told

TOLD = Path(__file__).with_name("pension_explanations.txt")
CREDIT = [{"month": "2026-03", "amount": "1000"}]
CASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("retirement_age", {}),
    ("retirement_age", {"birth": "1964-12"}),
    ("retirement_age", {"birth": "1965-05", "options": [{"chosen_month": "2028-07"}]}),
    (
        "retirement_age",
        {"birth": "1990-01", "category": "female_50", "options": [{"chosen_month": "2043-01"}]},
    ),
    ("short_years", {}),
    ("average_index", {}),
    (
        "average_index",
        {
            "records": [
                {"year": 2019, "months": 6, "monthly_base": "15000", "reference_wage": "5000"},
                {"year": 2020, "months": 1, "monthly_base": "15000.01", "reference_wage": "5000"},
            ],
            "denominator": "elapsed_months",
            "elapsed_months": 24,
            "deemed_months": 12,
            "deemed_index": "1.0",
        },
    ),
    ("average_index", {"yearly_cap": "0.9"}),
    ("account_accrual", {}),
    ("account_accrual", {"method": "annual_1083"}),
    ("account_history", {"through_month": "2026-05", "credits": CREDIT}),
    ("account_history", {"rates": [{"year": 2023, "rate_percent": "4"}]}),
    ("employee_pension", {}),
    ("employee_pension", {"retire_age": {"years": 60, "months": 3}, "years_rounding": "ceil_1dp"}),
    ("employee_pension", {"formula_kind": "mean_formula", "transitional_index": "0.75"}),
    ("employee_pension", {"formula_kind": "index_floor_1"}),
    (
        "employee_pension",
        {"formula_kind": "by_total_years", "transitional_coefficient": None},
    ),
    (
        "employee_pension",
        {"transitional_amount": "812.34", "transitional_coefficient": None, "divisor": "140"},
    ),
    (
        "employee_pension",
        {
            "supplement_rate": "0.05",
            "supplement_amount": "480",
            "supplement_per_index_year": "3",
            "total_rounding": "jiao_ceil",
        },
    ),
    ("employee_pension", {"supplement_amount": "480"}),
    ("provisional_recalculation", {}),
    ("resident_years", {}),
    ("resident_contribution", {}),
    ("resident_contribution", {"government_subsidy": "45", "collective_subsidy": "10"}),
    ("resident_pension", {}),
)


def test_every_step_is_told_as_it_was_read_and_found_right() -> None:
    assert told(CASES) == TOLD.read_text(encoding="utf-8")


if __name__ == "__main__":
    TOLD.write_text(told(CASES), encoding="utf-8")
