"""Exact arithmetic on columns: whole numbers of a unit, and one division where the law rounds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]
"""Whole numbers, one a person."""

Whole = NDArray[Any] | int
"""A column of whole numbers, or one number for everybody."""

_LIMIT = 2**63 - 1


class Scaled(NamedTuple):
    """Decimals as whole `units` of 1/`scale`; `scale` is a power of ten."""

    units: Whole
    scale: int


def scaled(number: Decimal) -> Scaled:
    """A decimal, exactly: 0.08 is 8 units of 1/100. Raises `ValueError` for what is no number."""
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{number} is no number")
    places = max(0, -exponent)
    return Scaled(int(number.scaleb(places)), 10**places)


def product(*factors: Whole) -> NDArray[Any]:
    """The exact product: 64-bit where even the largest factors fit, else unbounded integers."""
    bound = 1
    for factor in factors:
        bound *= max(1, largest(factor))
    # Half of the room is left for what rounding adds: twice the product and the denominator.
    kind: Any = np.int64 if bound <= _LIMIT // 4 else object
    made: Any = np.asarray(factors[0]).astype(kind, copy=False)
    for factor in factors[1:]:
        made = made * np.asarray(factor).astype(kind, copy=False)
    return np.asarray(made)


def half_up(numerator: NDArray[Any], denominator: Whole) -> Column:
    """The quotient rounded half up; both are never negative."""
    over = _same_kind(numerator, denominator)
    if isinstance(over, int) and over % 2 == 0:
        halves = (numerator + over // 2) // over
    else:
        halves = (2 * numerator + over) // (2 * over)
    made: Column = halves.astype(np.int64, copy=False)
    return made


def ceiling(numerator: NDArray[Any], denominator: Whole) -> Column:
    """The quotient rounded up; both are never negative."""
    over = _same_kind(numerator, denominator)
    made: Column = (-(-numerator // over)).astype(np.int64)
    return made


def largest(factor: Whole) -> int:
    """The largest value, 0 for no persons."""
    if isinstance(factor, int):
        return factor
    return int(factor.max()) if factor.size else 0


def _same_kind(numerator: NDArray[Any], denominator: Whole) -> Any:
    """The denominator in the numerator's integers, widened both where 64 bits do not hold it."""
    if numerator.dtype == object:
        return np.asarray(denominator).astype(object)
    if largest(denominator) > _LIMIT // 4:
        raise OverflowError("a denominator beyond 64 bits")
    return denominator
