"""职工基本养老金 as a calculation: from the figures of a benefit statement to its parts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.ages import Age
from bumang.rules.annuity_divisor import annuity_divisor
from bumang.rules.articles import ANNUITY_DIVISOR, EMPLOYEE_PENSION
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.pension_figures import Figures, contradictions
from bumang.rules.calculations.written import Field, money
from bumang.rules.employee_pension import EmployeePension, EmployeePensionFacts, employee_pension
from bumang.rules.explanation import Step
from bumang.rules.parameters import Law
from bumang.rules.rounding import AmountRounding, TotalRounding
from bumang.rules.source import Origin
from bumang.rules.transitional import (
    Transitional,
    TransitionalForm,
    transitional_coefficient,
)


class Inputs(Figures, frozen=True, kw_only=True):
    """The figures of a statement with its base."""

    calc_base: Annotated[Fen, Field("计发基数", "calculation base", money(above_zero=True))]


class Result(msgspec.Struct, frozen=True):
    """Monthly amounts in yuan; "0" for a part that is not there."""

    divisor: float
    basic: Decimal
    account: Decimal
    transitional: Decimal
    supplement: Decimal
    total: Decimal


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """The parts and their sum. Raises `InvalidInput` for figures that contradict each other."""
    if wrong := contradictions(given, law):
        raise InvalidInput(*wrong)
    pension, steps = pension_of(given, given.calc_base, law, on)
    result = Result(
        divisor=float(pension.divisor),
        basic=to_yuan(pension.basic),
        account=to_yuan(pension.account),
        transitional=_part(pension.transitional),
        supplement=_part(pension.supplement),
        total=to_yuan(pension.total),
    )
    return Calculated(result, (*steps, *pension.steps))


def pension_of(
    given: Figures, base: Fen, law: Law, on: date
) -> tuple[EmployeePension, tuple[Step, ...]]:
    """The pension on a base, and the steps before its own."""
    divisor, steps, origins = _divisor(given, law, on)
    rate = law.at("accrual_rate", on)
    origins["accrual_rate"] = rate.origin
    pension = employee_pension(
        EmployeePensionFacts(
            calc_base=base,
            average_index=given.average_index,
            total_months=given.total_months,
            account_balance=given.account_balance,
            divisor=divisor,
            accrual_rate=rate.number,
            transitional=_transitional(given, base, law, on, origins),
            transitional_amount=given.transitional_amount,
            supplement_rate=given.supplement_rate or Decimal(0),
            supplement_amount=given.supplement_amount or 0,
            supplement_per_index_year=given.supplement_per_index_year or 0,
            years_rounding=given.years_rounding,
            amount_rounding=given.amount_rounding
            or AmountRounding(law.at("amount_rounding", on).word),
            total_rounding=given.total_rounding or TotalRounding(law.at("total_rounding", on).word),
        ),
        origins,
    )
    return pension, steps


def _divisor(
    given: Figures, law: Law, on: date
) -> tuple[Decimal, tuple[Step, ...], dict[str, Origin]]:
    """The clerk's own where one is given: a statement may follow a birth date we do not know."""
    if given.divisor is not None:
        return given.divisor, (), {}
    age = Age(given.retire_age.years, given.retire_age.months)
    try:
        found = annuity_divisor(age, law, on)
    except KeyError:
        raise InvalidInput(_AGE_OUTSIDE_TABLE) from None
    return found.divisor, (found.step,), {"divisor": found.origin}


def _transitional(
    given: Figures, base: Fen, law: Law, on: date, origins: dict[str, Origin]
) -> Transitional | None:
    if not given.transitional_months or given.transitional_amount is not None:
        return None
    return Transitional(
        form=given.formula_kind or TransitionalForm.PLAIN_DEEMED,
        months=given.transitional_months,
        coefficient=_coefficient(given, law, on, origins),
        base=given.transitional_base or base,
        index=given.transitional_index or given.average_index,
        index_floor=given.transitional_index_floor,
    )


def _coefficient(given: Figures, law: Law, on: date, origins: dict[str, Origin]) -> Decimal:
    if given.formula_kind is not TransitionalForm.BY_TOTAL_YEARS:
        assert given.transitional_coefficient is not None  # `_contradictions` asked for it
        return given.transitional_coefficient
    # Jilin is the one place with this form.
    value = transitional_coefficient(
        TransitionalForm.BY_TOTAL_YEARS, given.total_months, law, on, "220000"
    )
    if given.transitional_coefficient not in (None, value.number):
        raise InvalidInput(_COEFFICIENT_BY_YEARS)
    origins["transitional_coefficient"] = value.origin
    return value.number


def _part(fen: Fen) -> Decimal:
    return to_yuan(fen) if fen else Decimal(0)


_COEFFICIENT_BY_YEARS = Problem(
    "COEFFICIENT_BY_YEARS",
    Text("系数与总年限不符。", "The coefficient does not fit the years."),
    Text(
        "这种算法的系数由总年限定：20 年以上 1.4%，其余 1.2%。",
        "In this form the years set it: 1.4% above twenty years, otherwise 1.2%.",
    ),
    Text("请去掉系数，由年限来定。", "Leave it out; the years decide."),
    "transitional_coefficient",
)
_AGE_OUTSIDE_TABLE = Problem(
    "AGE_OUTSIDE_TABLE",
    Text("这个年龄没有计发月数。", "There is no divisor for this age."),
    Text("计发月数表从 40 岁到 70 岁。", "The table goes from 40 to 70 years."),
    Text("请核对退休时的年龄，或填写 divisor。", "Check the age, or give the divisor."),
    "retire_age",
)

_ROUNDED = ("amount_rounding",)
PARTS = (
    Derivation(
        "divisor", ("retire_age", "divisor"), ("annuity_divisor", "annuity_divisor_fraction")
    ),
    Derivation(
        "basic",
        ("calc_base", "average_index", "total_months", "years_rounding", "amount_rounding"),
        ("accrual_rate", "minimum_months", *_ROUNDED),
    ),
    Derivation("account", ("account_balance", "divisor", "amount_rounding"), _ROUNDED),
    Derivation(
        "transitional_coefficient",
        ("transitional_coefficient", "formula_kind", "total_months"),
        ("transitional_coefficient_long", "transitional_coefficient"),
    ),
    Derivation(
        "transitional_base",
        ("transitional_base", "calc_base"),
    ),
    Derivation(
        "transitional_index",
        ("transitional_index", "transitional_index_floor", "average_index", "formula_kind"),
    ),
    Derivation("transitional_years", ("transitional_months", "years_rounding")),
    Derivation(
        "transitional",
        (
            "transitional_base",
            "transitional_index",
            "transitional_years",
            "transitional_coefficient",
            "formula_kind",
            "transitional_amount",
            "amount_rounding",
        ),
        _ROUNDED,
    ),
    Derivation(
        "supplement",
        (
            "basic",
            "account",
            "transitional",
            "supplement_rate",
            "supplement_amount",
            "supplement_per_index_year",
            "average_index",
            "total_months",
            "years_rounding",
            "amount_rounding",
        ),
        _ROUNDED,
    ),
    Derivation(
        "total",
        ("basic", "account", "transitional", "supplement", "total_rounding"),
        ("total_rounding",),
    ),
)
"""How the parts are made; the recalculation of a pension has them twice."""

CALCULATION = Calculation(
    kind="employee_pension",
    title=Text("职工基本养老金", "employees' pension"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(EMPLOYEE_PENSION, ANNUITY_DIVISOR),
    flow=PARTS,
)
