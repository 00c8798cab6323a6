"""Rounding of years, indexes and amounts (rounding is local: each place names its own way)."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from bumang.kernel.money import Fen, to_fen


class YearsRounding(StrEnum):
    """How months become years before they are used."""

    EXACT = "exact"
    HALF_UP_2DP = "half_up_2dp"
    HALF_UP_4DP = "half_up_4dp"
    CEIL_1DP = "ceil_1dp"


class AmountRounding(StrEnum):
    """How a part of the pension is rounded: to the fen half up, or to the jiao (0.10 yuan)."""

    FEN_HALF_UP = "fen_half_up"
    JIAO_CEIL = "jiao_ceil"
    JIAO_HALF_UP = "jiao_half_up"


class TotalRounding(StrEnum):
    """How the sum of the rounded parts is treated."""

    SUM_OF_PARTS = "sum_of_parts"
    JIAO_CEIL = "jiao_ceil"


_YEARS = {
    YearsRounding.HALF_UP_2DP: (Decimal("0.01"), ROUND_HALF_UP),
    YearsRounding.HALF_UP_4DP: (Decimal("0.0001"), ROUND_HALF_UP),
    YearsRounding.CEIL_1DP: (Decimal("0.1"), ROUND_CEILING),
}
_TENTH = Decimal("0.1")


def twelfths(months: int, rounding: YearsRounding) -> Decimal:
    """The years of `months` as twelfths of a year, rounded as years.

    Twelfths, because a third of a year has no decimal form: with `EXACT` nothing is lost, and a
    product is divided by twelve once, at its end.
    """
    if rounding is YearsRounding.EXACT:
        return Decimal(months)
    step, mode = _YEARS[rounding]
    return (Decimal(months) / 12).quantize(step, rounding=mode) * 12


def round_amount(yuan: Decimal, rounding: AmountRounding) -> Fen:
    """An amount in yuan to fen in the place's way."""
    if rounding is AmountRounding.FEN_HALF_UP:
        return to_fen(yuan)
    mode = ROUND_CEILING if rounding is AmountRounding.JIAO_CEIL else ROUND_HALF_UP
    return to_fen(yuan.quantize(_TENTH, rounding=mode))


def round_total(fen: Fen, rounding: TotalRounding) -> Fen:
    """The sum of the parts, up to the next jiao where the place does so."""
    return -(-fen // 10) * 10 if rounding is TotalRounding.JIAO_CEIL else fen


def half_up(exact: Fraction, decimals: int) -> Decimal:
    """A fraction of no less than zero, half up to so many decimals."""
    units = (2 * exact.numerator * 10**decimals + exact.denominator) // (2 * exact.denominator)
    return Decimal(units).scaleb(-decimals)
