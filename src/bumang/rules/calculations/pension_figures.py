"""What a benefit statement says of a pension, and what in it cannot be together."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen
from bumang.kernel.problems import Problem
from bumang.kernel.text import Text
from bumang.rules.calculations.problems import missing
from bumang.rules.calculations.reading import declared, group
from bumang.rules.calculations.written import Field, money, one_of, ratio, whole
from bumang.rules.parameters import Law
from bumang.rules.rounding import AmountRounding, TotalRounding, YearsRounding
from bumang.rules.transitional import TransitionalForm

_MOST_MONTHS = 840  # seventy years


class RetireAge(msgspec.Struct, frozen=True):
    """An age inside the table of divisors."""

    years: Annotated[int, Field("岁", "years", whole(40, 70))]
    months: Annotated[int, Field("月", "months", whole(0, 11))]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """All but the base. What is left out of the second group is not there, or as in the nation."""

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
    supplement_per_index_year: Annotated[
        Fen | None,
        Field("每指数每年的加发金额", "supplement for a year at index 1", money()),
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


def contradictions(given: Figures, law: Law) -> tuple[Problem, ...]:
    """Everything in the figures that cannot be together, or is missing beside another."""
    wrong = [*_short(given, law)]
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


def _short(given: Figures, law: Law) -> tuple[Problem, ...]:
    """Below the smallest minimum that any year has, no monthly pension is paid at all."""
    least = min(value.count for value in law.history("minimum_months"))
    return (below_minimum(least),) if given.total_months < least else ()


def _needed(given: Figures) -> tuple[str, ...]:
    """What the form of the rule cannot be computed without."""
    match given.formula_kind:
        case TransitionalForm.BY_TOTAL_YEARS:
            return ()  # the years decide
        case TransitionalForm.SEPARATE_INDEX:
            return ("transitional_coefficient", "transitional_index")
        case TransitionalForm.TWO_BASES:
            return ("transitional_coefficient", "transitional_base")
    return ("transitional_coefficient",)


def _given(given: Figures, *names: str) -> list[str]:
    return [name for name in names if getattr(given, name) is not None]


def _missing(name: str) -> Problem:
    label = next(one.field.label for one in declared(Figures) if one.name == name)
    return missing(name, label)


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
