"""The parts of the pension on columns against the rule for one person, for any figures."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.rules import EmployeePensionFacts, employee_pension
from bumang.rules.columns import pension_parts
from bumang.rules.columns.employee_pension import Roundings, TransitionalColumns
from bumang.rules.columns.exact import Scaled, half_up, product, scaled
from bumang.rules.rounding import AmountRounding, TotalRounding, YearsRounding
from bumang.rules.transitional import Transitional, TransitionalForm

COMPUTED = [form for form in TransitionalForm if form.computable]
rates = st.decimals("0.0001", "0.05", places=4)


@given(data=st.data())
def test_every_part_and_the_total_are_equal_to_the_fen(data: st.DataObject) -> None:
    draw = data.draw
    decimals = draw(st.sampled_from([2, 3, 4, 6]))
    roundings = Roundings(
        draw(st.sampled_from(YearsRounding)),
        draw(st.sampled_from(AmountRounding)),
        draw(st.sampled_from(TotalRounding)),
    )
    form, rate = draw(st.sampled_from(COMPUTED)), draw(rates)
    short, long = draw(rates), draw(rates)
    supplement = draw(st.sampled_from([Decimal(0), Decimal("0.05"), Decimal("0.0333")]))
    person = st.tuples(
        st.integers(1, 3_000_000),
        st.integers(1, 3 * 10**decimals),
        st.integers(0, 600),
        st.integers(0, 500_000_000),
        st.integers(560, 2330),
        st.integers(0, 400),
    )
    rows = draw(st.lists(person, min_size=1, max_size=20))
    base, index, months, balance, divisor, before = np.array(rows, np.int64).T
    found = pension_parts(
        calc_base=base,
        average_index=Scaled(index, 10**decimals),
        total_months=months,
        balance=balance,
        divisor_tenths=divisor,
        accrual_rate=rate,
        roundings=roundings,
        transitional=TransitionalColumns(
            form, before, short, long, base, Scaled(index, 10**decimals)
        ),
        supplement_rate=supplement,
    )
    by_years = form is TransitionalForm.BY_TOTAL_YEARS
    for n, row in enumerate(rows):
        one = employee_pension(
            EmployeePensionFacts(
                calc_base=row[0],
                average_index=Decimal(row[1]).scaleb(-decimals),
                total_months=row[2],
                account_balance=row[3],
                divisor=Decimal(row[4]) / 10,
                accrual_rate=rate,
                transitional=Transitional(
                    form=form,
                    months=row[5],
                    coefficient=long if by_years and row[2] > 240 else short,
                    base=row[0],
                    index=Decimal(row[1]).scaleb(-decimals),
                ),
                supplement_rate=supplement,
                years_rounding=roundings.years,
                amount_rounding=roundings.amount,
                total_rounding=roundings.total,
            )
        )
        parts = tuple(int(part[n]) for part in found)
        assert parts == (one.basic, one.account, one.transitional, one.supplement, one.total)


@pytest.mark.parametrize(
    ("short", "long", "figures"),
    [
        ("0.012", "0.0145", [120_000, 120_000, 145_000]),
        ("0.0115", "0.014", [115_000, 115_000, 140_000]),
    ],
)
def test_the_long_coefficient_holds_above_twenty_years_however_many_decimals_either_has(
    short: str, long: str, figures: list[int]
) -> None:
    """10,000.00 × index 1 × ten years × the coefficient, at 239, 240 and 241 months in all."""
    found = pension_parts(
        calc_base=1_000_000,
        average_index=Scaled(np.array([1, 1, 1]), 1),
        total_months=np.array([239, 240, 241]),
        balance=np.zeros(3, np.int64),
        divisor_tenths=1390,
        accrual_rate=Decimal("0.01"),
        roundings=Roundings(
            YearsRounding.EXACT, AmountRounding.FEN_HALF_UP, TotalRounding.SUM_OF_PARTS
        ),
        transitional=TransitionalColumns(
            TransitionalForm.BY_TOTAL_YEARS,
            np.array([120, 120, 120]),
            Decimal(short),
            Decimal(long),
            1_000_000,
            Scaled(np.array([1, 1, 1]), 1),
        ),
    )
    assert found.transitional.tolist() == figures


@given(factors=st.lists(st.integers(0, 10**9), min_size=1, max_size=5), over=st.integers(1, 10**9))
def test_a_product_beyond_64_bits_is_still_exact(factors: list[int], over: int) -> None:
    exact = 1
    for factor in factors:
        exact *= factor
    made = product(*(np.array([factor]) for factor in factors))
    assert int(made[0]) == exact
    if exact < 2**62:
        assert int(half_up(made, over)[0]) == (2 * exact + over) // (2 * over)


@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_the_room_of_64_bits_is_left_before_it_is_used_up(extra: int) -> None:
    made = product(np.array([(2**63 - 1) // 4 + extra]), 1)
    assert made.dtype == (object if extra > 0 else np.int64)


@pytest.mark.parametrize(
    ("text", "units", "scale"), [("0.08", 8, 100), ("3", 3, 1), ("3E+1", 30, 1)]
)
def test_a_decimal_becomes_whole_units(text: str, units: int, scale: int) -> None:
    assert scaled(Decimal(text)) == (units, scale)


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        scaled(Decimal("NaN"))
