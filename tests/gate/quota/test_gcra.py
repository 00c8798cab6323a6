"""What the meter promises, for any arrivals."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from bumang.gate.quota.gcra import SECOND, Quota, decide

QUOTAS = st.builds(Quota, st.integers(1, 5000), st.integers(1, 3600))
GAPS = st.lists(st.integers(0, 90 * SECOND), max_size=80)


def run(quota: Quota, moments: list[int]) -> list[int]:
    """The moments that were within the quota."""
    until, within = 0, []
    for now in moments:
        verdict = decide(quota, until, now)
        if not verdict.wait:
            until = verdict.until
            within.append(now)
    return within


@given(QUOTAS, GAPS)
def test_in_any_window_there_are_at_most_the_burst_and_what_the_pace_adds(
    quota: Quota, gaps: list[int]
) -> None:
    within = run(quota, list(accumulate(gaps, initial=SECOND)))
    for at, begin in enumerate(within):
        for count, end in enumerate(within[at:], start=1):
            assert count <= quota.most + (end - begin) // quota.step + 1


@given(QUOTAS)
def test_the_whole_quota_may_be_used_at_once_and_no_more(quota: Quota) -> None:
    assert len(run(quota, [SECOND] * (quota.most + 5))) == quota.most


@given(QUOTAS)
def test_whoever_keeps_to_the_pace_is_never_over(quota: Quota) -> None:
    moments = [SECOND + at * quota.step for at in range(300)]
    assert run(quota, moments) == moments


@given(QUOTAS, GAPS)
def test_after_the_wait_that_was_told_one_is_within(quota: Quota, gaps: list[int]) -> None:
    until = 0
    for now in accumulate(gaps, initial=SECOND):
        verdict = decide(quota, until, now)
        if verdict.wait:
            assert not decide(quota, until, now + verdict.wait).wait
            assert decide(quota, until, now + verdict.wait - 1).wait
        until = verdict.until


@given(QUOTAS, GAPS)
def test_what_is_left_is_what_may_be_sent_at_once(quota: Quota, gaps: list[int]) -> None:
    until, now = 0, SECOND
    for gap in gaps:
        now += gap
        until = decide(quota, until, now).until
    verdict = decide(quota, until, now)
    left = 0
    while not decide(quota, verdict.until, now).wait and left <= quota.most:
        verdict = decide(quota, verdict.until, now)
        left += 1
        if left == 1:
            told = verdict.remaining + 1
    assert left == (told if left else 0)


def test_a_time_kept_before_the_clock_began_anew_holds_nobody_up() -> None:
    assert not decide(Quota(1), 10**18, SECOND).wait


def test_a_large_employer_may_ask_once_a_second_for_hours() -> None:
    moments = [SECOND * (1 + at) for at in range(4 * 3600)]
    assert run(Quota(1200), moments) == moments
