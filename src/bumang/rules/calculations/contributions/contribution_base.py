"""缴费基数 as a calculation: a declared wage held to the limits of the place and month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.rules.articles import CONTRIBUTION_BASE
from bumang.rules.calculations.contributions.given_limits import LIMITS, given_limits, no_limits
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.problems import missing
from bumang.rules.calculations.written import Field, area, money, month
from bumang.rules.contributions.base import Held, LimitsBasis, held_base, limit_year, limits
from bumang.rules.parameters import Law, NotSetError


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """A declared wage; or, where no new one was declared, the base of last year."""

    area_code: Annotated[str, Field("地区代码", "area code", area())]
    month: Annotated[Month, Field("缴费月份", "month", month())]
    declared_wage: Annotated[
        Fen | None, Field("申报的月工资", "declared monthly wage", money(above_zero=True))
    ] = None
    last_base: Annotated[
        Fen | None, Field("上年度缴费基数", "last year's base", money(above_zero=True))
    ] = None
    base_lower: Annotated[Fen | None, Field("基数下限", "lower limit", money(above_zero=True))] = (
        None
    )
    base_upper: Annotated[Fen | None, Field("基数上限", "upper limit", money(above_zero=True))] = (
        None
    )


class Result(msgspec.Struct, frozen=True):
    """In yuan. `held` tells what became of the wage, `limits_basis` how the limits are known.

    `limit_year` is the first month of the place's limit year, where that is on record.
    """

    base: Decimal
    held: Held
    lower: Decimal
    upper: Decimal
    limits_basis: LimitsBasis
    limit_year: str | UnsetType


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """The base. Raises `InvalidInput` where no limits are known."""
    wage = given.declared_wage or given.last_base
    if wage is None:
        raise InvalidInput(missing("declared_wage", _WAGE))
    found = given_limits(given)
    if found is None:
        try:
            found = limits(law, given.area_code, given.month)
        except NotSetError:
            raise InvalidInput(no_limits(given.area_code, given.month, law)) from None
    base = held_base(wage, found)
    result = Result(
        to_yuan(base.amount),
        base.held,
        to_yuan(found.lower),
        to_yuan(found.upper),
        found.basis,
        _limit_year(given, law),
    )
    return Calculated(result, (base.step,))


def _limit_year(given: Inputs, law: Law) -> str | UnsetType:
    try:
        first = law.at("base_year_start_month", given.month.first_day(), given.area_code)
    except NotSetError:
        return UNSET
    return str(limit_year(given.month, first.count))


_WAGE = Text("申报的月工资", "declared monthly wage")

CALCULATION = Calculation(
    kind="contribution_base",
    title=Text("缴费基数", "contribution base"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(CONTRIBUTION_BASE,),
    flow=(
        Derivation("declared_wage", ("declared_wage", "last_base")),
        Derivation("limits_basis", ("area_code", "month", "base_lower", "base_upper"), LIMITS),
        Derivation("lower", ("area_code", "month", "base_lower"), LIMITS),
        Derivation("upper", ("area_code", "month", "base_upper"), LIMITS),
        Derivation("base", ("declared_wage", "lower", "upper")),
        Derivation("held", ("declared_wage", "lower", "upper")),
        Derivation("limit_year", ("area_code", "month"), ("base_year_start_month",)),
    ),
)
