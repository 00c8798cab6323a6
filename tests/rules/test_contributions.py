"""What is paid, on what, how late, again and back: at every bound."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from tests.rules.worked import ON, answered, good, result, wrong

from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput
from bumang.rules import law
from bumang.rules.calculations import calculate
from bumang.rules.contributions.back_payment import (
    Document,
    LumpPayment,
    flexible_back_payment,
    lump_moves,
)
from bumang.rules.contributions.base import (
    Held,
    Limits,
    LimitsBasis,
    held_base,
    limit_year,
    limits,
    medical_limits,
)
from bumang.rules.contributions.injury_rate import injury_rate
from bumang.rules.contributions.late_fee import PartPayment, late_fee
from bumang.rules.contributions.resident_waiting import resident_waiting
from bumang.rules.law_files import laid_over
from bumang.rules.parameters import NotSetError

BEIJING, SHANGHAI, GUANGZHOU, SHENZHEN = "110000", "310000", "440100", "440300"


# --- the base and its limits


@pytest.mark.parametrize(
    ("wage", "base", "held"),
    [
        ("7161.99", "7162", "raised"),
        ("7162", "7162", "as_declared"),
        ("7162.01", "7162.01", "as_declared"),
        ("35810.99", "35810.99", "as_declared"),
        ("35811", "35811", "as_declared"),
        ("35811.01", "35811", "lowered"),
    ],
)
def test_a_wage_is_held_to_the_limits_and_told_so(wage: str, base: str, held: str) -> None:
    found = result("contribution_base", declared_wage=wage)
    assert (found.base, found.held) == (Decimal(base), held)
    assert (found.lower, found.upper) == (7162, 35811)


@pytest.mark.parametrize(
    ("area", "month", "basis", "lower"),
    [
        (BEIJING, "2025-06", "computed", "7162.20"),
        (BEIJING, "2025-07", "published", "7162"),
        (BEIJING, "2026-06", "published", "7162"),
        (BEIJING, "2026-07", "last_year", "7162"),
        (SHENZHEN, "2025-07", "published", "4775"),
        (GUANGZHOU, "2025-07", "published", "5510"),
        ("330000", "2025-01", "published", "4986"),  # no 60% of the wage
        ("340000", "2025-01", "computed", "4311"),  # 60% of 7185
        ("340000", "2026-05", "computed", "4311"),  # last year's wage for the time being
        ("340000", "2024-12", None, None),
        ("990101", "2025-01", None, None),
    ],
)
def test_published_limits_hold_and_the_formula_only_where_there_are_none(
    area: str, month: str, basis: str | None, lower: str | None
) -> None:
    given_ = {"area_code": area, "month": month, "declared_wage": "1"}
    if basis is None or lower is None:
        assert wrong("contribution_base", **given_) == [("NO_LIMITS", "area_code")]
        return
    found = result("contribution_base", **given_)
    assert (found.limits_basis, found.base) == (basis, Decimal(lower))


def test_a_computed_limit_says_so_in_words() -> None:
    step = answered("contribution_base", area_code="340000", month="2025-01").steps[0]
    shown = next(one.shown for one in step.figures if one.key == "limits_basis")
    assert "以公布的为准" in shown.zh
    assert "computed" in shown.en


def test_three_times_the_wage_is_the_computed_upper_limit() -> None:
    found = limits(law(), "340000", Month(2025, 1))
    assert (found.lower, found.upper) == (431100, 2155500)
    assert found.basis is LimitsBasis.COMPUTED


def test_limits_of_medical_insurance_may_be_a_citys_own() -> None:
    own = medical_limits(law(), SHENZHEN, Month(2026, 1))
    assert (own.lower, own.upper) == (672700, 3363300)
    before = medical_limits(law(), SHENZHEN, Month(2025, 12))
    assert before == limits(law(), SHENZHEN, Month(2025, 12))


def test_limits_may_be_given_and_then_hold() -> None:
    given_ = {"base_lower": "5000", "base_upper": "6000", "declared_wage": "9000"}
    found = result("contribution_base", **given_)
    assert (found.base, found.limits_basis) == (6000, "given")
    assert wrong("contribution_base", base_lower="5000") == [("MISSING_INPUT", "base_upper")]
    assert wrong("contribution_base", base_upper="5000") == [("MISSING_INPUT", "base_lower")]
    round_ = {"base_lower": "6000.01", "base_upper": "6000"}
    assert wrong("contribution_base", **round_) == [("LIMITS_ROUND", "base_lower")]
    assert wrong("contribution_base", base_lower="6000", base_upper="6000") == []


def test_without_a_new_declaration_last_years_base_stays_or_is_raised() -> None:
    stays = result("contribution_base", declared_wage=None, last_base="8000")
    assert (stays.base, stays.held) == (8000, "as_declared")
    raised = result("contribution_base", declared_wage=None, last_base="6821")
    assert (raised.base, raised.held) == (7162, "raised")
    assert wrong("contribution_base", declared_wage=None) == [("MISSING_INPUT", "declared_wage")]


@pytest.mark.parametrize(
    ("month", "first", "start"),
    [
        (Month(2026, 6), 7, Month(2025, 7)),
        (Month(2026, 7), 7, Month(2026, 7)),
        (Month(2026, 8), 7, Month(2026, 7)),
        (Month(2026, 1), 1, Month(2026, 1)),
        (Month(2025, 12), 1, Month(2025, 1)),
    ],
)
def test_a_limit_year_begins_in_the_places_own_month(
    month: Month, first: int, start: Month
) -> None:
    assert limit_year(month, first) == start


@pytest.mark.parametrize(
    ("area", "month", "year"),
    [
        (BEIJING, "2025-12", "2025-07"),
        (BEIJING, "2026-06", "2025-07"),
        (BEIJING, "2026-07", "2026-07"),
        ("320000", "2025-12", "2025-01"),
        ("510000", "2025-12", UNSET),
    ],
)
def test_the_limit_year_is_told_where_it_is_on_record(area: str, month: str, year: Any) -> None:
    assert result("contribution_base", area_code=area, month=month).limit_year == year


@given(st.integers(1, 10**8), st.integers(1, 10**7), st.integers(0, 10**7))
def test_a_base_always_lies_between_its_limits(wage: int, lower: int, width: int) -> None:
    found = held_base(wage, Limits(lower, lower + width, LimitsBasis.GIVEN))
    assert lower <= found.amount <= lower + width
    assert (found.amount == wage) is (found.held is Held.AS_DECLARED)
    assert (found.amount > wage) is (found.held is Held.RAISED)


# --- a person's month


def lines(**changed: Any) -> dict[tuple[str, str], Decimal]:
    found = result("monthly_contribution", **changed)
    return {(line.insurance.value, line.side.value): line.amount for line in found.lines}


def test_every_line_is_rounded_to_the_fen_half_up_and_the_invoice_is_their_sum() -> None:
    found = lines(declared_wage="10000.31")
    assert found == {
        ("pension", "employer"): Decimal("1600.05"),  # 1600.0496
        ("pension", "personal"): Decimal("800.02"),  # 800.0248
        ("medical", "employer"): Decimal("980.03"),  # 980.03038
        ("medical", "personal"): Decimal("203.01"),  # 200.0062 + 3
        ("unemployment", "employer"): Decimal("50.00"),  # 50.00155
        ("unemployment", "personal"): Decimal("50.00"),
        ("work_injury", "employer"): Decimal("32.00"),  # 0.4% x 80%
    }
    told = result("monthly_contribution", declared_wage="10000.31")
    assert told.invoice_total == sum(found.values())
    assert told.employer_total == Decimal("2662.08")
    assert told.personal_total == Decimal("1053.03")


def test_half_a_fen_goes_up() -> None:
    given_ = {"insurances": ["unemployment"], "base_lower": "1", "base_upper": "100000"}
    assert lines(declared_wage="9001", **given_)["unemployment", "employer"] == Decimal("45.01")
    assert lines(declared_wage="9000.99", **given_)["unemployment", "employer"] == Decimal("45.00")


def test_work_injury_is_on_all_wages_without_limits() -> None:
    found = result("monthly_contribution", declared_wage="50000")
    by_kind = {(line.insurance, line.side): line.base for line in found.lines}
    assert by_kind["work_injury", "employer"] == 50000
    assert by_kind["pension", "employer"] == 35811
    assert found.held == "lowered"


@pytest.mark.parametrize(("month", "known"), [("2025-12", True), ("2026-01", False)])
def test_unemployment_rates_from_2026_have_to_be_given(month: str, known: bool) -> None:
    found = wrong("monthly_contribution", month=month)
    asked = [
        ("RATE_NOT_ON_RECORD", f"unemployment_{side}_rate") for side in ("employer", "employee")
    ]
    assert found == ([] if known else asked)
    rates = {"unemployment_employer_rate": "0.007", "unemployment_employee_rate": "0.003"}
    assert lines(month=month, **rates)["unemployment", "employer"] == Decimal("70.00")


def test_why_a_rate_is_missing_is_told() -> None:
    with pytest.raises(InvalidInput) as caught:
        calculate("monthly_contribution", good("monthly_contribution", month="2026-01"), law(), ON)
    assert "2025 年 12 月 31 日" in caught.value.problems[0].why.zh
    what = caught.value.problems[0].what
    assert what.zh == "北京 2026 年 1 月的失业单位费率没有收录。"
    assert what.en == ("The employer's unemployment rate of Beijing for 2026-01 is not on record.")
    with pytest.raises(InvalidInput) as caught:
        calculate(
            "monthly_contribution", good("monthly_contribution", area_code="120000"), law(), ON
        )
    assert [one.field for one in caught.value.problems] == ["medical_employer_rate"]
    assert "2025 年 12 月 31 日" not in caught.value.problems[0].why.zh
    limits_ = {"base_lower": "5000", "base_upper": "30000"}
    before = good("monthly_contribution", month="2023-01", area_code="120000", **limits_)
    with pytest.raises(InvalidInput) as caught:
        calculate("monthly_contribution", before, law(), ON)
    fields = ["medical_employer_rate", "unemployment_employer_rate", "unemployment_employee_rate"]
    assert [one.field for one in caught.value.problems] == fields
    assert all("2025 年" not in one.why.zh for one in caught.value.problems)


def test_a_class_of_trade_is_asked_for_and_a_given_rate_holds() -> None:
    assert wrong("monthly_contribution", work_injury_class=None) == [
        ("MISSING_INPUT", "work_injury_class")
    ]
    found = lines(work_injury_class=None, work_injury_rate="0.01")
    assert found["work_injury", "employer"] == Decimal("100.01")
    both = lines(work_injury_class=8, work_injury_float=150, work_injury_rate="0.01")
    assert both["work_injury", "employer"] == Decimal("100.01")


def test_only_the_insurances_asked_for_are_charged_and_each_once() -> None:
    found = result("monthly_contribution", insurances=["pension", "pension"])
    assert [(line.insurance, line.side) for line in found.lines] == [
        ("pension", "employer"),
        ("pension", "personal"),
    ]


FLEXIBLE = {"insured_as": "flexible", "work_injury_class": None, "work_injury_float": None}


def test_a_flexible_worker_pays_all_of_pension_and_the_places_medical() -> None:
    assert lines(**FLEXIBLE, declared_wage="10000") == {
        ("pension", "personal"): Decimal("2000.00"),
        ("medical", "personal"): Decimal("584.92"),  # fixed in Beijing since 2025-07
    }
    guangzhou = {**FLEXIBLE, "area_code": GUANGZHOU, "declared_wage": "10000"}
    assert lines(**guangzhou, month="2025-12")["medical", "personal"] == Decimal("650.00")
    assert lines(**guangzhou, month="2026-01")["medical", "personal"] == Decimal("800.00")


def test_a_fixed_amount_has_neither_base_nor_rate_and_a_rate_of_nothing_costs_nothing() -> None:
    fixed = result("monthly_contribution", **FLEXIBLE, insurances=["medical"]).lines[0]
    assert (fixed.base, fixed.rate, fixed.fixed) == (0, 0, Decimal("584.92"))
    free = result("monthly_contribution", insurances=["pension"], pension_employer_rate="0")
    assert (free.lines[0].rate, free.lines[0].amount, free.employer_total) == (0, 0, 0)


@pytest.mark.parametrize(("month", "amount"), [("2024-02", "2400"), ("2024-03", "2000")])
def test_shanghai_lowered_the_rate_of_flexible_workers(month: str, amount: str) -> None:
    given_ = {"area_code": SHANGHAI, "insurances": ["pension"], "declared_wage": "10000"}
    limits_ = {"base_lower": "7000", "base_upper": "36000"}
    found = lines(**FLEXIBLE, **given_, **limits_, month=month)
    assert found["pension", "personal"] == Decimal(amount)


def test_a_places_own_medical_base_goes_before_the_chosen_one() -> None:
    chengdu = {**FLEXIBLE, "area_code": "510100", "insurances": ["medical"]}
    found = result("monthly_contribution", **chengdu, month="2025-03", declared_wage="9000")
    assert (found.lines[0].base, found.lines[0].amount) == (6117, Decimal("581.12"))
    given_ = lines(**chengdu, month="2025-03", medical_flexible_base="7000")
    assert given_["medical", "personal"] == Decimal("665.00")


def test_medical_insurance_of_shenzhen_has_limits_of_its_own() -> None:
    shenzhen = {"area_code": SHENZHEN, "month": "2026-01", "insurances": ["pension", "medical"]}
    found = result(
        "monthly_contribution", **shenzhen, declared_wage="5000", medical_employer_rate="0.06"
    )
    bases = {line.insurance: line.base for line in found.lines}
    assert bases == {"pension": 5000, "medical": 6727}


@pytest.mark.parametrize(
    ("given_", "pension", "medical"),
    [
        ({}, 5000, 6727),
        ({"base_lower": "5500", "base_upper": "30000"}, 5500, 6727),
        ({"medical_base_lower": "7000", "medical_base_upper": "34000"}, 5000, 7000),
        (
            {"base_lower": "5500", "base_upper": "30000"}
            | {"medical_base_lower": "7000", "medical_base_upper": "34000"},
            5500,
            7000,
        ),
    ],
)
def test_limits_by_hand_leave_a_citys_own_medical_limits_which_are_given_apart(
    given_: dict[str, str], pension: int, medical: int
) -> None:
    shenzhen = {"area_code": SHENZHEN, "month": "2026-01", "medical_employer_rate": "0.06"}
    asked = {**shenzhen, "insurances": ["pension", "medical"], "declared_wage": "5000", **given_}
    found = result("monthly_contribution", **asked)
    assert {line.insurance: line.base for line in found.lines} == {
        "pension": pension,
        "medical": medical,
    }


def test_medical_limits_by_hand_come_in_twos_the_lower_first() -> None:
    def refused(**changed: str) -> list[tuple[str, str]]:
        return wrong("monthly_contribution", **changed)

    assert refused(medical_base_lower="5000") == [("MISSING_INPUT", "medical_base_upper")]
    assert refused(medical_base_upper="5000") == [("MISSING_INPUT", "medical_base_lower")]
    assert refused(medical_base_lower="5000.01", medical_base_upper="5000") == [
        ("LIMITS_ROUND", "medical_base_lower")
    ]
    assert refused(medical_base_lower="5000", medical_base_upper="5000") == []


@pytest.mark.parametrize(("month", "lower"), [("2026-06", 4311), ("2026-07", 6600)])
def test_limits_that_stand_in_are_of_the_limit_year_which_may_begin_in_july(
    month: str, lower: int
) -> None:
    local = laid_over(
        {
            "anhui.toml": """
[[base_year_start_month.values]]
region = "340000"
since = 2025-07-01
value = 7
confidence = "D"
sources = ["MEM"]

[[contribution_reference_wage.values]]
region = "340000"
since = 2026-01-01
value = 11000
confidence = "D"
sources = ["MEM"]
"""
        }
    )
    assert limits(local, "340000", Month.parse(month)).lower == lower * 100


def test_unemployment_of_flexible_workers_is_voluntary_and_the_places() -> None:
    asked = {**FLEXIBLE, "insurances": ["unemployment"]}
    assert lines(**asked, declared_wage="10000")["unemployment", "personal"] == Decimal("100.00")
    assert wrong("monthly_contribution", **asked, area_code=SHANGHAI) == [
        ("RATE_NOT_ON_RECORD", "unemployment_flexible_rate")
    ]
    injury = {**FLEXIBLE, "insurances": ["work_injury"]}
    assert wrong("monthly_contribution", **injury) == [("NOT_OFFERED", "insurances")]


def test_a_given_medical_rate_goes_before_a_fixed_amount() -> None:
    asked = {**FLEXIBLE, "insurances": ["medical"], "declared_wage": "10000"}
    assert lines(**asked, medical_flexible_rate="0.07")["medical", "personal"] == Decimal("700.00")
    assert lines(**asked, medical_flexible_fixed="500")["medical", "personal"] == Decimal("500.00")


def test_a_place_without_limits_is_told_so() -> None:
    found = wrong("monthly_contribution", area_code="990101")
    assert found == [("NO_LIMITS", "area_code")]
    with pytest.raises(InvalidInput) as caught:
        answered("contribution_base", area_code="990101", month="2025-01")
    assert caught.value.problems[0].what.zh == "990101 2025 年 1 月的缴费基数上下限没有收录。"


@given(st.integers(1, 10**7), st.sampled_from(["2025-07", "2025-12"]))
def test_the_sums_are_those_of_the_lines_for_any_wage(fen: int, month: str) -> None:
    found = result("monthly_contribution", declared_wage=str(Decimal(fen) / 100), month=month)
    employer = sum(line.amount for line in found.lines if line.side == "employer")
    personal = sum(line.amount for line in found.lines if line.side == "personal")
    assert (found.employer_total, found.personal_total) == (employer, personal)
    assert found.invoice_total == employer + personal
    for line in found.lines:
        exact = line.base * line.rate + line.fixed
        assert abs(line.amount - exact) <= Decimal("0.005")
        assert line.amount - exact > Decimal("-0.005")


# --- work injury rates


@pytest.mark.parametrize(
    ("trade", "step", "rate"),
    [
        (1, 100, "0.002"),
        (1, 120, "0.0024"),
        (1, 150, "0.003"),
        (2, 50, "0.002"),
        (2, 80, "0.0032"),
        (4, 100, "0.009"),
        (5, 120, "0.0132"),
        (8, 150, "0.0285"),
    ],
)
def test_a_class_floats_in_its_steps(trade: int, step: int, rate: str) -> None:
    assert injury_rate(trade, step, law(), ON).rate == Decimal(rate)
    found = result("work_injury_rate", work_injury_class=trade, work_injury_float=step)
    assert Decimal(found.work_injury_rate) == Decimal(rate)
    assert Decimal(found.percent) == Decimal(rate) * 100


@pytest.mark.parametrize(
    ("trade", "step"), [(1, 50), (1, 80), (1, 99), (1, 101), (2, 49), (8, 151)]
)
def test_a_step_that_the_class_does_not_have_is_told(trade: int, step: int) -> None:
    found = wrong("work_injury_rate", work_injury_class=trade, work_injury_float=step)
    assert found == [("NO_SUCH_STEP", "work_injury_float")]
    month = wrong("monthly_contribution", work_injury_class=trade, work_injury_float=step)
    assert month == [("NO_SUCH_STEP", "work_injury_float")]
    with pytest.raises(InvalidInput) as caught:
        answered("work_injury_rate", work_injury_class=trade, work_injury_float=step)
    steps = "100, 120, 150" if trade == 1 else "50, 80, 100, 120, 150"
    assert f"：{steps}。" in caught.value.problems[0].fix.zh


@pytest.mark.parametrize(("trade", "fine"), [(0, False), (1, True), (8, True), (9, False)])
def test_there_are_eight_classes(trade: int, fine: bool) -> None:
    found = wrong("work_injury_rate", work_injury_class=trade, work_injury_float=100)
    assert found == ([] if fine else [("OUT_OF_RANGE", "work_injury_class")])


# --- a month nobody declared


def test_a_month_nobody_declared_is_set_at_110_per_cent_and_corrected_later() -> None:
    assert result("undeclared_month", last_month_amount="0.05").amount == Decimal("0.06")
    assert result("undeclared_month", last_month_amount="0.04").amount == Decimal("0.04")
    assert result("undeclared_month").correction is UNSET
    more = result("undeclared_month", declared_later="1200.00")
    assert more.correction == Decimal("99.94")
    less = result("undeclared_month", declared_later="1000.00")
    assert less.correction == Decimal("-100.06")
    assert wrong("undeclared_month", last_month_amount="0") == [
        ("NOT_ABOVE_ZERO", "last_month_amount")
    ]


# --- the late fee


@pytest.mark.parametrize(
    ("paid", "days", "fee"),
    [
        ("2026-01-14", 0, "0"),
        ("2026-01-15", 0, "0"),
        ("2026-01-16", 1, "5"),
        ("2026-01-17", 2, "10"),
        ("2027-01-15", 365, "1825"),
    ],
)
def test_the_days_run_from_the_day_after_to_the_day_of_payment(
    paid: str, days: int, fee: str
) -> None:
    found = result("late_fee", paid_date=paid)
    assert (found.days, found.late_fee) == (days, Decimal(fee))
    by_law = result("late_fee", paid_date=paid, daily_rate=None)
    assert (by_law.days, by_law.late_fee) == (days, Decimal(fee))


@pytest.mark.parametrize(
    ("due", "paid", "fee"),
    [
        ("2011-06-29", "2011-06-30", "20"),  # one day at 0.2%
        ("2011-06-30", "2011-07-01", "5"),  # one day at 0.05%
        ("2011-06-29", "2011-07-01", "25"),  # one of each
        ("2011-06-28", "2011-07-02", "50"),  # two of each
        ("2011-07-01", "2011-07-02", "5"),
        ("2011-06-20", "2011-06-20", "0"),
    ],
)
def test_each_day_has_the_rate_of_its_own_law(due: str, paid: str, fee: str) -> None:
    found = result("late_fee", last_due_date=due, paid_date=paid, daily_rate=None)
    assert found.late_fee == Decimal(fee)


def test_a_rate_that_is_given_holds_for_every_day() -> None:
    given_ = {"last_due_date": "2011-06-29", "paid_date": "2011-07-01"}
    assert result("late_fee", **given_).late_fee == Decimal("10.00")
    assert result("late_fee", **given_, daily_rate="0.002").late_fee == Decimal("40.00")
    assert result("late_fee", **given_, daily_rate=0.0005).late_fee == Decimal("10.00")


def test_before_the_regulation_of_1999_no_rate_is_on_record() -> None:
    given_ = {"last_due_date": "1998-01-01", "paid_date": "1998-02-01", "daily_rate": None}
    assert [code for code, _ in wrong("late_fee", **given_)] == ["NOT_ON_RECORD"]


def test_the_fee_is_rounded_once_half_up() -> None:
    assert result("late_fee", arrears="0.33").late_fee == Decimal("0.00")  # 0.00495
    assert result("late_fee", arrears="0.34").late_fee == Decimal("0.01")  # 0.0051
    half = result("late_fee", arrears="10.00", paid_date="2026-01-16")
    assert half.late_fee == Decimal("0.01")  # 0.005


def part(on: str, amount: str) -> dict[str, str]:
    return {"paid_date": on, "amount": amount}


def test_a_part_payment_ends_the_fee_on_what_it_paid() -> None:
    one = result("late_fee", part_payments=[part("2026-01-25", "4000")])
    assert (one.days, one.late_fee) == (30, Decimal("110.00"))  # 10 days x 5 + 20 days x 3
    two = result("late_fee", part_payments=[part("2026-01-25", "4000"), part("2026-01-25", "6000")])
    assert two.late_fee == Decimal("50.00")
    in_time = result("late_fee", part_payments=[part("2026-01-10", "4000")])
    assert in_time.late_fee == Decimal("90.00")


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ([part("2026-01-20", "10000.01")], 0),
        ([part("2026-01-20", "6000"), part("2026-01-21", "4000.01")], 1),
        ([part("2026-02-15", "1")], 0),
        ([part("2026-01-21", "1"), part("2026-01-20", "1")], 1),
    ],
)
def test_a_part_payment_that_does_not_fit_is_told(parts: list[dict[str, str]], place: int) -> None:
    assert wrong("late_fee", part_payments=parts) == [("PART_PAYMENT", f"part_payments[{place}]")]


def test_a_part_payment_at_the_bounds_fits() -> None:
    assert wrong("late_fee", part_payments=[part("2026-01-20", "10000")]) == []
    assert wrong("late_fee", part_payments=[part("2026-02-14", "1")]) == []


@pytest.mark.parametrize(
    ("days", "fee", "capped"),
    [(1999, "9995", "9995"), (2000, "10000", "10000"), (2001, "10005", "10000")],
)
def test_the_fee_stops_at_the_principal_only_where_that_is_asked(
    days: int, fee: str, capped: str
) -> None:
    paid = (date(2026, 1, 15) + timedelta(days=days)).isoformat()
    assert result("late_fee", paid_date=paid).late_fee == Decimal(fee)
    assert result("late_fee", paid_date=paid, cap_at_principal=True).late_fee == Decimal(capped)


def test_the_rule_of_the_days_is_from_memory_and_said_to_be() -> None:
    found = answered("late_fee", daily_rate=None)
    assert [one.parameter.en for one in found.unverified] == ["which days the late fee counts"]


@given(
    st.integers(0, 10**9),
    st.dates(date(2000, 1, 1), date(2026, 1, 1)),
    st.integers(0, 5000),
    st.integers(0, 5000),
)
def test_paying_in_two_parts_on_one_day_is_paying_once(
    arrears: int, due: date, first: int, later: int
) -> None:
    """A part paid on the last day changes nothing; one paid earlier only lowers the fee."""
    paid = due + timedelta(days=first + later)
    whole = late_fee(arrears, due, paid, law())
    half = arrears // 2
    if half:
        same = late_fee(arrears, due, paid, law(), part_payments=[PartPayment(paid, half)])
        assert same.late_fee == whole.late_fee
        early = PartPayment(due + timedelta(days=first), half)
        assert late_fee(arrears, due, paid, law(), part_payments=[early]).late_fee <= whole.late_fee
    assert whole.days == first + later


@given(st.integers(0, 10**8), st.dates(date(2008, 1, 1), date(2014, 1, 1)), st.integers(0, 3000))
def test_the_fee_is_the_sum_of_its_days(arrears: int, due: date, days: int) -> None:
    rates = [
        Decimal("0.002") if due + timedelta(days=n) < date(2011, 7, 1) else Decimal("0.0005")
        for n in range(1, days + 1)
    ]
    exact = Decimal(arrears) * sum(rates, Decimal(0))
    found = late_fee(arrears, due, due + timedelta(days=days), law())
    assert found.late_fee == int(exact + Decimal("0.5"))


# --- past months


@pytest.mark.parametrize(
    ("last", "document", "moves"),
    [
        ("2022-11", "none", True),  # 35 months
        ("2022-12", "none", False),  # 36 months
        ("2022-12", "court", True),
        ("2022-12", "audit", True),
        ("2022-12", "labour_inspection", True),
        ("2022-12", "arbitration", True),
        ("2022-12", "agency_commitment", False),
        ("2023-01", "none", False),
        ("2023-01", "court", True),
    ],
)
def test_three_years_in_one_go_need_a_legal_document(last: str, document: str, moves: bool) -> None:
    dated = None if document == "none" else "2026-02-01"
    found = result("back_payment", last_month=last, document=document, document_date=dated)
    assert (found.allowed, found.transferable) == (True, moves)


@pytest.mark.parametrize(
    ("day", "moves"), [("2026-02-28", True), ("2026-03-01", False), ("2026-03-02", False)]
)
def test_the_document_is_made_before_the_payment(day: str, moves: bool) -> None:
    assert result("back_payment", document_date=day).transferable is moves


@pytest.mark.parametrize(
    ("paid", "document", "moves"),
    [
        (date(2016, 11, 28), Document.AGENCY_COMMITMENT, True),
        (date(2016, 11, 28), Document.NONE, False),
        (date(2016, 11, 29), Document.AGENCY_COMMITMENT, False),
        (date(2016, 11, 29), Document.COURT, True),
        (date(2010, 1, 1), Document.AGENCY_COMMITMENT, True),
    ],
)
def test_before_the_notice_of_2016_the_agencys_commitment_was_enough(
    paid: date, document: Document, moves: bool
) -> None:
    made = None if document is Document.NONE else paid - timedelta(days=1)
    assert lump_moves(LumpPayment(36, paid, document, made), law()) is moves


def test_a_document_without_its_day_is_asked_for() -> None:
    assert wrong("back_payment", document_date=None) == [("MISSING_INPUT", "document_date")]
    undated = LumpPayment(36, date(2026, 3, 1), Document.COURT, None)
    assert lump_moves(undated, law()) is False


def test_nothing_is_paid_up_without_proof_of_the_labour_relation() -> None:
    for said in (None, False):
        found = result("back_payment", labour_relation_proved=said)
        assert (found.allowed, found.transferable) == (False, False)
        assert "劳动关系" in found.reason.zh


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        ("2026-02", "2026-02", None),
        ("2026-02", "2026-01", ("BEFORE_START", "last_month")),
        ("2026-02", "2026-03", ("NOT_PAST", "last_month")),
    ],
)
def test_only_past_months_are_paid_up(
    first: str, last: str, problem: tuple[str, str] | None
) -> None:
    found = wrong("back_payment", first_month=first, last_month=last)
    assert found == ([] if problem is None else [problem])


def test_flexible_workers_pay_what_their_place_allows_and_nothing_is_assumed() -> None:
    flexible = {"payer": "flexible", "labour_relation_proved": None}
    assert wrong("back_payment", **flexible) == [("MISSING_INPUT", "area_code")]
    assert wrong("back_payment", **flexible, area_code=BEIJING) == [("NO_LOCAL_RULE", "area_code")]
    found = result("back_payment", **flexible, area_code=SHANGHAI, first_month="2022-12")
    assert (found.allowed, found.transferable, found.months) == (False, False, 1)


@pytest.mark.parametrize(("months", "allowed"), [(5, True), (6, True), (7, False)])
def test_a_place_says_how_many_months_flexible_workers_may_pay(months: int, allowed: bool) -> None:
    local = laid_over(
        {
            "place.toml": """
[flexible_back_payment_months]
values = [{ region = "120000", since = 2026-01-01, value = 6, confidence = "A", sources = ["MEM"] }]
"""
        }
    )
    lump = LumpPayment(months, date(2026, 3, 1))
    found = flexible_back_payment(lump, local, "120000")
    assert (found.allowed, found.transferable) == (allowed, allowed)
    assert ("不能补缴" in found.reason.zh) is not allowed


def test_the_waiting_time_for_a_missed_year_is_the_laws() -> None:
    longer = laid_over(
        {
            "longer.toml": """
[resident_medical_waiting_per_year]
values = [{ since = 2026-07-01, value = 2, confidence = "A" }]
"""
        }
    )
    assert resident_waiting(3, 1, longer, date(2026, 6, 30)).variable_months == 2
    assert resident_waiting(3, 1, longer, date(2026, 7, 1)).variable_months == 4


# --- refunds


@pytest.mark.parametrize(
    ("reason", "back"),
    [
        ("paid_twice", True),
        ("wrong_person", True),
        ("wrong_amount", True),
        ("after_death", True),
        ("after_retirement", True),
        ("residents_overlap", True),
        ("rate_changed", True),
        ("leaving_scheme", False),
        ("moving_away", False),
    ],
)
def test_what_was_not_owed_comes_back_and_the_scheme_is_never_cashed_in(
    reason: str, back: bool
) -> None:
    found = result("refund", reason=reason)
    assert (found.allowed, found.refund) == (back, Decimal(100) if back else 0)


@pytest.mark.parametrize(
    ("paid", "allowed", "refund"),
    [("99.99", False, "0"), ("100.00", False, "0"), ("100.01", True, "0.01")],
)
def test_only_what_is_above_the_due_amount_comes_back(
    paid: str, allowed: bool, refund: str
) -> None:
    found = result("refund", paid=paid)
    assert (found.allowed, found.refund) == (allowed, Decimal(refund))


# --- residents' medical insurance


def test_the_notice_of_a_year_pays_for_the_next() -> None:
    by_cover = result("resident_medical_premium", coverage_year=2022)
    by_notice = result("resident_medical_premium", coverage_year=None, notice_year=2021)
    assert by_cover == by_notice
    assert (by_cover.individual, by_cover.subsidy) == (320, 580)
    both = {"coverage_year": 2022, "notice_year": 2022}
    assert wrong("resident_medical_premium", **both) == [("YEARS_DIFFER", "notice_year")]
    assert wrong("resident_medical_premium", coverage_year=2022, notice_year=2021) == []
    neither = wrong("resident_medical_premium", coverage_year=None)
    assert neither == [("MISSING_INPUT", "coverage_year")]


@pytest.mark.parametrize(
    ("year", "problem"),
    [(2020, "NOT_ON_RECORD"), (2021, None), (2027, None), (2028, "NOT_ON_RECORD")],
)
def test_a_year_that_is_not_published_is_not_guessed(year: int, problem: str | None) -> None:
    found = [code for code, _ in wrong("resident_medical_premium", coverage_year=year)]
    assert found == ([] if problem is None else [problem])


@pytest.mark.parametrize(
    ("missed", "later", "months"),
    [
        (0, 0, (3, 0)),
        (1, 0, (3, 1)),
        (2, 1, (3, 1)),
        (2, 2, (3, 0)),
        (2, 3, (3, 0)),
        (4, 0, (3, 4)),
    ],
)
def test_three_months_and_one_for_each_missed_year(
    missed: int, later: int, months: tuple[int, int]
) -> None:
    found = result("resident_medical_waiting", missed_years=missed, later_paid_years=later)
    assert (found.fixed_months, found.variable_months) == months
    assert found.waiting_months == sum(months)


def test_who_joined_in_the_season_without_a_gap_does_not_wait() -> None:
    season = {"joined_in_season": True, "later_paid_years": None}
    assert result("resident_medical_waiting", missed_years=0, **season).waiting_months == 0
    assert result("resident_medical_waiting", missed_years=1, **season).waiting_months == 4


def test_waiting_times_begin_with_2025() -> None:
    assert resident_waiting(0, 0, law(), date(2025, 1, 1)).waiting_months == 3
    with pytest.raises(NotSetError):
        resident_waiting(0, 0, law(), date(2024, 12, 31))
