from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.rules.account_accrual import Credit, InterestMethod, account_accrual
from bumang.rules.average_index import Denominator, YearPaid, average_index
from bumang.rules.employee_pension import EmployeePensionFacts, employee_pension
from bumang.rules.rounding import (
    AmountRounding,
    TotalRounding,
    YearsRounding,
    round_amount,
    round_total,
    twelfths,
)
from bumang.rules.transitional import Transitional, TransitionalForm, transitional_pension

FACTS = EmployeePensionFacts(
    calc_base=800000,
    average_index=Decimal("0.8"),
    total_months=360,
    account_balance=13900000,
    divisor=Decimal(139),
    accrual_rate=Decimal("0.01"),
)
PART = Transitional(
    form=TransitionalForm.PLAIN_DEEMED,
    months=120,
    coefficient=Decimal("0.013"),
    base=800000,
    index=Decimal("0.8"),
)


def transitional(form: TransitionalForm) -> int:
    facts = msgspec.structs.replace(PART, form=form)
    return transitional_pension(facts, YearsRounding.EXACT, AmountRounding.FEN_HALF_UP, {})[0]


@pytest.mark.parametrize(
    ("form", "fen"),
    [
        (TransitionalForm.PLAIN_DEEMED, 83200),  # 8000 x 0.8 x 10 x 1.3%
        (TransitionalForm.SEPARATE_INDEX, 83200),
        (TransitionalForm.INDEX_FLOOR_1, 104000),  # 8000 x 1 x 10 x 1.3%
        (TransitionalForm.MEAN_FORMULA, 93600),  # (8000 + 6400) / 2 x 10 x 1.3%
    ],
)
def test_each_form_of_the_transitional_rule(form: TransitionalForm, fen: int) -> None:
    assert transitional(form) == fen


@pytest.mark.parametrize("form", [form for form in TransitionalForm if not form.computable])
def test_a_form_that_is_not_known_well_is_never_computed(form: TransitionalForm) -> None:
    with pytest.raises(ValueError, match="not computed"):
        transitional(form)


@pytest.mark.parametrize(("index", "fen"), [("0.99", 104000), ("1", 104000), ("1.01", 105040)])
def test_the_floor_of_one_lifts_only_an_index_below_it(index: str, fen: int) -> None:
    facts = msgspec.structs.replace(PART, form=TransitionalForm.INDEX_FLOOR_1, index=Decimal(index))
    found = transitional_pension(facts, YearsRounding.EXACT, AmountRounding.FEN_HALF_UP, {})
    assert found[0] == fen


def test_an_amount_given_by_hand_is_taken_as_it_is_and_said_so() -> None:
    pension = employee_pension(msgspec.structs.replace(FACTS, transitional_amount=12345))
    assert pension.transitional == 12345
    assert "按您填写的数额" in [step.formula.zh for step in pension.steps]


def test_a_supplement_is_a_share_of_the_rounded_parts() -> None:
    pension = employee_pension(msgspec.structs.replace(FACTS, supplement_rate=Decimal("0.05")))
    assert (pension.basic, pension.account) == (216000, 100000)
    assert pension.supplement == 15800
    assert pension.total == 331800


@given(
    st.integers(0, 10**7),
    st.decimals("0.01", 3, places=4),
    st.integers(1, 700),
    st.integers(0, 10**9),
)
def test_the_total_is_the_sum_of_the_parts_and_each_step_tells_its_own(
    base: int, index: Decimal, months: int, balance: int
) -> None:
    pension = employee_pension(
        msgspec.structs.replace(
            FACTS,
            calc_base=base,
            average_index=index,
            total_months=months,
            account_balance=balance,
            transitional=msgspec.structs.replace(PART, base=base, index=index, months=months),
        )
    )
    assert pension.total == pension.basic + pension.account + pension.transitional
    told = {step.key: step.result.value for step in pension.steps}
    for part in ("basic", "account", "transitional", "total"):
        assert Decimal(told[part]) * 100 == getattr(pension, part)


@given(st.integers(1, 699), st.decimals("0.01", 3, places=4))
def test_a_month_more_never_gives_less(months: int, index: Decimal) -> None:
    one = msgspec.structs.replace(FACTS, total_months=months, average_index=index)
    more = msgspec.structs.replace(one, total_months=months + 1)
    assert employee_pension(one).basic <= employee_pension(more).basic


@pytest.mark.parametrize(
    ("months", "rounding", "expected"),
    [
        (509, YearsRounding.CEIL_1DP, "42.5"),
        (147, YearsRounding.CEIL_1DP, "12.3"),
        (144, YearsRounding.CEIL_1DP, "12"),
        (524, YearsRounding.HALF_UP_2DP, "43.67"),
        (254, YearsRounding.HALF_UP_4DP, "21.1667"),
        (471, YearsRounding.EXACT, "39.25"),
    ],
)
def test_years_are_rounded_in_the_local_way(
    months: int, rounding: YearsRounding, expected: str
) -> None:
    assert twelfths(months, rounding) == Decimal(expected) * 12


@pytest.mark.parametrize(
    ("yuan", "rounding", "fen"),
    [
        ("1.004", AmountRounding.FEN_HALF_UP, 100),
        ("1.005", AmountRounding.FEN_HALF_UP, 101),
        ("1.00", AmountRounding.JIAO_CEIL, 100),
        ("1.001", AmountRounding.JIAO_CEIL, 110),
        ("1.049", AmountRounding.JIAO_HALF_UP, 100),
        ("1.05", AmountRounding.JIAO_HALF_UP, 110),
    ],
)
def test_amounts_are_rounded_in_the_local_way(
    yuan: str, rounding: AmountRounding, fen: int
) -> None:
    assert round_amount(Decimal(yuan), rounding) == fen


@pytest.mark.parametrize(
    ("fen", "expected"), [(229380, 229380), (229381, 229390), (229384, 229390)]
)
def test_a_total_goes_up_to_the_jiao(fen: int, expected: int) -> None:
    assert round_total(fen, TotalRounding.JIAO_CEIL) == expected
    assert round_total(fen, TotalRounding.SUM_OF_PARTS) == fen


@pytest.mark.parametrize(
    ("base", "expected"), [(1799900, "2.9998"), (1800000, "3.0000"), (1800100, "3.0000")]
)
def test_a_years_index_is_capped_at_three(base: int, expected: str) -> None:
    found = average_index(
        [YearPaid(2020, 12, base, 600000)], index_decimals=4, yearly_cap=Decimal(3)
    )
    assert str(found.average_index) == expected


def test_gaps_pull_the_index_down_where_elapsed_months_count() -> None:
    found = average_index(
        [YearPaid(2020, 12, 600000, 600000)],
        index_decimals=4,
        yearly_cap=Decimal(3),
        denominator=Denominator.ELAPSED_MONTHS,
        elapsed_months=24,
    )
    assert found.average_index == Decimal("0.5")


@pytest.mark.parametrize("elapsed", [None, 11])
def test_the_elapsed_months_are_asked_for_and_not_guessed(elapsed: int | None) -> None:
    with pytest.raises(ValueError, match="since the first payment"):
        average_index(
            [YearPaid(2020, 12, 600000, 600000)],
            index_decimals=4,
            yearly_cap=Decimal(3),
            denominator=Denominator.ELAPSED_MONTHS,
            elapsed_months=elapsed,
        )


@pytest.mark.parametrize("records", [[], [YearPaid(2020, 12, 1, 0)]])
def test_an_index_of_nothing_is_an_error(records: list[YearPaid]) -> None:
    with pytest.raises(ValueError, match="months paid"):
        average_index(records, index_decimals=4, yearly_cap=Decimal(3))


def test_the_two_methods_of_interest_differ_by_a_few_fen() -> None:
    level = [Credit(month, 48000) for month in range(1, 13)]
    rate = Decimal("3.97")
    monthly = account_accrual(5000000, rate, level)
    annual = account_accrual(5000000, rate, level, InterestMethod.ANNUAL_1083)
    assert (monthly.interest_on_credits, annual.interest_on_credits) == (12386, 12383)


@pytest.mark.parametrize("month", [0, 13])
def test_a_credit_outside_the_year_is_an_error(month: int) -> None:
    with pytest.raises(ValueError, match="1 to 12"):
        account_accrual(0, Decimal(1), [Credit(month, 100)])
