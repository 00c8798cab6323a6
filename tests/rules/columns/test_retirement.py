"""Ages and divisors on columns against the rules for one person, for every month of birth."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from bumang.kernel.months import Month
from bumang.rules import Age, Category, annuity_divisor, law, retirement_age
from bumang.rules.columns import divisor_table, schedules, statutory_months
from bumang.rules.columns.histories import month_number
from bumang.rules.columns.retirement_age import CATEGORIES

ON = date(2026, 1, 1)
BIRTHS = [Month(1955, 1).plus(n) for n in range(40 * 12)]


@pytest.mark.parametrize("category", Category)
def test_everybody_retires_in_the_month_of_the_rule(category: Category) -> None:
    numbers = np.array([month_number(*birth) for birth in BIRTHS])
    codes = np.full(len(BIRTHS), CATEGORIES.index(category), np.int8)
    found = statutory_months(numbers, codes, schedules(law()))
    expected = [
        month_number(*retirement_age(birth, category, law(), ON).statutory_month)
        for birth in BIRTHS
    ]
    assert found.tolist() == expected


def test_a_later_version_leaves_who_has_retired_and_lets_nobody_retire_before_it_began() -> None:
    first = schedules(law())[0]
    began = month_number(2030, 2)  # some retire in this month
    later = first._replace(since=began, max_delay=first.max_delay + 60)
    births = np.array([month_number(*birth) for birth in BIRTHS])
    men = np.zeros(len(births), np.int8)
    old = statutory_months(births, men, [first])
    new = statutory_months(births, men, [first, later])
    assert (new[old < began] == old[old < began]).all()
    assert (new[old >= began] >= began).all()
    assert (new >= old).all()
    assert (new > old).any()
    older = first._replace(since=began, original_age=first.original_age + 12)
    assert (statutory_months(births, men, [first, older])[old == began] == began + 12).all()
    assert (old == began).any()
    sooner = first._replace(since=began, max_delay=first.max_delay * 0)
    brought_forward = statutory_months(births, men, [first, sooner])
    assert (brought_forward[old >= began] >= began).all()
    assert (brought_forward <= old).all()


@pytest.mark.parametrize("on", [date(2024, 12, 31), date(2025, 1, 1)])
def test_the_table_of_divisors_is_the_rules(on: date) -> None:
    table = divisor_table(law(), on)
    for months in range(40 * 12, 70 * 12 + 1):
        assert table[months] == annuity_divisor(Age.of_months(months), law(), on).divisor * 10
    assert not table[: 40 * 12].any()
    assert not table[71 * 12 :].any()
    assert len(table) == 100 * 12
