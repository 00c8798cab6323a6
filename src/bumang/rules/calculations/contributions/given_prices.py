"""Rates, amounts and limits that a month is reckoned with, given by hand before what is on record."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.problems import Problem
from bumang.kernel.text import Text
from bumang.rules.calculations.contributions.given_limits import place_of, shown
from bumang.rules.calculations.contributions.work_injury_rate import floated
from bumang.rules.calculations.reading import declared
from bumang.rules.calculations.written import Field, money, ratio, whole
from bumang.rules.contributions.injury_rate import InjuryRate
from bumang.rules.contributions.monthly import Side
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
LINE_PRICES: Mapping[str, tuple[str, ...]] = {
    "pension_employer": ("pension_employer_rate",),
    "pension_personal": ("pension_employee_rate", "pension_flexible_rate"),
    "medical_employer": ("medical_employer_rate",),
    "medical_personal": (
        "medical_employee_rate",
        "medical_employee_fixed",
        "medical_flexible_rate",
        "medical_flexible_fixed",
        "medical_flexible_base",
    ),
    "unemployment_employer": ("unemployment_employer_rate",),
    "unemployment_personal": ("unemployment_employee_rate", "unemployment_flexible_rate"),
}
"""What each line of a month on a base is priced with, of employees and of flexible workers."""
_FIXED = ("medical_employee_fixed", "medical_flexible_fixed", "medical_flexible_base")


def _rate(zh: str, en: str) -> Field:
    return Field(zh, en, ratio(least="0", most="1"))


class EmployeeRates(msgspec.Struct, frozen=True, kw_only=True):
    """Rates of an employee's three insurances with a base of their own."""

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


PensionFlexibleRate = Annotated[
    Decimal | None, _rate("灵活就业养老费率", "pension rate of flexible workers")
]
MedicalFlexibleRate = Annotated[
    Decimal | None, _rate("灵活就业医保费率", "medical rate of flexible workers")
]
MedicalFlexibleFixed = Annotated[
    Fen | None, Field("灵活就业医保定额", "fixed medical amount of flexible workers", money())
]
MedicalFlexibleBase = Annotated[
    Fen | None,
    Field("灵活就业医保基数", "medical base of flexible workers", money(above_zero=True)),
]
UnemploymentFlexibleRate = Annotated[
    Decimal | None, _rate("灵活就业失业费率", "unemployment rate of flexible workers")
]


class Rates(EmployeeRates, frozen=True, kw_only=True):
    """Those of employees and of flexible workers."""

    pension_flexible_rate: PensionFlexibleRate = None
    medical_flexible_rate: MedicalFlexibleRate = None
    medical_flexible_fixed: MedicalFlexibleFixed = None
    medical_flexible_base: MedicalFlexibleBase = None
    unemployment_flexible_rate: UnemploymentFlexibleRate = None


class EmployeePrices(EmployeeRates, frozen=True, kw_only=True):
    """What an employee's month may be reckoned with instead of what is on record.

    `base_*` are the limits of all insurances; where medical insurance has limits of its own they
    are given apart, and those on record hold else.
    """

    base_lower: Annotated[Fen | None, Field("基数下限", "lower limit", money(above_zero=True))] = (
        None
    )
    base_upper: Annotated[Fen | None, Field("基数上限", "upper limit", money(above_zero=True))] = (
        None
    )
    medical_base_lower: Annotated[
        Fen | None, Field("医保基数下限", "lower limit of the medical base", money(above_zero=True))
    ] = None
    medical_base_upper: Annotated[
        Fen | None, Field("医保基数上限", "upper limit of the medical base", money(above_zero=True))
    ] = None
    work_injury_class: Annotated[
        int | None, Field("工伤行业类别", "class of trade", whole(1, 8))
    ] = None
    work_injury_float: Annotated[
        int, Field("工伤浮动档次（%）", "step in per cent", whole(1, 300))
    ] = 100
    work_injury_rate: Annotated[Decimal | None, _rate("工伤费率", "work injury rate")] = None


def lines_of(side: Side) -> tuple[str, ...]:
    """The names of one side's lines."""
    return tuple(line for line in LINE_PRICES if line.endswith(f"_{side}"))


def given_rates(given: msgspec.Struct) -> dict[str, Decimal]:
    """The rates and amounts that are given, by the names of parameters; amounts in yuan."""
    known = {name: rate for name in _RATES if (rate := getattr(given, name, None)) is not None}
    fixed = {name: fen for name in _FIXED if (fen := getattr(given, name, None)) is not None}
    return known | {name: to_yuan(fen) for name, fen in fixed.items()}


def prices(
    given: EmployeePrices, month: Month, law: Law
) -> tuple[dict[str, Decimal], InjuryRate | None]:
    """The rates and amounts that are given, and the injury rate of the class where it is named."""
    known = given_rates(given)
    if given.work_injury_class is None or given.work_injury_rate is not None:
        return known, None
    trade, step = given.work_injury_class, given.work_injury_float
    injury = floated(trade, step, law, month.first_day())
    known["work_injury_rate"] = injury.rate
    return known, injury


def missing_rate(unset: NotSetError, law: Law) -> Problem:
    """A rate that is neither given nor on record, and what may be given for it."""
    name = unset.parameter
    if name == "work_injury_rate":
        return NO_CLASS
    label = next(one.field.label for one in declared(Rates) if one.name == name)
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
NO_CLASS_RATE = Problem(
    "NO_CLASS_RATE",
    Text(
        "这个月的工伤行业费率没有收录。",
        "The work injury rates of the classes are not on record for this month.",
    ),
    Text("各月按当时的规定缴费。", "Each month is paid by the rules of that month."),
    Text(
        "请按当时的规定给出 work_injury_rate。", "Give work_injury_rate by the rules of that time."
    ),
    "work_injury_rate",
)
