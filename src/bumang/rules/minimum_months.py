"""最低缴费年限: how many months must be paid for a monthly pension.

State Council measure of 2024, art. 2: 180 months; from 2030 six months more each year, to 240.
"""

from __future__ import annotations

from datetime import date

from bumang.rules.parameters import Law
from bumang.rules.values import Value


def min_contribution_months(reference_year: int, law: Law) -> Value:
    """The minimum for a reference year, as a dated value.

    The year that counts: that of the statutory month; for an early retirement that of the chosen
    month; for a deferred one still that of the statutory month. Raises `NotSetError` before 1998.
    """
    return law.at("minimum_months", date(reference_year, 1, 1))
