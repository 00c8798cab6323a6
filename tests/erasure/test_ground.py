"""What may be deleted and what must be kept is decided by ground, outcome and day alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.erasure.ground import MEANING, Ground, kept, kept_record

DECIDED = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.mark.parametrize("ground", list(Ground))
def test_what_was_done_is_kept_for_the_longest_term_on_every_ground(ground: Ground) -> None:
    found = kept("done", DECIDED, ground, date(2126, 11, 23))
    assert found
    assert found.until == date(2126, 11, 24)
    assert "第七十四条" in found.why.zh
    assert kept("done", DECIDED, ground, date(2126, 11, 24)) is None


def test_what_was_refused_is_kept_while_it_can_be_challenged() -> None:
    found = kept("refused", DECIDED, Ground.PURPOSE, date(2027, 5, 23))
    assert found
    assert found.until == date(2027, 5, 24)
    assert kept("refused", DECIDED, Ground.PURPOSE, date(2027, 5, 24)) is None


def test_what_was_refused_and_taken_in_unlawfully_may_go_at_once() -> None:
    assert kept("refused", DECIDED, Ground.UNLAWFUL, date(2026, 11, 24)) is None


def test_a_term_ends_on_a_day_that_there_is() -> None:
    found = kept("refused", datetime(2026, 8, 31, tzinfo=UTC), Ground.PURPOSE, date(2026, 9, 1))
    assert found
    assert found.until == date(2027, 3, 1)


def test_a_record_is_kept_while_there_was_cover_within_the_term() -> None:
    assert kept_record(None, date(2026, 1, 1)) is None
    found = kept_record(date(2026, 11, 24), date(2026, 11, 24))
    assert found
    assert found.until == date(2126, 11, 24)


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["done", "refused"]),
    st.sampled_from(Ground),
    st.dates(date(2000, 1, 1), date(2400, 1, 1)),
)
def test_what_may_go_once_may_go_ever_after(
    decided: datetime, state: str, ground: Ground, today: date
) -> None:
    found = kept(state, decided.replace(tzinfo=UTC), ground, today)
    if found:
        assert found.until
        assert found.until > today
        assert kept(state, decided.replace(tzinfo=UTC), ground, found.until) is None


def test_every_ground_of_the_article_has_words() -> None:
    assert set(MEANING) == set(Ground)
