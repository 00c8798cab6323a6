from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.kernel.months import Month
from bumang.rules import Age, Category, annuity_divisor, law, retirement_age, retirement_option
from bumang.rules.flexible_retirement import RetirementType
from bumang.rules.minimum_months import min_contribution_months
from bumang.rules.parameters import NotSetError

ON = date(2026, 1, 1)
BIRTHS = st.builds(Month, st.integers(1955, 2010), st.integers(1, 12))


@pytest.mark.parametrize(
    ("category", "birth", "delay"),
    [
        (Category.MALE_60, "1964-12", 0),
        (Category.MALE_60, "1965-01", 1),
        (Category.MALE_60, "1965-04", 1),
        (Category.MALE_60, "1965-05", 2),
        (Category.MALE_60, "1976-08", 35),
        (Category.MALE_60, "1976-09", 36),
        (Category.MALE_60, "1990-01", 36),
        (Category.FEMALE_55, "1969-12", 0),
        (Category.FEMALE_55, "1970-01", 1),
        (Category.FEMALE_55, "1981-08", 35),
        (Category.FEMALE_55, "1981-09", 36),
        (Category.FEMALE_50, "1974-12", 0),
        (Category.FEMALE_50, "1975-01", 1),
        (Category.FEMALE_50, "1984-10", 59),
        (Category.FEMALE_50, "1984-11", 60),
        (Category.FEMALE_50, "1999-01", 60),
    ],
)
def test_the_delay_below_at_and_above_each_bound(
    category: Category, birth: str, delay: int
) -> None:
    assert retirement_age(Month.parse(birth), category, law(), ON).delay_months == delay


@given(BIRTHS, st.sampled_from(Category))
def test_whoever_is_born_later_never_retires_earlier(birth: Month, category: Category) -> None:
    one = retirement_age(birth, category, law(), ON)
    next_one = retirement_age(birth.plus(1), category, law(), ON)
    assert one.statutory_month < next_one.statutory_month
    if one.window and one.earliest_flexible_month:
        assert one.window[0] <= one.statutory_month < one.window[1]
        assert one.window[0].until(one.statutory_month) <= 36


def test_nobody_of_the_men_retires_in_june_2025() -> None:
    births = [Month(1965, 1).plus(n) for n in range(24)]
    months = {retirement_age(b, Category.MALE_60, law(), ON).statutory_month for b in births}
    assert Month(2025, 5) in months
    assert Month(2025, 6) not in months


def test_the_day_is_clamped_to_the_months_end() -> None:
    found = retirement_age(date(1965, 1, 31), Category.MALE_60, law(), ON)
    assert found.statutory_date == date(2025, 2, 28)


def test_three_years_bind_where_the_delay_is_longer() -> None:
    found = retirement_age(Month(1983, 6), Category.FEMALE_50, law(), ON)
    assert found.delay_months == 51
    assert found.earliest_flexible_month == Month(2034, 9)


def test_the_measure_says_nothing_before_it_was_in_force() -> None:
    with pytest.raises(NotSetError):
        retirement_age(Month(1965, 1), Category.MALE_60, law(), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("chosen", "kind", "allowed"),
    [
        ("2027-04", RetirementType.EARLY, False),
        ("2027-05", RetirementType.EARLY, True),
        ("2027-12", RetirementType.EARLY, True),
        ("2028-01", RetirementType.STATUTORY, True),
        ("2028-02", RetirementType.DEFERRED, True),
        ("2031-01", RetirementType.DEFERRED, True),
        ("2031-02", RetirementType.DEFERRED, False),
    ],
)
def test_the_window_below_at_and_above_each_end(
    chosen: str, kind: RetirementType, allowed: bool
) -> None:
    age = retirement_age(Month(1967, 5), Category.MALE_60, law(), ON)
    option = retirement_option(age.statutory_month, age.window, Month.parse(chosen), law())
    assert (option.type, option.allowed_by_age) == (kind, allowed)
    assert (option.reason is None) == allowed


@pytest.mark.parametrize("chosen", ["2024-11", "2025-01"])
def test_who_reached_the_age_before_2025_has_no_choice(chosen: str) -> None:
    age = retirement_age(Month(1964, 12), Category.MALE_60, law(), ON)
    assert age.window is None
    option = retirement_option(age.statutory_month, age.window, Month.parse(chosen), law())
    assert not option.allowed_by_age
    assert option.reason is not None
    assert "2024-12" in option.reason.zh


@pytest.mark.parametrize(
    ("year", "months"),
    [(2028, 180), (2029, 180), (2030, 186), (2031, 192), (2038, 234), (2039, 240), (2040, 240)],
)
def test_the_minimum_rises_by_six_months_a_year_from_2030_to_2039(year: int, months: int) -> None:
    assert min_contribution_months(year, law()).count == months


@pytest.mark.parametrize(
    ("age", "divisor"),
    [
        (Age(60, 0), "139"),
        (Age(60, 1), "138.4"),
        (Age(60, 3), "137.3"),  # 137.25: half up, not half even
        (Age(55, 1), "169.5"),
        (Age(61, 1), "131.4"),
        (Age(40, 0), "233"),
        (Age(70, 0), "56"),
    ],
)
def test_divisors_between_birthdays_from_2025(age: Age, divisor: str) -> None:
    assert annuity_divisor(age, law(), date(2025, 1, 1)).divisor == Decimal(divisor)


def test_before_2025_whole_years_alone_counted() -> None:
    assert annuity_divisor(Age(60, 11), law(), date(2024, 12, 31)).divisor == 139


@pytest.mark.parametrize("age", [Age(39, 11), Age(70, 1), Age(71, 0)])
def test_there_is_no_divisor_outside_the_table(age: Age) -> None:
    with pytest.raises(KeyError):
        annuity_divisor(age, law(), ON)


@given(st.integers(40 * 12, 70 * 12 - 1))
def test_an_older_person_never_has_a_larger_divisor(months: int) -> None:
    younger = annuity_divisor(Age.of_months(months), law(), ON).divisor
    older = annuity_divisor(Age.of_months(months + 1), law(), ON).divisor
    assert older < younger
