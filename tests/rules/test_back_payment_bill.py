"""补缴账单: months that an employer missed, each by its own rules, with the late fees.

Beijing in September and October 2025: pension 16 % and 8 %, medical 9.8 % and 2 % + 3 yuan,
unemployment 0.5 % each, limits 7162 and 35811; work injury 0.4 % × 80 % = 0.32 %. The late fee is
0.05 % a day.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.worked import answered, result, wrong

KIND = "back_payment_bill"
CLASS_1 = {"work_injury_rate": None, "work_injury_class": 1}


def month(at: str = "2025-09", wage: str = "10000", **more: Any) -> dict[str, Any]:
    due = {"month": at, "declared_wage": wage, "last_due_date": f"{at}-25"}
    return {**due, "work_injury_rate": "0.0032", **more}


def test_both_shares_and_the_late_fee_of_each_insurance_and_month_make_the_bill() -> None:
    found = result(KIND)
    first, second = found.by_month
    assert {(one.insurance.value, one.side.value): one.amount for one in first.lines} == {
        ("pension", "employer"): 1600,
        ("pension", "personal"): 800,
        ("medical", "employer"): 980,
        ("medical", "personal"): 203,
        ("unemployment", "employer"): 50,
        ("unemployment", "personal"): 50,
        ("work_injury", "employer"): 32,
    }
    # Due on 25 September, paid on 10 December: 5 + 31 + 30 + 10 days, 3.8 %.
    assert first.days == 76
    assert {one.insurance.value: (one.arrears, one.late_fee) for one in first.late_fees} == {
        "pension": (2400, Decimal("91.20")),
        "medical": (1183, Decimal("44.95")),  # 44.954
        "unemployment": (100, Decimal("3.80")),
        "work_injury": (32, Decimal("1.22")),  # 1.216
    }
    # Due on 24 October: 7 + 30 + 10 days, 2.35 %: 56.40 + 27.80 (27.8005) + 2.35 + 0.75 (0.752)
    assert (second.days, second.late_fee) == (47, Decimal("87.30"))
    assert (found.employer_total, found.personal_total) == (5324, 2106)  # twice 2662 and 1053
    assert found.late_fee == Decimal("228.47")  # 141.17 + 87.30
    assert found.total == Decimal("7658.47")


def test_each_month_has_the_limits_and_rates_of_its_own_time() -> None:
    months = [
        month("2024-06", "7000", base_lower="6326", base_upper="33891"),
        month("2025-09", "7000"),
    ]
    first, second = result(KIND, months=months, insurances=["pension"]).by_month
    assert (first.lines[0].base, first.held, first.limits_basis) == (7000, "as_declared", "given")
    assert (second.lines[0].base, second.held, second.limits_basis) == (
        7162,
        "raised",
        "published",
    )


def test_medical_limits_by_hand_hold_for_their_month_alone() -> None:
    own = {"medical_base_lower": "12000", "medical_base_upper": "30000"}
    months = [month("2025-09", **own), month("2025-10")]
    first, second = result(KIND, months=months, insurances=["medical"]).by_month
    assert (first.lines[0].base, second.lines[0].base) == (12000, 10000)


@pytest.mark.parametrize(
    ("paid", "days", "fee"),
    [
        ("2025-10-24", 0, "0.00"),
        ("2025-10-25", 0, "0.00"),
        ("2025-10-26", 1, "1.20"),
        ("2025-10-27", 2, "2.40"),
    ],
)
def test_the_fee_begins_on_the_day_after_the_last_due_day(paid: str, days: int, fee: str) -> None:
    late = [month(last_due_date="2025-10-25")]
    found = result(KIND, months=late, insurances=["pension"], paid_date=paid)
    assert (found.by_month[0].days, found.late_fee) == (days, Decimal(fee))


def test_days_before_july_2011_cost_more() -> None:
    """28 % of 2000 is 560; fifteen days to the end of June at 0.2 %, fifteen of July at 0.05 %."""
    given_ = {"base_lower": "1500", "base_upper": "10000", "pension_employer_rate": "0.2"}
    old = [month("2011-05", "2000", **given_, last_due_date="2011-06-15")]
    found = result(KIND, months=old, insurances=["pension"], paid_date="2011-07-15")
    assert found.by_month[0].days == 30
    assert found.late_fee == Decimal("21.00")  # 560 × (15 × 0.2 % + 15 × 0.05 %)


@pytest.mark.parametrize(("days", "fee"), [(1999, "2398.80"), (2000, "2400.00"), (2001, "2400.00")])
def test_each_insurances_fee_ends_at_its_arrears_where_that_is_said(days: int, fee: str) -> None:
    paid = str(date(2025, 9, 25) + timedelta(days))
    given_ = {"months": [month()], "insurances": ["pension"], "paid_date": paid}
    assert result(KIND, **given_, cap_at_principal=True).late_fee == Decimal(fee)
    free = result(KIND, **given_).late_fee
    assert free == Decimal(days) * Decimal("1.2")


def test_only_the_insurances_asked_for_are_billed_and_each_once() -> None:
    found = result(KIND, months=[month()], insurances=["pension", "pension"])
    assert [one.insurance for one in found.by_month[0].late_fees] == ["pension"]
    assert len(found.by_month[0].lines) == 2


# Whether it may be paid at all, and whether the months move: as `back_payment` tells it.


@pytest.mark.parametrize(("count", "transferable"), [(35, True), (36, False), (37, False)])
def test_three_years_without_a_document_do_not_move(count: int, transferable: bool) -> None:
    given_ = {"base_lower": "5000", "base_upper": "30000"}
    months = [month(f"{2020 + at // 12}-{at % 12 + 1:02d}", **given_) for at in range(count)]
    found = result(KIND, months=months, insurances=["pension"])
    assert (found.allowed, found.transferable) == (True, transferable)
    documented = {"document": "court", "document_date": "2025-12-09"}
    assert result(KIND, months=months, insurances=["pension"], **documented).transferable
    same = {
        "first_month": months[0]["month"],
        "last_month": months[-1]["month"],
        "paid_date": "2025-12-10",
    }
    alone = result("back_payment", **same, document=None, document_date=None)
    assert (alone.transferable, alone.reason) == (found.transferable, found.reason)


def test_without_proof_of_the_labour_relation_it_cannot_be_paid_and_the_amounts_are_told() -> None:
    found = result(KIND, labour_relation_proved=None)
    assert (found.allowed, found.transferable) == (False, False)
    assert "劳动关系" in found.reason.zh
    assert found.total == Decimal("7658.47")


# What cannot be is told at the month it is wrong in.


@pytest.mark.parametrize(
    ("months", "problems"),
    [
        ([], [("LENGTH", "months")]),
        ([month("2025-09"), month("2025-09")], [("MONTH_ORDER", "months[1].month")]),
        ([month("2025-10"), month("2025-09")], [("MONTH_ORDER", "months[1].month")]),
        ([month("2025-08"), month("2025-10")], []),
        ([month("2025-11")], []),
        ([month("2025-12")], [("MONTH_NOT_PAST", "months[0].month")]),
        ([month(), month("2026-01")], [("MONTH_NOT_PAST", "months[1].month")]),
        (
            [month(), month("2025-10", last_due_date="2025-09-30")],
            [("DUE_BEFORE_MONTH", "months[1].last_due_date")],
        ),
        ([month("2025-10", last_due_date="2025-10-01")], []),
        ([month(), month("2025-10", wage="0")], [("NOT_ABOVE_ZERO", "months[1].declared_wage")]),
        (
            [month(), month("2025-10", work_injury_rate=None)],
            [("MISSING_INPUT", "months[1].work_injury_class")],
        ),
        (
            [
                month(),
                month("2025-10", **CLASS_1),
                month("2025-11", **CLASS_1, work_injury_float=80),
            ],
            [("NO_SUCH_STEP", "months[2].work_injury_float")],
        ),
        (
            [month(), month("2025-10", base_lower="5000")],
            [("MISSING_INPUT", "months[1].base_upper")],
        ),
        (
            [month(), month("2025-10", medical_base_lower="5000", medical_base_upper="4999.99")],
            [("LIMITS_ROUND", "months[1].medical_base_lower")],
        ),
    ],
)
def test_what_is_wrong_with_a_month_is_told_at_its_place(
    months: list[dict[str, Any]], problems: list[tuple[str, str]]
) -> None:
    assert wrong(KIND, months=months) == problems


def test_rates_and_limits_that_nobody_knows_are_asked_for_in_every_month() -> None:
    months = [month("2023-05"), month("2025-09"), month("2025-10")]
    assert wrong(KIND, months=months, insurances=["pension"]) == [
        ("NO_LIMITS", "months[0].base_lower")
    ]
    assert wrong(
        KIND,
        months=[month("2026-01"), month("2026-02")],
        insurances=["unemployment"],
        paid_date="2026-11-01",
    ) == [
        ("RATE_NOT_ON_RECORD", f"months[{place}].unemployment_{side}_rate")
        for place in (0, 1)
        for side in ("employer", "employee")
    ]


def test_a_time_without_rates_of_the_class_or_of_the_fee_is_told() -> None:
    limits = {"base_lower": "500", "base_upper": "3000"}
    pension = {"pension_employer_rate": "0.2", "pension_employee_rate": "0.05"}
    old = month("1998-12", "1000", **limits, **pension, last_due_date="1999-01-20")
    assert wrong(KIND, insurances=["pension"], months=[old], paid_date="1999-01-21") == [
        ("NO_FEE_RATE", "months[0].last_due_date")
    ]
    trade = {"work_injury_rate": None, "work_injury_class": 2}
    assert wrong(KIND, months=[month("2015-09", **limits, **trade)]) == [
        ("NO_CLASS_RATE", "months[0].work_injury_rate")
    ]
    assert (
        wrong(KIND, months=[month("2015-10", **limits, **trade)], insurances=["work_injury"]) == []
    )


def test_a_document_without_its_day_is_asked_for_it() -> None:
    assert wrong(KIND, document="court") == [("MISSING_INPUT", "document_date")]


@pytest.mark.parametrize(("count", "ok"), [(119, True), (120, True), (121, False)])
def test_ten_years_of_months_at_most(count: int, ok: bool) -> None:
    given_ = {"base_lower": "5000", "base_upper": "30000", "pension_employer_rate": "0.2"}
    months = [month(f"{2014 + at // 12}-{at % 12 + 1:02d}", **given_) for at in range(count)]
    found = wrong(KIND, months=months, insurances=["pension"])
    assert found == ([] if ok else [("LENGTH", "months")])


def test_what_is_unverified_in_a_month_is_unverified_in_the_bill() -> None:
    of_month = set(answered("monthly_contribution", month="2025-09").unverified)
    assert of_month < set(answered(KIND).unverified)
    days = {one.parameter.zh for one in answered(KIND).unverified}
    assert "滞纳金计算天数" in days


WAGES = st.integers(1, 6_000_000).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")


@given(st.lists(st.tuples(WAGES, st.integers(1, 28)), min_size=1, max_size=5), st.data())
def test_a_bill_is_the_sum_of_its_months_lines_and_fees_however_it_is_split(
    facts: list[tuple[str, int]], data: st.DataObject
) -> None:
    months = [
        month(f"2025-{7 + place:02d}", wage, last_due_date=f"2025-{7 + place:02d}-{due:02d}")
        for place, (wage, due) in enumerate(facts)
    ]
    paid = str(date(2025, 12, 1) + timedelta(data.draw(st.integers(0, 4000))))
    whole = result(KIND, months=months, paid_date=paid)
    apart = [result(KIND, months=[one], paid_date=paid) for one in months]
    assert whole.by_month == tuple(one.by_month[0] for one in apart)
    for name in ("employer_total", "personal_total", "late_fee", "total"):
        assert getattr(whole, name) == sum(getattr(one, name) for one in apart)
    assert whole.total == whole.employer_total + whole.personal_total + whole.late_fee
    for one in whole.by_month:
        owed = sum(line.amount for line in one.lines)
        assert owed == one.employer_total + one.personal_total
        assert owed == sum(fee.arrears for fee in one.late_fees)
        assert one.late_fee == sum(fee.late_fee for fee in one.late_fees)


@given(WAGES, st.integers(0, 3000))
def test_a_month_billed_is_its_contribution_and_the_late_fee_of_each_insurance(
    wage: str, days: int
) -> None:
    paid = str(date(2025, 10, 1) + timedelta(days))
    found = result(KIND, months=[month(wage=wage)], paid_date=paid)
    alone = result(
        "monthly_contribution",
        month="2025-09",
        declared_wage=wage,
        work_injury_class=None,
        work_injury_float=None,
        work_injury_rate="0.0032",
    )
    assert found.by_month[0].lines == alone.lines
    assert (found.employer_total, found.personal_total) == (
        alone.employer_total,
        alone.personal_total,
    )
    for fee in found.by_month[0].late_fees:
        owed = {"arrears": str(fee.arrears), "last_due_date": "2025-09-25", "paid_date": paid}
        assert fee.late_fee == result("late_fee", **owed, daily_rate=None).late_fee
