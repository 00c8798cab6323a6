"""The two loops over person-years as machine code, where Numba is installed (extra `fast`).

The same figures as NumPy's, many times as fast: a year is gone through once, and an integer division
by a number that is the same for everybody becomes a multiplication with its reciprocal. Whole numbers
stand in 64-bit floats, which hold them exactly up to 2^53, because a processor computes several of
these at a time. Below 2^51 the quotient cut to a whole number is at most one off, and the remainder,
exact too, tells. Without Numba, or where a figure could be larger, NumPy computes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def _compiler() -> Any:
    """Numba's, or None where the extra is not installed."""
    try:
        from numba import njit  # noqa: PLC0415 - only here is it known to be missing
    except ImportError:
        return None
    return njit


_NJIT = _compiler()
AVAILABLE = _NJIT is not None
LIMIT = 2**51
"""What a numerator and a balance must stay below."""


def _index_row(
    base: NDArray[Any],
    months: NDArray[np.int8],
    per_fen: Floats,
    place: NDArray[np.intp],
    cap: float,
    total: Floats,
) -> None:
    """Add a year's capped indexes times its months to `total`, in the order of the estimate.

    `per_fen` is one over the reference wage, a place each; of one place alone nothing is looked up.
    """
    if per_fen.size == 1:
        everywhere = per_fen[0]
        for person in range(base.size):
            index = np.float64(base[person]) * everywhere
            total[person] += min(index, cap) * np.float64(months[person])
    else:
        for person in range(base.size):
            index = np.float64(base[person]) * per_fen[place[person]]
            total[person] += min(index, cap) * np.float64(months[person])


def _account_row(
    base: NDArray[Any],
    months: NDArray[np.int8],
    before: NDArray[np.int8],
    share: float,
    share_scale: float,
    rate: float,
    rate_scale: float,
    balance: Floats,
) -> None:
    """Close a year of every account: monthly credits, interest by months, each rounded half up."""
    year_over, month_over = 100.0 * rate_scale, 1200.0 * rate_scale
    half_share = np.floor(share_scale * 0.5)
    half_year, half_month = year_over * 0.5, month_over * 0.5
    for_credit, for_year, for_months = 1.0 / share_scale, 1.0 / year_over, 1.0 / month_over
    for person in range(base.size):
        count = np.float64(months[person])
        numerator = np.float64(base[person]) * share + half_share
        credit = np.floor(numerator * for_credit)
        rest = numerator - credit * share_scale
        credit = credit + 1.0 if rest >= share_scale else credit
        credit = credit - 1.0 if rest < 0.0 else credit
        triangle = count * (count + 1.0) * 0.5
        stands = triangle if before[person] == 0 else 13.0 * count - triangle
        numerator = balance[person] * rate + half_year
        on_opening = np.floor(numerator * for_year)
        rest = numerator - on_opening * year_over
        on_opening = on_opening + 1.0 if rest >= year_over else on_opening
        on_opening = on_opening - 1.0 if rest < 0.0 else on_opening
        numerator = credit * stands * rate + half_month
        on_credits = np.floor(numerator * for_months)
        rest = numerator - on_credits * month_over
        on_credits = on_credits + 1.0 if rest >= month_over else on_credits
        on_credits = on_credits - 1.0 if rest < 0.0 else on_credits
        balance[person] += on_opening + credit * count + on_credits


def _made(function: Any, **options: Any) -> Any:
    if _NJIT is None:
        return function
    return _NJIT(nogil=True, cache=True, error_model="numpy", **options)(function)


# Without fastmath: floats are added in the order written, as the bound on their error needs.
index_row: Any = _made(_index_row)
# A product and a sum in one step are as exact as in two where both are whole numbers.
account_row: Any = _made(_account_row, fastmath={"contract"})
