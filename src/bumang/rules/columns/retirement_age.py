"""法定退休年龄 on columns, also where a schedule changes on a later day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bumang.rules.ages import Category
from bumang.rules.columns.exact import Column
from bumang.rules.columns.histories import month_number
from bumang.rules.parameters import Law

CATEGORIES = tuple(Category)
"""A person's category is written as its place in this order."""

SCHEDULE_NAMES = ("original_age", "first_birth_month", "birth_months_per_step", "max_delay")
"""What a schedule is made of; a category follows each name."""


class Schedule(NamedTuple):
    """The measure's figures by category, in months, from `since` (a month's number) on."""

    since: int
    original_age: Column
    first_birth_month: Column
    birth_months_per_step: Column
    max_delay: Column


Schedules = Sequence[Schedule]
"""Every version of the measure, in order of time."""


def schedules(law: Law) -> Schedules:
    """Read from the dated parameters: one version for each day on which any of them changes."""
    days = sorted(
        {
            value.since
            for category in CATEGORIES
            for name in SCHEDULE_NAMES
            for value in law.history(f"{name}_{category}")
        }
    )
    return [_schedule(law, day) for day in days]


def statutory_months(birth: Column, category: NDArray[np.int8], versions: Schedules) -> Column:
    """Each person's statutory month, numbered.

    A later version holds for whom the earlier one has not let retire when it begins, and lets
    nobody retire in a month before it began.
    """
    statutory = _by(versions[0], birth, category)
    for version in versions[1:]:
        changed = np.maximum(_by(version, birth, category), version.since)
        statutory = np.where(statutory >= version.since, changed, statutory)
    return statutory


def _by(version: Schedule, birth: Column, category: NDArray[np.int8]) -> Column:
    after = birth - version.first_birth_month[category]
    steps = after // version.birth_months_per_step[category] + 1
    delay = np.minimum(steps, version.max_delay[category])
    return birth + version.original_age[category] + np.where(after < 0, 0, delay)


def _schedule(law: Law, on: date) -> Schedule:
    def column(name: str) -> Column:
        values = [law.at(f"{name}_{category}", on) for category in CATEGORIES]
        return np.array(
            [
                month_number(*value.month) if name == "first_birth_month" else value.count
                for value in values
            ],
            np.int64,
        )

    return Schedule(month_number(on.year, on.month), *(column(name) for name in SCHEDULE_NAMES))
