from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.kernel.identifiers import (
    PROVINCES,
    birth_date,
    check_character,
    identity_problem,
    normal_identity,
    read_identity,
    read_old_identity,
    sex,
)

TODAY = date(2026, 11, 24)
EXAMPLE = "11010519491231002X"  # the standard's own example


def code(text: str, *, demo: bool = False, today: date = TODAY) -> str | None:
    problem = identity_problem(text, today=today, allow_demo_area_codes=demo)
    return problem.code if problem else None


@st.composite
def valid_numbers(draw: st.DrawFn) -> str:
    area = draw(st.sampled_from(sorted(PROVINCES))) + draw(
        st.from_regex(r"[0-9]{4}", fullmatch=True)
    )
    birth = draw(st.dates(date(1880, 1, 1), TODAY))
    sequence = draw(st.integers(0, 999))
    body = f"{area}{birth:%Y%m%d}{sequence:03d}"
    return body + check_character(body)


@given(valid_numbers())
def test_a_well_made_number_passes_and_tells_birth_and_sex(number: str) -> None:
    assert code(number) is None
    assert birth_date(number).strftime("%Y%m%d") == number[6:14]
    assert sex(number) == ("male" if number[16] in "13579" else "female")


@given(valid_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_wrong_character_is_noticed(number: str, place: int, other: str) -> None:
    changed = number[:place] + other + number[place + 1 :]
    assert (code(changed) is None) == (changed == number)


@given(valid_numbers(), st.integers(0, 16))
def test_every_swap_of_neighbours_is_noticed(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert (code(swapped) is None) == (swapped == number)


@given(valid_numbers(), st.integers(0, 17), st.characters())
def test_no_character_of_any_script_passes_for_another(number: str, place: int, other: str) -> None:
    changed = number[:place] + other + number[place + 1 :]
    assert code(changed) is not None or normal_identity(changed) == number


@given(st.text() | st.from_regex(r"[0-9０-９]{14,19}[xXｘＸ]?"))
def test_any_text_gets_an_answer(text: str) -> None:
    reading = read_identity(text, today=TODAY, allow_demo_area_codes=True)
    assert (reading.value is None) == bool(reading.problems)
    read_old_identity(text, today=TODAY, allow_demo_area_codes=True)


def test_digits_of_other_scripts_are_no_digits() -> None:
    assert code("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X") == "CHARSET"


@pytest.mark.parametrize(
    ("birth", "expected"), [("20261123", None), ("20261124", None), ("20261125", "BIRTH_DATE")]
)
def test_birth_is_possible_until_today(birth: str, expected: str | None) -> None:
    body = f"110105{birth}002"
    assert code(body + check_character(body)) == expected


@pytest.mark.parametrize(
    ("birth", "expected"), [("18791231", "BIRTH_DATE"), ("18800101", None), ("18800102", None)]
)
def test_birth_is_possible_from_1880(birth: str, expected: str | None) -> None:
    body = f"110105{birth}002"
    assert code(body + check_character(body)) == expected


def test_the_first_fault_in_the_order_of_checks_is_told() -> None:
    assert code("") == "EMPTY"
    assert code("   ") == "EMPTY"
    assert code("0A010519490231002") == "LENGTH"
    assert code("00A105194902310026") == "CHARSET"
    assert code("000105194902310026") == "AREA_CODE"
    assert code("110105194902310020") == "BIRTH_DATE"
    assert code("110105194912310020") == "CHECK_DIGIT"


def test_the_wrong_place_is_named() -> None:
    problem = identity_problem("1101O519491231002X", today=TODAY, allow_demo_area_codes=False)
    assert problem is not None
    assert "第 5 位" in problem.what.zh
    assert "Character 5 " in problem.what.en


def test_the_right_check_character_is_not_told() -> None:
    problem = identity_problem("110105194912310021", today=TODAY, allow_demo_area_codes=False)
    assert problem is not None
    assert "X" not in problem.what.zh + problem.why.zh + problem.fix.zh


def test_fifteen_digits_in_a_new_registration_are_told_apart_from_a_slip() -> None:
    problem = identity_problem("110105491231002", today=TODAY, allow_demo_area_codes=False)
    assert problem is not None
    assert problem.code == "LENGTH"
    assert "15 位的旧号码" in problem.what.zh


def test_an_old_number_is_converted() -> None:
    reading = read_old_identity("110105491231002", today=TODAY, allow_demo_area_codes=False)
    assert reading.get() == EXAMPLE


def test_a_foreigners_residence_card_of_the_new_form_passes() -> None:
    body = "93184019880101002"
    assert code(body + check_character(body)) is None


def test_a_holder_above_120_is_doubted_and_not_refused() -> None:
    reading = read_identity("990101190001010042", today=TODAY, allow_demo_area_codes=True)
    assert reading.value == "990101190001010042"
    assert [notice.code for notice in reading.notices] == ["IMPLAUSIBLE_AGE"]


@pytest.mark.parametrize("body", ["", "1" * 16, "1" * 18, "1" * 16 + "X", "１" * 17])
def test_a_check_character_is_made_for_seventeen_digits_only(body: str) -> None:
    with pytest.raises(ValueError, match="seventeen"):
        check_character(body)
