"""Whatever is sent, a calculation answers or says what is wrong; nothing is filled in unseen."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.worked import GOOD, ON, answered, good, wrong

from bumang.rules import law
from bumang.rules.calculations import CALCULATIONS
from bumang.rules.calculations.lines import LONGEST_LINE, answer_line
from bumang.rules.calculations.reading import declared, schema_of

Json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def line(content: object, *, trace: bool = False) -> Any:
    encoded = content if isinstance(content, bytes) else json.dumps(content).encode()
    return msgspec.json.decode(answer_line(encoded, 7, law(), ON, trace=trace))


def test_every_kind_has_a_good_case_here() -> None:
    assert set(GOOD) == set(CALCULATIONS)


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_a_good_case_is_answered_with_every_name_it_promises(kind: str) -> None:
    found = answered(kind)
    assert isinstance(found.result, CALCULATIONS[kind].result)
    assert found.steps
    for step in found.steps:
        assert step.rules
        for article in step.rules:
            assert article.source in law().sources


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (kind, one.name)
        for kind, calculation in CALCULATIONS.items()
        for one in declared(calculation.inputs)
        if one.required
    ],
)
def test_what_is_required_and_missing_is_named_and_nothing_stands_in(kind: str, name: str) -> None:
    assert wrong(kind, **{name: None}) == [("MISSING_INPUT", name)]
    answer = line({"id": 1, "kind": kind, "inputs": {**good(kind), name: None}})
    assert answer["error"]["problems"][0]["field"] == name


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_a_name_that_is_not_an_input_is_refused_and_the_near_one_is_told(kind: str) -> None:
    right = declared(CALCULATIONS[kind].inputs)[0].name
    answer = line({"id": 1, "kind": kind, "inputs": {**good(kind), f"{right}s": "1"}})
    problem = answer["error"]["problems"][0]
    assert (problem["code"], problem["field"]) == ("UNKNOWN_INPUT", f"{right}s")
    assert f"Did you mean {right}?" in problem["fix"]["en"]
    assert f"是不是想写 {right}？" in problem["fix"]["zh"]


@pytest.mark.parametrize("kind", CALCULATIONS)
@given(data=st.data())
def test_whatever_stands_in_a_field_is_answered_or_told_wrong(
    kind: str, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(declared(CALCULATIONS[kind].inputs))).name
    answer = line({"id": "x", "kind": kind, "inputs": {**good(kind), name: data.draw(Json)}})
    assert answer["id"] == "x"
    assert ("result" in answer) != ("error" in answer)


@given(Json)
def test_whatever_json_a_line_is_it_gets_its_answer(content: Any) -> None:
    answer = line(content)
    assert ("result" in answer) != ("error" in answer)


@given(st.binary(max_size=40))
def test_whatever_bytes_a_line_is_it_gets_its_answer(content: bytes) -> None:
    answer = line(content)
    assert ("result" in answer) != ("error" in answer)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "NOT_JSON_LINE"),
        (b"\xff", "NOT_JSON_LINE"),
        (b"[" * 100_000, "NOT_JSON_LINE"),
        (b" " * (LONGEST_LINE + 1), "LONG_LINE"),
        (b"[]", "OBJECT_FORM"),
        (b'{"id": 1, "inputs": {}}', "INCOMPLETE_CASE"),
        (b'{"id": 1, "kind": "average_index"}', "INCOMPLETE_CASE"),
        (b'{"id": [], "kind": "average_index", "inputs": {}}', "ID_FORM"),
        (b'{"id": 1, "kind": "averageindex", "inputs": {}}', "NO_SUCH_KIND"),
        (b'{"id": 1, "kind": 3, "inputs": {}}', "NO_SUCH_KIND"),
        (b'{"id": 1, "kind": "average_index", "inputs": 3}', "OBJECT_FORM"),
        (b'{"id": 1, "kind": "average_index", "inputs": {}, "index": 1}', "STRANGE_NAME"),
        (b'{"kind": "retirement_age", "inputs": {}, "on": "2026-02-30"}', "IMPOSSIBLE_DAY"),
        (b'{"id": 1, "id": 2, "kind": "retirement_age", "inputs": {}}', "REPEATED_NAME"),
        (b'{"id": 1, "kind": "a", "inputs": {}, "inputs": {}}', "REPEATED_NAME"),
        (b'{"id": NaN, "kind": "a", "inputs": {}}', "NOT_JSON_LINE"),
        (b'{"id": "\\ud800", "kind": "a", "inputs": {}}', "NOT_JSON_LINE"),
    ],
)
def test_a_line_that_is_no_case_is_told_so(content: bytes, code: str) -> None:
    answer = line(content)
    assert answer["error"]["code"] == code
    assert answer.get("line") == (None if answer["id"] == 1 else 7)
    problem = answer["error"]["problems"][0]
    for part in ("what", "why", "fix"):
        assert problem[part]["zh"]
        assert problem[part]["en"]


@pytest.mark.parametrize(
    ("extra", "code"), [(-1, "OBJECT_FORM"), (0, "OBJECT_FORM"), (1, "LONG_LINE")]
)
def test_a_line_of_the_longest_length_is_still_read(extra: int, code: str) -> None:
    content = b"[]".ljust(1_048_576 + extra)  # a mebibyte
    assert line(content)["error"]["code"] == code


@pytest.mark.parametrize("length", [59, 60, 61])
def test_a_strange_name_is_told_with_its_first_sixty_characters(length: int) -> None:
    case = {"id": 1, "kind": "average_index", "inputs": {}, "x" * length: 1}
    assert line(case)["error"]["field"] == "x" * min(length, 60)


@pytest.mark.parametrize("length", [59, 60, 61])
def test_an_input_that_is_not_there_or_stands_twice_is_told_with_sixty_characters(
    length: int,
) -> None:
    name, told = "x" * length, "x" * min(length, 60)
    case = f'{{"id": 1, "kind": "average_index", "inputs": {{"{name}": 1, "{name}": 2}}}}'
    found = [(one["code"], one["field"]) for one in line(case.encode())["error"]["problems"]]
    assert ("REPEATED_NAME", told) in found
    assert ("UNKNOWN_INPUT", told) in found


@pytest.mark.parametrize(
    ("kind", "meant"),
    [("averageindex", "average_index"), ("qqq", None), ([1], None), (None, None)],
)
def test_a_kind_that_is_not_there_is_told_those_there_are(kind: Any, meant: str | None) -> None:
    problem = line({"id": 1, "kind": kind, "inputs": {}})["error"]["problems"][0]
    asked = f"Did you mean {meant}? " if meant else ""
    assert problem["fix"]["en"] == f"{asked}There are: {', '.join(CALCULATIONS)}."
    asked = f"是不是想写 {meant}？" if meant else ""
    assert problem["fix"]["zh"] == f"{asked}可以用的有：{', '.join(CALCULATIONS)}。"


@pytest.mark.parametrize(("name", "meant"), [("yearly_contributions", True), ("qqq", False)])
def test_an_input_that_is_not_there_is_told_those_there_are(name: str, meant: bool) -> None:
    inputs = good("resident_contribution") | {name: "1"}
    problem = line({"id": 1, "kind": "resident_contribution", "inputs": inputs})["error"]
    known = [one.name for one in declared(CALCULATIONS["resident_contribution"].inputs)]
    asked = "Did you mean yearly_contribution? " if meant else ""
    assert problem["problems"][0]["fix"]["en"] == f"{asked}There are: {', '.join(known)}."


def test_everything_wrong_with_a_pension_is_told_not_the_last_of_it() -> None:
    found = wrong("employee_pension", total_months=100, transitional_months=None)
    assert ("BELOW_MINIMUM", "total_months") in found
    assert ("MISSING_INPUT", "transitional_months") in found


def test_who_is_born_on_the_day_itself_is_born() -> None:
    inputs = good("resident_years", birth="2026-11")
    case = {"kind": "resident_years", "inputs": inputs, "on": "2026-11-01"}
    assert "result" in line(case)
    assert "error" in line(case | {"on": "2026-10-31"})


def test_names_that_stand_twice_are_told_wherever_they_stand() -> None:
    case = (
        b'{"id": 1, "kind": "average_index", "inputs": {"denominator": "paid_months",'
        b' "records": [{"year": 2015, "months": 12, "monthly_base": "1", "monthly_base": "1",'
        b' "reference_wage": "2"}], "index_decimals": 4, "index_decimals": 2}}'
    )
    problems = line(case)["error"]["problems"]
    assert [(one["code"], one["field"]) for one in problems] == [
        ("REPEATED_NAME", "index_decimals"),
        ("REPEATED_NAME", "records[0].monthly_base"),
    ]


def test_the_mark_that_some_editors_put_before_a_file_is_no_fault() -> None:
    case = {"id": 1, "kind": "resident_pension", "inputs": good("resident_pension")}
    assert "result" in line(b"\xef\xbb\xbf" + json.dumps(case).encode() + b"\r\n")


def test_every_problem_of_a_case_is_told_and_not_the_first_alone() -> None:
    inputs = good("employee_pension", calc_base="-1", total_months="360", kinds="x")
    inputs["retire_age"] = {"years": 39, "month": 1}
    answer = line({"id": 1, "kind": "employee_pension", "inputs": inputs})
    assert {(one["code"], one["field"]) for one in answer["error"]["problems"]} == {
        ("UNKNOWN_INPUT", "kinds"),
        ("NOT_ABOVE_ZERO", "calc_base"),
        ("WHOLE_FORM", "total_months"),
        ("OUT_OF_RANGE", "retire_age.years"),
        ("MISSING_INPUT", "retire_age.months"),
        ("UNKNOWN_INPUT", "retire_age.month"),
    }


def test_the_day_whose_law_holds_may_be_named() -> None:
    case = {"id": 1, "kind": "resident_pension", "inputs": good("resident_pension")}
    assert "result" in line({**case, "on": "2014-07-01"})
    refused = line({**case, "on": "2014-06-30"})["error"]
    assert refused["code"] == "NOT_ON_RECORD"
    assert "2014-06-30" in refused["message"]["en"]


def test_what_is_missing_is_named_for_people_too() -> None:
    inputs = good("employee_pension", transitional_coefficient=None)
    problem = line({"id": 1, "kind": "employee_pension", "inputs": inputs})["error"]["problems"][0]
    assert problem["what"] == {
        "zh": "没有给出 transitional_coefficient（过渡性系数）。",
        "en": "transitional_coefficient (transitional coefficient) is missing.",
    }


def test_a_trace_adds_the_steps_in_both_languages_with_their_source() -> None:
    case = {"id": 1, "kind": "employee_pension", "inputs": good("employee_pension")}
    assert "steps" not in line(case)
    steps = line(case, trace=True)["steps"]
    assert [step["key"] for step in steps] == [
        "divisor",
        "basic",
        "account",
        "transitional",
        "total",
    ]
    assert steps[1]["worked"] == "(8000 + 8000 × 0.8) ÷ 2 × 30 × 1%"
    assert steps[1]["formula"]["zh"]
    assert steps[1]["rules"][0]["source"] == "SC-2005-38"


def test_a_figure_of_the_law_that_is_unverified_is_told_beside_the_result() -> None:
    inputs = good("employee_pension", formula_kind="by_total_years", transitional_coefficient=None)
    answer = line({"id": 1, "kind": "employee_pension", "inputs": inputs})
    assert [one["confidence"] for one in answer["unverified"]] == ["C"]
    plain = line({"id": 1, "kind": "employee_pension", "inputs": good("employee_pension")})
    assert "unverified" not in plain


@pytest.mark.parametrize("kind", CALCULATIONS)
def test_the_schema_names_every_input_for_people_and_closes_the_list(kind: str) -> None:
    schema = schema_of(CALCULATIONS[kind].inputs)
    assert schema["additionalProperties"] is False
    assert all(field["title"] for field in schema["properties"].values())
    assert set(schema["required"]) <= set(GOOD[kind])
