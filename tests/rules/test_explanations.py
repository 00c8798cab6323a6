"""What a clerk would say: the steps of every calculation of contributions, transfer and benefits.

`explanations.txt` was read line by line and found right. After a change of words or of the order it is
made anew by `python -m tests.rules.test_explanations`, and read again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.rules.clerk import told

TOLD = Path(__file__).with_name("explanations.txt")
HENAN, GUANGDONG, HUNAN = "410000", "440000", "430000"
TWO_PLACES = [
    {"year": 2015, "months": 12, "monthly_base": "4000", "province": HENAN},
    {"year": 2016, "months": 3, "monthly_base": "5000.50", "province": GUANGDONG},
    {"year": 2017, "months": 2, "monthly_base": "5000", "kind": "deemed", "province": GUANGDONG},
]
FLEXIBLE = {"insured_as": "flexible", "work_injury_class": None, "work_injury_float": None}
CASES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("transfer_amount", {}),
    ("transfer_amount", {"records": TWO_PLACES}),
    (
        "transfer_amount",
        {
            "records": TWO_PLACES,
            "pooled_covers_earlier_segments": False,
            "extra_lines": [
                {"item": "pooled", "amount": "-1.00"},
                {"item": "account", "amount": "2.00"},
            ],
        },
    ),
    ("transfer_amount", {"records": []}),
    ("temporary_account_transfer", {}),
    ("temporary_account_transfer", {"sex": "female", "age_at_entry": {"years": 39, "months": 11}}),
    ("temporary_account_transfer", {"hukou_in_new_province": True, "records": []}),
    ("temporary_account_transfer", {"approved_official_move": True}),
    ("temporary_account_transfer", {"relation_opened_before": True}),
    ("account_kind", {}),
    ("account_kind", {"first_contribution_date": "2020-05-19"}),
    ("pension_place", {}),
    ("pension_place", {"hukou_province": GUANGDONG}),
    (
        "pension_place",
        {
            "segments": [
                {"province": HUNAN, "months": 120},
                {"province": GUANGDONG, "months": 119},
            ]
        },
    ),
    ("pension_place", {"segments": [{"province": GUANGDONG, "months": 119}]}),
    ("pension_place", {"segments": []}),
    ("pension_place", {"segments": [{"province": HUNAN, "months": 120}]}),
    ("scheme_conversion", {}),
    ("scheme_conversion", {"employee_months": 179}),
    ("scheme_conversion", {"at_statutory_age": False}),
    ("scheme_conversion", {"direction": "employee_to_residents"}),
    (
        "scheme_conversion",
        {
            "direction": "employee_to_residents",
            "employee_months": 121,
            "employee_account_balance": "5000.00",
        },
    ),
    ("transfer_progress", {}),
    ("transfer_progress", {"events": [], "step_limit_days": 5}),
    ("transfer_check", {}),
    ("transfer_check", {"employer_in_arrears": True, "names_agree": False}),
    ("medical_gap", {}),
    ("medical_gap", {"change": "employee_to_residents", "gap_months": 4}),
    ("medical_gap", {"change": "residents_to_employee", "unbroken_months_before": 24}),
    ("contribution_base", {}),
    ("contribution_base", {"declared_wage": "8000", "month": "2026-07"}),
    ("contribution_base", {"area_code": "340000", "declared_wage": "99999"}),
    ("monthly_contribution", {}),
    ("monthly_contribution", FLEXIBLE),
    ("monthly_contribution", {**FLEXIBLE, "area_code": "440100", "month": "2026-01"}),
    (
        "monthly_contribution",
        {**FLEXIBLE, "insurances": ["medical"], "medical_flexible_fixed": "500"},
    ),
    (
        "monthly_contribution",
        {"insurances": ["pension"], "pension_employer_rate": "0.14", "work_injury_class": None},
    ),
    ("base_settlement", {}),
    ("base_settlement", {"settle_base_difference": False}),
    ("base_settlement", {"area_code": "340000"}),
    (
        "base_settlement",
        {
            "area_code": "440300",
            "months": [
                {"month": "2026-01", "declared_wage": "5000", "medical_employer_rate": "0.06"}
            ],
            "insurances": ["pension", "medical"],
            "old_base_lower": "5500",
            "old_base_upper": "26000",
        },
    ),
    ("work_injury_rate", {}),
    ("undeclared_month", {}),
    ("undeclared_month", {"declared_later": "1000.00"}),
    ("late_fee", {}),
    (
        "late_fee",
        {
            "last_due_date": "2011-06-01",
            "paid_date": "2011-07-31",
            "daily_rate": None,
            "part_payments": [{"paid_date": "2011-07-11", "amount": "4000"}],
            "cap_at_principal": True,
        },
    ),
    ("late_fee", {"paid_date": "2026-01-15"}),
    ("back_payment", {}),
    ("back_payment", {"document": None, "document_date": None}),
    ("back_payment", {"last_month": "2022-11", "document": None, "document_date": None}),
    ("back_payment", {"labour_relation_proved": False}),
    ("back_payment", {"payer": "flexible", "area_code": "310000"}),
    ("back_payment_bill", {}),
    (
        "back_payment_bill",
        {
            "months": [
                {
                    "month": "2011-05",
                    "declared_wage": "2000",
                    "last_due_date": "2011-06-15",
                    "base_lower": "1500",
                    "base_upper": "10000",
                    "pension_employer_rate": "0.2",
                }
            ],
            "insurances": ["pension"],
            "cap_at_principal": True,
            "labour_relation_proved": False,
        },
    ),
    ("refund", {}),
    ("refund", {"reason": "leaving_scheme"}),
    ("resident_medical_premium", {}),
    ("resident_medical_waiting", {}),
    ("resident_medical_waiting", {"missed_years": 0, "joined_in_season": True}),
    ("unemployment_months", {}),
    ("unemployment_months", {"paid_months": 11}),
    ("unemployment_months", {"paid_months": 12}),
    ("unemployment_months", {"own_will": True}),
    (
        "unemployment_months",
        {"months_per_paid_year": 2, "unused_months": 3, "monthly_amount": "2034.50"},
    ),
    ("survivor_benefits", {}),
    ("survivor_benefits", {"drawn_months": 30}),
    ("work_injury_benefit", {}),
    ("work_injury_benefit", {"grade": 6, "minimum_wage": "5000"}),
    ("work_injury_benefit", {"grade": 7, "nursing_need": None}),
    ("work_injury_benefit", {"grade": 5, "nursing_need": 1}),
    ("work_death_benefit", {}),
    ("work_death_benefit", {"dependants": [{"relation": "other"}] * 4}),
    ("maternity_allowance", {}),
    ("maternity_allowance", {"own_wage": "10000"}),
    ("medical_reimbursement", {}),
    ("medical_reimbursement", {"total_cost": "2800", "ceiling": "5000"}),
    ("pension_adjustment", {}),
    (
        "pension_adjustment",
        {"part_year": "down", "additions": ["50", "5.55"], "months_passed": 7},
    ),
    ("overpayment_recovery", {}),
    ("overpayment_recovery", {"way": "at_once"}),
    ("overpayment_recovery", {"way": "deduction", "monthly_deduction": "300"}),
    ("overpayment_recovery", {"way": "account", "account_balance": "0"}),
    ("work_injury_deadlines", {}),
    ("work_injury_deadlines", {"clear_case": True, "assessment_extended": True}),
    ("double_months", {}),
    ("double_pension", {}),
    ("double_pension", {"ended_scheme": "employee", "government_subsidy": None}),
    ("proof_of_life", {}),
    ("handling_limit", {}),
    ("working_day_limit", {}),
    ("handling_limit", {"matter": "medical_transfer_in"}),
    ("reporting_limit", {}),
    ("reporting_limit", {"event": "new_employer"}),
    ("reporting_limit", {"event": "change_or_close"}),
    ("reporting_limit", {"event": "employee_leaves"}),
    ("flexible_notice", {}),
    ("flexible_notice", {"chosen_month": "2029-01"}),
    ("unemployment_transfer", {}),
    ("unemployment_transfer", {"draws_benefit": False}),
    ("unemployment_extension", {}),
    ("unemployment_extension", {"statutory_month": "2027-03", "monthly_amount": None}),
    ("unemployment_extension", {"statutory_month": "2026-02"}),
    ("newborn_cover", {}),
    ("newborn_cover", {"joined_date": "2026-01-09"}),
    ("fine", {}),
    ("fine", {"fault": "fraud"}),
    ("employer_invoice", {}),
    ("employer_invoice", {"wages": ["8000"] * 13, "work_injury_rate": "0.004"}),
)


def test_every_step_is_told_as_it_was_read_and_found_right() -> None:
    assert told(CASES) == TOLD.read_text(encoding="utf-8")


if __name__ == "__main__":
    TOLD.write_text(told(CASES), encoding="utf-8")
