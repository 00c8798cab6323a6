"""Two pensions drawn by one person: one relation ends, nobody keeps a month twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from tests.rules.worked import answered, result, wrong

from bumang.kernel.months import Month
from bumang.rules import law
from bumang.rules.benefits.double_pension import EndedScheme, Stretch, double_pension

_JANUARY = {"first_month": "2026-01", "last_month": "2026-01", "monthly": "1000"}


def test_of_a_residents_pension_the_base_is_owed_back_and_the_subsidy_stays() -> None:
    # 12 × (250.05 − 50) + 3 × 260 = 2,400.60 + 780; 2,500 − 400.01; what is left by 300 a month.
    found = result("double_pension")
    assert found.owed_back == Decimal("3180.60")
    assert found.account_paid_out == found.set_off == Decimal("2099.99")
    assert (found.paid_to_person, found.still_owed) == (0, Decimal("1080.61"))
    assert (found.deduction_months, found.last_deduction) == (4, Decimal("180.61"))


def test_of_an_employees_pension_all_is_owed_back_and_the_whole_rest_is_paid_out() -> None:
    # 12 × 250.05 + 3 × 260 = 3,000.60 + 780.
    found = result("double_pension", ended_scheme="employee", government_subsidy=None)
    assert (found.owed_back, found.account_paid_out) == (Decimal("3780.60"), 2500)
    assert found.still_owed == Decimal("1280.60")


@pytest.mark.parametrize(
    ("rest", "to_person", "owed", "months"),
    [("999.99", "0", "0.01", 1), ("1000", "0", "0", 0), ("1000.01", "0.01", "0", 0)],
)
def test_the_account_is_set_off_first(rest: str, to_person: str, owed: str, months: int) -> None:
    found = result("double_pension", drawn=[_JANUARY], account_rest=rest, government_subsidy=None)
    assert (found.paid_to_person, found.still_owed) == (Decimal(to_person), Decimal(owed))
    assert found.deduction_months == months
    assert (found.last_deduction is UNSET) == (months == 0)


def test_without_an_agreed_amount_no_months_are_told() -> None:
    assert result("double_pension", monthly_deduction=None).deduction_months is UNSET


def test_what_is_from_memory_is_said_to_be() -> None:
    told = {one.parameter.en for one in answered("double_pension").unverified}
    assert any("owed back, residents" in one for one in told)
    assert any("subsidy paid out" in one for one in told)


def _from(first: str, last: str, **said: Any) -> dict[str, Any]:
    return _JANUARY | {"first_month": first, "last_month": last} | said


@pytest.mark.parametrize(
    ("drawn", "problem"),
    [
        ([_from("2026-02", "2026-02")], []),
        ([_from("2026-02", "2026-01")], [("DRAWN_NOT_IN_ORDER", "drawn[0]")]),
        ([_JANUARY, _from("2026-01", "2026-02")], [("DRAWN_NOT_IN_ORDER", "drawn[1]")]),
        ([_JANUARY, _from("2026-02", "2026-02")], []),
        ([_from("2026-01", "2026-01", account_part="1000")], []),
        (
            [_from("2026-01", "2026-01", account_part="1000.01")],
            [("PART_ABOVE_WHOLE", "drawn[0].account_part")],
        ),
    ],
)
def test_a_month_is_written_once_and_a_part_is_in_its_whole(
    drawn: list[dict[str, Any]], problem: list[tuple[str, str]]
) -> None:
    assert wrong("double_pension", drawn=drawn) == problem


@pytest.mark.parametrize(
    ("subsidy", "fine"), [("2499.99", True), ("2500", True), ("2500.01", False)]
)
def test_the_subsidy_is_part_of_the_rest(subsidy: str, fine: bool) -> None:
    found = wrong("double_pension", government_subsidy=subsidy)
    assert found == ([] if fine else [("PART_ABOVE_WHOLE", "government_subsidy")])


def test_an_employees_account_has_no_subsidy() -> None:
    found = wrong("double_pension", ended_scheme="employee")
    assert found == [("NO_SUBSIDY_HERE", "government_subsidy")]


@pytest.mark.parametrize(("monthly", "fine"), [("0.01", True), ("6.01", False)])
def test_a_deduction_comes_to_an_end(monthly: str, fine: bool) -> None:
    drawn = [_JANUARY | {"monthly": "6" if fine else "6.01"}]
    said = {"drawn": drawn, "account_rest": "0", "government_subsidy": None}
    found = wrong("double_pension", **said, monthly_deduction="0.01")
    assert found == ([] if fine else [("TOO_SLOW", "monthly_deduction")])


@given(
    st.sampled_from(EndedScheme),
    st.integers(1, 240),
    st.integers(1, 10**7),
    st.integers(0, 10**7),
    st.integers(0, 10**8),
)
def test_nothing_is_lost_between_what_is_owed_and_what_is_paid_out(
    ended: EndedScheme, months: int, base: int, account: int, rest: int
) -> None:
    stretch = Stretch(Month(2006, 1), Month(2006, 1).plus(months - 1), base + account, account)
    found = double_pension(ended, [stretch], rest, 0, law(), date(2026, 11, 24))
    assert base * months <= found.owed_back <= (base + account) * months
    assert found.set_off + found.still_owed == found.owed_back
    assert found.set_off + found.paid_to_person == found.account_paid_out == rest
    assert 0 in (found.still_owed, found.paid_to_person)
