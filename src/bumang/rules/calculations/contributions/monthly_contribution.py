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
    place_of,
    shown,
)
from bumang.rules.calculations.contributions.work_injury_rate import floated
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.reading import declared
from bumang.rules.calculations.written import (
    Field,
    area,
    many,
    money,
    month,
    one_of,
    ratio,
    whole,
)
from bumang.rules.contributions.base import Held, LimitsBasis
from bumang.rules.contributions.injury_rate import InjuryRate
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

_RATES = (
    "pension_employer_rate",
    "pension_employee_rate",
    "pension_flexible_rate",
    "medical_employer_rate",
    "medical_employee_rate",
    "medical_flexible_rate",
    "unemployment_employer_rate",
    "unemployment_employee_rate",
    "unemployment_flexible_rate",
    "work_injury_rate",
)
_FIXED = ("medical_employee_fixed", "medical_flexible_fixed", "medical_flexible_base")


def _rate(zh: str, en: str) -> Field:
    return Field(zh, en, ratio(least="0", most="1"))


class EmployeePrices(msgspec.Struct, frozen=True, kw_only=True):
    """What an employee's month may be reckoned with instead of what is on record."""

    base_lower: Annotated[Fen | None, Field("基数下限", "lower limit", money(above_zero=True))] = (
        None
    )
    base_upper: Annotated[Fen | None, Field("基数上限", "upper limit", money(above_zero=True))] = (
        None
    )
    work_injury_class: Annotated[
        int | None, Field("工伤行业类别", "class of trade", whole(1, 8))
    ] = None
    work_injury_float: Annotated[
        int, Field("工伤浮动档次（%）", "step in per cent", whole(1, 300))
    ] = 100
    work_injury_rate: Annotated[Decimal | None, _rate("工伤费率", "work injury rate")] = None
    pension_employer_rate: Annotated[
        Decimal | None, _rate("养老单位费率", "employer's pension rate")
    ] = None
    pension_employee_rate: Annotated[
        Decimal | None, _rate("养老个人费率", "employee's pension rate")
    ] = None
    medical_employer_rate: Annotated[
        Decimal | None, _rate("医保单位费率", "employer's medical rate")
    ] = None
    medical_employee_rate: Annotated[
        Decimal | None, _rate("医保个人费率", "employee's medical rate")
    ] = None
    medical_employee_fixed: Annotated[
        Fen | None, Field("医保个人定额", "employee's fixed medical amount", money())
    ] = None
    unemployment_employer_rate: Annotated[
        Decimal | None, _rate("失业单位费率", "employer's unemployment rate")
    ] = None
    unemployment_employee_rate: Annotated[
        Decimal | None, _rate("失业个人费率", "employee's unemployment rate")
    ] = None


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
    pension_flexible_rate: Annotated[
        Decimal | None, _rate("灵活就业养老费率", "pension rate of flexible workers")
    ] = None
    medical_flexible_rate: Annotated[
        Decimal | None, _rate("灵活就业医保费率", "medical rate of flexible workers")
    ] = None
    medical_flexible_fixed: Annotated[
        Fen | None, Field("灵活就业医保定额", "fixed medical amount of flexible workers", money())
    ] = None
    medical_flexible_base: Annotated[
        Fen | None,
        Field("灵活就业医保基数", "medical base of flexible workers", money(above_zero=True)),
    ] = None
    unemployment_flexible_rate: Annotated[
        Decimal | None, _rate("灵活就业失业费率", "unemployment rate of flexible workers")
    ] = None


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
        given_limits(given.base_lower, given.base_upper),
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
        lines=tuple(map(_told, found.lines)),
        employer_total=to_yuan(found.employer_total),
        personal_total=to_yuan(found.personal_total),
        invoice_total=to_yuan(found.invoice_total),
    )
    first = () if injury is None else (injury.step,)
    return Calculated(result, (*first, *found.steps))


def prices(
    given: EmployeePrices, month: Month, law: Law
) -> tuple[dict[str, Decimal], InjuryRate | None]:
    """The rates and amounts that are given, and the injury rate of the class where it is named."""
    known = {name: rate for name in _RATES if (rate := getattr(given, name, None)) is not None}
    fixed = {name: fen for name in _FIXED if (fen := getattr(given, name, None)) is not None}
    known |= {name: to_yuan(fen) for name, fen in fixed.items()}
    if given.work_injury_class is None or given.work_injury_rate is not None:
        return known, None
    trade, step = given.work_injury_class, given.work_injury_float
    injury = floated(trade, step, law, month.first_day())
    known["work_injury_rate"] = injury.rate
    return known, injury


def _told(line: Line) -> ToldLine:
    return ToldLine(
        line.insurance,
        line.side,
        to_yuan(line.base),
        line.rate or Decimal(0),
        to_yuan(line.fixed),
        to_yuan(line.amount),
    )


def missing_rate(unset: NotSetError, law: Law) -> Problem:
    """A rate that is neither given nor on record, and what may be given for it."""
    name = unset.parameter
    if name == "work_injury_rate":
        return NO_CLASS
    label = next(one.field.label for one in declared(Inputs) if one.name == name)
    return Problem(
        "RATE_NOT_ON_RECORD",
        Text(
            "{place} {month}的{rate}没有收录。",
            "The {rate} of {place} for {month} is not on record.",
        ).format(place=place_of(unset.region, law), month=shown(Month.of(unset.day)), rate=label),
        _SINCE_2026 if name.startswith("unemployment") and unset.last else _LOCAL,
        Text(f"请按当地通知给出 {name}。", f"Give {name} from the place's notice."),
        name,
    )


_LOCAL = Text(
    "费率由当地或者当期的文件规定，不能推定。",
    "It is set by the place or for the time; none is assumed.",
)
_SINCE_2026 = Text(
    "阶段性降低失业保险费率的政策已知到 2025 年 12 月 31 日为止，之后执行什么费率要看新的文件。",
    "The temporary cut of the unemployment rate is known until 2025-12-31; what holds after is in a new notice.",
)
NO_CLASS = Problem(
    "MISSING_INPUT",
    Text(
        "没有给出工伤保险的行业类别。", "The class of trade for work injury insurance is missing."
    ),
    Text("工伤费率按行业类别和浮动档次确定。", "The rate follows from the class and its step."),
    Text(
        "请给出 work_injury_class（1 到 8）和 work_injury_float，或者直接给出 work_injury_rate。",
        "Give work_injury_class (1 to 8) and work_injury_float, or work_injury_rate itself.",
    ),
    "work_injury_class",
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
    takes = ("declared_wage", "base_lower", "base_upper", *_WHO, *prices)
    return Derivation(f"medical_{side}", takes, ("medical_base_*", *prices))


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
