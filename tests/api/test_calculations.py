"""The law's calculations by HTTP answer as they do on the command line, and are bounded."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, get_args

import msgspec
import pytest
from tests.rules.worked import GOOD

from bumang.api.calculation_paths import result_components
from bumang.api.calculations import MOST_CASES, calculated, calculated_each, kinds
from bumang.kernel.problems import InvalidInput
from bumang.rules.calculations import CALCULATIONS

TODAY = date(2026, 11, 24)


def codes(caught: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(one.code, one.field) for one in caught.value.problems]


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_one_calculation_gives_its_result_and_the_steps_when_asked(kind: str) -> None:
    body = json.dumps(GOOD[kind]).encode()
    plain = calculated(kind, body, "", TODAY)
    traced = calculated(kind, body, "trace=true&on=2026-11-24", TODAY)
    assert "steps" not in plain
    assert traced["steps"]
    assert traced["result"] == plain["result"]


def test_what_there_is_to_ask_for_is_listed_with_its_inputs() -> None:
    assert [one["kind"] for one in kinds()["kinds"]] == list(CALCULATIONS)


async def batch(content: Any, query: str = "") -> list[dict[str, Any]]:
    found = await calculated_each(json.dumps(content).encode(), query, TODAY)
    answers: list[dict[str, Any]] = found["answers"]
    return answers


async def test_a_wrong_case_in_a_batch_leaves_the_others_their_answers() -> None:
    cases = [{"id": kind, "kind": kind, "inputs": inputs} for kind, inputs in GOOD.items()]
    answers = await batch({"cases": [*cases, {"id": "no", "kind": "no", "inputs": {}}]})
    assert [one["id"] for one in answers] == [*GOOD, "no"]
    assert ["error" in one for one in answers] == [False] * len(GOOD) + [True]


@pytest.mark.parametrize("content", [[], {}, {"cases": {}}, {"cases": [], "trace": True}, 1])
async def test_what_is_no_batch_is_refused(content: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        await batch(content)
    assert codes(caught) == [("NO_CASES", "cases")]


async def test_a_batch_is_bounded() -> None:
    assert len(await batch({"cases": [{}] * MOST_CASES})) == MOST_CASES
    with pytest.raises(InvalidInput) as caught:
        await batch({"cases": [{}] * (MOST_CASES + 1)})
    assert codes(caught) == [("TOO_MANY_CASES", "cases")]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("trace=yes", ("RULES_QUERY", "")),
        ("when=2026-01-01", ("RULES_QUERY", "")),
        ("on=2026-02-30", ("IMPOSSIBLE_DAY", "on")),
        ("on=", ("IMPOSSIBLE_DAY", "on")),
    ],
)
def test_a_query_that_is_not_known_is_refused(query: str, problem: tuple[str, str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        calculated("resident_pension", b"{}", query, TODAY)
    assert codes(caught) == [problem]


def test_what_is_not_json_and_what_is_no_kind_are_told_apart() -> None:
    with pytest.raises(InvalidInput) as caught:
        calculated("resident_pension", b"{", "", TODAY)
    assert codes(caught) == [("NOT_JSON_INPUTS", "")]
    with pytest.raises(InvalidInput) as caught:
        calculated("nothing", b"{", "", TODAY)
    assert codes(caught) == [("NO_SUCH_KIND", "kind")]


async def test_a_name_that_stands_twice_is_told_with_its_path() -> None:
    twice = b'{"yearly_contribution": "300", "yearly_contribution": "500"}'
    with pytest.raises(InvalidInput) as caught:
        calculated("resident_contribution", twice, "", TODAY)
    assert codes(caught) == [("REPEATED_NAME", "yearly_contribution")]
    case = b'{"id": 1, "kind": "resident_contribution", "inputs": %s}'
    good = case % b'{"yearly_contribution": "300"}'
    found = await calculated_each(b'{"cases": [%s, %s]}' % (case % twice, good), "", TODAY)
    wrong, right = found["answers"]
    assert (wrong["error"]["code"], wrong["error"]["field"]) == (
        "REPEATED_NAME",
        "yearly_contribution",
    )
    assert "result" in right
    with pytest.raises(InvalidInput) as caught:
        await calculated_each(b'{"cases": [%s], "cases": []}' % good, "", TODAY)
    assert codes(caught) == [("REPEATED_NAME", "cases")]


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_a_result_promises_exactly_what_always_comes(kind: str) -> None:
    result = CALCULATIONS[kind].result
    component = result_components()[f"{result.__module__}.Result"]
    always = [
        field.encode_name
        for field in msgspec.structs.fields(result)
        if msgspec.UnsetType not in get_args(field.type)
    ]
    assert component["required"] == always


def test_a_result_promises_no_field_that_may_be_left_out() -> None:
    (found,) = (one for name, one in result_components().items() if "undeclared_month" in name)
    assert found["required"] == ["amount"]
