"""Index and account over whole histories against the rules for one person."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bumang.kernel.months import Month
from bumang.rules import account_accrual as exact_accrual
from bumang.rules import average_index as exact_index
from bumang.rules import law
from bumang.rules.account_accrual import Credit, InterestMethod
from bumang.rules.account_history import account_history
from bumang.rules.average_index import Denominator
from bumang.rules.columns import Histories, account_accrual, account_balances, average_indexes
from bumang.rules.columns.account_accrual import YearOfAccount, monthly_credit
from bumang.rules.columns.average_index import Terms, records_of, rounded, weighted_sum
from bumang.rules.columns.histories import month_number
from bumang.rules.rounding import AmountRounding, round_amount

FIRST = 1986


def history(draw: st.DrawFn, persons: int, years: int) -> Histories:
    cell = st.tuples(st.integers(0, 4_000_000), st.sampled_from([0, 0, 12, 12, 12, 1, 5, 11]))
    cells = draw(
        st.lists(cell, min_size=persons * years, max_size=persons * years), label="history"
    )
    table = np.array(cells, np.int64).reshape(years, persons, 2)
    return Histories(FIRST, table[..., 0].astype(np.int32), table[..., 1].astype(np.int8))


def months_paid(histories: Histories, person: int) -> list[tuple[int, int, int]]:
    """Year, month and base of every month paid, by the convention told in words."""
    made = []
    before = 0
    for year, base, months in zip(
        histories.years, histories.bases[:, person], histories.months[:, person], strict=True
    ):
        which = range(1, months + 1) if before else range(13 - months, 13)
        made += [(year, month, int(base)) for month in which]
        before = months
    return made


@pytest.mark.parametrize("base", [67_108_863, 67_108_864, 134_217_726, 134_217_727, 2**31 - 1])
def test_a_credit_near_the_end_of_four_bytes_is_the_exact_one(base: int) -> None:
    """16 × 134,217,727 + 100 is more than four bytes hold."""
    found = monthly_credit(np.array([base]), Decimal("0.08"))
    assert found.tolist() == [floor(Fraction(base * 8, 100) + Fraction(1, 2))]


def test_a_tie_is_decided_by_the_exact_rule_over_the_months_that_the_place_divides_by() -> None:
    """0.3 over two months elapsed is 0.15, at one decimal a tie: half up to 0.2."""
    histories = Histories(2000, np.array([[300]], np.int32), np.array([[1]], np.int8))
    one_place = np.zeros(1, np.intp)
    elapsed = Terms(1, Decimal(3), np.array([2]))
    found = average_indexes(histories, np.array([[1000]]), one_place, elapsed)
    assert (found.units.tolist(), found.decided_exactly) == ([2], 1)
    paid = average_indexes(histories, np.array([[1000]]), one_place, Terms(1, Decimal(3)))
    assert (paid.units.tolist(), paid.decided_exactly) == ([3], 0)


@given(data=st.data())
def test_the_average_index_is_the_exact_rules(data: st.DataObject) -> None:
    histories = data.draw(st.composite(history)(3, data.draw(st.integers(1, 40))))
    references = np.array(
        data.draw(
            st.lists(
                st.tuples(*[st.integers(30_000, 1_300_000)] * 2),
                min_size=len(histories.months),
                max_size=len(histories.months),
            )
        )
    )
    place, decimals = np.array([0, 1, 1]), data.draw(st.sampled_from([2, 3, 4, 6]))
    last = np.full(3, month_number(FIRST + len(histories.months) - 1, 12))
    elapsed = histories.elapsed_months(last) if data.draw(st.booleans()) else 0
    cap = data.draw(st.sampled_from([Decimal(3), Decimal("2.7")]))
    found = average_indexes(histories, references, place, Terms(decimals, cap, elapsed))
    for person in range(3):
        records = records_of(histories, references[:, place[person]], person)
        if not records:
            assert found.units[person] == 0
            continue
        by_elapsed = not isinstance(elapsed, int)
        one = exact_index(
            records,
            index_decimals=decimals,
            yearly_cap=cap,
            denominator=Denominator.ELAPSED_MONTHS if by_elapsed else Denominator.PAID_MONTHS,
            elapsed_months=int(elapsed[person]) if by_elapsed else None,
        )
        assert Decimal(int(found.units[person])).scaleb(-decimals) == one.average_index


@given(
    reference=st.integers(30_000, 1_300_000), tie=st.integers(100, 9999), sign=st.integers(-1, 1)
)
def test_one_below_at_and_one_above_a_tie(reference: int, tie: int, sign: int) -> None:
    """An index of exactly x.xxxx5, and a fen beside it: floats alone would miss some of them."""
    base = np.array([[(2 * tie + 1) * reference + sign]], np.int64)
    wage = np.array([[20_000 * reference]])
    one = Histories(FIRST, base, np.array([[12]], np.int8))
    found = average_indexes(one, wage, np.array([0]), Terms(4, Decimal(3)))
    assert found.units[0] == (tie if sign < 0 else tie + 1)


def test_a_tie_that_floats_miss_is_given_to_the_exact_rule() -> None:
    """The estimate alone rounds some of these down; the bound sends every one to the rule."""
    ties = np.arange(1, 4000, 2)
    bases = (ties * 51).astype(np.int64)
    histories = Histories(FIRST, bases[np.newaxis], np.full((1, len(ties)), 12, np.int8))
    wages, place = np.array([[51 * 20_000]]), np.zeros(len(ties), np.intp)
    value = weighted_sum(histories, wages, place, 3.0) * 1e4 / 12
    estimate, doubtful = rounded(value, 1)
    right = (ties + 1) // 2
    assert (estimate != right).any()
    assert doubtful.all()
    found = average_indexes(histories, wages, place, Terms(4, Decimal(3)))
    assert (found.units == right).all()
    assert found.decided_exactly == len(ties)


@given(data=st.data(), method=st.sampled_from(InterestMethod))
def test_a_years_interest_is_the_rules(data: st.DataObject, method: InterestMethod) -> None:
    rate = data.draw(st.decimals("0", "15", places=3))
    paid_in = data.draw(
        st.lists(st.tuples(st.integers(1, 12), st.integers(0, 10_000_000)), max_size=12)
    )
    opening = data.draw(st.integers(0, 10**12))
    one = exact_accrual(opening, rate, [Credit(*credit) for credit in paid_in], method)
    found = account_accrual(
        np.array([opening]),
        rate,
        np.array([sum(amount for _, amount in paid_in)]),
        np.array([sum(amount * (13 - month) for month, amount in paid_in)]),
        method,
    )
    assert int(found.interest_on_opening[0]) == one.interest_on_opening
    assert int(found.interest_on_credits[0]) == one.interest_on_credits
    assert int(found.closing_balance[0]) == one.closing_balance


@given(data=st.data(), method=st.sampled_from(InterestMethod))
def test_the_balance_over_a_history_is_the_rules_year_by_year(
    data: st.DataObject, method: InterestMethod
) -> None:
    years = data.draw(st.integers(1, 40))
    histories = data.draw(st.composite(history)(2, years))
    rates = data.draw(
        st.lists(
            st.tuples(st.decimals("0", "12", places=2), st.sampled_from(["0", "0.08", "0.11"])),
            min_size=years,
            max_size=years,
        )
    )
    account = [YearOfAccount(rate, Decimal(share), method) for rate, share in rates]
    months = st.integers(month_number(FIRST, 1), month_number(FIRST + years, 12))
    retires = np.array([data.draw(months), data.draw(months)])
    opening = np.array([0, 123_456])
    cut = histories.until(retires)
    found = account_balances(cut, account, retires, opening)
    for person in range(2):
        balance = int(opening[person])
        paid = months_paid(histories, person)
        year_of, month_of = int(retires[person]) // 12, int(retires[person]) % 12 + 1
        for year, (rate, share, _) in zip(histories.years, account, strict=True):
            paid_in = [
                Credit(month, round_amount(Decimal(base) / 100 * share, AmountRounding.FEN_HALF_UP))
                for paid_year, month, base in paid
                if paid_year == year and (year, month) <= (year_of, month_of)
            ]
            if year < year_of or (year == year_of and month_of == 12):
                balance = exact_accrual(balance, rate, paid_in, method).closing_balance
            elif year == year_of:
                balance = part_of_year(balance, rate, paid_in, month_of)
        assert int(found[person]) == balance


def part_of_year(opening: int, rate: Decimal, paid_in: list[Credit], months: int) -> int:
    """Interest to the end of a month, in fractions."""
    stands = sum(credit.amount * (months + 1 - credit.month) for credit in paid_in)
    interest = (Fraction(opening * months) * Fraction(rate) / 1200, stands * Fraction(rate) / 1200)
    principal = sum(credit.amount for credit in paid_in)
    return opening + principal + sum(floor(one + Fraction(1, 2)) for one in interest)


@given(
    opening=st.integers(0, 10**9),
    rate=st.decimals("0.01", "12", places=2),
    month=st.integers(1, 12),
    base=st.integers(0, 3_000_000),
)
@example(opening=60_000, rate=Decimal("3.97"), month=1, base=0)  # 198.5 fen of interest
def test_the_balance_in_the_month_of_retirement_is_the_rules(
    opening: int, rate: Decimal, month: int, base: int
) -> None:
    credit = int(monthly_credit(np.array([base]), Decimal("0.08"))[0])
    credited = [(Month(2025, n), credit) for n in range(1, month + 1)]
    one = account_history(
        opening, 2025, Month(2025, month), credited, InterestMethod.MONTHLY_PRODUCT,
        {2025: rate}, law(),
    )  # fmt: skip
    histories = Histories(2024, np.array([[base]] * 2), np.array([[12], [12]], np.int8))
    last = np.array([month_number(2025, month)])
    years = [YearOfAccount(Decimal(0), Decimal(0)), YearOfAccount(rate, Decimal("0.08"))]
    found = account_balances(histories.until(last), years, last, np.array([opening]))
    assert int(found[0]) == one[-1].closing_balance


def test_a_year_that_is_whole_when_it_is_left_goes_by_the_years_method_and_a_part_by_months() -> (
    None
):
    """1,000.00 a month at 12%: eleven months give 660.00; twelve 779.76 by the year, 780.00 by months."""
    last = np.array([month_number(2025, 11), month_number(2025, 12), month_number(2026, 1)])
    bases, months = np.full((2, 3), 1_250_000), np.array([[0] * 3, [12] * 3], np.int8)
    annual = YearOfAccount(Decimal(12), Decimal("0.08"), InterestMethod.ANNUAL_1083)
    paid = Histories(2024, bases, months).until(last)
    found = account_balances(paid, [annual] * 2, last, np.zeros(3, np.int64))
    assert found.tolist() == [1_100_000 + 66_000, 1_277_976, 1_277_976]


@given(data=st.data())
def test_months_paid_before_a_month_and_since_the_first(data: st.DataObject) -> None:
    years = data.draw(st.integers(1, 12))
    histories = data.draw(st.composite(history)(2, years))
    months = st.integers(month_number(FIRST - 1, 1), month_number(FIRST + years, 12))
    at = np.array([data.draw(months), data.draw(months)])
    before, last = histories.paid_before(at), np.full(2, month_number(FIRST + years - 1, 12))
    elapsed = histories.elapsed_months(last)
    for person in range(2):
        paid = [month_number(year, month) for year, month, _ in months_paid(histories, person)]
        assert before[person] == sum(month < at[person] for month in paid)
        if paid:
            assert elapsed[person] == last[person] - paid[0] + 1


@pytest.mark.parametrize("base", [0, 6, 7, 4_000_000, 2**31 // 32, 2**31 // 32 + 1, 2**40])
def test_a_months_credit_is_rounded_half_up_for_small_and_large_bases(base: int) -> None:
    exact = (Decimal(base) * Decimal("0.08")).quantize(Decimal(1), "ROUND_HALF_UP")
    assert int(monthly_credit(np.array([base]), Decimal("0.08"))[0]) == exact


def test_months_are_numbered_one_after_the_other() -> None:
    assert month_number(*Month(2026, 1)) - month_number(*Month(2025, 12)) == 1
    assert month_number(2026, 12) // 12 == 2026
