"""The benchmark's figures and its page."""

import pytest
from bench.figures import Round, summarise
from bench.table import Rates, page

MACHINE = {"flush": "0.5 ms"}


def test_the_median_round_is_reported_with_its_spread():
    made = summarise("a", "x", [Round(30, 3), Round(10, 1), Round(20, 2)], durable=True)
    assert (made.median, made.low, made.high, made.p50, made.p99) == (20, 10, 30, 2, None)


def test_wrong_answers_of_all_rounds_are_added():
    assert summarise("a", "x", [Round(1, wrong=2), Round(1, wrong=3)], durable=True).wrong == 5


def test_a_contestant_never_measured_is_an_error():
    with pytest.raises(ValueError, match="never measured"):
        summarise("a", "x", [], durable=True)


def test_the_factor_is_taken_from_the_best_usual_handler():
    slow = summarise("slow", "x", [Round(50)], durable=True, usual=True)
    fast = summarise("fast", "x", [Round(100)], durable=True, usual=True)
    ours = summarise("ours", "x", [Round(1500)], durable=True, goal=1000)
    row = _row(page(MACHINE, [Rates("acceptance", [slow, fast, ours])]), "ours")
    assert row[5:9] == ["15.0", "1,000", "met", "0.5 ms"]


@pytest.mark.parametrize(("rate", "wrong"), [(999, 0), (2000, 1)])
def test_too_slow_or_wrong_does_not_meet_the_goal(rate, wrong):
    ours = summarise("ours", "x", [Round(rate, wrong=wrong)], durable=True, goal=1000)
    assert _row(page(MACHINE, [Rates("acceptance", [ours])]), "ours")[7] == "not met"


def test_what_is_not_durable_claims_no_flush():
    bare = summarise("bare", "x", [Round(1)], durable=False)
    assert _row(page(MACHINE, [Rates("acceptance", [bare])]), "bare")[8] == "not durable"


def test_whoever_is_left_out_is_named_with_the_reason():
    ours = summarise("ours", "x", [Round(1)], durable=True)
    text = page(MACHINE, [Rates("acceptance", [ours], ["pgbench: it is not installed."])])
    assert "- Left out: pgbench: it is not installed." in text


def _row(text: str, contestant: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith(f"| {contestant} "))
    return [cell.strip() for cell in line.strip("|").split("|")]
