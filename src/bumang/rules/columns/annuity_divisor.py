"""计发月数 on columns: a table by age in months, for one day."""

from __future__ import annotations

from datetime import date

import numpy as np

from bumang.rules.ages import Age
from bumang.rules.annuity_divisor import annuity_divisor
from bumang.rules.columns.exact import Column
from bumang.rules.parameters import Law

_OLDEST = 1200  # months; nobody retires at a hundred


def divisor_table(law: Law, on: date) -> Column:
    """Tenths of a month by age in months at retirement; 0 where the law has no divisor."""
    return np.array([_tenths(age, law, on) for age in range(_OLDEST)], np.int64)


def _tenths(age: int, law: Law, on: date) -> int:
    try:
        return int(annuity_divisor(Age.of_months(age), law, on).divisor * 10)
    except KeyError:
        return 0
