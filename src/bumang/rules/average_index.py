"""平均缴费工资指数: what somebody paid on, against the average wage of each year.

After a move the wages of the pension place count for every year (transfer rule of 2009,
art. 7).
There is no floor: statements show averages far below 0.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import AVERAGE_INDEX
from bumang.rules.explanation import MONTHS, NO_UNIT, Origins, Step, number, plain
from bumang.rules.rounding import half_up


class Denominator(StrEnum):
    """By what the sum is divided: months paid, or (Beijing) months since the first payment."""

    PAID_MONTHS = "paid_months"
    ELAPSED_MONTHS = "elapsed_months"


class YearPaid(msgspec.Struct, frozen=True):
    """One year's payments: on which monthly base, against which reference wage."""

    year: int
    months: int
    monthly_base: Fen
    reference_wage: Fen


class AverageIndex(msgspec.Struct, frozen=True):
    """The rounded average, the months paid that are in it, and how it came about."""

    average_index: Decimal
    paid_months: int
    step: Step


def average_index(
    records: Sequence[YearPaid],
    *,
    index_decimals: int,
    yearly_cap: Decimal,
    denominator: Denominator = Denominator.PAID_MONTHS,
    elapsed_months: int | None = None,
    deemed_months: int = 0,
    deemed_index: Decimal = Decimal(0),
    origins: Origins | None = None,
) -> AverageIndex:
    """Average the years' indexes, weighted by months, each capped.

    Deemed months count as months paid, with the index that the place sets for them. Raises
    `ValueError` when nothing was paid, a reference wage is missing, or the elapsed months that the
    place divides by are not given or fewer than those counted.
    """
    paid = sum(record.months for record in records)
    divided_by = paid + deemed_months
    if denominator is Denominator.ELAPSED_MONTHS:
        if elapsed_months is None or elapsed_months < divided_by:
            raise ValueError("the months since the first payment are needed")
        divided_by = elapsed_months
    average = averaged(
        records,
        divided_by=divided_by,
        index_decimals=index_decimals,
        yearly_cap=yearly_cap,
        deemed=Fraction(deemed_index) * deemed_months,
    )
    terms = [_term(record, yearly_cap) for record in records]
    if deemed_months:
        terms.append(f"{plain(deemed_index)} × {deemed_months}")
    step = _step(terms, divided_by, average, yearly_cap, origins or {})
    return AverageIndex(average, paid, step)


def averaged(
    records: Sequence[YearPaid],
    *,
    divided_by: int,
    index_decimals: int,
    yearly_cap: Decimal,
    deemed: Fraction,
) -> Decimal:
    """The average alone, in fractions: a third of a year's wage has no decimals to end with.

    `deemed` is added to the years' indexes times their months. Raises `ValueError` when nothing
    was paid or a reference wage is missing.
    """
    if not any(record.months for record in records) or any(
        record.reference_wage <= 0 for record in records
    ):
        raise ValueError("an index needs months paid and a reference wage for each year")
    total = _weighted(records, Fraction(yearly_cap)) + deemed
    return half_up(total / divided_by, index_decimals)


def _weighted(records: Sequence[YearPaid], cap: Fraction) -> Fraction:
    """The years' indexes times their months, added over one denominator and reduced once."""
    above, below, capped = 0, 1, 0
    for record in records:
        base, wage = record.monthly_base, record.reference_wage
        if base * cap.denominator > cap.numerator * wage:
            capped += record.months
        else:
            above = above * wage + base * record.months * below
            below *= wage
    return Fraction(above, below) + cap * capped


def _term(record: YearPaid, cap: Decimal) -> str:
    """A year as a clerk writes it: base over wage, or the cap, times its months."""
    if record.monthly_base > cap * record.reference_wage:
        return f"{plain(cap)} × {record.months}"
    base, wage = plain(to_yuan(record.monthly_base)), plain(to_yuan(record.reference_wage))
    return f"{base} ÷ {wage} × {record.months}"


def _step(
    terms: Sequence[str], divided_by: int, average: Decimal, cap: Decimal, origins: Origins
) -> Step:
    return Step(
        key="average_index",
        name=_NAME,
        formula=Text(
            "各年（月缴费基数 ÷ 当年平均工资，不超过上限）× 月数，相加后 ÷ 总月数",
            "sum over the years (base ÷ wage of the year, capped) × months, ÷ all months",
        ),
        worked=f"({' + '.join(terms)}) ÷ {divided_by}",
        figures=(
            number("yearly_cap", _CAP, cap, NO_UNIT, origins.get("yearly_cap")),
            number("divided_by", _DIVIDED_BY, divided_by, MONTHS, origins.get("denominator")),
        ),
        result=number("average_index", _NAME, average, NO_UNIT),
        rules=(AVERAGE_INDEX,),
    )


_NAME = Text("平均缴费指数", "average index")
_CAP = Text("单个年度指数上限", "cap of a year's index")
_DIVIDED_BY = Text("总月数", "all months")
