"""法定退休年龄: the delay, the statutory month, and the window around it.

State Council measure of 2024, art. 1, in force from 2025-01-01: from the first affected month of
birth on, one month later for every so many months of birth, up to a limit. The first affected month
already waits one month.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.ages import Age, Category
from bumang.rules.articles import FLEXIBLE_RETIREMENT, RETIREMENT_AGE
from bumang.rules.explanation import MONTHS, Step, duration, month, number
from bumang.rules.flexible_retirement import Window, flexible_window
from bumang.rules.minimum_months import min_contribution_months
from bumang.rules.parameters import Law
from bumang.rules.values import Value


class RetirementAge(msgspec.Struct, frozen=True):
    """When a person may retire. The window's ends are None for whom it does not exist."""

    birth: Month
    category: Category
    delay_months: int
    statutory_age: Age
    statutory_month: Month
    statutory_date: date | None
    min_contribution_months: int
    pension_first_month: Month
    earliest_flexible_month: Month | None
    latest_deferred_month: Month | None
    steps: tuple[Step, ...]

    @property
    def window(self) -> Window | None:
        """The earliest and the latest month that may be chosen; None for no choice."""
        if self.earliest_flexible_month is None or self.latest_deferred_month is None:
            return None
        return self.earliest_flexible_month, self.latest_deferred_month


class _Schedule(msgspec.Struct, frozen=True):
    """One category's line of the measure, as dated values."""

    original_age: Value
    first_birth_month: Value
    birth_months_per_step: Value
    max_delay: Value

    def delay(self, birth: Month) -> int:
        after = self.first_birth_month.month.until(birth)
        if after < 0:
            return 0
        return min(self.max_delay.count, after // self.birth_months_per_step.count + 1)


def retirement_age(birth: Month | date, category: Category, law: Law, on: date) -> RetirementAge:
    """The statutory month by the law of the day `on`; the first pension is for the month after.

    A full date of birth gives a full date, clamped to the month's end. Raises `NotSetError` for a
    day before the measure, and for a statutory month before the minimum years are on record.
    """
    birth_month = Month.of(birth) if isinstance(birth, date) else birth
    schedule = _schedule(category, law, on)
    delay = schedule.delay(birth_month)
    age = Age.of_months(schedule.original_age.count + delay)
    statutory = birth_month.plus(age.in_months)
    window = None
    if delay:  # whoever reached the original age before the measure has no window
        original = birth_month.plus(schedule.original_age.count)
        window = flexible_window(original, statutory, law, on)
    return RetirementAge(
        birth=birth_month,
        category=category,
        delay_months=delay,
        statutory_age=age,
        statutory_month=statutory,
        statutory_date=statutory.day(birth.day) if isinstance(birth, date) else None,
        min_contribution_months=min_contribution_months(statutory.year, law).count,
        pension_first_month=statutory.plus(1),
        earliest_flexible_month=window[0] if window else None,
        latest_deferred_month=window[1] if window else None,
        steps=(_delay_step(schedule, birth_month, delay), _month_step(birth_month, age)),
    )


def _schedule(category: Category, law: Law, on: date) -> _Schedule:
    return _Schedule(
        original_age=law.at(f"original_age_{category}", on),
        first_birth_month=law.at(f"first_birth_month_{category}", on),
        birth_months_per_step=law.at(f"birth_months_per_step_{category}", on),
        max_delay=law.at(f"max_delay_{category}", on),
    )


def _delay_step(schedule: _Schedule, birth: Month, delay: int) -> Step:
    first, step, longest = (
        schedule.first_birth_month,
        schedule.birth_months_per_step,
        schedule.max_delay,
    )
    after = first.month.until(birth)
    worked = f"min({longest.count}, ⌊{after} ÷ {step.count}⌋ + 1)"
    return Step(
        key="delay_months",
        name=Text("延迟的月数", "months of delay"),
        formula=Text(
            "从最早受影响的出生年月起，每隔规定的月数多延迟 1 个月，到上限为止；更早出生的不延迟",
            "from the first affected month of birth on, a month more for every step, up to a limit",
        ),
        worked=f"{birth} < {first.month}: 0" if after < 0 else worked,
        figures=(
            month("birth", Text("出生年月", "month of birth"), birth),
            month("first_birth_month", _FIRST, first.month, first.origin),
            number("birth_months_per_step", _PER_STEP, step.count, MONTHS, step.origin),
            number("max_delay", _LONGEST, longest.count, MONTHS, longest.origin),
        ),
        result=number("delay_months", Text("延迟", "delay"), delay, MONTHS),
        rules=(RETIREMENT_AGE,),
    )


def _month_step(birth: Month, age: Age) -> Step:
    return Step(
        key="statutory_month",
        name=Text("法定退休年月", "statutory month of retirement"),
        formula=Text(
            "出生年月 + 法定退休年龄（原年龄 + 延迟的月数）",
            "month of birth + statutory age (original age + delay)",
        ),
        worked=f"{birth} + {age.in_months}",
        figures=(duration("statutory_age", _AGE, age.in_months, age.show()),),
        result=month(
            "statutory_month", Text("法定退休年月", "statutory month"), birth.plus(age.in_months)
        ),
        rules=(RETIREMENT_AGE, FLEXIBLE_RETIREMENT),
    )


_FIRST = Text("最早受影响的出生年月", "first birth month affected")
_PER_STEP = Text("每延迟 1 个月对应的出生月数", "birth months for a month of delay")
_LONGEST = Text("最多延迟", "longest delay")
_AGE = Text("法定退休年龄", "statutory age")
