"""The shared worked cases through the columns: the same answers as for one person."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bumang.kernel.money import to_fen
from bumang.kernel.months import Month
from bumang.rules import Age, Category, law
from bumang.rules.account_accrual import InterestMethod
from bumang.rules.columns import (
    Histories,
    account_accrual,
    average_indexes,
    divisor_table,
    pension_parts,
    schedules,
    statutory_months,
)
from bumang.rules.columns.average_index import Terms
from bumang.rules.columns.employee_pension import Roundings, TransitionalColumns
from bumang.rules.columns.exact import scaled
from bumang.rules.columns.histories import month_number
from bumang.rules.columns.retirement_age import CATEGORIES
from bumang.rules.rounding import AmountRounding, TotalRounding, YearsRounding
from bumang.rules.transitional import TransitionalForm

ON = date(2026, 1, 1)
Given = dict[str, Any]


def fen(yuan: str) -> int:
    return to_fen(Decimal(yuan))


def employee_pension(given: Given) -> Given:
    age = Age(given["retire_age"]["years"], given["retire_age"]["months"])
    base, index = fen(given["calc_base"]), scaled(Decimal(given["average_index"]))
    own = scaled(Decimal(given.get("transitional_index", given["average_index"])))
    rate = Decimal(given.get("transitional_coefficient", 0))
    parts = pension_parts(
        calc_base=base,
        average_index=index,
        total_months=np.array([given["total_months"]]),
        balance=np.array([fen(given["account_balance"])]),
        divisor_tenths=int(divisor_table(law(), ON)[age.in_months]),
        accrual_rate=law().at("accrual_rate", ON).number,
        roundings=Roundings(
            YearsRounding(given["years_rounding"]),
            AmountRounding.FEN_HALF_UP,
            TotalRounding(given.get("total_rounding", "sum_of_parts")),
        ),
        transitional=TransitionalColumns(
            TransitionalForm.PLAIN_DEEMED,
            np.array([given.get("transitional_months", 0)]),
            rate,
            rate,
            base,
            own,
        ),
        supplement_rate=Decimal(given.get("supplement_rate", 0)),
    )
    return {name: int(getattr(parts, name)[0]) for name in parts._fields}


def average_index(given: Given) -> Given:
    records = given["records"]
    histories = Histories(
        records[0]["year"],
        np.array([[fen(record["monthly_base"])] for record in records]),
        np.array([[record["months"]] for record in records], np.int8),
    )
    wages = np.array([[fen(record["reference_wage"])] for record in records])
    terms = Terms(given["index_decimals"], law().at("yearly_index_cap", ON).number)
    found = average_indexes(histories, wages, np.array([0]), terms)
    index = Decimal(int(found.units[0])).scaleb(-given["index_decimals"])
    return {"average_index": str(index)}


def accrual(given: Given) -> Given:
    credited = [(credit["month"], fen(credit["amount"])) for credit in given["credits"]]
    found = account_accrual(
        np.array([fen(given["opening_balance"])]),
        Decimal(given["rate_percent"]),
        np.array([sum(amount for _, amount in credited)]),
        np.array([sum(amount * (13 - month) for month, amount in credited)]),
        InterestMethod(given["method"]),
    )
    return {name: int(getattr(found, name)[0]) for name in found._fields}


def retirement_age(given: Given) -> Given:
    birth = Month.parse(given["birth"][:7])
    code = CATEGORIES.index(Category(given["category"]))
    found = statutory_months(
        np.array([month_number(*birth)]), np.array([code], np.int8), schedules(law())
    )
    return {"statutory_month": str(Month(0, 1).plus(int(found[0])))}


KINDS: dict[str, Callable[[Given], Given]] = {
    "employee_pension": employee_pension,
    "average_index": average_index,
    "account_accrual": accrual,
    "retirement_age": retirement_age,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_worked_case_comes_out_to_the_fen(shared: Path, kind: str) -> None:
    cases = json.loads((shared / "domain/golden_cases.json").read_text("utf-8"))["cases"]
    mine = [case for case in cases if case["kind"] == kind]
    compared = 0
    for case in mine:
        for name, found in KINDS[kind](case["inputs"]).items():
            if name in case["expected"]:
                expected = case["expected"][name]
                money = isinstance(found, int)
                assert found == (fen(expected) if money else expected), (case["id"], name)
                compared += 1
    assert compared >= len(mine) > 0
