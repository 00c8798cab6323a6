"""The shared worked cases, to the fen, for every kind that is implemented."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bumang.kernel.money import to_fen, to_yuan
from bumang.kernel.months import Month
from bumang.rules import (
    Age,
    Category,
    EmployeePensionFacts,
    account_accrual,
    annuity_divisor,
    average_index,
    employee_pension,
    law,
    resident_pension,
    retirement_age,
    retirement_option,
)
from bumang.rules.account_accrual import Credit, InterestMethod
from bumang.rules.average_index import Denominator, YearPaid
from bumang.rules.rounding import TotalRounding, YearsRounding
from bumang.rules.transitional import Transitional, TransitionalForm

ON = date(2026, 1, 1)
Given = dict[str, Any]


def fen(yuan: str) -> int:
    return to_fen(Decimal(yuan))


def run_employee_pension(given: Given) -> Given:
    age = Age(given["retire_age"]["years"], given["retire_age"]["months"])
    months = given.get("transitional_months", 0)
    index = Decimal(given["average_index"])
    facts = EmployeePensionFacts(
        calc_base=fen(given["calc_base"]),
        average_index=index,
        total_months=given["total_months"],
        account_balance=fen(given["account_balance"]),
        divisor=annuity_divisor(age, law(), ON).divisor,
        accrual_rate=law().at("accrual_rate", ON).number,
        transitional=Transitional(
            form=TransitionalForm.PLAIN_DEEMED,
            months=months,
            coefficient=Decimal(given["transitional_coefficient"]),
            base=fen(given["calc_base"]),
            index=Decimal(given.get("transitional_index", index)),
        )
        if months
        else None,
        supplement_rate=Decimal(given.get("supplement_rate", 0)),
        years_rounding=YearsRounding(given["years_rounding"]),
        total_rounding=TotalRounding(given.get("total_rounding", "sum_of_parts")),
    )
    pension = employee_pension(facts)
    return {
        "divisor": float(pension.divisor),
        "basic": pension.basic,
        "account": pension.account,
        "transitional": pension.transitional,
        "total": pension.total,
    }


def run_average_index(given: Given) -> Given:
    found = average_index(
        [
            YearPaid(r["year"], r["months"], fen(r["monthly_base"]), fen(r["reference_wage"]))
            for r in given["records"]
        ],
        index_decimals=given["index_decimals"],
        yearly_cap=law().at("yearly_index_cap", ON).number,
        denominator=Denominator(given["denominator"]),
    )
    return {"average_index": str(found.average_index), "paid_months": found.paid_months}


def run_account_accrual(given: Given) -> Given:
    found = account_accrual(
        fen(given["opening_balance"]),
        Decimal(given["rate_percent"]),
        [Credit(c["month"], fen(c["amount"])) for c in given["credits"]],
        InterestMethod(given["method"]),
    )
    return {
        "interest_on_opening": found.interest_on_opening,
        "interest_on_credits": found.interest_on_credits,
        "principal": found.principal,
        "closing_balance": found.closing_balance,
    }


def run_resident_pension(given: Given) -> Given:
    found = resident_pension(
        base_amount=fen(given["base_amount"]),
        local_addition=fen(given["local_addition"]),
        long_contribution_addition=fen(given["long_contribution_addition"]),
        account_balance=fen(given["account_balance"]),
        divisor=given["divisor"],
    )
    return {"base": found.base, "account": found.account, "total": found.total}


def run_retirement_age(given: Given) -> Given:
    text = given["birth"]
    birth = date.fromisoformat(text) if len(text) == 10 else Month.parse(text)
    found = retirement_age(birth, Category(given["category"]), law(), ON)
    options = [
        retirement_option(
            found.statutory_month, found.window, Month.parse(o["chosen_month"]), law()
        )
        for o in given.get("options", ())
    ]
    return {
        "delay_months": found.delay_months,
        "statutory_age": msgspec.structs.asdict(found.statutory_age),
        "statutory_month": str(found.statutory_month),
        "statutory_date": str(found.statutory_date),
        "min_contribution_months": found.min_contribution_months,
        "pension_first_month": str(found.pension_first_month),
        "earliest_flexible_month": str(found.earliest_flexible_month),
        "latest_deferred_month": str(found.latest_deferred_month),
        "options": [
            {
                "chosen_month": str(option.chosen_month),
                "type": option.type.value,
                "allowed_by_age": option.allowed_by_age,
                "required_months": option.required_months,
            }
            for option in options
        ],
    }


KINDS: dict[str, Callable[[Given], Given]] = {
    "employee_pension": run_employee_pension,
    "average_index": run_average_index,
    "account_accrual": run_account_accrual,
    "resident_pension": run_resident_pension,
    "retirement_age": run_retirement_age,
}


def same(found: Any, expected: Any) -> bool:
    """Amounts come as yuan in the cases and as fen from us; the fen must agree exactly."""
    if isinstance(found, int) and isinstance(expected, str):
        return to_yuan(found) == Decimal(expected)
    return bool(found == expected)


@pytest.mark.parametrize("kind", KINDS)
def test_every_worked_case_comes_out_to_the_fen(shared: Path, kind: str) -> None:
    cases = json.loads((shared / "domain/golden_cases.json").read_text("utf-8"))["cases"]
    mine = [case for case in cases if case["kind"] == kind]
    assert mine
    for case in mine:
        found = KINDS[kind](case["inputs"])
        for name, expected in case["expected"].items():
            assert same(found[name], expected), (case["id"], name, found[name], expected)
