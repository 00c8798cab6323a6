"""What an employer pays, reports and risks: the invoice of all persons, limits, fines, notices.

Each figure is worked out by hand from the rule in the docstring or the comment beside it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.worked import answered, result, wrong

# The invoice: pension 16 % and 8 %, medical 9.8 % and 2 % + 3 yuan, unemployment 0.5 % each in
# Beijing in September 2025, limits 7162 and 35811; class 2 of trades at 80 %: 0.4 % × 0.8 = 0.32 %.


def test_each_persons_lines_are_rounded_and_summed_and_injury_is_on_all_wages() -> None:
    found = result("employer_invoice", wages=["10000.55", "7000", "40000"])
    lines = {(one.insurance.value, one.side.value): one.amount for one in found.lines}
    # 1600.09 + 1145.92 + 5729.76; 16 % of 10000.55 is 1600.088
    assert lines["pension", "employer"] == Decimal("8475.77")
    # 200.011 + 3, 143.24 + 3, 716.22 + 3
    assert lines["medical", "personal"] == Decimal("203.01") + Decimal("146.24") + Decimal("719.22")
    # 0.32 % of 57000.55 is 182.40176, once; the wages are not held to limits
    assert lines["work_injury", "employer"] == Decimal("182.40")
    assert found.invoice_total == found.employer_total + found.personal_total
    assert found.employer_total == sum(
        one.amount for one in found.lines if one.side.value == "employer"
    )


def test_injury_is_rounded_once_for_the_employer_not_for_each() -> None:
    """0.32 % of 8001.25 is 25.604, of twice as much 51.208: 51.21, where two lines give 51.20."""
    found = result("employer_invoice", wages=["8001.25", "8001.25"])
    (injury,) = (one for one in found.lines if one.insurance.value == "work_injury")
    assert (injury.base, injury.amount) == (Decimal("16002.50"), Decimal("51.21"))
    alone = result("monthly_contribution", declared_wage="8001.25")
    assert [one.amount for one in alone.lines if one.insurance.value == "work_injury"] == [
        Decimal("25.60")
    ]


def test_what_is_unverified_in_a_persons_month_is_unverified_in_the_invoice() -> None:
    alone = answered("monthly_contribution").unverified
    assert set(answered("employer_invoice").unverified) == set(alone)
    given_rates = answered("employer_invoice", area_code="310000", work_injury_class=4)
    alone = answered("monthly_contribution", area_code="310000", work_injury_class=4).unverified
    assert set(given_rates.unverified) == set(alone)


@pytest.mark.parametrize(("persons", "cut"), [(11, False), (12, False), (13, True)])
def test_a_sum_of_more_than_twelve_is_not_written_out(persons: int, cut: bool) -> None:
    steps = answered("employer_invoice", wages=["8000"] * persons).steps
    (worked,) = (step.worked for step in steps if step.key == "pension_personal")
    assert worked == " + ".join(["640"] * min(persons, 12)) + (" + …" if cut else "")


@given(st.lists(st.integers(1, 10_000_000), min_size=1, max_size=6))
def test_an_invoice_is_its_persons_months_but_for_work_injury(wages: list[int]) -> None:
    written = [f"{fen // 100}.{fen % 100:02d}" for fen in wages]
    found = result("employer_invoice", wages=written)
    months = [
        result(
            "monthly_contribution",
            declared_wage=wage,
            insurances=["pension", "medical", "unemployment"],
            work_injury_class=None,
            work_injury_float=None,
        )
        for wage in written
    ]
    assert [one.employer for one in found.persons] == [one.employer_total for one in months]
    assert found.personal_total == sum(one.personal_total for one in months)
    (injury,) = (one.amount for one in found.lines if one.insurance.value == "work_injury")
    assert found.employer_total == sum(one.employer_total for one in months) + injury


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"wages": []}, ("LENGTH", "wages")),
        ({"wages": ["0"]}, ("NOT_ABOVE_ZERO", "wages[0]")),
        ({"work_injury_class": None}, ("MISSING_INPUT", "work_injury_class")),
        ({"work_injury_float": 85}, ("NO_SUCH_STEP", "work_injury_float")),
        ({"area_code": "990000"}, ("NO_LIMITS", "area_code")),
        ({"base_lower": "5000"}, ("MISSING", "base_upper")),
    ],
)
def test_an_invoice_that_cannot_be_is_told(
    changed: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert wrong("employer_invoice", **changed)[0][1] == problem[1]


def test_rates_that_are_not_on_record_are_all_asked_for() -> None:
    asked = {field for _, field in wrong("employer_invoice", month="2026-08")}
    assert asked == {"unemployment_employer_rate", "unemployment_employee_rate"}


# Limits for registering: Social Insurance Law, arts. 50, 57, 58.


@pytest.mark.parametrize(
    ("event", "on", "days", "last"),
    [
        ("new_employee", "2026-01-31", 30, "2026-03-02"),  # 28 days of February, then two
        ("new_employee", "2024-01-31", 30, "2024-03-01"),  # a leap year
        ("new_employer", "2026-12-15", 30, "2027-01-14"),
        ("change_or_close", "2026-06-01", 30, "2026-07-01"),
        ("employee_leaves", "2026-02-14", 15, "2026-03-01"),
        ("employee_leaves", "2011-07-01", 15, "2011-07-16"),  # the law's first day
    ],
)
def test_a_limit_in_calendar_days_begins_the_day_after(
    event: str, on: str, days: int, last: str
) -> None:
    found = result("reporting_limit", event=event, event_date=on)
    assert (found.days, found.last_day) == (days, last)


def test_before_the_law_there_is_no_limit_on_record() -> None:
    assert wrong("reporting_limit", event_date="2011-06-30") == [("NOT_ON_RECORD", "")]


@pytest.mark.parametrize(
    ("matter", "days"),
    [
        ("medical_transfer_out", 10),
        ("medical_transfer_in", 5),
        ("scheme_conversion", 15),
        ("lump_payment_notice", 10),
    ],
)
def test_transfers_have_limits_in_working_days(matter: str, days: int) -> None:
    found = result("handling_limit", matter=matter, accepted_date="2026-03-02")
    assert found.working_days == days


# Fines: arts. 84 and 86 once to three times, arts. 87 and 88 twice to five times.


@pytest.mark.parametrize(
    ("fault", "least", "most"),
    [
        ("not_registering", "10000.05", "30000.15"),
        ("order_ignored", "10000.05", "30000.15"),
        ("fraud", "20000.10", "50000.25"),
    ],
)
def test_a_fine_lies_between_the_times_that_the_law_sets(fault: str, least: str, most: str) -> None:
    found = result("fine", fault=fault, amount="10000.05")
    assert (found.least, found.most) == (Decimal(least), Decimal(most))


# Notice of a flexible retirement: three months before an early month, one before the statutory one.


@pytest.mark.parametrize(
    ("chosen", "kind", "by"),
    [
        ("2027-12", "early", "2027-09"),
        ("2027-01", "early", "2026-10"),
        ("2028-01", "statutory", None),
        ("2028-02", "deferred", "2027-12"),
        ("2031-01", "deferred", "2027-12"),
    ],
)
def test_notice_is_given_before_the_earlier_of_both_months(
    chosen: str, kind: str, by: str | None
) -> None:
    found = result("flexible_notice", statutory_month="2028-01", chosen_month=chosen)
    assert found.type.value == kind
    assert (found.notice_by or None) == by


# Money that moves with unemployment insurance: what is left, and half of it.


@pytest.mark.parametrize(
    ("draws", "months", "left", "costs", "total"),
    [
        (True, 7, "14241.85", "7120.93", "21362.78"),  # half of 14241.85 is 7120.925
        (True, 0, "0", "0", "0"),
        (True, 24, "48829.20", "24414.60", "73243.80"),
        (False, 7, "0", "0", "0"),
    ],
)
def test_who_draws_the_benefit_takes_what_is_left_and_half_as_much(
    draws: bool, months: int, left: str, costs: str, total: str
) -> None:
    found = result("unemployment_transfer", draws_benefit=draws, remaining_months=months)
    assert found.remaining_benefit == Decimal(left)
    assert found.other_costs == Decimal(costs)
    assert found.total_transfer == Decimal(total)


def test_nobody_has_more_than_two_years_left() -> None:
    assert wrong("unemployment_transfer", remaining_months=25) == [
        ("OUT_OF_RANGE", "remaining_months")
    ]
