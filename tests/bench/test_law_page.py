"""The page of the law's benchmarks says of a figure what it is."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from bench.law_engines import _off
from bench.law_population import family
from bench.measured import Measured, Part, page


@pytest.mark.parametrize(
    ("median", "at_least", "said"),
    [
        (9.99, False, "met"),
        (10.0, False, "**not met**"),
        (10.0, True, "met"),
        (9.99, True, "**not met**"),
    ],
)
def test_a_goal_is_met_below_it_or_from_it_on(median: float, at_least: bool, said: str) -> None:
    row = Measured("ten", "s", [median], 10, at_least)
    (line,) = (line for line in Part("p", [row]).lines() if line.startswith("| ten"))
    assert line.split("|")[-2].strip() == said


def test_a_figure_without_a_goal_is_neither() -> None:
    assert Measured("free", "s", [1, 2, 3]).met is None
    assert "| – | – |" in Part("p", [Measured("free", "s", [1, 2, 3])]).lines()[2]


def test_the_page_has_the_machine_the_medians_and_the_notes() -> None:
    part = Part("Speed", [Measured("fast", "ms", [3, 1, 2], 5, about="how")], ["a note"])
    text = page("Law", "make it", {"cores": "2"}, [part])
    for words in (
        "- cores: 2",
        "## Speed",
        "| fast | 2 | 1–3 | ms | < 5 | met |",
        "how",
        "- a note",
    ):
        assert words in text


def test_by_how_many_fen_an_engine_is_off_is_counted() -> None:
    told = _off("Other", np.array([100.0, 103.0, 98.0, 7.0]), np.array([100, 100, 100, 7]))
    assert told == "Other: 50.00 % of the pensions are not the exact ones, by up to 3 fen."


def test_all_processes_below_one_are_looked_at() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    try:
        while len(family(process.pid)) < 2:
            assert process.poll() is None
        assert process.pid in family(os.getpid())
    finally:
        assert process.stdin
        process.stdin.write(b"\n")
        process.stdin.close()
        process.wait(30)
