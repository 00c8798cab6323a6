"""The pension against the formulas of the decision of 2005 in exact fractions, written down apart."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.rules.worked import result

DIVISORS = {50: 195, 51: 190, 55: 170, 56: 164, 60: 139, 61: 132, 62: 125, 63: 117, 64: 109}
YEARS = {
    "exact": lambda years: years,
    "half_up_2dp": lambda years: Fraction(floor(years * 100 + Fraction(1, 2)), 100),
    "half_up_4dp": lambda years: Fraction(floor(years * 10000 + Fraction(1, 2)), 10000),
    "ceil_1dp": lambda years: Fraction(ceil(years * 10), 10),
}
AMOUNTS = {
    "fen_half_up": lambda yuan: Fraction(floor(yuan * 100 + Fraction(1, 2)), 100),
    "jiao_ceil": lambda yuan: Fraction(ceil(yuan * 10), 10),
    "jiao_half_up": lambda yuan: Fraction(floor(yuan * 10 + Fraction(1, 2)), 10),
}


def yuan(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least, most).map(lambda fen: f"{Decimal(fen) / 100:.2f}")


def index(most: int = 30000) -> st.SearchStrategy[str]:
    return st.integers(1, most).map(lambda units: f"{Decimal(units) / 10000:.4f}")


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    months = draw(st.integers(180, 600))
    return {
        "calc_base": draw(yuan(100, 3_000_000)),
        "average_index": draw(index()),
        "total_months": months,
        "years_rounding": draw(st.sampled_from(sorted(YEARS))),
        "account_balance": draw(yuan(0, 200_000_000)),
        "retire_age": {
            "years": draw(st.sampled_from([50, 55, 60, 61, 62, 63])),
            "months": draw(st.integers(0, 11)),
        },
        "transitional_months": draw(st.integers(0, months)),
        "transitional_coefficient": draw(st.sampled_from(["0.010", "0.012", "0.013", "0.014"])),
        "transitional_index": draw(st.none() | index()),
        "transitional_index_floor": draw(st.none() | index()),
        "formula_kind": draw(st.sampled_from([None, "index_floor_1", "mean_formula"])),
        "supplement_rate": draw(st.none() | st.sampled_from(["0", "0.05", "0.1"])),
        "amount_rounding": draw(st.sampled_from(sorted(AMOUNTS))),
        "total_rounding": draw(st.sampled_from(["sum_of_parts", "jiao_ceil"])),
    }


def divisor(years: int, months: int) -> Fraction:
    exact = DIVISORS[years] - Fraction((DIVISORS[years] - DIVISORS[years + 1]) * months, 12)
    return Fraction(floor(exact * 10 + Fraction(1, 2)), 10)


def transitional_wage(one: dict[str, Any], base: Fraction, average: Fraction) -> Fraction:
    own = Fraction(one["transitional_index"]) if one["transitional_index"] else average
    floors = [Fraction(one["transitional_index_floor"] or 0)]
    if one["formula_kind"] == "index_floor_1":
        floors = [Fraction(1)]
    own = max(own, *floors)
    return (base + base * own) / 2 if one["formula_kind"] == "mean_formula" else base * own


@given(statements())
def test_every_part_is_that_of_the_formulas_to_the_fen(one: dict[str, Any]) -> None:
    years, rounded = YEARS[one["years_rounding"]], AMOUNTS[one["amount_rounding"]]
    base, average = Fraction(one["calc_base"]), Fraction(one["average_index"])
    n, n_t = (years(Fraction(one[name], 12)) for name in ("total_months", "transitional_months"))
    by = divisor(**one["retire_age"])
    parts = [
        rounded((base + base * average) / 2 * n / 100),
        rounded(Fraction(one["account_balance"]) / by),
        rounded(
            transitional_wage(one, base, average) * n_t * Fraction(one["transitional_coefficient"])
        ),
    ]
    parts.append(rounded(sum(parts) * Fraction(one["supplement_rate"] or 0)))
    total = sum(parts)
    if one["total_rounding"] == "jiao_ceil":
        total = Fraction(ceil(total * 10), 10)
    found = result("employee_pension", **one)
    assert Fraction(str(found.divisor)) == by
    mine = (found.basic, found.account, found.transitional, found.supplement, found.total)
    assert [Fraction(str(part)) for part in mine] == [*parts, total]


@given(
    st.lists(
        st.tuples(st.integers(1, 12), yuan(1, 5_000_000), yuan(100, 2_000_000)),
        min_size=1,
        max_size=40,
    ),
    st.integers(0, 8),
    st.sampled_from([None, "2", "3.5"]),
)
def test_an_index_is_the_weighted_mean_of_capped_years(
    years: list[tuple[int, str, str]], decimals: int, cap: str | None
) -> None:
    records = [
        {"year": 1985 + n, "months": months, "monthly_base": base, "reference_wage": wage}
        for n, (months, base, wage) in enumerate(years)
    ]
    highest = Fraction(cap or 3)
    total = sum(
        months * min(highest, Fraction(base) / Fraction(wage)) for months, base, wage in years
    )
    mean = total / sum(months for months, _, _ in years)
    found = result("average_index", records=records, index_decimals=decimals, yearly_cap=cap)
    scale = 10**decimals
    assert Fraction(str(found.average_index)) == Fraction(
        floor(mean * scale + Fraction(1, 2)), scale
    )


@given(
    yuan(0, 100_000_000),
    st.integers(0, 1000).map(lambda units: f"{Decimal(units) / 100:.2f}"),
    st.lists(st.tuples(st.integers(1, 12), yuan(0, 1_000_000)), max_size=14),
    st.sampled_from(["monthly_product", "annual_1083"]),
)
def test_a_year_of_an_account_is_closed_by_either_method(
    opening: str, rate: str, credits_: list[tuple[int, str]], method: str
) -> None:
    fen, share = AMOUNTS["fen_half_up"], Fraction(rate) / 100
    principal = sum((Fraction(amount) for _, amount in credits_), Fraction(0))
    on_credits = principal * share * Fraction("1.083") / 2
    if method == "monthly_product":
        products = sum((Fraction(amount) * (13 - month) for month, amount in credits_), Fraction(0))
        on_credits = products * share / 12
    found = result(
        "account_accrual",
        opening_balance=opening,
        rate_percent=rate,
        credits=[{"month": month, "amount": amount} for month, amount in credits_],
        method=method,
    )
    on_opening = fen(Fraction(opening) * share)
    assert Fraction(str(found.interest_on_opening)) == on_opening
    assert Fraction(str(found.interest_on_credits)) == fen(on_credits)
    closing = Fraction(opening) + on_opening + principal + fen(on_credits)
    assert Fraction(str(found.closing_balance)) == closing
