"""What the console's charts show adds up to what was counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.console.charts import (
    HEIGHT,
    KINDS,
    WIDTH,
    answer_bars,
    calibration,
    summed,
    waiting_curves,
)
from bumang.console.minutes import LineMinute, Minute, within_minutes
from bumang.gate.standing import LineStanding

START = datetime(2026, 11, 30, 9, tzinfo=UTC)
COUNTS = st.lists(
    st.dictionaries(st.sampled_from(KINDS), st.integers(0, 10**7)), min_size=1, max_size=90
)


def minutes(counts: list[dict[str, int]]) -> list[Minute]:
    return [Minute(START + timedelta(minutes=at), one, ()) for at, one in enumerate(counts)]


@given(COUNTS)
def test_offered_is_the_sum_of_the_answers_and_bars_stay_within_the_picture(
    counts: list[dict[str, int]],
) -> None:
    shown = minutes(counts)
    told = summed(shown)
    assert told["offered"] == sum(sum(one.values()) for one in counts)
    assert told["offered"] == sum(told[kind] for kind in KINDS)
    bars, most = answer_bars(shown)
    assert most == max(sum(one.values()) for one in counts[-60:])
    for bar in bars:
        assert -0.2 <= bar.x <= WIDTH - bar.width + 0.2
        assert -0.3 <= bar.y <= bar.y + bar.height <= HEIGHT + 0.3


@given(COUNTS)
def test_counts_within_minutes_add_up_to_the_count_since_the_start(
    counts: list[dict[str, int]],
) -> None:
    total: dict[str, int] = dict.fromkeys(KINDS, 0)
    since = [dict(total)]
    for one in counts:
        total = {kind: total[kind] + one.get(kind, 0) for kind in KINDS}
        since.append(total)
    found = within_minutes(minutes(since))
    assert [one.answers for one in found] == [
        {kind: one.get(kind, 0) for kind in KINDS} for one in counts
    ]


def test_a_start_in_between_makes_no_negative_minute() -> None:
    found = within_minutes(minutes([{"done": 900}, {"done": 950}, {"done": 20}]))
    assert [one.answers for one in found] == [{"done": 50}, {"done": 20}]


def test_lines_without_anyone_waiting_are_not_drawn() -> None:
    lines = (LineMinute("light.main", 0, 0.0), LineMinute("interactive.main", 40, 2.0))
    curves, most = waiting_curves([Minute(START, {}, lines), Minute(START, {}, lines)])
    assert ([one.name for one in curves], most) == (["interactive.main"], 40)


@pytest.mark.parametrize(("share", "judged"), [(0.8, 100), (0.0, 5), (1.0, 3)])
def test_the_interval_of_a_calibration_holds_its_share_and_narrows(
    share: float, judged: int
) -> None:
    few, many = (_held(share, judged * times) for times in (1, 100))
    for one in (few, many):
        assert 0 <= one.low <= share + 1e-9
        assert share - 1e-9 <= one.high <= 1
    assert many.high - many.low < few.high - few.low


def _held(share: float, judged: int):  # type: ignore[no-untyped-def]
    line = LineStanding("x", 0, 0, 0, 0.0, share, judged, 1.0, None, None, None, [])
    (found,) = calibration([line])
    return found
