"""What wrk, pgbench and pg_test_fsync print, and what we make of it."""

from pathlib import Path

import pytest
from bench.load import Load, read_result
from bench.machine import flush_ms
from bench.postgres_alone import latencies_ms
from bench.postgres_alone import read_result as read_pgbench

CLEAN = """\
number of transactions actually processed: 1200
number of failed transactions: {failed} (0.000%)
latency average = 2.6 ms
initial connection time = 1.1 ms
tps = 400.5 (without initial connection time)
"""


def test_wrk_tells_right_answers_over_the_time_it_took():
    output = '\nRESULT {"right":500,"wrong":3,"seconds":2.5,"p50":1.5,"p99":9.0}\n'
    found = read_result(output, "", 0.5)
    assert (found.rate, found.right, found.wrong, found.generator_cpu) == (200, 500, 3, 0.2)


def test_wrk_without_a_result_is_an_error():
    with pytest.raises(RuntimeError, match="unable to connect"):
        read_result("", "unable to connect", 0)


def test_receipt_numbers_and_the_first_wrong_answer_are_told_apart(tmp_path: Path):
    load = Load(tmp_path, tmp_path, tmp_path / "receipts")
    cut_in_a_character = "忙".encode()[:2]
    (tmp_path / "receipts.0").write_bytes(b"A1\nWRONG 500 oh " + cut_in_a_character + b"\nA2\n")
    assert load.recorded() == ["A1", "A2"]
    assert load.first_wrong() == "500 oh �"


def test_pgbench_tells_commits_and_their_rate():
    assert read_pgbench(CLEAN.format(failed=0)) == (1200, 400.5)


@pytest.mark.parametrize("output", ["", CLEAN.format(failed=1)])
def test_pgbench_with_a_failure_or_nothing_is_an_error(output: str):
    with pytest.raises(ValueError, match="no clean result"):
        read_pgbench(output)


def test_latencies_come_from_all_of_pgbenchs_logs(tmp_path: Path):
    (tmp_path / "a").write_text("0 1 2500 0 1700000000 1\n0 2 1500 0 1700000000 2\n")
    (tmp_path / "b").write_text("1 1 500 0 1700000000 1\n")
    assert latencies_ms([tmp_path / "a", tmp_path / "b"]) == [2.5, 1.5, 0.5]


def test_the_flush_is_that_of_fdatasync():
    output = "        fdatasync                          2000.000 ops/sec     500 usecs/op\n"
    assert flush_ms(output) == 0.5


def test_no_figure_for_the_flush_is_an_error():
    with pytest.raises(ValueError, match="fdatasync"):
        flush_ms("fsync n/a")
