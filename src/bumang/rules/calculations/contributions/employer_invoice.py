"""单位应缴 as a calculation: all persons of an employer in a month, and the invoice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.rules.articles import CONTRIBUTION_BASE, insurance_law
from bumang.rules.calculations.contributions.given_limits import LIMITS, given_limits, no_limits
from bumang.rules.calculations.contributions.given_prices import (
    NO_CLASS,
    EmployeePrices,
    missing_rate,
    prices,
)
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, area, many, money, month
from bumang.rules.contributions.base import Held
from bumang.rules.contributions.employer_invoice import InvoiceFacts, employer_invoice
from bumang.rules.contributions.monthly import Insurance, MissingRatesError, Side
from bumang.rules.parameters import Law, NotSetError


class Inputs(EmployeePrices, frozen=True, kw_only=True):
    """Rates that are given hold before those on record."""

    area_code: Annotated[str, Field("地区代码", "area code", area())]
    month: Annotated[Month, Field("缴费月份", "month", month())]
    wages: Annotated[
        tuple[Fen, ...],
        Field(
            "每个职工申报的月工资", "declared wage of each", many(money(above_zero=True), least=1)
        ),
    ]


class Person(msgspec.Struct, frozen=True):
    """One person in yuan, in the order given; work injury is the employer's and not in it."""

    base: Decimal
    held: Held
    employer: Decimal
    personal: Decimal


class SumOfLines(msgspec.Struct, frozen=True):
    """All persons' lines of one insurance and side, in yuan."""

    insurance: Insurance
    side: Side
    base: Decimal
    amount: Decimal


class Result(msgspec.Struct, frozen=True):
    """In yuan."""

    persons: tuple[Person, ...]
    lines: tuple[SumOfLines, ...]
    employer_total: Decimal
    personal_total: Decimal
    invoice_total: Decimal


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """The month by its own law. Raises `InvalidInput` for rates that nobody knows."""
    known, injury = prices(given, given.month, law)
    rate = known.get("work_injury_rate")
    if rate is None:
        raise InvalidInput(NO_CLASS)
    facts = InvoiceFacts(
        given.area_code,
        given.month,
        given.wages,
        rate,
        known,
        given_limits(given),
        given_limits(given, "medical_"),
    )
    try:
        found = employer_invoice(facts, law)
    except MissingRatesError as rates_missing:
        raise InvalidInput(*(missing_rate(one, law) for one in rates_missing.missing)) from None
    except NotSetError:
        raise InvalidInput(no_limits(given.area_code, given.month, law)) from None
    result = Result(
        tuple(
            Person(to_yuan(one.base), one.held, to_yuan(one.employer), to_yuan(one.personal))
            for one in found.persons
        ),
        tuple(
            SumOfLines(one.insurance, one.side, to_yuan(one.base), to_yuan(one.amount))
            for one in found.sums
        ),
        to_yuan(found.employer_total),
        to_yuan(found.personal_total),
        to_yuan(found.invoice_total),
    )
    first = () if injury is None else (injury.step,)
    return Calculated(result, (*first, *found.steps))


_WHERE = ("area_code", "month", "wages", "base_lower", "base_upper")


def _sum(insurance: Insurance, side: Side, *prices: str) -> Derivation:
    if insurance is not Insurance.MEDICAL:
        return Derivation(f"{insurance}_{side}", (*_WHERE, *prices), (*LIMITS, *prices))
    own = ("medical_base_lower", "medical_base_upper")  # it may have limits of its own
    takes, law = (*_WHERE, *own, *prices), (*LIMITS, "medical_base_*", *prices)
    return Derivation(f"{insurance}_{side}", takes, law)


_FLOW = (
    _sum(Insurance.PENSION, Side.EMPLOYER, "pension_employer_rate"),
    _sum(Insurance.PENSION, Side.PERSONAL, "pension_employee_rate"),
    _sum(Insurance.MEDICAL, Side.EMPLOYER, "medical_employer_rate"),
    _sum(Insurance.MEDICAL, Side.PERSONAL, "medical_employee_rate", "medical_employee_fixed"),
    _sum(Insurance.UNEMPLOYMENT, Side.EMPLOYER, "unemployment_employer_rate"),
    _sum(Insurance.UNEMPLOYMENT, Side.PERSONAL, "unemployment_employee_rate"),
    Derivation(
        "work_injury_rate",
        ("work_injury_rate", "work_injury_class", "work_injury_float"),
        ("work_injury_rate", "work_injury_float_*"),
    ),
    Derivation("work_injury_employer", ("wages", "work_injury_rate")),
    Derivation(
        "employer_total",
        ("pension_employer", "medical_employer", "unemployment_employer", "work_injury_employer"),
    ),
    Derivation("personal_total", ("pension_personal", "medical_personal", "unemployment_personal")),
    Derivation("invoice_total", ("employer_total", "personal_total")),
    Derivation(
        "persons",
        (
            "wages",
            "pension_employer",
            "pension_personal",
            "medical_employer",
            "medical_personal",
            "unemployment_employer",
            "unemployment_personal",
        ),
    ),
    Derivation(
        "lines",
        (
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
    kind="employer_invoice",
    title=Text("单位月度应缴", "an employer's month"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(CONTRIBUTION_BASE, insurance_law("三十五", 35), insurance_law("六十", 60)),
    flow=_FLOW,
)
