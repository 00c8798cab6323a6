"""The order of an opening's early comers: everyone has one place, each equally likely, recomputable."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.gate.shuffle import commitment, shuffled

SEEDS = st.binary(min_size=32, max_size=32)


@given(SEEDS, st.integers(1, 600))
def test_everyone_has_one_place_and_every_place_has_someone(seed: bytes, count: int) -> None:
    assert sorted(shuffled(seed, count, at) for at in range(count)) == list(range(count))


@given(SEEDS, st.integers(1, 2**40), st.data())
def test_also_among_very_many_the_place_is_one_of_theirs(
    seed: bytes, count: int, data: st.DataObject
) -> None:
    one, other = (data.draw(st.integers(0, count - 1)) for _ in range(2))
    assert 0 <= shuffled(seed, count, one) < count
    assert (shuffled(seed, count, one) == shuffled(seed, count, other)) is (one == other)


@given(SEEDS, st.integers(1, 100), st.integers(-5, 105))
def test_who_was_not_there_has_no_place(seed: bytes, count: int, number: int) -> None:
    if not 0 <= number < count:
        with pytest.raises(ValueError, match="not one of those"):
            shuffled(seed, count, number)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7, 12, 16])
def test_every_place_is_equally_likely_for_everyone_whenever_they_came(count: int) -> None:
    seeds = 4000
    found = Counter(
        (number, shuffled(_seed(at), count, number))
        for at in range(seeds)
        for number in range(count)
    )
    expected = seeds / count
    spread = (seeds * (1 / count) * (1 - 1 / count)) ** 0.5
    # Fixed seeds: the same figures at every run. Five deviations, of at most 256 cells.
    assert all(
        abs(found[number, place] - expected) < 5 * spread
        for number in range(count)
        for place in range(count)
    )


def test_two_who_came_one_after_the_other_are_in_either_order_as_often() -> None:
    first_before = sum(
        shuffled(_seed(at), 50, 10) < shuffled(_seed(at), 50, 11) for at in range(4000)
    )
    assert abs(first_before - 2000) < 5 * 1000**0.5


def test_the_order_follows_the_seed_and_the_number_of_those_who_came() -> None:
    orders = {
        tuple(shuffled(_seed(at), count, number) for number in range(20))
        for at in range(5)
        for count in range(20, 25)
    }
    assert len(orders) == 25


def test_the_commitment_is_sha_256_of_the_seed() -> None:
    assert commitment(b"s" * 32) == sha256(b"s" * 32).digest()


def test_the_published_example_comes_out_so_for_ever() -> None:
    seed = sha256(b"bumang openings, example").digest()
    assert [shuffled(seed, 10, number) for number in range(10)] == EXAMPLE


def _seed(at: int) -> bytes:
    return sha256(f"seed {at}".encode()).digest()


EXAMPLE = [6, 0, 3, 1, 4, 9, 7, 2, 5, 8]
