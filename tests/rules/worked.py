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
        "credits": [{"month": 1, "amount": "480.00"}, {"month": 6, "amount": "480.00"}],
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
    "resident_contribution": {"yearly_contribution": "300"},
    "resident_years": {"birth": "1967-03", "scheme_start": "2011-07", "paid_years": 10},
    "retirement_age": {"birth": "1965-01", "category": "male_60"},
    "transfer_amount": {
        "pre1998_personal_principal_and_interest": "1236.45",
        "account_balance_1998_to_last_year_end": "28410.07",
        "current_year_account_principal": "1344.00",
        "records": [
            {"year": 1998, "months": 12, "monthly_base": "650"},
            {"year": 2001, "months": 4, "monthly_base": "4200", "payer": "flexible"},
        ],
    },
    "temporary_account_transfer": {
        "sex": "male",
        "age_at_entry": 50,
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
        "interest": "321.09",
    },
    "account_kind": {
        "sex": "female",
        "birth_date": "1980-05-20",
        "first_contribution_date": "2020-05-20",
        "hukou_province": "410000",
        "new_province": "440000",
    },
    "pension_place": {
        "hukou_province": "410000",
        "segments": [
            {"province": "410000", "months": 60, "account": "general"},
            {"province": "440000", "months": 120, "account": "general"},
        ],
        "current_relation_province": "440000",
    },
    "scheme_conversion": {
        "direction": "residents_to_employee",
        "at_statutory_age": True,
        "employee_months": 180,
        "required_months": 180,
        "resident_account_balance": "12000.00",
        "overlap_months": 6,
        "resident_personal_contribution_per_year": "1000",
        "collective_subsidy_per_year": "200",
    },
    "transfer_progress": {
        "events": [
            {"event": "submit", "actor": "applicant", "on": "2026-09-01"},
            {"event": "accept_and_send_letter", "actor": "new_place", "on": "2026-09-10"},
            {"event": "letter_received", "actor": "old_place", "on": "2026-09-14"},
        ],
        "today": "2026-09-20",
    },
    "transfer_check": {
        "paying_at_new_place": True,
        "paying_at_old_place": False,
        "draws_pension": False,
        "account": "general",
    },
    "proof_of_life": {"proved_date": "2025-11-24", "today": "2026-11-24"},
    "handling_limit": {"matter": "pension", "accepted_date": "2026-03-02"},
    "medical_gap": {
        "change": "employee_to_employee",
        "gap_months": 3,
        "unbroken_months_before": 0,
    },
    "contribution_base": {
        "area_code": "110000",
        "month": "2025-09",
        "declared_wage": "7000",
    },
    "monthly_contribution": {
        "area_code": "110000",
        "month": "2025-09",
        "insured_as": "employee",
        "declared_wage": "10000.55",
        "work_injury_class": 2,
        "work_injury_float": 80,
    },
    "work_injury_rate": {"work_injury_class": 3, "work_injury_float": 120},
    "undeclared_month": {"last_month_amount": "1000.05"},
    "base_settlement": {
        "area_code": "110000",
        "insured_as": "employee",
        "settle_base_difference": True,
        "months": [
            {"month": "2025-07", "declared_wage": "7000"},
            {"month": "2025-08", "declared_wage": "40000"},
        ],
        "old_base_lower": "6821",
        "old_base_upper": "35283",
    },
    "late_fee": {
        "arrears": "10000.00",
        "last_due_date": "2026-01-15",
        "paid_date": "2026-02-14",
        "daily_rate": "0.0005",
    },
    "back_payment": {
        "payer": "employer",
        "first_month": "2020-01",
        "last_month": "2022-12",
        "paid_date": "2026-03-01",
        "labour_relation_proved": True,
        "document": "court",
        "document_date": "2026-02-01",
    },
    "back_payment_bill": {
        "area_code": "110000",
        "months": [
            {
                "month": "2025-09",
                "declared_wage": "10000",
                "last_due_date": "2025-09-25",
                "work_injury_class": 2,
                "work_injury_float": 80,
            },
            {
                "month": "2025-10",
                "declared_wage": "10000",
                "last_due_date": "2025-10-24",
                "work_injury_rate": "0.0032",
            },
        ],
        "paid_date": "2025-12-10",
        "labour_relation_proved": True,
    },
    "refund": {"reason": "paid_twice", "paid": "200.00", "due": "100.00"},
    "resident_medical_premium": {"coverage_year": 2026},
    "resident_medical_waiting": {"missed_years": 2, "later_paid_years": 1},
    "unemployment_months": {"paid_months": 60, "own_will": False, "registered": True},
    "survivor_benefits": {"monthly_disposable_income": "4000.00", "paid_months": 192},
    "work_injury_benefit": {
        "grade": 4,
        "own_wage": "8000",
        "average_wage": "7000",
        "nursing_need": 2,
    },
    "work_death_benefit": {
        "own_wage": "8000",
        "average_wage": "7000",
        "national_disposable_income": "54188",
        "dependants": [{"relation": "spouse"}, {"relation": "other", "alone": True}],
    },
    "maternity_allowance": {"employer_average_wage": "9000", "leave_days": 98},
    "medical_reimbursement": {
        "total_cost": "20000",
        "outside_catalogue": "2000",
        "deductible": "800",
        "bands": [{"share": "0.8", "up_to": "10000"}, {"share": "0.9"}],
    },
    "pension_adjustment": {
        "pension": "3000",
        "paid_months": 365,
        "fixed_amount": "26",
        "amount_per_year": "1",
        "pension_rate": "0.006",
        "part_year": "up",
    },
    "overpayment_recovery": {"overpaid": "1000.00", "way": "plan", "months": 3},
    "double_pension": {
        "ended_scheme": "resident",
        "drawn": [
            {
                "first_month": "2025-01",
                "last_month": "2025-12",
                "monthly": "250.05",
                "account_part": "50",
            },
            {"first_month": "2026-01", "last_month": "2026-03", "monthly": "260"},
        ],
        "account_rest": "2500",
        "government_subsidy": "400.01",
        "monthly_deduction": "300",
    },
    "work_injury_deadlines": {
        "injury_date": "2026-01-30",
        "accepted_date": "2026-03-02",
        "assessment_date": "2026-06-01",
        "conclusion_date": "2026-07-20",
    },
    "double_months": {
        "kept": [{"first_month": "2020-01", "last_month": "2023-06"}],
        "other": [
            {"first_month": "2019-07", "last_month": "2020-03", "personal_monthly": "280.55"},
            {"first_month": "2023-06", "last_month": "2024-01", "personal_monthly": "300"},
        ],
    },
    "working_day_limit": {"start_date": "2026-09-25", "working_days": 5},
    "reporting_limit": {"event": "new_employee", "event_date": "2026-01-31"},
    "flexible_notice": {"statutory_month": "2028-01", "chosen_month": "2027-05"},
    "unemployment_transfer": {
        "draws_benefit": True,
        "remaining_months": 7,
        "monthly_amount": "2034.55",
    },
    "unemployment_extension": {
        "last_benefit_month": "2026-03",
        "statutory_month": "2026-10",
        "monthly_amount": "2034.55",
    },
    "newborn_cover": {"birth_date": "2025-10-10", "joined_date": "2026-01-08"},
    "fine": {"fault": "order_ignored", "amount": "10000.05"},
    "employer_invoice": {
        "area_code": "110000",
        "month": "2025-09",
        "wages": ["10000.55", "7000", "40000"],
        "work_injury_class": 2,
        "work_injury_float": 80,
    },
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
