"""平均缴费工资指数 on columns: a proved estimate, and the exact rule where the estimate is in doubt.

A year's index is base / reference wage; the sum over forty years has no denominator that 64 bits
hold. So it is summed in floats. With u = 2^-53, the reciprocal of the wage, the product with the
base, the cap, and the product with the months err by less than 4u of a year's term, summing
n terms that are not negative by (n - 1)u of the sum, the last division and scaling by 2u: together
less than (n + 6)u of the result. `_SAFETY` doubles that. Only a value as near to a tie can round
the wrong way; such persons are given to the exact rule. With random wages that is about one in
ten thousand million.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bumang.rules.average_index import Denominator, YearPaid
from bumang.rules.average_index import average_index as exact_rule
from bumang.rules.columns import compiled
from bumang.rules.columns.exact import Column
from bumang.rules.columns.histories import Histories

_UNIT = 2.0**-53
_SAFETY = 2
_POWERS = 10.0 ** np.arange(10)  # exact: all below 2^53


class Averages(NamedTuple):
    """Each index in units of 10^-(its decimals), and how many persons the exact rule decided."""

    units: Column
    decided_exactly: int


class Terms(NamedTuple):
    """The place's way of averaging, a column each or the same for everybody.

    `elapsed_months` are what the sum is divided by, 0 for whose place divides by months paid.
    """

    index_decimals: Column | int
    yearly_cap: Decimal
    elapsed_months: Column | int = 0


def average_indexes(
    histories: Histories, references: NDArray[np.int64], place: NDArray[np.intp], terms: Terms
) -> Averages:
    """Each person's average index; 0 for who paid nothing.

    `references` are years times places, fen a month; `place` is each person's row number among
    the places.
    """
    persons = len(place)
    decimals = np.broadcast_to(np.asarray(terms.index_decimals), persons)
    elapsed = np.broadcast_to(np.asarray(terms.elapsed_months), persons)
    paid = histories.paid_months()
    total = weighted_sum(histories, references, place, float(terms.yearly_cap))
    value = total * _POWERS[decimals] / np.maximum(np.where(elapsed > 0, elapsed, paid), 1)
    units, doubtful = rounded(value, len(histories.months))
    for person in np.flatnonzero(doubtful):
        units[person] = _exactly(
            records_of(histories, references[:, place[person]], int(person)),
            int(decimals[person]),
            terms.yearly_cap,
            int(elapsed[person]),
        )
    return Averages(units, int(doubtful.sum()))


def weighted_sum(
    histories: Histories,
    references: NDArray[np.int64],
    place: NDArray[np.intp],
    cap: float,
) -> NDArray[np.float64]:
    """The years' capped indexes times their months, summed; in floats."""
    total, index, of_each = np.zeros(len(place)), np.empty(len(place)), np.empty(len(place))
    years = zip(histories.bases, histories.months, 1.0 / references, strict=True)
    for base, months, per_fen in years:
        if compiled.AVAILABLE:
            compiled.index_row(base, months, per_fen, place, cap, total)
            continue
        np.take(per_fen, place, out=of_each, mode="clip")
        np.multiply(base, of_each, out=index)
        np.minimum(index, cap, out=index)
        np.multiply(index, months, out=index)
        total += index
    return total


def rounded(value: NDArray[np.float64], years: int) -> tuple[Column, NDArray[np.bool_]]:
    """Half up, and for whom the error of `value` could have decided."""
    whole = np.floor(value)
    part = value - whole  # exact: both are below 2^52
    doubtful = np.abs(part - 0.5) <= _SAFETY * (years + 6) * _UNIT * value
    return (whole + (part >= 0.5)).astype(np.int64), doubtful & (value > 0)


def records_of(histories: Histories, references: NDArray[np.int64], person: int) -> list[YearPaid]:
    """One person's history as the rule for one person takes it; `references` of the place."""
    return [
        YearPaid(
            year=year,
            months=int(histories.months[row, person]),
            monthly_base=int(histories.bases[row, person]),
            reference_wage=int(references[row]),
        )
        for row, year in enumerate(histories.years)
        if histories.months[row, person]
    ]


def _exactly(records: list[YearPaid], decimals: int, cap: Decimal, elapsed: int) -> int:
    found = exact_rule(
        records,
        index_decimals=decimals,
        yearly_cap=cap,
        denominator=Denominator.ELAPSED_MONTHS if elapsed else Denominator.PAID_MONTHS,
        elapsed_months=elapsed or None,
    )
    return int(found.average_index.scaleb(decimals))
