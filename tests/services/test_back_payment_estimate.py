"""补缴测算: what is asked, what is refused, and what missed months cost, to the fen."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.access.principal import Role
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput
from bumang.portal.render import environment
from bumang.rules import law
from bumang.rules.calculations import calculate
from bumang.services.back_payment_estimate import ITEM
from bumang.services.back_payment_estimate.form import HALF_A_YEAR, BackPaymentForm
from bumang.services.back_payment_estimate.result import BackPaymentAnswer

TODAY = date(2026, 11, 24)


def form(**changes: Any) -> BackPaymentForm:
    return msgspec.structs.replace(HALF_A_YEAR, **changes)


def told(**changes: Any) -> BackPaymentAnswer:
    found = ITEM.answer(form(**changes), TODAY)
    assert isinstance(found, BackPaymentAnswer)
    return found


def problems(**changes: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in ITEM.check(form(**changes), TODAY)]


def refused(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        ITEM.answer(form(**changes), TODAY)
    return [(problem.field, problem.code) for problem in caught.value.problems]


def page(result: BackPaymentAnswer, language: Literal["zh", "en"], template: str) -> str:
    source = (files("bumang.services.back_payment_estimate") / template).read_text("utf-8")
    values = {"result": result, "beside": None, "t": lambda text: text.in_(language)}
    return environment().from_string(source).render(language=language, **values)


# The item


def test_everyone_may_ask_without_signing_in() -> None:
    assert ITEM.roles == frozenset(Role)


@pytest.mark.parametrize("example", ITEM.examples(TODAY))
def test_every_example_is_valid_and_survives_the_wire(example: BackPaymentForm) -> None:
    again = msgspec.json.decode(msgspec.json.encode(example), type=ITEM.form)
    assert list(ITEM.check(again, TODAY)) == []
    encoded = msgspec.json.encode(ITEM.answer(again, TODAY))
    assert msgspec.json.decode(encoded, type=ITEM.result)


def test_what_must_be_answered_is_what_the_form_requires() -> None:
    required = {field.name for field in msgspec.structs.fields(ITEM.form) if field.required}
    assert required == {question.field for question in ITEM.questions if not question.optional}
    asked = [question.field for question in ITEM.questions]
    assert sorted(asked) == sorted(field.name for field in msgspec.structs.fields(ITEM.form))


# The answer, by hand: 16 % and 8 % of 10000 each month of July to December 2025, due on the 25th,
# paid on 2026-01-20: 179 + 148 + 117 + 87 + 56 + 26 = 613 days of 2400 × 0.05 % = 1.20.


def test_half_a_year_is_both_shares_and_a_fee_by_the_day() -> None:
    found = told()
    assert [one.days for one in found.months] == [179, 148, 117, 87, 56, 26]
    assert (found.employer_total, found.personal_total) == (960000, 480000)
    assert found.late_fee == 73560
    assert found.total == 1513560
    assert found.moves


def test_limits_that_are_given_hold_where_none_are_on_record() -> None:
    (only,) = told(
        first_month="2024-07",
        last_month="2024-07",
        monthly_wage="5000",
        base_lower="6821",
        base_upper="35283",
    ).months
    # 6821: 1091.36 and 545.68; 544 days of 0.05 % of 1637.04 are 445.27488
    assert (only.base, only.employer, only.personal) == (682100, 109136, 54568)
    assert (only.days, only.late_fee) == (544, 44527)


@pytest.mark.parametrize(
    ("day", "month", "days"),
    [(27, "2025-02", 3), (28, "2025-02", 2), (29, "2025-02", 2), (31, "2025-02", 2)],
)
def test_a_day_beyond_the_months_end_is_its_last(day: int, month: str, days: int) -> None:
    given_ = {"area_code": "340000", "first_month": month, "last_month": month}
    assert told(**given_, due_day=day, paid_date="2025-03-02").months[0].days == days


@pytest.mark.parametrize(("last", "moves"), [("2022-11", True), ("2022-12", False)])
def test_three_years_at_once_do_not_move_without_a_document(last: str, moves: bool) -> None:
    limits = {"base_lower": "5000", "base_upper": "30000"}
    found = told(first_month="2020-01", last_month=last, **limits)
    assert found.moves is moves
    assert ("法律文书" in found.reason.zh) is not moves


def test_a_month_that_is_reckoned_as_the_one_before_is_not_told_again() -> None:
    one = told(last_month="2025-07")
    assert [step.key for step in one.steps] == [
        "base",
        "pension_employer",
        "pension_personal",
        "days",
        "pension_late_fee",
        "total",
        "allowed",
    ]
    assert len(told().steps) == len(one.steps)
    changing = told(first_month="2025-06", last_month="2025-07")  # computed, then published
    assert len(changing.steps) == len(one.steps) + 5


@pytest.mark.parametrize(
    ("area", "first", "stands_in"),
    [("110000", "2025-07", False), ("110000", "2025-06", True), ("340000", "2025-07", True)],
)
def test_limits_that_stand_in_are_told(area: str, first: str, stands_in: bool) -> None:
    found = told(area_code=area, first_month=first, last_month=first)
    assert ("推算" in found.notes[0].zh) is stands_in
    later = told(first_month="2026-07", last_month="2026-07", paid_date="2026-11-01")
    assert "上一次公布" in later.notes[0].zh


# What is refused


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"area_code": "999999"}, [("area_code", "PLACE")]),
        ({"area_code": "440300"}, []),
        ({"first_month": ""}, [("first_month", "EMPTY")]),
        ({"last_month": "2025-13"}, [("last_month", "MONTH")]),
        ({"monthly_wage": "0"}, [("monthly_wage", "NO_WAGE")]),
        ({"monthly_wage": "0.01"}, []),
        ({"paid_date": "2026-02-30"}, [("paid_date", "DAY")]),
        ({"last_month": "2025-07"}, []),
        ({"last_month": "2025-06"}, [("last_month", "LAST_BEFORE_FIRST")]),
        ({"last_month": "2026-01"}, [("last_month", "MONTH_NOT_PAST")]),
        ({"base_lower": "7000"}, [("base_upper", "BOTH_LIMITS")]),
        ({"base_upper": "7000"}, [("base_lower", "BOTH_LIMITS")]),
        ({"base_lower": " ", "base_upper": ""}, []),
        ({"base_lower": "7000", "base_upper": "7000"}, []),
        ({"base_lower": "7000.01", "base_upper": "7000"}, [("base_lower", "LIMITS_ROUND")]),
        ({"base_lower": "0", "base_upper": "7000"}, [("base_lower", "LIMITS_ROUND")]),
        ({"base_lower": "x", "base_upper": "7000"}, [("base_lower", "CHARSET")]),
        (
            {"area_code": "999999", "monthly_wage": "0", "last_month": "2025-06"},
            [
                ("area_code", "PLACE"),
                ("monthly_wage", "NO_WAGE"),
                ("last_month", "LAST_BEFORE_FIRST"),
            ],
        ),
    ],
)
def test_everything_wrong_is_told_at_its_question(
    changes: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(**changes) == expected


@pytest.mark.parametrize(
    ("first", "ok"), [("2020-02", True), ("2020-01", True), ("2019-12", False)]
)
def test_sixty_months_at_most(first: str, ok: bool) -> None:
    limits = {"base_lower": "5000", "base_upper": "30000"}
    found = problems(first_month=first, last_month="2024-12", **limits)
    assert found == ([] if ok else [("last_month", "TOO_MANY_MONTHS")])


def test_what_is_not_on_record_is_told_and_nothing_stands_in_unseen() -> None:
    assert refused(first_month="2023-01") == [("base_lower", "NO_LIMITS")]
    limits = {"base_lower": "3000", "base_upper": "20000"}
    old = {"last_month": "2019-05", **limits}
    assert refused(**old, first_month="2019-04") == [("first_month", "NO_RATE")]
    assert told(**old, first_month="2019-05").employer_total == 160000


# The page


@pytest.mark.parametrize("template", ["result.html", "result.txt"])
def test_the_page_shows_what_is_to_be_paid_in_both_languages(template: str) -> None:
    chinese, english = (page(told(), language, template) for language in ("zh", "en"))
    for text in (chinese, english):
        for amount in ("15,135.60", "9,600.00", "4,800.00", "735.60"):
            assert amount in text
    assert "滞纳金由单位承担" in chinese
    assert "Late fee (the employer pays it)" in english
    assert "These months move" in page(told(), "en", "result.html")
    visible = english.replace("；", "").replace("、", "")
    assert not [letter for letter in visible if "\u4e00" <= letter <= "\u9fff"]


@given(
    st.integers(1, 6_000_000),
    st.integers(1, 31),
    st.integers(0, 11),
    st.integers(0, 2000),
)
def test_the_page_reckons_as_the_calculation_does(
    wage: int, due_day: int, months: int, late: int
) -> None:
    first, last = Month(2025, 7), Month(2025, 7).plus(months)
    paid = date.fromordinal(last.plus(1).first_day().toordinal() + late)
    written = f"{wage // 100}.{wage % 100:02d}"
    found = told(
        first_month=str(first),
        last_month=str(last),
        monthly_wage=written,
        due_day=due_day,
        paid_date=str(paid),
    )
    listed = [
        {
            "month": str(first.plus(ahead)),
            "declared_wage": written,
            "last_due_date": str(first.plus(ahead).day(due_day)),
        }
        for ahead in range(months + 1)
    ]
    asked = {"area_code": "110000", "months": listed, "paid_date": str(paid)}
    bill: Any = calculate(
        "back_payment_bill", {**asked, "insurances": ["pension"]}, law(), TODAY
    ).result
    assert found.total == int(bill.total * 100)
    assert found.late_fee == int(bill.late_fee * 100)
    assert found.total == found.employer_total + found.personal_total + found.late_fee
