"""What a program gets, name by name: what does not apply is left out and never null."""

from __future__ import annotations

from typing import Any

import msgspec
from tests.rules.worked import result, wrong


def told(kind: str, **changed: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(result(kind, **changed)))


def test_whom_the_later_age_does_not_concern_has_no_window() -> None:
    assert told("retirement_age", birth="1964-12") == {
        "delay_months": 0,
        "statutory_age": {"years": 60, "months": 0},
        "statutory_month": "2024-12",
        "min_contribution_months": 180,
        "pension_first_month": "2025-01",
    }


def test_a_day_of_birth_and_the_months_chosen_are_answered_for() -> None:
    found = told(
        "retirement_age",
        birth="1965-01-15",
        options=[{"chosen_month": "2025-02"}, {"chosen_month": "2028-03"}],
    )
    assert found["statutory_date"] == "2025-02-15"
    assert found["options"][0] == {
        "chosen_month": "2025-02",
        "type": "statutory",
        "allowed_by_age": True,
        "required_months": 180,
    }
    assert found["options"][1]["reason"] == {
        "zh": "弹性延迟退休最晚是 2028-02：最多延迟 3 年。",
        "en": "The latest month is 2028-02: at most 3 years later.",
    }


def test_without_a_window_the_statutory_month_alone_is_allowed() -> None:
    chosen = [{"chosen_month": month} for month in ("2024-11", "2024-12", "2025-01")]
    found = told("retirement_age", birth="1964-12", options=chosen)
    assert [one["allowed_by_age"] for one in found["options"]] == [False, True, False]
    assert "2024-12" in found["options"][0]["reason"]["en"]
    assert "reason" not in found["options"][1]


def test_the_choices_of_somebody_short_name_by_name() -> None:
    found = told("short_years", paid_months=100, first_insured_month="2000-01")
    for option in found["options"]:
        assert set(option.pop("condition")) == {"zh", "en"}
    assert found == {
        "required_months": 204,
        "missing_months": 92,
        "options": [
            {"option": "extend", "open": True, "months": 92, "month": "2041-07"},
            {"option": "one_payment", "open": True, "months": 32, "month": "2038-11"},
            {"option": "residents_scheme", "open": True, "amount": "60000.00"},
            {"option": "end_relation", "open": True, "amount": "60000.00"},
        ],
    }


def test_one_payment_that_is_not_needed_names_no_month() -> None:
    found = told("short_years", paid_months=132)["options"][1]
    assert {name for name in found if name != "condition"} == {"option", "open"}
    unknown = told("short_years", paid_months=131)["options"][1]
    assert {name for name in unknown if name != "condition"} == {"option", "months", "month"}


def test_two_things_wrong_with_the_transitional_part_are_both_told() -> None:
    found = wrong("employee_pension", transitional_months=361, transitional_amount="1")
    assert found == [
        ("MORE_THAN_ALL", "transitional_months"),
        ("BY_HAND_ALONE", "transitional_coefficient"),
    ]
