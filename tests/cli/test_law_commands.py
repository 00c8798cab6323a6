"""What is on record is told with its source and how sure it is; a wrong question gets a hint."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.rules.worked import GOOD

from bumang.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("BUMANG_LAW", raising=False)

    def made(*arguments: str, given: str | None = None) -> Result:
        return CliRunner().invoke(main, ["--data", str(tmp_path), *arguments], input=given)

    return made


def test_a_value_is_shown_with_unit_source_confidence_and_since_when(run: Run) -> None:
    told = run(
        "law", "show", "transitional_coefficient", "--on", "2026-01-01", "--region", "370102"
    )
    assert told.exit_code == 0
    for words in (
        "0.013 share",
        "since 2006-01-01",
        "370000 山东 Shandong",
        "source CALC-1",
        "confidence C",
        "UNVERIFIED",
    ):
        assert words in told.output
    sure = run("law", "show", "accrual_rate", "--on", "2026-01-01")
    assert "0.01 share" in sure.output
    assert "UNVERIFIED" not in sure.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("calculation_bas",), "Did you mean calculation_base"),
        (("zzz",), "there is no parameter zzz. `bumang law list`"),
        (("accrual_rate", "--region", "990000"), "no area code of a place on record"),
        (("accrual_rate", "--region", "3700"), "no area code of a place on record"),
        (("accrual_rate", "--on", "2005-12-31"), "not on record"),
        (
            ("calculation_base", "--region", "370000", "--on", "2026-01-01"),
            "The last one is 7831 yuan per month, since 2025-01-01.",
        ),
    ],
)
def test_what_is_not_there_is_told_with_what_is_near(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    told = run("law", "show", *arguments)
    assert told.exit_code == 1
    assert words in told.output


def test_a_table_and_a_month_and_a_word_are_shown_as_they_are(run: Run) -> None:
    on = ("--on", "2026-01-01")
    assert "60: 139, 61: 132" in run("law", "show", "annuity_divisor", *on).output
    assert ": 1965-01\n" in run("law", "show", "first_birth_month_male_60", *on).output
    assert ": exact\n" in run("law", "show", "years_rounding", *on).output


def test_what_changes_between_two_days_is_listed_by_name_and_place(run: Run) -> None:
    told = run("law", "diff", "2029-12-31", "2030-01-01")
    assert "minimum_months" in told.output
    assert "180 months → 186 months since 2030-01-01" in told.output
    assert "values that differ: 1" in told.output
    assert "values that differ: 0" in run("law", "diff", "2030-01-01", "2030-12-31").output
    place = run("law", "diff", "2025-12-31", "2026-01-01", "--region", "310000").output
    assert "12434 yuan per month → 12577 yuan per month" in place
    assert "contribution_reference_wage" in place  # of this year's none is published yet
    assert "values that differ: 2" in place


def test_the_names_are_found_by_words_in_either_language(run: Run) -> None:
    assert run("law", "list", "计发基数").output.startswith("calculation_base")
    assert run("law", "list", "calculation", "base").output.startswith("calculation_base")
    assert run("law", "list", "nothing-like-it").output == ""


def test_the_offices_folder_is_used_and_can_be_checked_beforehand(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "law"
    folder.mkdir()
    new = '[accrual_rate]\nsources = ["MEM"]\nvalues = [{ since = 2027-01-01, value = 0.02, confidence = "D" }]'
    (folder / "rate.toml").write_text(new)
    assert run("law", "check", str(folder)).output.startswith("the law holds")
    monkeypatch.setenv("BUMANG_LAW", str(folder))
    assert "0.02 share" in run("law", "show", "accrual_rate", "--on", "2027-01-01").output
    case = {"id": 1, "kind": "employee_pension", "inputs": GOOD["employee_pension"]}
    lines = "\n".join(json.dumps({**case, "on": on}) for on in ("2026-12-31", "2027-01-01"))
    basics = [
        json.loads(one)["result"]["basic"]
        for one in run("rules", "eval", given=lines).output.split("\n")
        if one
    ]
    assert basics == ["2160.00", "4320.00"]
    (folder / "rate.toml").write_text(new.replace("0.02", "2"))
    for arguments in (("law", "check", str(folder)), ("rules", "eval"), ("serve",)):
        told = run(*arguments)
        assert told.exit_code == 1
        assert "does not hold: accrual_rate CN 2027-01-01: 2 is more than the whole" in told.output


def test_lines_are_answered_in_order_and_a_broken_one_is_no_end(run: Run) -> None:
    first, *others = GOOD
    cases = [
        json.dumps({"id": kind, "kind": kind, "inputs": inputs}) for kind, inputs in GOOD.items()
    ]
    given = "\n".join([cases[0], "{", "", *cases[1:]]) + "\n"
    answers = [json.loads(line) for line in run("rules", "eval", given=given).output.splitlines()]
    assert [one["id"] for one in answers] == [first, None, *others]
    assert answers[1]["line"] == 2
    assert ["result" in one for one in answers] == [True, False, *[True] * (len(GOOD) - 1)]
    traced = run("rules", "eval", "--trace", "--on", "2026-11-24", given=cases[0]).output
    assert json.loads(traced)["steps"]
