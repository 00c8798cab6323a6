"""Unemployment, survivors, work injury, maternity, bills, adjustment, recovery: at every bound."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from tests.rules.worked import answered, result, wrong

from bumang.rules.benefits.overpayment import by_deduction, by_plan, from_account

# --- unemployment


@pytest.mark.parametrize(
    ("paid", "months"),
    [
        (11, 0),
        (12, 12),
        (13, 12),
        (59, 12),
        (60, 18),
        (61, 18),
        (119, 18),
        (120, 24),
        (121, 24),
        (500, 24),
    ],
)
def test_the_months_of_benefit_by_the_years_paid(paid: int, months: int) -> None:
    found = result("unemployment_months", paid_months=paid)
    assert (found.allowed, found.benefit_months) == (months > 0, months)


@pytest.mark.parametrize(("unused", "months"), [(0, 18), (5, 23), (6, 24), (7, 24)])
def test_months_left_over_are_added_up_to_24(unused: int, months: int) -> None:
    assert result("unemployment_months", unused_months=unused).benefit_months == months


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"own_will": True}, "本人意愿"),
        ({"registered": False}, "失业登记"),
        ({"paid_months": 11, "own_will": True}, "不满一年"),
    ],
)
def test_who_gets_no_benefit_is_told_why(said: dict[str, Any], reason: str) -> None:
    found = answered("unemployment_months", **said, monthly_amount="2000")
    assert (found.result.allowed, found.result.benefit_months) == (False, 0)
    assert found.result.total is UNSET
    assert reason in found.steps[0].formula.zh


def test_a_place_may_count_finer_and_never_more_than_the_law() -> None:
    finer = {"months_per_paid_year": 2}
    assert result("unemployment_months", paid_months=71, **finer).benefit_months == 10
    assert result("unemployment_months", paid_months=72, **finer).benefit_months == 12
    assert result("unemployment_months", paid_months=119, **finer).benefit_months == 18
    assert (
        result("unemployment_months", paid_months=24, months_per_paid_year=7).benefit_months == 12
    )
    added = result("unemployment_months", paid_months=60, unused_months=3, **finer)
    assert added.benefit_months == 13


def test_the_places_amount_gives_the_sum() -> None:
    assert result("unemployment_months", monthly_amount="2034.50").total == Decimal("36621.00")
    assert result("unemployment_months").total is UNSET


# --- survivors


@pytest.mark.parametrize(
    ("paid", "months"),
    [
        (0, 3),
        (59, 3),
        (60, 6),
        (119, 6),
        (120, 9),
        (179, 9),
        (180, 9),
        (191, 9),
        (192, 10),
        (347, 22),
        (348, 23),
        (359, 23),
        (360, 24),
        (372, 24),
        (600, 24),
    ],
)
def test_the_months_of_the_grant_by_the_years_paid(paid: int, months: int) -> None:
    found = result("survivor_benefits", paid_months=paid)
    assert (found.grant_months, found.grant) == (months, 4000 * months)
    assert (found.funeral, found.total) == (8000, 8000 + 4000 * months)


@pytest.mark.parametrize(
    ("paid", "drawn", "months"),
    [
        (360, 0, 24),
        (360, 11, 24),
        (360, 12, 23),
        (360, 179, 10),
        (360, 180, 9),
        (360, 192, 9),
        (180, 0, 9),
        (60, 0, 9),
    ],
)
def test_a_pensioners_grant_falls_by_a_month_a_year_to_nine(
    paid: int, drawn: int, months: int
) -> None:
    found = result("survivor_benefits", paid_months=paid, drawn_months=drawn)
    assert found.grant_months == months


def test_the_months_of_the_grant_are_from_memory_and_said_to_be() -> None:
    assert len(answered("survivor_benefits").unverified) == 1
    assert len(answered("survivor_benefits", drawn_months=0).unverified) == 2


# --- work injury


@pytest.mark.parametrize(
    ("grade", "lump", "percent", "payer"),
    [
        (1, 27, 90, "fund"),
        (2, 25, 85, "fund"),
        (3, 23, 80, "fund"),
        (4, 21, 75, "fund"),
        (5, 18, 70, "employer"),
        (6, 16, 60, "employer"),
        (7, 13, 0, "nobody"),
        (8, 11, 0, "nobody"),
        (9, 9, 0, "nobody"),
        (10, 7, 0, "nobody"),
    ],
)
def test_every_grade_has_its_months_and_its_share(
    grade: int, lump: int, percent: int, payer: str
) -> None:
    found = result("work_injury_benefit", grade=grade)
    assert found.lump_sum == 8000 * lump
    assert (found.monthly_allowance, found.allowance_paid_by) == (80 * percent, payer)


@pytest.mark.parametrize(("grade", "fine"), [(0, False), (1, True), (10, True), (11, False)])
def test_there_are_ten_grades(grade: int, fine: bool) -> None:
    found = wrong("work_injury_benefit", grade=grade)
    assert found == ([] if fine else [("OUT_OF_RANGE", "grade")])


def test_suitable_work_ends_the_allowance_of_grades_5_and_6_alone() -> None:
    for grade, amount in ((4, 6000), (5, 0), (6, 0)):
        found = result("work_injury_benefit", grade=grade, suitable_work=True)
        assert found.monthly_allowance == amount


@pytest.mark.parametrize(
    ("own", "counted"),
    [
        ("4199.99", "4200"),
        ("4200", "4200"),
        ("4200.01", "4200.01"),
        ("20999.99", "20999.99"),
        ("21000", "21000"),
        ("21000.01", "21000"),
    ],
)
def test_the_own_wage_lies_between_60_and_300_per_cent(own: str, counted: str) -> None:
    assert result("work_injury_benefit", own_wage=own).counted_wage == Decimal(counted)


@pytest.mark.parametrize(
    ("least", "amount"), [("5999.99", "6000"), ("6000", "6000"), ("6000.01", "6000.01")]
)
def test_an_allowance_is_lifted_to_the_minimum_wage(least: str, amount: str) -> None:
    found = result("work_injury_benefit", minimum_wage=least)
    assert found.monthly_allowance == Decimal(amount)


@pytest.mark.parametrize(("need", "amount"), [(1, 3500), (2, 2800), (3, 2100), (None, 0)])
def test_nursing_money_by_need(need: int | None, amount: int) -> None:
    assert result("work_injury_benefit", nursing_need=need).monthly_nursing == amount


def test_shares_are_rounded_to_the_fen_half_up() -> None:
    found = result("work_injury_benefit", own_wage="8000.02", average_wage="7000.01")
    assert found.monthly_allowance == Decimal("6000.02")  # 6000.015
    assert found.monthly_nursing == Decimal("2800.00")  # 2800.004


def test_what_relatives_get_after_a_fatal_injury() -> None:
    found = result("work_death_benefit")
    assert (found.funeral, found.one_off) == (42000, 1083760)
    assert found.dependants == (3200, 3200)  # 40%, and 30% + 10%
    alone = result("work_death_benefit", dependants=[{"relation": "spouse", "alone": True}])
    assert alone.dependants == (4000,)
    assert result("work_death_benefit", dependants=[]).dependants == ()
    later = result("work_death_benefit", disabled_after_treatment=True)
    assert (later.funeral, later.one_off) == (42000, 0)


def test_a_dependants_part_is_rounded_half_up_below_the_whole_wage() -> None:
    one = [{"relation": "other"}]
    found = result("work_death_benefit", own_wage="8000.05", dependants=one)
    assert found.dependants == (Decimal("2400.02"),)  # 2400.015


def test_dependants_together_get_no_more_than_the_wage() -> None:
    spouse, other = {"relation": "spouse"}, {"relation": "other"}
    at = result("work_death_benefit", dependants=[spouse, other, other])
    assert at.dependants == (3200, 2400, 2400)  # 100% to the fen
    above = result("work_death_benefit", dependants=[spouse, other, other, other])
    assert above.dependants == (Decimal("2461.53"), *(Decimal("1846.15"),) * 3)
    assert sum(above.dependants) <= 8000


@given(
    st.integers(100_000, 10_000_000),
    st.lists(st.tuples(st.sampled_from(["spouse", "other"]), st.booleans()), max_size=8),
)
def test_no_family_gets_more_than_the_wage_and_none_loses_more_than_a_fen_each(
    wage: int, family: list[tuple[str, bool]]
) -> None:
    relatives = [{"relation": relation, "alone": alone} for relation, alone in family]
    own = str(Decimal(wage) / 100)
    found = result("work_death_benefit", own_wage=own, average_wage=own, dependants=relatives)
    whole = sum(40 if r == "spouse" else 30 for r, _ in family) + 10 * sum(a for _, a in family)
    due = min(Decimal(wage) / 100, Decimal(wage) * whole / 10000)
    assert sum(found.dependants) <= Decimal(wage) / 100 + Decimal("0.01") * (whole <= 100)
    assert abs(sum(found.dependants) - due) <= Decimal("0.01") * len(family)


# --- maternity


def test_the_allowance_is_the_employers_average_wage_by_the_day() -> None:
    assert result("maternity_allowance").allowance == 29400
    assert result("maternity_allowance", leave_days=1).allowance == 300
    odd = result("maternity_allowance", employer_average_wage="10000.00", leave_days=1)
    assert odd.allowance == Decimal("333.33")
    assert result("maternity_allowance", employer_average_wage="0.15", leave_days=1).allowance == (
        Decimal("0.01")  # half a fen goes up
    )


@pytest.mark.parametrize(
    ("own", "added"), [(None, "0"), ("8999", "0"), ("9000", "0"), ("9030", "98.00")]
)
def test_the_employer_adds_what_the_own_wage_is_more(own: str | None, added: str) -> None:
    assert result("maternity_allowance", own_wage=own).topped_up == Decimal(added)


# --- bills


@pytest.mark.parametrize(
    ("cost", "fund"),
    [
        ("799.99", "0"),
        ("800", "0"),
        ("800.01", "0.01"),
        ("10000", "7360"),
        ("10000.01", "7360.01"),
        ("20000", "16360"),
    ],
)
def test_the_bands_begin_above_the_deductible(cost: str, fund: str) -> None:
    found = result("medical_reimbursement", total_cost=cost, outside_catalogue="0")
    assert found.fund_pays == Decimal(fund)
    assert found.person_pays == Decimal(cost) - found.fund_pays


@pytest.mark.parametrize(
    ("ceiling", "paid", "fund"),
    [
        ("14560.01", None, "14560"),
        ("14560", None, "14560"),
        ("14559.99", None, "14559.99"),
        ("20000", "5439.99", "14560"),
        ("20000", "5440.01", "14559.99"),
        ("20000", "20000", "0"),
        ("20000", "20001", "0"),
    ],
)
def test_the_ceiling_of_the_year_holds(ceiling: str, paid: str | None, fund: str) -> None:
    found = result("medical_reimbursement", ceiling=ceiling, already_paid=paid)
    assert found.fund_pays == Decimal(fund)


def test_above_the_last_band_the_person_pays() -> None:
    bands = [{"share": "0.5", "up_to": "1000"}, {"share": "0.8", "up_to": "2000"}]
    found = result("medical_reimbursement", bands=bands, deductible="0", outside_catalogue="0")
    assert found.fund_pays == Decimal(1300)
    inside = result("medical_reimbursement", bands=bands, deductible="1500", outside_catalogue="0")
    assert inside.fund_pays == Decimal(400)


@pytest.mark.parametrize(
    "ends", [["1000", "1000"], ["1000", "999.99"], [None, "1000"], [None, None]]
)
def test_bands_rise(ends: list[str | None]) -> None:
    bands = [{"share": "0.5", "up_to": end} for end in ends]
    assert wrong("medical_reimbursement", bands=bands) == [("BANDS", "bands")]
    assert wrong("medical_reimbursement", bands=[{"share": "0.5", "up_to": "0.01"}]) == []
    rising = [{"share": "0.5", "up_to": "1000"}, {"share": "0.5", "up_to": "1000.01"}]
    assert wrong("medical_reimbursement", bands=rising) == []


def test_what_is_outside_the_catalogues_is_a_part_of_the_bill() -> None:
    more = wrong("medical_reimbursement", outside_catalogue="20000.01")
    assert more == [("MORE_THAN_ALL", "outside_catalogue")]
    all_ = result("medical_reimbursement", outside_catalogue="20000")
    assert (all_.eligible, all_.fund_pays, all_.person_pays) == (0, 0, 20000)


# --- the yearly adjustment


@pytest.mark.parametrize(
    ("months", "way", "by_years"),
    [
        (360, "up", 30),
        (361, "up", 31),
        (372, "up", 31),
        (360, "down", 30),
        (371, "down", 30),
        (372, "down", 31),
    ],
)
def test_a_year_begun_counts_as_the_notice_says(months: int, way: str, by_years: int) -> None:
    found = result("pension_adjustment", paid_months=months, part_year=way)
    assert found.by_years == by_years


def test_an_adjustment_is_its_parts_and_is_made_good_for_the_months_passed() -> None:
    found = result("pension_adjustment", additions=["50", "5.55"], months_passed=7)
    assert (found.fixed, found.by_pension, found.additions) == (26, 18, Decimal("55.55"))
    assert found.increase == Decimal("130.55")
    assert found.new_pension == Decimal("3130.55")
    assert found.arrears == Decimal("913.85")
    half = result("pension_adjustment", pension="3000.01", pension_rate="0.005")
    assert half.by_pension == Decimal("15.00")
    up = result("pension_adjustment", pension="3001", pension_rate="0.005")
    assert up.by_pension == Decimal("15.01")  # 15.005


# --- what was drawn too much


def told(**said: Any) -> tuple[tuple[Decimal, ...], Decimal]:
    found = result("overpayment_recovery", months=None, **said)
    return found.instalments, found.left


def test_it_is_paid_back_at_once_by_plan_or_by_deduction() -> None:
    assert told(way="at_once") == ((Decimal(1000),), 0)
    assert told(way="deduction", monthly_deduction="300") == ((300, 300, 300, 100), 0)
    assert told(way="deduction", monthly_deduction="500") == ((500, 500), 0)
    assert told(way="deduction", monthly_deduction="1000.01") == ((1000,), 0)
    plan = result("overpayment_recovery").instalments
    assert plan == (Decimal("333.34"), Decimal("333.33"), Decimal("333.33"))
    few = result("overpayment_recovery", overpaid="0.02").instalments
    assert few == (Decimal("0.01"), Decimal("0.01"))


@pytest.mark.parametrize(
    ("balance", "taken", "left"),
    [
        ("999.99", (Decimal("999.99"),), "0.01"),
        ("1000", (Decimal(1000),), "0"),
        ("1000.01", (Decimal(1000),), "0"),
        ("0", (), "1000"),
    ],
)
def test_an_account_gives_what_it_holds(
    balance: str, taken: tuple[Decimal, ...], left: str
) -> None:
    assert told(way="account", account_balance=balance) == (taken, Decimal(left))


@pytest.mark.parametrize(
    ("way", "field"),
    [("plan", "months"), ("deduction", "monthly_deduction"), ("account", "account_balance")],
)
def test_each_way_asks_for_its_own_figure(way: str, field: str) -> None:
    found = wrong("overpayment_recovery", way=way, months=None)
    assert found == [("MISSING_INPUT", field)]


@pytest.mark.parametrize(("overpaid", "fine"), [("6", True), ("6.01", False)])
def test_a_plan_comes_to_an_end(overpaid: str, fine: bool) -> None:
    said = {"overpaid": overpaid, "way": "deduction", "monthly_deduction": "0.01"}
    found = wrong("overpayment_recovery", **said)
    assert found == ([] if fine else [("TOO_SLOW", "monthly_deduction")])


@given(st.integers(1, 10**8), st.integers(1, 600), st.integers(10**6, 10**8))
def test_every_way_pays_back_exactly_what_was_drawn(
    overpaid: int, months: int, balance: int
) -> None:
    plan = by_plan(overpaid, months)
    assert sum(plan.instalments) == overpaid
    assert max(plan.instalments) - min(plan.instalments) <= 1
    deducted = by_deduction(overpaid, max(1, overpaid // months))
    assert sum(deducted.instalments) == overpaid
    held = from_account(overpaid, balance)
    assert sum(held.instalments) + held.left == overpaid
    assert plan.left == deducted.left == 0
