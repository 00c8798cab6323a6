"""Machine code and NumPy give the same figures, to the last bit; large figures go to NumPy."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.kernel.money import whole_fen
from bumang.rules.account_accrual import Credit, year_closed
from bumang.rules.columns import Histories, account_balances, compiled
from bumang.rules.columns.account_accrual import YearOfAccount, _fits
from bumang.rules.columns.average_index import weighted_sum
from bumang.rules.columns.exact import scaled

pytestmark = pytest.mark.skipif(not compiled.AVAILABLE, reason="the extra `fast` is not installed")


@given(
    seed=st.integers(0, 2**32),
    rate=st.decimals("0", "15", places=4),
    share=st.sampled_from(["0", "0.08", "0.11", "0.0825"]),
    most=st.sampled_from([1, 30_000, 4_000_000, 2**31 - 1]),
    opening=st.sampled_from([0, 10**6, 10**12, 10**14]),
)
def test_balances_and_sums_are_the_same_with_and_without(
    seed: int, rate: Decimal, share: str, most: int, opening: int
) -> None:
    chance = np.random.default_rng(seed)
    years, persons = 12, 33
    histories = Histories(
        1998,
        chance.integers(0, most, (years, persons)).astype(np.int32),
        chance.integers(-8, 13, (years, persons)).clip(0).astype(np.int8),
    )
    references = chance.integers(30_000, 1_500_000, (years, 3))
    place = chance.integers(0, 3, persons)
    terms = [YearOfAccount(rate, Decimal(share))] * years
    retires = chance.integers(2008 * 12, 2010 * 12, persons)
    opened = chance.integers(0, opening + 1, persons)

    def found() -> tuple[bytes, bytes]:
        cut = histories.until(retires)
        total = weighted_sum(cut, references, place, 3.0)
        return total.tobytes(), account_balances(cut, terms, retires, opened).tobytes()

    fast = found()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "AVAILABLE", False)
        assert found() == fast


@pytest.mark.parametrize("rate", ["0", "0.01", "1.5", "3.97", "8.31", "15.1234"])
@pytest.mark.parametrize("share", ["0", "0.08", "0.11", "0.12345678"])
@pytest.mark.parametrize("opening", [0, 10**6, 10**13])
def test_whatever_goes_to_compiled_code_stays_below_its_limit(
    rate: str, share: str, opening: int
) -> None:
    """At the largest base that is let through every numerator and the new balance are below."""
    terms = YearOfAccount(Decimal(rate), Decimal(share))

    def largest_numerator(base: int) -> int:
        part, percent = scaled(terms.credit_rate), scaled(terms.rate_percent)
        units, over = int(percent.units), percent.scale
        credit = (int(part.units) * base + part.scale // 2) // part.scale
        months = [Credit(month, credit) for month in range(1, 13)]
        return max(
            int(part.units) * base + part.scale,
            opening * units + 100 * over,
            78 * credit * units + 1200 * over,
            year_closed(opening, terms.rate_percent, months).closing_balance,
        )

    low, high = 0, 2**50
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _fits(terms, middle, opening)[0] else (low, middle - 1)
    if _fits(terms, low, opening)[0]:
        assert largest_numerator(low) < compiled.LIMIT
    else:
        assert largest_numerator(0) + 100 >= compiled.LIMIT // 2


@given(
    most=st.integers(0, 2**45),
    base=st.integers(0, 2**31 - 1),
    rate=st.decimals("0", "15", places=4),
    share=st.sampled_from(["0", "0.08", "0.11", "0.0825"]),
)
def test_no_balance_grows_beyond_what_it_is_said_to(
    most: int, base: int, rate: Decimal, share: str
) -> None:
    terms = YearOfAccount(rate, Decimal(share))
    each = whole_fen(base * terms.credit_rate)
    paid = [Credit(month, each) for month in range(1, 13)]
    assert year_closed(most, rate, paid).closing_balance <= _fits(terms, base, most)[1]


def test_a_figure_beyond_the_limit_is_left_to_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[int] = []
    monkeypatch.setattr(compiled, "account_row", lambda *_: called.append(1))
    histories = Histories(2000, np.full((1, 1), 100, np.int32), np.full((1, 1), 12, np.int8))
    terms = [YearOfAccount(Decimal(5), Decimal("0.08"))]
    for opening, calls in ((2**51 // 5 - 100, 1), (2**51 // 5, 0)):
        called.clear()
        account_balances(histories, terms, np.array([2001 * 12]), np.array([opening]))
        assert len(called) == calls
