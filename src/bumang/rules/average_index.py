"""平均缴费工资指数: what somebody paid on, against the average wage of each year.

After a move the wages of the pension place count for every year (transfer rule of 2009,
art. 7).
There is no floor: statements show averages far below 0.6.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen
from bumang.rules.rounding import round_index


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
    """The rounded average, and the months it is an average of."""

    average_index: Decimal
    paid_months: int


def average_index(
    records: Sequence[YearPaid],
    *,
    index_decimals: int,
    yearly_cap: Decimal,
    denominator: Denominator = Denominator.PAID_MONTHS,
    elapsed_months: int | None = None,
) -> AverageIndex:
    """Average the years' indexes, weighted by months, each capped.

    Raises `ValueError` when nothing was paid, a reference wage is missing, or the elapsed months
    that the place divides by are not given or fewer than those paid.
    """
    paid = sum(record.months for record in records)
    if paid <= 0 or any(record.reference_wage <= 0 for record in records):
        raise ValueError("an index needs months paid and a reference wage for each year")
    divided_by = paid
    if denominator is Denominator.ELAPSED_MONTHS:
        if elapsed_months is None or elapsed_months < paid:
            raise ValueError("the months since the first payment are needed")
        divided_by = elapsed_months
    total = sum((_year_index(record, yearly_cap) * record.months for record in records), Decimal(0))
    return AverageIndex(round_index(total / divided_by, index_decimals), paid)


def _year_index(record: YearPaid, cap: Decimal) -> Decimal:
    return min(cap, Decimal(record.monthly_base) / record.reference_wage)
