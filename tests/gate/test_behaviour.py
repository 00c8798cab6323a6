"""Whom a crowd's behaviour makes doubtful: two kinds of signs, never what many people look like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.gate.behaviour import HALF_LIFE_SECONDS, About, Seen, Sign, doubtful, signs

COUNTS = ("places", "shown", "missed", "early", "on_time", "steps", "fast", "pages", "styles")


def seen(**counts: float) -> Seen:
    made = Seen(0.0)
    for name, count in counts.items():
        setattr(made, name, count)
    return made


def found(styles_are_asked: bool = True, **counts: float) -> set[Sign]:
    return set(signs(seen(**counts), styles_are_asked=styles_are_asked))


@pytest.mark.parametrize(
    ("counts", "sign"),
    [
        ({"missed": 40, "shown": 2}, Sign.NEVER_SHOWN),
        ({"early": 40, "on_time": 2}, Sign.IMPATIENT),
        ({"steps": 40, "fast": 35}, Sign.FASTER_THAN_HANDS),
        ({"pages": 60, "styles": 0}, Sign.UNSTYLED),
        ({"places": 300}, Sign.MANY),
    ],
)
def test_each_sign_is_seen_alone_and_alone_makes_nobody_doubtful(
    counts: dict[str, float], sign: Sign
) -> None:
    assert found(**counts) == {sign}
    assert not doubtful([sign])


@given(st.sets(st.sampled_from(Sign)))
def test_the_doubtful_have_signs_of_two_kinds_at_least(some: set[Sign]) -> None:
    if doubtful(sorted(some, key=lambda sign: sign.name)):
        assert len({sign.about for sign in some}) >= 2


def test_scripts_that_keep_no_cookies_are_doubtful() -> None:
    assert doubtful(list(found(places=500, missed=400, shown=1)))


def test_scripts_that_hammer_from_one_place_are_doubtful() -> None:
    assert doubtful(list(found(places=50, early=900, on_time=3)))


def test_three_hundred_people_behind_one_address_are_not() -> None:
    """Many places, each shown again about when it was told; some reload early, some go away."""
    people = found(
        places=300, shown=210, missed=90, early=80, on_time=900, steps=400, fast=12, pages=300,
        styles=290,
    )  # fmt: skip
    assert people == {Sign.MANY}
    assert not doubtful(list(people))


def test_many_people_behind_a_cache_that_keeps_the_style_sheet_are_not() -> None:
    """Two weak signs do not add up to a strong one."""
    assert not doubtful(list(found(places=300, pages=300, styles=1, shown=200)))


def test_a_cache_before_us_that_answers_for_every_style_sheet_makes_no_sign() -> None:
    assert found(styles_are_asked=False, pages=500) == set()


@given(st.dictionaries(st.sampled_from(COUNTS), st.floats(0, 1e6)))
def test_what_was_seen_fades_until_nothing_of_it_is_a_sign(counts: dict[str, float]) -> None:
    made = seen(**counts)
    made.fade(30 * HALF_LIFE_SECONDS)
    assert signs(made, styles_are_asked=True) == []


def test_every_sign_says_in_both_languages_what_was_seen() -> None:
    for sign in Sign:
        assert isinstance(sign.about, About)
        assert sign.words.zh
        assert sign.words.en
