"""Credit codes, numbers to reach people by, names, months, dates and amounts beyond the vectors."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.kernel.contact_numbers import read_bank_card, read_mobile
from bumang.kernel.credit_code import ALPHABET, credit_check_character, read_credit_code
from bumang.kernel.money import show_yuan, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.names import read_name
from bumang.kernel.problems import InvalidInput
from bumang.kernel.reading import Reading
from bumang.kernel.written_forms import read_amount, read_date, read_month

STANDARD = "91350100M000100Y43"


def codes(reading: Reading[object]) -> list[str]:
    return [problem.code for problem in reading.problems]


@given(st.text())
def test_any_text_gets_an_answer_from_every_reader(text: str) -> None:
    for reading in (
        read_credit_code(text, allow_demo_area_codes=True),
        read_mobile(text),
        read_bank_card(text),
        read_name(text),
        read_month(text),
        read_date(text),
        read_amount(text),
    ):
        assert (reading.value is None) == bool(reading.problems)


@given(st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_of_a_credit_code_is_noticed(place: int, other: str) -> None:
    changed = STANDARD[:place] + other + STANDARD[place + 1 :]
    reading = read_credit_code(changed, allow_demo_area_codes=True, strict_org_check=True)
    assert (reading.value is not None) == (changed == STANDARD)


def test_a_wrong_inner_check_is_a_notice_unless_strict() -> None:
    reading = read_credit_code("91990101MA0000001Y", allow_demo_area_codes=True)
    assert reading.value == "91990101MA0000001Y"
    assert [notice.code for notice in reading.notices] == ["ORG_CHECK_DIGIT"]


def test_a_credit_code_of_an_unknown_area_is_refused() -> None:
    body = "91000101MA0000007"
    reading = read_credit_code(body + credit_check_character(body), allow_demo_area_codes=True)
    assert codes(reading) == ["AREA_CODE"]


def test_a_credit_code_of_the_central_state_passes() -> None:
    body = "91100000MA0000007"
    number = body + credit_check_character(body)
    assert read_credit_code(number, allow_demo_area_codes=False).get() == number


@pytest.mark.parametrize("hotline", ["12333", "12345", "12393"])
def test_a_hotline_is_no_personal_number(hotline: str) -> None:
    assert codes(read_mobile(hotline)) == ["LENGTH"]


@given(st.integers(0, 18), st.integers(0, 9))
def test_every_single_wrong_digit_of_a_bank_card_is_noticed(place: int, digit: int) -> None:
    card = "6228480000000000000"
    changed = card[:place] + str(digit) + card[place + 1 :]
    assert (read_bank_card(changed).value is not None) == (changed == card)


@pytest.mark.parametrize(
    ("length", "expected"), [(15, ["LENGTH"]), (16, []), (19, []), (20, ["LENGTH"])]
)
def test_a_bank_card_has_16_to_19_digits(length: int, expected: list[str]) -> None:
    assert codes(read_bank_card("0" * length)) == expected


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("阿不都.艾合买提", "阿不都·艾合买提"),
        ("阿不都・艾合买提", "阿不都·艾合买提"),
        ("张　三", "张三"),
        ("anna maria  example", "ANNA MARIA EXAMPLE"),
        ("ＡＮＮＡ", "ANNA"),
        ("O'NEIL-SMITH", "O'NEIL-SMITH"),
    ],
)
def test_a_name_is_stored_in_one_form(written: str, stored: str) -> None:
    assert read_name(written).get() == stored


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("·张三", "DOT"),
        ("张三·", "DOT"),
        ("张··三", "DOT"),
        ("张ANNA", "CHARSET"),
        ("王\U000f0000", "PRIVATE_USE"),
    ],
)
def test_a_name_that_nobody_has_is_refused(name: str, expected: str) -> None:
    assert codes(read_name(name)) == [expected]


@pytest.mark.parametrize(
    ("length", "expected"), [(1, ["LENGTH"]), (2, []), (50, []), (51, ["LENGTH"])]
)
def test_a_name_has_2_to_50_code_points_also_beyond_the_basic_plane(
    length: int, expected: list[str]
) -> None:
    assert codes(read_name("𬎆" * length)) == expected


def test_a_name_of_one_character_is_taken_when_confirmed() -> None:
    assert read_name("张", one_character_confirmed=True).get() == "张"


@pytest.mark.parametrize(
    "written", ["2026-02", "202602", "2026/2", "2026.02", "2026年2月", "２０２６-０２"]
)
def test_a_month_is_read_in_every_usual_form(written: str) -> None:
    assert read_month(written).get() == Month(2026, 2)


@pytest.mark.parametrize(
    ("month", "expected"),
    [("2026-00", ["MONTH"]), ("2026-01", []), ("2026-12", []), ("2026-13", ["MONTH"])],
)
def test_months_are_1_to_12(month: str, expected: list[str]) -> None:
    assert codes(read_month(month)) == expected


@pytest.mark.parametrize(
    "written",
    ["2026-02-08", "20260208", "2026/2/8", "2026.2.8", "2026年2月8日", "２０２６年２月８日"],
)
def test_a_date_is_read_in_every_usual_form(written: str) -> None:
    assert read_date(written).get() == date(2026, 2, 8)


def test_a_spreadsheets_day_number_is_refused_with_its_own_hint() -> None:
    assert codes(read_date("46061")) == ["SPREADSHEET_DAY"]


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("0", 0),
        ("0.1", 10),
        ("12,345.60", 1234560),
        ("¥12", 1200),
        ("￥12", 1200),
        ("8,000元", 800000),
        ("１２.３４", 1234),
    ],
)
def test_an_amount_is_read_into_fen(written: str, fen: int) -> None:
    assert read_amount(written).get() == fen


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1,23", "CHARSET"),
        ("1.", "CHARSET"),
        (".5", "CHARSET"),
        ("--1", "CHARSET"),
        ("NaN", "CHARSET"),
        ("٣", "CHARSET"),
        ("10000000000000", "TOO_LARGE"),
        ("1.005", "SCALE"),
        ("-0.01", "NEGATIVE"),
    ],
)
def test_an_amount_nobody_can_mean_is_refused(written: str, expected: str) -> None:
    assert codes(read_amount(written)) == [expected]


@given(st.integers(0, 10**15 - 1))
def test_an_amount_as_we_show_it_is_read_back(fen: int) -> None:
    assert read_amount(show_yuan(fen)).get() == fen
    assert read_amount(str(to_yuan(fen))) == Reading(fen)


def test_asking_a_refused_reading_for_its_value_names_the_problem() -> None:
    with pytest.raises(InvalidInput) as caught:
        read_amount("-1").get()
    assert [problem.code for problem in caught.value.problems] == ["NEGATIVE"]
