"""Receipt numbers are read back as they were, and what was heard wrong is noticed."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.kernel.receipt_number import ALPHABET, BITS, read, show

numbers = st.integers(0, (1 << BITS) - 1)


@given(numbers)
def test_a_number_is_read_back_however_it_is_typed(number: int) -> None:
    shown = show(number)
    assert [len(group) for group in shown.split("-")] == [4, 4, 4]
    for typed in (shown, shown.lower(), shown.replace("-", ""), shown.replace("-", " ")):
        assert read(typed) == number
    assert read(shown.replace("0", "O").replace("1", "l")) == number


@given(numbers)
def test_every_wrong_character_and_every_swap_of_two_is_noticed(number: int) -> None:
    plain = show(number).replace("-", "")
    for place, right in enumerate(plain):
        for wrong in ALPHABET.replace(right, ""):
            with pytest.raises(ValueError, match="check character"):
                read(plain[:place] + wrong + plain[place + 1 :])
    for one, other in combinations(range(12), 2):
        if plain[one] != plain[other]:
            swapped = list(plain)
            swapped[one], swapped[other] = plain[other], plain[one]
            with pytest.raises(ValueError, match="check character"):
                read("".join(swapped))


@pytest.mark.parametrize("number", [-1, 1 << BITS])
def test_only_fifty_five_bits_are_a_number(number: int) -> None:
    with pytest.raises(ValueError, match="55 bits"):
        show(number)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = read(text)
    except ValueError:
        return
    assert 0 <= number < 1 << BITS
