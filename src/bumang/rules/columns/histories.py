"""缴费记录: what each person paid on, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bumang.rules.columns.exact import Column


class Histories(NamedTuple):
    """Calendar years from `first_year` on; row y of each array is a year over all persons.

    `bases` are monthly bases in fen, `months` how many months of the year were paid, 0 to 12. The
    months of a year run from January; after a year without any they run to December, so that a
    stretch of payments is in one piece. Where months are 0 the base means nothing.
    """

    first_year: int
    bases: NDArray[np.integer[Any]]
    months: NDArray[np.int8]

    @property
    def years(self) -> range:
        return range(self.first_year, self.first_year + len(self.months))

    def of(self, persons: slice | NDArray[np.intp]) -> Histories:
        """Those of some persons."""
        return self._replace(bases=self.bases[:, persons], months=self.months[:, persons])

    def around(self, row: int) -> Histories:
        """A year and the one before it, which says where its months lie; the year is the last."""
        first = max(0, row - 1)
        rows = slice(first, row + 1)
        return Histories(self.first_year + first, self.bases[rows], self.months[rows])

    def until(self, last_month: Column) -> Histories:
        """The histories cut after each person's last month (numbered as `month_number` does)."""
        return self._replace(months=np.stack(list(self._cut(last_month))))

    def paid_months(self) -> Column:
        total = np.zeros(self.months.shape[1], np.int16)
        # Adding rows is many times as fast as a sum over the axis, and ten times twelve fit a byte.
        for first in range(0, len(self.months), 10):
            ten = self.months[first].copy()
            for months in self.months[first + 1 : first + 10]:
                ten += months
            total += ten
        return total.astype(np.int64)

    def paid_before(self, month: Column) -> Column:
        """Months paid before each person's `month`, numbered as `month_number` does."""
        latest = int(month.max(initial=0))
        total = np.zeros(self.months.shape[1], np.int64)
        for row, year in enumerate(self.years):
            if year * 12 >= latest:
                break
            total += self._before(row, np.clip(month - year * 12, 0, 12).astype(np.int8))
        return total

    def elapsed_months(self, last_month: Column) -> Column:
        """Months from the first paid one to `last_month`, never fewer than those paid."""
        paid = self.months > 0
        row = paid.argmax(axis=0)
        in_first = np.take_along_axis(self.months, row[np.newaxis], axis=0)[0].astype(np.int64)
        began = (self.first_year + row) * 12 + 12 - in_first
        made: Column = np.maximum(last_month - began + 1, self.paid_months())
        return made

    def weights(self, row: int, end: Column | int = 12) -> NDArray[np.int64]:
        """月积数 of one yuan a month: the months each payment of the year stands to the end of
        month `end`, its own included; no payment is later than `end`."""
        months = self.months[row].astype(np.int64)
        triangle = months * (months + 1) // 2
        made: NDArray[np.int64] = np.where(self._late(row), triangle, (end + 1) * months - triangle)
        return made

    def _before(self, row: int, room: NDArray[np.int8]) -> NDArray[np.int8]:
        """How many of a year's months lie in its first `room` months."""
        months = self.months[row]
        to_december = np.maximum(months - (12 - room), 0)
        made: NDArray[np.int8] = np.where(self._late(row), to_december, np.minimum(months, room))
        return made

    def _late(self, row: int) -> NDArray[np.bool_] | np.bool_:
        """For whom the months paid in a year run to December."""
        return self.months[row - 1] == 0 if row else np.True_

    def _cut(self, last_month: Column) -> Iterator[NDArray[np.int8]]:
        ended = last_month + 1
        first = int(ended.min(initial=2**31))
        for row, year in enumerate(self.years):
            if first >= (year + 1) * 12:
                yield self.months[row]
            else:
                yield self._before(row, np.clip(ended - year * 12, 0, 12).astype(np.int8))


def month_number(year: int, month: int) -> int:
    """Months since the year 0: January 2026 is 24312. Divided by twelve it is the year."""
    return year * 12 + month - 1
