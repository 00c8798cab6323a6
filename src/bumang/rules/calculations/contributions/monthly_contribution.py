"""月度应缴 as a calculation: every line of one person's month, and the invoice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import CONTRIBUTION_BASE, insurance_law
from bumang.rules.calculations.contributions.given_limits import (
    LIMITS,
    given_limits,
    no_limits,
)
from bumang.rules.calculations.contributions.given_prices import (
    EmployeePrices,
    MedicalFlexibleBase,
    MedicalFlexibleFixed,
    MedicalFlexibleRate,
    PensionFlexibleRate,
    UnemploymentFlexibleRate,
    missing_rate,
    prices,
)
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import (
    Field,
    area,
    many,
    money,
    month,
    one_of,
)
from bumang.rules.contributions.base import Held, LimitsBasis
from bumang.rules.contributions.monthly import (
    MANDATORY,
    Insurance,
    InsuredAs,
    Line,
    MissingRatesError,
    MonthFacts,
    NotOfferedError,
    Side,
    monthly_contribution,
)
from bumang.rules.parameters import Law, NotSetError


class Inputs(EmployeePrices, frozen=True, kw_only=True):
    """Rates that are given hold before those on record. Without `insurances`: all mandatory ones."""

    area_code: Annotated[str, Field("地区代码", "area code", area())]
    month: Annotated[Month, Field("缴费月份", "month", month())]
    insured_as: Annotated[InsuredAs, Field("参保身份", "insured as", one_of(InsuredAs))]
    declared_wage: Annotated[
        Fen, Field("申报的月工资", "declared monthly wage", money(above_zero=True))
    ]
    insurances: Annotated[
        tuple[Insurance, ...] | None,
        Field("险种", "insurances", many(one_of(Insurance), least=1, most=4)),
    ] = None
    pension_flexible_rate: PensionFlexibleRate = None
    medical_flexible_rate: MedicalFlexibleRate = None
    medical_flexible_fixed: MedicalFlexibleFixed = None
    medical_flexible_base: MedicalFlexibleBase = None
    unemployment_flexible_rate: UnemploymentFlexibleRate = None


class ToldLine(msgspec.Struct, frozen=True):
    """One insurance and side; amounts in yuan, the rate as a share of one."""

    insurance: Insurance
    side: Side
    base: Decimal
    rate: Decimal
    fixed: Decimal
    amount: Decimal


class Result(msgspec.Struct, frozen=True):
    """In yuan. `held` tells whether the wage was raised or lowered to a limit."""

    base: Decimal
    held: Held
    limits_basis: LimitsBasis
    lines: tuple[ToldLine, ...]
    employer_total: Decimal
    personal_total: Decimal
    invoice_total: Decimal


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """The month by its own law. Raises `InvalidInput` for rates that nobody knows."""
    known, injury = prices(given, given.month, law)
    facts = MonthFacts(
        given.area_code,
        given.month,
        given.insured_as,
        given.declared_wage,
        tuple(dict.fromkeys(given.insurances or MANDATORY[given.insured_as])),
        known,
        given_limits(given),
        given_limits(given, "medical_"),
    )
    try:
        found = monthly_contribution(facts, law)
    except MissingRatesError as rates_missing:
        raise InvalidInput(*(missing_rate(one, law) for one in rates_missing.missing)) from None
    except NotSetError:
        raise InvalidInput(no_limits(given.area_code, given.month, law)) from None
    except NotOfferedError:
        raise InvalidInput(_NOT_OFFERED) from None
    result = Result(
        base=to_yuan(found.base.amount),
        held=found.base.held,
        limits_basis=found.limits.basis,
        lines=tuple(map(told_line, found.lines)),
        employer_total=to_yuan(found.employer_total),
        personal_total=to_yuan(found.personal_total),
        invoice_total=to_yuan(found.invoice_total),
    )
    first = () if injury is None else (injury.step,)
    return Calculated(result, (*first, *found.steps))


def told_line(line: Line) -> ToldLine:
    """A line in yuan."""
    return ToldLine(
        line.insurance,
        line.side,
        to_yuan(line.base),
        line.rate or Decimal(0),
        to_yuan(line.fixed),
        to_yuan(line.amount),
    )


_NOT_OFFERED = Problem(
    "NOT_OFFERED",
    Text("灵活就业人员不参加工伤保险。", "Flexible workers have no work injury insurance."),
    Text("平台试点除外，按试点办法办理。", "Pilots of platforms have rules of their own."),
    Text("请从险种里去掉工伤。", "Leave work_injury out of the insurances."),
    "insurances",
)

_WHO = ("area_code", "month", "insured_as", "insurances")


def _line_of(insurance: Insurance, side: Side, *rates: str) -> Derivation:
    """A line of pension or unemployment insurance: the base at a rate given or on record."""
    return Derivation(f"{insurance}_{side}", ("base", *_WHO, *rates), rates)


def _medical_line(side: Side, *prices: str) -> Derivation:
    """Medical insurance may have limits of its own, so its line begins with the wage."""
    return Derivation(
        f"medical_{side}",
        (
            "declared_wage",
            "base_lower",
            "base_upper",
            "medical_base_lower",
            "medical_base_upper",
            *_WHO,
            *prices,
        ),
        ("medical_base_*", *prices),
    )


_FLOW = (
    Derivation("base_lower", ("area_code", "month", "base_lower"), LIMITS),
    Derivation("base_upper", ("area_code", "month", "base_upper"), LIMITS),
    Derivation("limits_basis", ("base_lower", "base_upper", "area_code", "month"), LIMITS),
    Derivation("base", ("declared_wage", "base_lower", "base_upper")),
    Derivation("held", ("declared_wage", "base_lower", "base_upper")),
    _line_of(Insurance.PENSION, Side.EMPLOYER, "pension_employer_rate"),
    _line_of(Insurance.PENSION, Side.PERSONAL, "pension_employee_rate", "pension_flexible_rate"),
    _line_of(Insurance.UNEMPLOYMENT, Side.EMPLOYER, "unemployment_employer_rate"),
    _line_of(
        Insurance.UNEMPLOYMENT,
        Side.PERSONAL,
        "unemployment_employee_rate",
        "unemployment_flexible_rate",
    ),
    _medical_line(Side.EMPLOYER, "medical_employer_rate"),
    _medical_line(
        Side.PERSONAL,
        "medical_employee_rate",
        "medical_employee_fixed",
        "medical_flexible_rate",
        "medical_flexible_fixed",
        "medical_flexible_base",
    ),
    Derivation(
        "work_injury_rate",
        ("work_injury_rate", "work_injury_class", "work_injury_float"),
        ("work_injury_rate", "work_injury_float_*"),
    ),
    Derivation(
        "work_injury_employer", ("declared_wage", "work_injury_rate", "insured_as", "insurances")
    ),
    Derivation(
        "employer_total",
        ("pension_employer", "medical_employer", "unemployment_employer", "work_injury_employer"),
    ),
    Derivation("personal_total", ("pension_personal", "medical_personal", "unemployment_personal")),
    Derivation("invoice_total", ("employer_total", "personal_total")),
    Derivation(
        "lines",
        (
            "insurances",
            "pension_employer",
            "pension_personal",
            "medical_employer",
            "medical_personal",
            "unemployment_employer",
            "unemployment_personal",
            "work_injury_employer",
        ),
    ),
)

CALCULATION = Calculation(
    kind="monthly_contribution",
    title=Text("月度应缴社会保险费", "contributions of a month"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(CONTRIBUTION_BASE, insurance_law("六十", 60)),
    flow=_FLOW,
)
