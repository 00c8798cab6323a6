"""The shared worked cases, to the fen, through the same way in that programs use."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bumang.rules import law
from bumang.rules.calculations import CALCULATIONS
from bumang.rules.calculations.lines import answer_line

ON = date(2026, 11, 24)


def same(found: Any, expected: Any) -> bool:
    """Amounts agree to the fen, however many zeros they are written with."""
    if isinstance(expected, str) and expected.replace(".", "").isdigit():
        return isinstance(found, str) and Decimal(found) == Decimal(expected)
    if isinstance(expected, dict):
        return all(same(found.get(name), value) for name, value in expected.items())
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    return type(found) is type(expected) and bool(found == expected)


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_every_worked_case_comes_out_to_the_fen(shared: Path, kind: str) -> None:
    cases = json.loads((shared / "domain/golden_cases.json").read_text("utf-8"))["cases"]
    mine = [case for case in cases if case["kind"] == kind]
    for case in mine:
        answer = msgspec.json.decode(answer_line(json.dumps(case).encode(), 1, law(), ON))
        assert answer["id"] == case["id"]
        for name, expected in case["expected"].items():
            assert same(answer["result"].get(name), expected), (case["id"], name, answer)


def test_a_part_that_is_not_there_is_told_like_the_worked_cases_do(shared: Path) -> None:
    cases = json.loads((shared / "domain/golden_cases.json").read_text("utf-8"))["cases"]
    new_person = next(case for case in cases if case["id"] == "P-03")
    answer = msgspec.json.decode(answer_line(json.dumps(new_person).encode(), 1, law(), ON))
    assert answer["result"]["transitional"] == new_person["expected"]["transitional"] == "0"
