"""计发月数: by how many months an account is divided, by age at retirement.

Annex of the State Council decision of 2005. From 2025 an age between two birthdays has a divisor
between theirs; before, whole years alone counted.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from bumang.kernel.text import Text
from bumang.rules.ages import Age
from bumang.rules.articles import ANNUITY_DIVISOR
from bumang.rules.explanation import MONTHS, Step, duration, number
from bumang.rules.parameters import Law
from bumang.rules.source import Origin
from bumang.rules.values import Value

_TENTH = Decimal("0.1")


class AnnuityDivisor(msgspec.Struct, frozen=True):
    """The divisor in months, where its table comes from, and how it came about."""

    divisor: Decimal
    origin: Origin
    step: Step


def annuity_divisor(age: Age, law: Law, on: date) -> AnnuityDivisor:
    """The divisor for retiring at `age` on the day `on`.

    Half up to one decimal: 60 years 3 months is 139 - 7 x 3/12 = 137.25, so 137.3. Raises
    `KeyError` for ages outside the table (40 to 70).
    """
    table = law.at("annuity_divisor", on)
    fraction = law.at("annuity_divisor_fraction", on)
    whole = table.by_age.at(age.years)
    if not age.months or fraction.word == "whole_years":
        worked = f"{age.years}: {whole}"
        return _with_step(Decimal(whole), age, table, _WHOLE, worked)
    fall = whole - table.by_age.at(age.years + 1)
    exact = whole - Decimal(fall * age.months) / 12
    divisor = exact.quantize(_TENTH, rounding=ROUND_HALF_UP)
    worked = f"{whole} − {fall} × {age.months} ÷ 12"
    return _with_step(divisor, age, fraction, _BETWEEN, worked)


def _with_step(
    divisor: Decimal, age: Age, rests_on: Value, formula: Text, worked: str
) -> AnnuityDivisor:
    step = Step(
        key="divisor",
        name=_DIVISOR,
        formula=formula,
        worked=worked,
        figures=(duration("retire_age", _AGE, age.in_months, age.show()),),
        result=number("divisor", _DIVISOR, divisor, MONTHS, rests_on.origin),
        rules=(ANNUITY_DIVISOR,),
    )
    return AnnuityDivisor(divisor, rests_on.origin, step)


_DIVISOR = Text("计发月数", "divisor")
_AGE = Text("退休时的年龄", "age at retirement")
_WHOLE = Text("按退休时的周岁查表", "from the table, by full years of age")
_BETWEEN = Text(
    "本岁计发月数 − （本岁 − 下一岁）× 多出的月数 ÷ 12，四舍五入到一位小数",
    "divisor of the age − its fall to the next age × months over ÷ 12, half up to one decimal",
)
