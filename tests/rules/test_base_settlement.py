"""补差: months paid on the old limits, settled up when the year's new ones come late.

Beijing in July 2025: limits 7162 and 35811 since that month; pension 16 % and 8 %, medical 9.8 % and
2 % + 3 yuan, unemployment 0.5 % each. The old limits, 6821 and 35283, are given by hand.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from tests.rules.neighbours import OFFICE
from tests.rules.worked import ON, answered, good, result, wrong

from bumang.kernel.problems import InvalidInput
from bumang.rules import law
from bumang.rules.calculations import calculate
from bumang.rules.law_files import laid_over

KIND = "base_settlement"
RATES_OF_2026 = {"unemployment_employer_rate": "0.005", "unemployment_employee_rate": "0.005"}


def month(at: str = "2025-07", wage: str = "7000", **more: str) -> dict[str, str]:
    return {"month": at, "declared_wage": wage, **more}


def lines(**changed: Any) -> dict[str, Decimal]:
    found = result(KIND, **changed)
    (only,) = found.by_month
    return {f"{one.insurance}_{one.side}": one.difference for one in only.lines}


def by_office(**changed: Any) -> Any:
    """Where an office has this year's limits on record too: 7500 and 36500 from July 2026."""
    inputs = good(KIND, old_base_lower=None, old_base_upper=None, **changed)
    return calculate(KIND, inputs, laid_over({"office.toml": OFFICE}), ON).result


def test_a_wage_below_the_new_lower_limit_is_paid_up_line_by_line() -> None:
    assert lines(months=[month(wage="7000")]) == {
        "pension_employer": Decimal("25.92"),  # 1145.92 − 1120.00
        "pension_personal": Decimal("12.96"),  # 572.96 − 560.00
        "medical_employer": Decimal("15.88"),  # 701.876 − 686.00
        "medical_personal": Decimal("3.24"),  # 143.24 + 3 − (140 + 3)
        "unemployment_employer": Decimal("0.81"),  # 35.81 − 35.00
        "unemployment_personal": Decimal("0.81"),
    }


def test_both_sides_of_all_months_make_the_settlement() -> None:
    found = result(KIND, months=[month(), month("2025-08", "40000")])
    first, second = found.by_month
    assert (first.employer_difference, first.personal_difference) == (
        Decimal("42.61"),
        Decimal("17.01"),
    )
    # 84.48 + 51.75 + 2.64; 9.8 % of 35811 is 3509.478, of 35283 it is 3457.734
    assert second.employer_difference == Decimal("138.87")
    assert second.personal_difference == Decimal("55.44")  # 42.24 + 10.56 + 2.64
    assert (found.employer_difference, found.personal_difference) == (
        Decimal("181.48"),
        Decimal("72.45"),
    )
    assert found.settlement == Decimal("253.93")
    assert found.outcome == "settled"


def test_lower_limits_that_fall_bring_money_back() -> None:
    found = result(KIND, months=[month()], old_base_lower="7262")
    # a hundred yuan of base: 16 + 9.80 + 0.50 and 8 + 2 + 0.50
    assert (found.employer_difference, found.personal_difference) == (
        Decimal("-26.30"),
        Decimal("-10.50"),
    )
    assert found.settlement == Decimal("-36.80")


@pytest.mark.parametrize(
    ("wage", "difference"),
    [
        ("6820.99", "54.56"),  # 16 % of 7162 − 6821 = 341
        ("6821", "54.56"),
        ("6821.01", "54.56"),  # 1145.92 − 1091.3616
        ("6821.04", "54.55"),  # 1145.92 − 1091.3664
        ("7161.99", "0.00"),  # 1145.92 − 1145.9184
        ("7161.90", "0.02"),
        ("7162", "0.00"),
        ("7162.01", "0.00"),
        ("35282.99", "0.00"),
        ("35283", "0.00"),
        ("35283.04", "0.01"),
        ("35811", "84.48"),  # 16 % of 528
        ("35811.01", "84.48"),
    ],
)
def test_only_a_wage_beyond_an_old_or_new_limit_is_settled(wage: str, difference: str) -> None:
    found = lines(months=[month(wage=wage)], insurances=["pension"])
    assert found["pension_employer"] == Decimal(difference)


@pytest.mark.parametrize(
    ("lower", "difference"), [("6822", "0.00"), ("6822.99", "0.00"), ("6823", "0.01")]
)
def test_each_line_is_rounded_on_both_bases_before_they_are_taken_from_each_other(
    lower: str, difference: str
) -> None:
    """0.5 % of 6821 is 34.105: 34.11. Of 6822 it is 34.11, of 6823 it is 34.115: 34.12."""
    given_ = {"new_base_lower": lower, "new_base_upper": "35811"}
    found = lines(months=[month(wage="100")], insurances=["unemployment"], **given_)
    assert found["unemployment_employer"] == Decimal(difference)


def test_where_the_place_does_not_settle_months_paid_stand() -> None:
    found = result(KIND, settle_base_difference=False)
    assert found.outcome == "not_in_place"
    assert (found.by_month, found.settlement) == (UNSET, UNSET)
    assert (found.employer_difference, found.personal_difference) == (UNSET, UNSET)
    (step,) = answered(KIND, settle_base_difference=False).steps
    assert "不再变动" in step.formula.zh


@pytest.mark.parametrize(
    ("area", "at", "outcome"),
    [
        ("110000", "2026-06", "settled"),
        ("110000", "2026-07", "not_published"),  # last year's stand in
        ("110000", "2025-06", "not_published"),  # computed from the wage
        ("340000", "2025-07", "not_published"),  # computed
        ("990000", "2025-07", "not_published"),  # nothing
    ],
)
def test_only_published_limits_are_settled_on(area: str, at: str, outcome: str) -> None:
    paid = [month(at, **RATES_OF_2026)]
    found = result(KIND, area_code=area, months=paid, insurances=["pension"])
    assert found.outcome == outcome
    assert (found.settlement is UNSET) is (outcome != "settled")


def test_limits_by_hand_are_settled_on_wherever_the_record_has_none() -> None:
    given_ = {"new_base_lower": "7162", "new_base_upper": "35811"}
    found = result(KIND, area_code="990000", insurances=["pension"], **given_)
    assert found.outcome == "settled"
    assert found.settlement == Decimal("165.60")  # 25.92 + 12.96 + 84.48 + 42.24


def test_of_two_years_on_record_the_earlier_is_what_was_paid() -> None:
    found = by_office(months=[month("2026-07")], insurances=["pension"])
    (line, _) = found.by_month[0].lines
    assert (line.old_base, line.new_base) == (7162, 7500)
    assert line.difference == Decimal("54.08")  # 16 % of 338


def test_what_held_in_the_very_month_before_the_new_limits_is_the_old() -> None:
    """An office that corrected the limits in June, a month before this year's came."""
    corrected = OFFICE + "".join(
        f"""
[[contribution_base_{end}.values]]
value = {value}
since = 2026-06-01
region = "110000"
confidence = "D"
"""
        for end, value in (("lower", 7200), ("upper", 36000))
    )
    unknown = {"old_base_lower": None, "old_base_upper": None}
    inputs = good(KIND, months=[month("2026-07")], insurances=["pension"], **unknown)
    found = calculate(KIND, inputs, laid_over({"office.toml": corrected}), ON).result
    assert (found.by_month[0].lines[0].old_base, found.by_month[0].lines[0].new_base) == (
        7200,
        7500,
    )


@pytest.mark.parametrize(
    ("old", "worked"),
    [("7163", "-0.01 + (-0.01)"), ("7162", "0 + 0"), ("7160", "0.01 + 0.01")],
)
def test_only_an_amount_below_zero_stands_in_brackets(old: str, worked: str) -> None:
    """0.5 % of 7163 is 35.815: 35.82; of 7162 it is 35.81; of 7160 it is 35.80."""
    paid = {"months": [month(wage="100")], "insurances": ["unemployment"]}
    assert answered(KIND, old_base_lower=old, **paid).steps[-1].worked == worked


def test_new_limits_by_hand_are_settled_against_the_last_on_record() -> None:
    given_ = {"new_base_lower": "7500", "new_base_upper": "36500"}
    inputs = {"months": [month("2026-07")], "insurances": ["pension"], **given_}
    found = result(KIND, old_base_lower=None, old_base_upper=None, **inputs)
    assert found.by_month[0].lines[0].difference == Decimal("54.08")


def test_old_limits_that_nobody_knows_are_asked_for() -> None:
    unknown = {"old_base_lower": None, "old_base_upper": None}
    assert wrong(KIND, **unknown) == [("NO_OLD_LIMITS", "old_base_lower")]
    with pytest.raises(InvalidInput) as caught:
        calculate(KIND, good(KIND, **unknown), law(), ON)
    (problem,) = caught.value.problems
    assert problem.what.zh == "北京 2025 年 7 月缴费时用的旧上下限没有收录。"
    assert problem.fix.en.startswith("Give old_base_lower and old_base_upper")


@pytest.mark.parametrize("prefix", ["old_", "new_", "old_medical_", "new_medical_"])
def test_limits_by_hand_come_in_twos_the_lower_first(prefix: str) -> None:
    low, high = f"{prefix}base_lower", f"{prefix}base_upper"
    assert wrong(KIND, **{low: "7000", high: None}) == [("MISSING_INPUT", high)]
    assert wrong(KIND, **{low: None, high: "7000"}) == [("MISSING_INPUT", low)]
    assert wrong(KIND, **{low: "7000.01", high: "7000"}) == [("LIMITS_ROUND", low)]
    assert wrong(KIND, **{low: "7000", high: "7000"}) == []


# Shenzhen: limits of all 4775 and 27549 since July 2025; medical ones of its own, 6727 and 33633, only
# since January 2026. Before, medical insurance had those of all.

SHENZHEN = {"area_code": "440300", "old_base_lower": None, "old_base_upper": None}


def shenzhen(at: str = "2026-01", **changed: Any) -> dict[str, Decimal]:
    paid = [month(at, "5000", medical_employer_rate="0.06")]
    return lines(**{**SHENZHEN, "months": paid, "insurances": ["medical"], **changed})


def test_a_citys_first_own_medical_limits_are_settled_against_those_of_all() -> None:
    assert shenzhen() == {
        "medical_employer": Decimal("103.62"),  # 403.62 − 300
        "medical_personal": Decimal("34.54"),  # 134.54 − 100
    }
    of_all = {"old_base_lower": "5500", "old_base_upper": "27549"}
    assert shenzhen(**of_all)["medical_employer"] == Decimal("73.62")  # 403.62 − 330


def test_medical_limits_by_hand_go_before_all_others() -> None:
    old = {"old_medical_base_lower": "6000", "old_medical_base_upper": "30000"}
    assert shenzhen(**old)["medical_employer"] == Decimal("43.62")  # 403.62 − 360
    new = {"new_medical_base_lower": "7000", "new_medical_base_upper": "34000"}
    assert shenzhen(**old, **new)["medical_employer"] == Decimal("60.00")  # 420 − 360
    assert shenzhen("2027-01", **new)["medical_employer"] == Decimal("16.38")  # 420 − 403.62


def test_medical_limits_of_last_year_are_no_ground_to_settle_on() -> None:
    paid = [month("2027-01", "5000", medical_employer_rate="0.06")]
    found = result(KIND, **SHENZHEN, months=paid, insurances=["medical"])
    assert found.outcome == "not_published"


def test_old_medical_limits_that_nobody_knows_are_asked_for_by_their_name() -> None:
    own = """
    [[medical_base_lower.values]]
    value = 5500
    since = 2024-01-01
    region = "330000"
    confidence = "D"

    [[medical_base_upper.values]]
    value = 30000
    since = 2024-01-01
    region = "330000"
    confidence = "D"
    """
    inputs = good(KIND, area_code="330000", months=[month("2024-03")], insurances=["medical"])
    inputs = {name: inputs[name] for name in inputs if not name.startswith("old_")}
    with pytest.raises(InvalidInput) as caught:
        calculate(KIND, inputs, laid_over({"office.toml": own}), ON)
    assert [one.field for one in caught.value.problems] == ["old_medical_base_lower"]


def test_limits_of_all_by_hand_leave_medical_limits_that_do_not_change() -> None:
    of_all = {"new_base_lower": "6000", "new_base_upper": "30000"}
    assert shenzhen(**of_all)["medical_employer"] == Decimal("103.62")
    beijing = lines(months=[month(wage="100")], insurances=["medical"], **of_all)
    assert beijing["medical_employer"] == Decimal("-80.46")  # 588.00 − 668.458


def test_what_a_flexible_worker_chose_is_settled_but_no_fixed_amount() -> None:
    found = lines(insured_as="flexible", months=[month()])
    assert found == {"pension_personal": Decimal("32.40"), "medical_personal": 0}  # 20 % of 162


@pytest.mark.parametrize(
    ("months", "problems"),
    [
        ([], [("LENGTH", "months")]),
        ([month("2025-07"), month("2025-07")], [("MONTH_ORDER", "months[1].month")]),
        ([month("2025-08"), month("2025-07")], [("MONTH_ORDER", "months[1].month")]),
        ([month("2025-12"), month("2026-06")], []),
        ([month("2025-12"), month("2026-07")], [("OTHER_LIMIT_YEAR", "months[1].month")]),
        ([month("2025-07", wage="0")], [("NOT_ABOVE_ZERO", "months[0].declared_wage")]),
    ],
)
def test_months_are_of_one_limit_year_in_order_of_time(
    months: list[dict[str, str]], problems: list[tuple[str, str]]
) -> None:
    assert wrong(KIND, months=months, insurances=["pension"]) == problems


@pytest.mark.parametrize(("last", "ok"), [("2026-05", True), ("2026-06", True), ("2026-07", False)])
def test_where_no_limit_year_is_on_record_twelve_months_from_the_first_are_one(
    last: str, ok: bool
) -> None:
    given_ = {"new_base_lower": "7162", "new_base_upper": "35811", "area_code": "990000"}
    months = [month("2025-07"), month(last)]
    found = wrong(KIND, months=months, insurances=["pension"], **given_)
    assert found == ([] if ok else [("OTHER_LIMIT_YEAR", "months[1].month")])


@pytest.mark.parametrize(("count", "ok"), [(11, True), (12, True), (13, False)])
def test_twelve_months_at_most(count: int, ok: bool) -> None:
    months = [month(f"{2025 + at // 12}-{at % 12 + 1:02d}") for at in range(6, 6 + count)]
    found = wrong(KIND, months=months, insurances=["pension"])
    assert found == ([] if ok else [("LENGTH", "months")])


def test_rates_that_are_not_on_record_are_asked_for_in_every_month_that_lacks_them() -> None:
    rates: list[dict[str, str]] = [{}, {}, RATES_OF_2026, {}]
    at = ("2025-12", "2026-01", "2026-02", "2026-03")
    months = [month(one, **given_) for one, given_ in zip(at, rates, strict=True)]
    assert wrong(KIND, months=months) == [
        ("RATE_NOT_ON_RECORD", f"months[{place}].unemployment_{side}_rate")
        for place in (1, 3)
        for side in ("employer", "employee")
    ]


def test_work_injury_has_no_limits_and_no_settlement() -> None:
    assert {one.insurance for one in result(KIND).by_month[0].lines} == {
        "pension",
        "medical",
        "unemployment",
    }
    assert wrong(KIND, insurances=["work_injury"]) == [("NOT_ONE_OF", "insurances[0]")]


WAGES = st.integers(1, 6_000_000).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
LOWER = st.integers(3000, 9000)


@given(WAGES, LOWER, LOWER)
def test_a_month_settled_is_the_month_on_the_new_limits_less_the_month_paid(
    wage: str, old: int, new: int
) -> None:
    asked = {"area_code": "110000", "month": "2025-07", "insured_as": "employee"}
    kinds = ["pension", "medical", "unemployment"]
    paid, due = (
        result(
            "monthly_contribution",
            **{**asked, "declared_wage": wage, "insurances": kinds},
            base_lower=str(lower),
            base_upper="35000",
        )
        for lower in (old, new)
    )
    found = result(
        KIND,
        months=[month(wage=wage)],
        old_base_lower=str(old),
        old_base_upper="35000",
        new_base_lower=str(new),
        new_base_upper="35000",
    )
    assert found.employer_difference == due.employer_total - paid.employer_total
    assert found.personal_difference == due.personal_total - paid.personal_total
    assert found.settlement == due.invoice_total - paid.invoice_total
    if old == new:
        assert found.settlement == 0
    else:
        assert found.settlement == 0 or (found.settlement > 0) == (new > old)


@given(WAGES, LOWER)
def test_equal_limits_leave_nothing_to_settle(wage: str, lower: int) -> None:
    limits = {f"{when}_base_lower": str(lower) for when in ("old", "new")}
    limits |= {f"{when}_base_upper": "35000" for when in ("old", "new")}
    found = result(KIND, months=[month(wage=wage)], **limits)
    assert all(line.difference == 0 for line in found.by_month[0].lines)
    assert found.settlement == 0


@given(st.lists(WAGES, min_size=2, max_size=6), st.data())
def test_months_settled_together_are_months_settled_apart(
    wages: list[str], data: st.DataObject
) -> None:
    months = [month(f"2025-{7 + place:02d}", wage) for place, wage in enumerate(wages)]
    cut = data.draw(st.integers(1, len(months) - 1))
    whole = result(KIND, months=months)
    parts = [result(KIND, months=some) for some in (months[:cut], months[cut:])]
    assert whole.settlement == sum(one.settlement for one in parts)
    assert whole.by_month == parts[0].by_month + parts[1].by_month
    assert whole.employer_difference == sum(one.employer_difference for one in whole.by_month)
    for one in whole.by_month:
        assert one.employer_difference + one.personal_difference == sum(
            line.difference for line in one.lines
        )
