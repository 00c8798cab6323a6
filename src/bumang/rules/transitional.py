"""过渡性养老金: for years before personal accounts existed.

State Council decision of 2005, art. 6; the form of the rule is each province's. Where the local
rule is not known well enough, nothing is computed: an amount may be given by hand.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import EMPLOYEE_PENSION
from bumang.rules.explanation import (
    NO_UNIT,
    YEARS,
    Figure,
    Origins,
    Step,
    money,
    number,
    plain,
    shown_years,
)
from bumang.rules.parameters import Law
from bumang.rules.rounding import AmountRounding, YearsRounding, round_amount, twelfths
from bumang.rules.values import Value


class TransitionalForm(StrEnum):
    """The provinces' forms, named as in the table of transitional parameters."""

    PLAIN_DEEMED = "plain_deemed"
    PLAIN_PRE_ACCOUNT = "plain_pre_account"
    INDEX_FLOOR_1 = "index_floor_1"
    SEPARATE_INDEX = "separate_index"
    MEAN_FORMULA = "mean_formula"
    BY_TOTAL_YEARS = "by_total_years"
    TWO_BASES = "two_bases"
    SPECIAL_BEIJING = "special_beijing"
    SPECIAL_SHANGHAI = "special_shanghai"
    WEIGHTED = "weighted"
    UNCLEAR = "unclear"

    @property
    def computable(self) -> bool:
        """Whether the local rule is known well enough to compute with."""
        return self not in _BY_HAND

    @property
    def deemed_only(self) -> bool:
        """Whether deemed years alone count, not the years paid before accounts existed."""
        return self is TransitionalForm.PLAIN_DEEMED


_BY_HAND = frozenset(
    {
        TransitionalForm.SPECIAL_BEIJING,
        TransitionalForm.SPECIAL_SHANGHAI,
        TransitionalForm.WEIGHTED,
        TransitionalForm.UNCLEAR,
    }
)


class Transitional(msgspec.Struct, frozen=True):
    """What the transitional part is computed from.

    `base` in fen is the city's where the form says so; `index` is the average index unless the
    place prints an own one; `index_floor` lifts it, in this part only.
    """

    form: TransitionalForm
    months: int
    coefficient: Decimal
    base: Fen
    index: Decimal
    index_floor: Decimal | None = None


_LONG_YEARS = 240  # months; above twenty years the higher coefficient of the form holds


def transitional_coefficient(
    form: TransitionalForm, total_months: int, law: Law, on: date, region: str
) -> Value:
    """The place's coefficient k. Raises `NotSetError` where the table has none."""
    long = form is TransitionalForm.BY_TOTAL_YEARS and total_months > _LONG_YEARS
    name = "transitional_coefficient_long" if long else "transitional_coefficient"
    return law.at(name, on, region)


def transitional_pension(
    facts: Transitional,
    years_rounding: YearsRounding,
    amount_rounding: AmountRounding,
    origins: Origins,
) -> tuple[Fen, Step]:
    """The monthly amount and how it came about. Raises `ValueError` for a form done by hand."""
    if not facts.form.computable:
        raise ValueError(f"{facts.form} is not computed")
    floor = Decimal(1) if facts.form is TransitionalForm.INDEX_FLOOR_1 else facts.index_floor
    index = facts.index if floor is None else max(facts.index, floor)
    parts = twelfths(facts.months, years_rounding)
    mean = facts.form is TransitionalForm.MEAN_FORMULA
    wage = to_yuan(facts.base) * ((1 + index) / 2 if mean else index)
    amount = round_amount(wage * parts * facts.coefficient / 12, amount_rounding)
    used = msgspec.structs.replace(facts, index=index)
    return amount, _step(used, parts, amount, origins)


def transitional_by_hand(amount: Fen) -> Step:
    """The step for an amount that was given."""
    return Step(
        key="transitional",
        name=_NAME,
        formula=Text("按您填写的数额", "as given"),
        worked=plain(to_yuan(amount)),
        figures=(),
        result=money("transitional", _NAME, amount),
        rules=(EMPLOYEE_PENSION,),
    )


def _step(facts: Transitional, parts: Decimal, amount: Fen, origins: Origins) -> Step:
    mean = facts.form is TransitionalForm.MEAN_FORMULA
    base, index, years = plain(to_yuan(facts.base)), facts.index, shown_years(parts)
    wage = f"({base} + {base} × {plain(index)}) ÷ 2" if mean else f"{base} × {plain(index)}"
    return Step(
        key="transitional",
        name=_NAME,
        formula=_MEAN if mean else _PLAIN,
        worked=f"{wage} × {years} × {plain(facts.coefficient * 100)}%",
        figures=(
            money("transitional_base", _BASE, facts.base, origins.get("transitional_base")),
            number("transitional_index", _INDEX, index, NO_UNIT, origins.get("transitional_index")),
            number("transitional_years", _YEARS, Decimal(years), YEARS, origins.get("years")),
            number(
                "transitional_coefficient",
                _COEFFICIENT,
                facts.coefficient,
                NO_UNIT,
                origins.get("transitional_coefficient"),
            ),
            Figure(
                "transitional_form",
                _FORM,
                facts.form.value,
                _MEAN if mean else _PLAIN,
                origins.get("transitional_form"),
            ),
        ),
        result=money("transitional", _NAME, amount),
        rules=(EMPLOYEE_PENSION,),
    )


_NAME = Text("过渡性养老金", "transitional pension")
_PLAIN = Text(
    "计发基数 × 指数 × 过渡性年限 × 系数", "base × index × transitional years × coefficient"
)
_MEAN = Text(
    "（计发基数 + 计发基数 × 指数） ÷ 2 × 过渡性年限 × 系数",
    "(base + base × index) ÷ 2 × transitional years × coefficient",
)
_BASE = Text("计发基数", "calculation base")
_INDEX = Text("指数", "index")
_YEARS = Text("过渡性年限", "transitional years")
_COEFFICIENT = Text("过渡性系数", "coefficient")
_FORM = Text("计算办法", "form of the rule")
