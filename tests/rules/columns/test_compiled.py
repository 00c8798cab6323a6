"""Machine code and NumPy give the same figures, to the last bit; large figures go to NumPy."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.rules.columns import Histories, account_balances, compiled
from bumang.rules.columns.account_accrual import YearOfAccount
from bumang.rules.columns.average_index import weighted_sum

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


def test_a_figure_beyond_the_limit_is_left_to_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[int] = []
    monkeypatch.setattr(compiled, "account_row", lambda *_: called.append(1))
    histories = Histories(2000, np.full((1, 1), 100, np.int32), np.full((1, 1), 12, np.int8))
    terms = [YearOfAccount(Decimal(5), Decimal("0.08"))]
    for opening, calls in ((2**51 // 5 - 100, 1), (2**51 // 5, 0)):
        called.clear()
        account_balances(histories, terms, np.array([2001 * 12]), np.array([opening]))
        assert len(called) == calls
