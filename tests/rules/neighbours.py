"""Where a walk goes from the good cases: the other values of inputs, and the other cases it begins at."""

from __future__ import annotations

from typing import Any

_SHENZHEN = {
    "area_code": "440300",
    "old_base_lower": "4500",
    "old_base_upper": "26000",
    "months": [{"month": "2026-01", "declared_wage": "5000", "medical_employer_rate": "0.06"}],
    "insurances": ["pension", "medical"],
}
_LIMITS_OF_A_SETTLEMENT = tuple(
    f"{when}_{whose}base_{end}"
    for when in ("old", "new")
    for whose in ("", "medical_")
    for end in ("lower", "upper")
)


def _missed(month: str, **more: Any) -> dict[str, Any]:
    due = {"month": month, "declared_wage": "10000", "last_due_date": f"{month}-20"}
    return {**due, "work_injury_rate": "0.01", **more}


_THREE_YEARS = [
    _missed(f"{year}-{month:02d}", base_lower="5000", base_upper="30000")
    | {
        f"{kind}_{side}_rate": "0.01"
        for kind in ("medical", "unemployment")
        for side in ("employer", "employee")
    }
    for year in (2022, 2023, 2024)
    for month in range(1, 13)
]
_PENSION: dict[str, Any] = {
    "average_index": "0.9",
    "total_months": 361,
    "years_rounding": "ceil_1dp",
    "account_balance": "140000.00",
    "retire_age": {"years": 60, "months": 1},
    "supplement_rate": "0.05",
    "supplement_amount": "10",
    "supplement_per_index_year": "3",
    "amount_rounding": "jiao_ceil",
    "total_rounding": "jiao_ceil",
    "divisor": "140",
}
# One other value of an input that changes something, alone.
VARIED: dict[str, dict[str, Any]] = {
    "employee_pension": {
        "calc_base": "8100",
        **{
            name: value
            for name, value in _PENSION.items()
            if name not in {"years_rounding", "amount_rounding", "total_rounding"}
        },
        "transitional_months": 121,
        "transitional_coefficient": "0.014",
        "transitional_index": "0.7",
        "transitional_index_floor": "1",
        "transitional_base": "9000",
        "formula_kind": "mean_formula",
    },
    "provisional_recalculation": {
        "provisional_base": "12400",
        "final_base": "12600",
        "first_paid_month": "2026-03",
        "first_month_at_final_rate": "2026-09",
        "average_index": "0.9",
        "supplement_rate": "0.05",
    },
    "average_index": {
        "index_decimals": 1,
        "yearly_cap": "0.5",
        "records": [{"year": 2015, "months": 12, "monthly_base": "1", "reference_wage": "2"}],
    },
    "account_accrual": {
        "opening_balance": "1",
        "rate_percent": "4",
        "credits": [],
        "method": "annual_1083",
    },
    "account_history": {
        "opening_balance": "1",
        "first_year": 2022,
        "through_month": "2025-01",
        "credits": [],
        "method": "annual_1083",
        "rates": [{"year": 2023, "rate_percent": "1"}],
    },
    "resident_pension": {
        "base_amount": "163.00",
        "local_addition": "0",
        "long_contribution_addition": "0",
        "account_balance": "0",
    },
    "resident_contribution": {
        "yearly_contribution": "500",
        "government_subsidy": "40",
        "collective_subsidy": "5",
    },
    "resident_years": {"birth": "1963-03", "scheme_start": "2015-07", "paid_years": 11},
    "short_years": {
        "statutory_month": "2034-11",
        "paid_months": 121,
        "deemed_months": 11,
        "account_balance": "1",
        "first_insured_month": "2000-01",
    },
    "retirement_age": {
        "birth": "1966-01-31",
        "category": "female_55",
        "options": [{"chosen_month": "2026-01"}],
    },
}


# Values that the walk around the good cases needs to meet everything that depends on them.
MET: dict[str, dict[str, list[Any]]] = {
    "retirement_age": {
        "birth": ["1955-01", "1964-12", "1970-06", "1976-09-01", "1985-02", "1990-12"],
        "options": [[{"chosen_month": "2031-01"}]],
    },
    "short_years": {"statutory_month": ["2026-01", "2031-06", "2040-01"]},
    "account_history": {
        "through_month": ["2027-05", "2026-05", "2025-12", "2024-06"],
        "rates": [[{"year": year, "rate_percent": "2"}] for year in (2025, 2026, 2027)],
        "first_year": [2027, 2026, 2024],
        "credits": [[], [{"month": "2024-06", "amount": "1.00"}]],
    },
    "employee_pension": {
        "formula_kind": ["by_total_years", "index_floor_1", None],
        "transitional_coefficient": ["0.012", None],
        "transitional_amount": ["500.05", "77.70"],
        "transitional_months": ["0", 0, 7, 31, None],
        "total_months": [180, 200, 239, 240, 241],
    },
    "provisional_recalculation": {
        "provisional_base": ["7777.77", "12433"],
        "account_balance": ["139123.45", "66666.66"],
        "total_rounding": ["jiao_ceil"],
        "formula_kind": ["by_total_years", "index_floor_1", "mean_formula"],
        "transitional_coefficient": ["0.013", "0.012"],
        "transitional_base": ["9000", "9001"],
        "transitional_index": ["0.7", "1.3"],
        "transitional_index_floor": ["1", "2"],
        "transitional_months": [7, 31, 120],
        "transitional_amount": ["500.05", "77.77"],
        "retire_age": [{"years": 55, "months": 7}],
        "divisor": ["141.3"],
        "total_months": [180, 239, 241],
        "supplement_amount": ["10.03"],
        "first_month_at_final_rate": ["2026-02"],
    },
    "resident_pension": {"divisor": [139, "140", "101"]},
    "resident_medical_premium": {
        "coverage_year": [2025, 2024],
        "notice_year": [2025, 2024, 2023],
        "area_code": ["110000", "310000", "370000"],
    },
    "transfer_amount": {
        "extra_lines": [
            [{"item": "account", "amount": "-3.10"}],
            [{"item": "pooled", "amount": "7.10"}],
        ],
        "pooled_covers_earlier_segments": [True, False],
        "records": [
            [{"year": 2015, "months": 6, "monthly_base": "4000", "province": "370000"}],
            [
                {"year": 2011, "months": 6, "monthly_base": "4000", "province": "370000"},
                {"year": 2012, "months": 6, "monthly_base": "4100", "province": "410000"},
            ],
        ],
    },
    "transfer_check": {
        "lump_payments": [
            [{"months": 36, "paid_date": "2026-03-01"}],
            [{"months": 35, "paid_date": "2026-03-01"}],
        ],
    },
    "temporary_account_transfer": {
        "sex": ["male", "female"],
        "age_at_entry": [39, 40, 49, {"years": 49, "months": 11}],
        "records": [
            [
                {
                    "year": 2020,
                    "months": 3,
                    "monthly_base": "4000",
                    "employer_rate": "0.14",
                    "personal_rate": "0.08",
                }
            ]
        ],
    },
    "account_kind": {
        "birth_date": ["1969-06-01", "1975-01-01"],
        "hukou_province": ["370000", "410000"],
        "new_province": ["370000", "440000"],
    },
    "pension_place": {
        "hukou_province": ["370000", "440000"],
        "current_relation_province": ["410000", "370000"],
        "segments": [
            [{"province": "370000", "months": 120}],
            [{"province": "440000", "months": 119}, {"province": "330000", "months": 119}],
        ],
    },
    "scheme_conversion": {"employee_months": [120, 179, 180, 200], "overlap_months": [0, 1, 12]},
    "transfer_progress": {
        "today": ["2026-10-20", "2026-09-30"],
        "events": [
            [{"event": "submit", "actor": "applicant", "on": "2026-09-01"}],
            [
                {"event": "submit", "actor": "applicant", "on": "2026-09-01"},
                {"event": "accept_and_send_letter", "actor": "new_place", "on": "2026-09-10"},
            ],
        ],
    },
    "medical_gap": {
        "gap_months": [0, 3, 4, 5],
        "unbroken_months_before": [23, 24],
    },
    "contribution_base": {
        "area_code": ["310000", "370000", "441900"],
        "month": ["2024-09", "2025-03", "2026-08"],
        "declared_wage": ["1", "7300", "50000"],
        "base_lower": ["4000"],
        "base_upper": ["30000"],
    },
    "monthly_contribution": {
        "area_code": ["310000", "370000", "440300"],
        "month": ["2024-09", "2025-03", "2026-08"],
        "insurances": [["pension"], ["medical"], ["unemployment"], ["pension", "medical"]],
        "medical_base_lower": ["4100", "12000"],
        "medical_base_upper": ["9100", "12000"],
        "base_lower": ["4000", "11000"],
        "base_upper": ["30000", "9000", "11000"],
        "declared_wage": ["1000", "50000"],
        "medical_flexible_base": ["5000", "6000"],
        "medical_flexible_fixed": ["300", "400"],
        **{
            f"{kind}_{side}_rate": ["0.01", "0.3"]
            for kind in ("pension", "medical", "unemployment")
            for side in ("employer", "employee", "flexible")
        },
    },
    "work_injury_rate": {"work_injury_float": [50, 80, 100, 120, 150]},
    "flexible_notice": {
        "statutory_month": ["2027-05", "2026-05"],
        "chosen_month": ["2028-01", "2028-02", "2030-01"],
    },
    "unemployment_transfer": {"monthly_amount": ["1000.01"]},
    "employer_invoice": {
        "area_code": ["310000", "440300"],
        "month": ["2026-08"],
        "wages": [["7300", "50000.05"], ["9000"]],
        "medical_base_lower": ["4100", "12000"],
        "medical_base_upper": ["9100", "12000"],
        "base_lower": ["4000", "11000"],
        "base_upper": ["30000", "11000"],
        **{
            f"{kind}_{side}_rate": ["0.01", "0.3"]
            for kind in ("pension", "medical", "unemployment")
            for side in ("employer", "employee")
        },
    },
    "base_settlement": {
        "area_code": ["310000", "440300", "990000"],
        "insurances": [["pension"], ["medical"], ["unemployment"]],
        "months": [
            [{"month": "2025-07", "declared_wage": "3000"}],
            [{"month": "2026-07", "declared_wage": "36200"}],
            [
                {"month": "2026-07", "declared_wage": "36200"}
                | {"unemployment_employer_rate": "0.01", "unemployment_employee_rate": "0.005"}
            ],
            [{"month": "2026-01", "declared_wage": "5000", "medical_employer_rate": "0.06"}],
        ],
        **{name: ["3000", "7500"] for name in _LIMITS_OF_A_SETTLEMENT if "lower" in name},
        **{name: ["7500", "36500"] for name in _LIMITS_OF_A_SETTLEMENT if "upper" in name},
    },
    "late_fee": {
        "part_payments": [
            [{"paid_date": "2026-01-25", "amount": "4000"}],
            [{"paid_date": "2026-02-01", "amount": "1000"}],
        ],
        "daily_rate": ["0.1"],
        "last_due_date": ["2005-01-01", "2010-01-01"],
        "paid_date": ["2026-03-01", "2011-08-01"],
    },
    "back_payment": {
        "first_month": ["2020-02", "2021-06", "2022-12"],
        "last_month": ["2022-11", "2023-05", "2020-01"],
        "area_code": ["110000", "330000", "440000"],
        "paid_date": ["2026-02-01", "2024-01-01"],
    },
    "back_payment_bill": {
        "area_code": ["310000", "370000", "440300"],
        "months": [
            _THREE_YEARS,
            _THREE_YEARS[1:],
            [_missed("2025-07", declared_wage="3000")],
            [_missed("2025-07", medical_employer_rate="0.08")],
            [_missed("2025-07", work_injury_class=1, work_injury_rate=None)],
            [
                _missed("2026-03", medical_employer_rate="0.08"),
                _missed("2026-05", medical_employer_rate="0.08", declared_wage="2000"),
            ],
        ],
        "insurances": [["pension"], ["work_injury"], ["medical"]],
        "paid_date": ["2026-02-01", "2035-02-01"],
        "document_date": ["2026-01-31", "2026-02-01", "2035-01-31"],
    },
    "unemployment_extension": {
        "last_benefit_month": ["2025-11", "2026-09", "2026-11", "2039-10", "2039-11"],
        "statutory_month": ["2026-02", "2027-02", "2027-03", "2039-12", "2040-01"],
    },
    "newborn_cover": {
        "birth_date": ["2025-10-09", "2025-12-31", "2026-01-01"],
        "joined_date": ["2026-01-07", "2026-01-09", "2026-03-31"],
    },
    "work_injury_benefit": {"grade": [5, 6, 7, 1, 10]},
    "work_death_benefit": {
        "dependants": [[{"relation": "spouse"}], [{"relation": "other"}] * 6],
    },
    "medical_reimbursement": {
        "bands": [[{"share": "0.5"}], [{"share": "0.7", "up_to": "9000"}]],
        "ceiling": ["10000"],
        "already_paid": ["5000"],
    },
    "pension_adjustment": {"additions": [["20"], ["5", "6"]], "paid_months": [364, 366]},
    "proof_of_life": {"today": ["2026-11-23", "2026-11-25", "2027-01-01"]},
    "overpayment_recovery": {
        "monthly_deduction": ["300", "170"],
        "account_balance": ["100", "5000"],
    },
    "work_injury_deadlines": {
        "injury_date": ["2024-02-29", "2026-03-01"],
        "accepted_date": ["2026-03-03", "2026-05-31", None],
        "assessment_date": ["2026-06-02", "2026-07-19", None],
        "conclusion_date": ["2026-07-21", "2026-08-20", None],
    },
    "double_months": {
        "kept": [
            [{"first_month": "2020-02", "last_month": "2023-05"}],
            [{"first_month": "2024-01", "last_month": "2024-06"}],
        ],
        "other": [
            [{"first_month": "2020-02", "last_month": "2020-05", "personal_monthly": "100"}],
            [{"first_month": "2023-06", "last_month": "2024-02", "personal_monthly": "200.01"}],
        ],
    },
    "double_pension": {
        "drawn": [
            [{"first_month": "2025-01", "last_month": "2025-03", "monthly": "250"}],
            [
                {
                    "first_month": "2020-01",
                    "last_month": "2025-03",
                    "monthly": "3000",
                    "account_part": "900",
                }
            ],
        ],
        "government_subsidy": ["100", None],
        "account_rest": ["400.01", "9000"],
        "monthly_deduction": ["200", "1000"],
    },
}
# Other good cases, as what they change in the first: a walk begins at one of them too.
ALSO: dict[str, list[dict[str, Any]]] = {
    "account_history": [
        {"first_year": 2027, "through_month": "2027-05", "credits": []}
        | {"rates": [{"year": 2027, "rate_percent": "2"}]}
    ],
    "employee_pension": [
        {"transitional_months": None, "transitional_coefficient": None}
        | {"transitional_amount": "500.05", "supplement_rate": "0.05"},
        {"formula_kind": "by_total_years", "transitional_coefficient": None},
    ],
    "provisional_recalculation": [
        {"total_rounding": "jiao_ceil", "supplement_per_index_year": "3"},
        {"transitional_months": 120, "transitional_coefficient": "0.013"},
        {"transitional_months": 31, "formula_kind": "by_total_years"},
        {"transitional_months": 31, "transitional_coefficient": "0.012"}
        | {"transitional_index": "0.7", "transitional_index_floor": "1"},
    ],
    "contribution_base": [{"declared_wage": "7300"}, {"base_lower": "4000", "base_upper": "30000"}],
    "monthly_contribution": [
        {"medical_base_lower": "4000", "medical_base_upper": "30000"},
        {"base_lower": "4000", "base_upper": "30000"},
        {"insured_as": "flexible", "insurances": ["unemployment"]},
        {"area_code": "440300", "month": "2026-05"},
        {"insurances": ["pension"], "declared_wage": "7300"},
        {"insured_as": "flexible", "insurances": ["medical"], "area_code": "440300"}
        | {"month": "2026-05", "medical_flexible_base": "7000"},
    ],
    "employer_invoice": [
        {"medical_base_lower": "4000", "medical_base_upper": "30000"},
        {"base_lower": "4000", "base_upper": "30000"},
        {"area_code": "440300", "month": "2026-05"},
        {"month": "2026-08", "unemployment_employer_rate": "0.01"}
        | {"unemployment_employee_rate": "0.005"},
        {"area_code": "340000"}
        | {
            f"{kind}_{side}_rate": "0.02"
            for kind in ("pension", "medical", "unemployment")
            for side in ("employer", "employee")
        },
    ],
    "base_settlement": [
        {"insured_as": "flexible", "insurances": ["pension", "medical", "unemployment"]},
        {"insured_as": "flexible", "insurances": ["medical"], "area_code": "510100"}
        | {"months": [{"month": "2025-07", "declared_wage": "3000"}]},
        {"old_base_lower": None, "old_base_upper": None, "insurances": ["pension", "medical"]}
        | {"months": [{"month": "2026-07", "declared_wage": "36200"}]},
        {"new_base_lower": "7300", "new_base_upper": "36000"},
        {"old_medical_base_lower": "7000", "old_medical_base_upper": "36000"},
        {"new_medical_base_lower": "7000", "new_medical_base_upper": "36000"},
        _SHENZHEN,
        {**_SHENZHEN, "new_base_lower": "4775", "new_base_upper": "27549"},
    ],
    "back_payment_bill": [
        {"months": _THREE_YEARS, "paid_date": "2026-02-01"}
        | {"document": "court", "document_date": "2026-01-31"},
        {"months": [_missed("2025-07")], "paid_date": "2035-02-01"},
        {"insurances": ["pension"], "months": [_missed("2026-03", last_due_date="2026-03-20")]}
        | {"paid_date": "2026-11-01"},
    ],
    "back_payment": [
        {"payer": "flexible", "area_code": "310000"},
        {"payer": "flexible", "area_code": "330000"}
        | {"first_month": "2022-01", "last_month": "2022-06"},
    ],
}
# Inputs that are given together or not at all.
TOGETHER: dict[str, tuple[str, ...]] = {
    "contribution_base": ("base_lower", "base_upper"),
    "monthly_contribution": ("base_lower", "base_upper"),
    "employer_invoice": ("base_lower", "base_upper"),
    "base_settlement": _LIMITS_OF_A_SETTLEMENT,
}
# What an office might lay over the shipped law: values of which the shipped law has only one.
OFFICE = """
[[flexible_back_payment_months.values]]
value = 12
since = 2024-03-01
region = "330000"
confidence = "D"

[[handling_days_pension.values]]
value = 25
since = 2026-05-01
confidence = "D"

[[reporting_days_new_employee.values]]
value = 20
since = 2026-05-01
confidence = "D"

[[resident_medical_own_share.values]]
value = 450
since = 2026-01-01
region = "370000"
confidence = "D"

[[resident_medical_subsidy.values]]
value = 750
since = 2026-01-01
region = "370000"
confidence = "D"

[[contribution_base_lower.values]]
value = 7500
since = 2026-07-01
region = "110000"
confidence = "D"

[[contribution_base_upper.values]]
value = 36500
since = 2026-07-01
region = "110000"
confidence = "D"
"""
