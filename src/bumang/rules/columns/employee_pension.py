"""职工基本养老金 on columns: every part as one exact fraction, rounded once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bumang.rules.columns.exact import (
    Column,
    Scaled,
    Whole,
    ceiling,
    half_up,
    product,
    scaled,
)
from bumang.rules.rounding import AmountRounding, TotalRounding, YearsRounding
from bumang.rules.transitional import TransitionalForm

_JIAO = 10


class Roundings(NamedTuple):
    """The place's ways of rounding."""

    years: YearsRounding
    amount: AmountRounding
    total: TotalRounding


class TransitionalColumns(NamedTuple):
    """What the transitional part is computed from; `months` are 0 for whom it does not exist."""

    form: TransitionalForm
    months: Column
    coefficient: Decimal
    coefficient_long: Decimal
    base: Whole
    average_index: Scaled


class Parts(NamedTuple):
    """Monthly amounts, in fen."""

    basic: Column
    account: Column
    transitional: Column
    supplement: Column
    total: Column


def pension_parts(
    *,
    calc_base: Whole,
    average_index: Scaled,
    total_months: Column,
    balance: Column,
    divisor_tenths: Whole,
    accrual_rate: Decimal,
    roundings: Roundings,
    transitional: TransitionalColumns | None = None,
    transitional_by_hand: Column | None = None,
    supplement_rate: Decimal = Decimal(0),
) -> Parts:
    """Every part as `rules.employee_pension` computes it, to the fen."""
    rate = scaled(accrual_rate)
    years = _twelfths(total_months, roundings.years)
    mean = product(calc_base, average_index.scale + average_index.units, years.units, rate.units)
    basic = round_amounts(
        mean, 2 * average_index.scale * years.scale * rate.scale * 12, roundings.amount
    )
    account = round_amounts(product(balance, 10), divisor_tenths, roundings.amount)
    past = np.zeros_like(basic) if transitional_by_hand is None else transitional_by_hand
    if transitional is not None:
        past = past + _transitional(transitional, total_months, roundings)
    parts = basic + account + past
    share = scaled(supplement_rate)
    supplement = round_amounts(product(parts, share.units), share.scale, roundings.amount)
    total = parts + supplement
    if roundings.total is TotalRounding.JIAO_CEIL:
        total = -(-total // _JIAO) * _JIAO
    return Parts(basic, account, past, supplement, total)


def round_amounts(fen: NDArray[Any], over: Whole, rounding: AmountRounding) -> Column:
    """The quotient `fen` / `over` in the place's way; to the jiao in one step, not over fen."""
    if rounding is AmountRounding.FEN_HALF_UP:
        return half_up(fen, over)
    jiao = ceiling if rounding is AmountRounding.JIAO_CEIL else half_up
    return jiao(fen, over * _JIAO) * _JIAO


_YEARS = {
    YearsRounding.HALF_UP_2DP: (100, half_up),
    YearsRounding.HALF_UP_4DP: (10_000, half_up),
    YearsRounding.CEIL_1DP: (10, ceiling),
}


def _twelfths(months: Column, rounding: YearsRounding) -> Scaled:
    """The years of `months` as twelfths of a year; see `rules.rounding.twelfths`."""
    if rounding is YearsRounding.EXACT:
        return Scaled(months, 1)
    scale, rounded = _YEARS[rounding]
    return Scaled(rounded(months * scale, 12) * 12, scale)


def _transitional(given: TransitionalColumns, total: Column, roundings: Roundings) -> Column:
    index, scale = given.average_index
    if given.form is TransitionalForm.INDEX_FLOOR_1:
        index = np.maximum(index, scale)
    over = scale
    if given.form is TransitionalForm.MEAN_FORMULA:
        index, over = index + scale, 2 * scale
    rate, rate_scale = _coefficient(given, total)
    years = _twelfths(given.months, roundings.years)
    fen = product(given.base, index, years.units, rate)
    return round_amounts(fen, over * years.scale * rate_scale * 12, roundings.amount)


def _coefficient(given: TransitionalColumns, total: Column) -> Scaled:
    if given.form is not TransitionalForm.BY_TOTAL_YEARS:
        return scaled(given.coefficient)
    short, long = given.coefficient, given.coefficient_long
    scale = max(scaled(short).scale, scaled(long).scale)
    return Scaled(np.where(total > _LONG_YEARS, int(long * scale), int(short * scale)), scale)


_LONG_YEARS = 240  # months; the higher coefficient of the form holds above them
