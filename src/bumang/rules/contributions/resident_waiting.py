"""居民医保待遇等待期: after the season was missed, or years were.

State Council office opinion of 2024: three months fixed, one more for each missed year; each later
paid year takes one of those off again, never of the fixed ones.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bumang.kernel.text import Text
from bumang.rules.articles import RESIDENT_MEDICAL
from bumang.rules.explanation import MONTHS, YEARS, Step, number
from bumang.rules.parameters import Law


class ResidentWaiting(msgspec.Struct, frozen=True):
    """Months before benefits begin, in their two parts."""

    fixed_months: int
    variable_months: int
    waiting_months: int
    steps: tuple[Step, ...]


def resident_waiting(
    missed_years: int, later_paid_years: int, law: Law, on: date, *, joined_in_season: bool = False
) -> ResidentWaiting:
    """No waiting for who joined in the season and missed no year. Raises `NotSetError`."""
    fixed = law.at("resident_medical_fixed_waiting", on)
    each = law.at("resident_medical_waiting_per_year", on)
    unbroken = joined_in_season and missed_years == 0
    base = 0 if unbroken else fixed.count
    variable = max(0, missed_years - later_paid_years) * each.count
    step = Step(
        key="waiting_months",
        name=_WAITING,
        formula=_NONE if unbroken else _RULE,
        worked="0"
        if unbroken
        else f"{base} + max(0, {missed_years} − {later_paid_years}) × {each.count}",
        figures=(
            number("missed_years", Text("断保年数", "missed years"), missed_years, YEARS),
            number(
                "later_paid_years",
                Text("之后缴费年数", "later paid years"),
                later_paid_years,
                YEARS,
            ),
            number("fixed", Text("固定等待期", "fixed part"), fixed.count, MONTHS, fixed.origin),
            number(
                "each", Text("每断保一年", "for each missed year"), each.count, MONTHS, each.origin
            ),
        ),
        result=number("waiting_months", _WAITING, base + variable, MONTHS),
        rules=(RESIDENT_MEDICAL,),
    )
    return ResidentWaiting(base, variable, base + variable, (step,))


_WAITING = Text("待遇等待期", "waiting period")
_RULE = Text(
    "固定 3 个月；每断保一年加 1 个月；之后每缴一年减 1 个月，固定的不减",
    "3 months fixed, 1 more for each missed year; each later paid year takes one of those off, never of the fixed",
)
_NONE = Text("集中参保期内参保、没有断保的，没有等待期", "joined in the season without a gap: none")
