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
from bumang.rules.calculations.declaration import Calculated, Calculation
from bumang.rules.calculations.problems import missing
from bumang.rules.calculations.reading import declared, group
from bumang.rules.calculations.written import Field, money, one_of, ratio, whole
from bumang.rules.employee_pension import EmployeePensionFacts, employee_pension
from bumang.rules.explanation import Step
from bumang.rules.parameters import Law
from bumang.rules.rounding import AmountRounding, TotalRounding, YearsRounding
from bumang.rules.source import Origin
from bumang.rules.transitional import (
    Transitional,
    TransitionalForm,
    transitional_coefficient,
)

_MOST_MONTHS = 840  # seventy years


class RetireAge(msgspec.Struct, frozen=True):
    """An age inside the table of divisors."""

    years: Annotated[int, Field("岁", "years", whole(40, 70))]
    months: Annotated[int, Field("月", "months", whole(0, 11))]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a statement. What is left out of the second group is not there, or national."""

    calc_base: Annotated[Fen, Field("计发基数", "calculation base", money(above_zero=True))]
    average_index: Annotated[
        Decimal, Field("平均缴费指数", "average index", ratio(above="0", most="3"))
    ]
    total_months: Annotated[
        int, Field("缴费月数（含视同缴费）", "months, deemed included", whole(1, _MOST_MONTHS))
    ]
    years_rounding: Annotated[
        YearsRounding, Field("缴费年限的取整办法", "rounding of years", one_of(YearsRounding))
    ]
    account_balance: Annotated[Fen, Field("个人账户储存额", "account balance", money())]
    retire_age: Annotated[RetireAge, Field("退休时的年龄", "age at retirement", group(RetireAge))]

    transitional_months: Annotated[
        int | None, Field("过渡性月数", "transitional months", whole(0, _MOST_MONTHS))
    ] = None
    transitional_coefficient: Annotated[
        Decimal | None,
        Field("过渡性系数", "transitional coefficient", ratio(above="0", most="0.1")),
    ] = None
    transitional_index: Annotated[
        Decimal | None, Field("过渡性指数", "transitional index", ratio(above="0"))
    ] = None
    transitional_index_floor: Annotated[
        Decimal | None, Field("过渡性指数下限", "floor of the transitional index", ratio(above="0"))
    ] = None
    transitional_base: Annotated[
        Fen | None, Field("过渡性计发基数", "transitional base", money(above_zero=True))
    ] = None
    transitional_amount: Annotated[
        Fen | None, Field("过渡性养老金（人工填写）", "transitional part by hand", money())
    ] = None
    formula_kind: Annotated[
        TransitionalForm | None,
        Field("过渡性养老金计算办法", "form of the transitional rule", one_of(TransitionalForm)),
    ] = None
    supplement_rate: Annotated[
        Decimal | None, Field("加发比例", "supplement rate", ratio(least="0", most="1"))
    ] = None
    supplement_amount: Annotated[
        Fen | None, Field("加发金额", "supplement of a fixed amount", money())
    ] = None
    amount_rounding: Annotated[
        AmountRounding | None,
        Field("各部分的取整办法", "rounding of the parts", one_of(AmountRounding)),
    ] = None
    total_rounding: Annotated[
        TotalRounding | None,
        Field("合计的取整办法", "rounding of the total", one_of(TotalRounding)),
    ] = None
    divisor: Annotated[
        Decimal | None,
        Field("计发月数（人工填写）", "divisor by hand", ratio(above="0", most="300")),
    ] = None


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
    if wrong := (*_short(given, law), *_contradictions(given)):
        raise InvalidInput(*wrong)
    divisor, steps, origins = _divisor(given, law, on)
    rate = law.at("accrual_rate", on)
    origins["accrual_rate"] = rate.origin
    pension = employee_pension(
        EmployeePensionFacts(
            calc_base=given.calc_base,
            average_index=given.average_index,
            total_months=given.total_months,
            account_balance=given.account_balance,
            divisor=divisor,
            accrual_rate=rate.number,
            transitional=_transitional(given, law, on, origins),
            transitional_amount=given.transitional_amount,
            supplement_rate=given.supplement_rate or Decimal(0),
            supplement_amount=given.supplement_amount or 0,
            years_rounding=given.years_rounding,
            amount_rounding=given.amount_rounding
            or AmountRounding(law.at("amount_rounding", on).word),
            total_rounding=given.total_rounding or TotalRounding(law.at("total_rounding", on).word),
        ),
        origins,
    )
    result = Result(
        divisor=float(pension.divisor),
        basic=to_yuan(pension.basic),
        account=to_yuan(pension.account),
        transitional=_part(pension.transitional),
        supplement=_part(pension.supplement),
        total=to_yuan(pension.total),
    )
    return Calculated(result, (*steps, *pension.steps))


def _divisor(
    given: Inputs, law: Law, on: date
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


def _short(given: Inputs, law: Law) -> tuple[Problem, ...]:
    """Below the smallest minimum that any year has, no monthly pension is paid at all."""
    least = min(value.count for value in law.history("minimum_months"))
    return (below_minimum(least),) if given.total_months < least else ()


def _contradictions(given: Inputs) -> tuple[Problem, ...]:
    wrong = []
    if given.transitional_months is not None and given.transitional_months > given.total_months:
        wrong.append(_MORE_THAN_ALL)
    if given.transitional_amount is not None:
        wrong += [_BY_HAND_ALONE.at(name) for name in _given(given, *_COMPUTED_WITH)]
    elif given.formula_kind is not None and not given.formula_kind.computable:
        wrong.append(_missing("transitional_amount"))
    elif given.transitional_months is None:
        parts = _given(given, *_COMPUTED_WITH, "formula_kind")
        wrong += [_missing("transitional_months")] if parts else []
    elif given.transitional_months:
        wrong += [_missing(name) for name in _needed(given) if getattr(given, name) is None]
    return tuple(wrong)


def _needed(given: Inputs) -> tuple[str, ...]:
    """What the form of the rule cannot be computed without."""
    match given.formula_kind:
        case TransitionalForm.BY_TOTAL_YEARS:
            return ()  # the years decide
        case TransitionalForm.SEPARATE_INDEX:
            return ("transitional_coefficient", "transitional_index")
        case TransitionalForm.TWO_BASES:
            return ("transitional_coefficient", "transitional_base")
    return ("transitional_coefficient",)


def _transitional(
    given: Inputs, law: Law, on: date, origins: dict[str, Origin]
) -> Transitional | None:
    if not given.transitional_months or given.transitional_amount is not None:
        return None
    return Transitional(
        form=given.formula_kind or TransitionalForm.PLAIN_DEEMED,
        months=given.transitional_months,
        coefficient=_coefficient(given, law, on, origins),
        base=given.transitional_base or given.calc_base,
        index=given.transitional_index or given.average_index,
        index_floor=given.transitional_index_floor,
    )


def _coefficient(given: Inputs, law: Law, on: date, origins: dict[str, Origin]) -> Decimal:
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


def _given(given: Inputs, *names: str) -> list[str]:
    return [name for name in names if getattr(given, name) is not None]


def _missing(name: str) -> Problem:
    label = next(one.field.label for one in declared(Inputs) if one.name == name)
    return missing(name, label)


def _part(fen: Fen) -> Decimal:
    return to_yuan(fen) if fen else Decimal(0)


def below_minimum(least: int) -> Problem:
    """Fewer months than any year's minimum."""
    return Problem(
        "BELOW_MINIMUM",
        Text("缴费月数不够，不能按月领取。", "Too few months for a monthly pension."),
        Text(
            f"最低缴费年限不论哪一年都不少于 {least} 个月（社会保险法第十六条）。",
            f"The minimum is {least} months or more in every year (Social Insurance Law, art. 16).",
        ),
        Text(
            "年限不够时的办法见 short_years。", "See short_years for what can be done when short."
        ),
        "total_months",
    )


_COMPUTED_WITH = (
    "transitional_coefficient",
    "transitional_index",
    "transitional_index_floor",
    "transitional_base",
)
_MORE_THAN_ALL = Problem(
    "MORE_THAN_ALL",
    Text("过渡性月数多于总月数。", "There are more transitional months than months in all."),
    Text("过渡性月数是总月数的一部分。", "They are a part of all months."),
    Text("请核对两个月数。", "Check both numbers."),
    "transitional_months",
)
_BY_HAND_ALONE = Problem(
    "BY_HAND_ALONE",
    Text(
        "过渡性养老金已经直接填了金额，这一项就用不上。",
        "The transitional part is given as an amount, so this is not used.",
    ),
    Text("两种给法只能选一种。", "It is given or computed, not both."),
    Text("请去掉金额，或去掉这一项。", "Leave out the amount, or this."),
)
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

CALCULATION = Calculation(
    kind="employee_pension",
    title=Text("职工基本养老金", "employees' pension"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(EMPLOYEE_PENSION, ANNUITY_DIVISOR),
)
