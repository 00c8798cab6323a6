"""One cookie is found among others, whatever they are called."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bumang.runtime.http import cookie

names = st.sampled_from(["t", "bumang-t", "__Host-bumang-t", "xt", "t-x"])
values = st.text("abcAB01-_=", max_size=8)


@given(st.lists(st.tuples(names, values), max_size=6), names, st.sampled_from(["; ", ";"]))
def test_the_first_of_that_name_and_no_other(
    sent: list[tuple[str, str]], name: str, between: str
) -> None:
    header = between.join(f"{one}={value}" for one, value in sent)
    assert cookie(header, name) == next((value for one, value in sent if one == name), "")
