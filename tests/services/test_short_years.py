"""年限不足: what is missing, the ways, and what is told of each, to the month and the fen."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.access.principal import Role
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.portal.render import environment
from bumang.rules import Category
from bumang.rules.short_years import Choice
from bumang.services.short_years import ITEM
from bumang.services.short_years.form import EARLY_MEMBER, SHORT_MAN, ShortYearsForm
from bumang.services.short_years.result import ShortYearsAnswer, Way
from bumang.services.short_years.what_if import WhatIf, what_if

TODAY = date(2026, 11, 24)


def form(**changes: Any) -> ShortYearsForm:
    return msgspec.structs.replace(SHORT_MAN, **changes)


def told(**changes: Any) -> ShortYearsAnswer:
    found = ITEM.answer(form(**changes), TODAY)
    assert isinstance(found, ShortYearsAnswer)
    return found


def ways(**changes: Any) -> dict[Choice, Way]:
    return {way.choice: way for way in told(**changes).ways}


def problems(**changes: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in ITEM.check(form(**changes), TODAY)]


def page(
    result: ShortYearsAnswer, language: Literal["zh", "en"], beside: WhatIf | None = None
) -> str:
    source = (files("bumang.services.short_years") / ITEM.template).read_text("utf-8")
    values = {"result": result, "beside": beside, "t": lambda text: text.in_(language)}
    return environment().from_string(source).render(language=language, **values)


# The item


def test_everyone_may_ask_without_signing_in() -> None:
    assert ITEM.roles == frozenset(Role)


@pytest.mark.parametrize("example", ITEM.examples(TODAY))
def test_every_example_is_valid_and_survives_the_wire(example: ShortYearsForm) -> None:
    again = msgspec.json.decode(msgspec.json.encode(example), type=ITEM.form)
    assert list(ITEM.check(again, TODAY)) == []
    encoded = msgspec.json.encode(ITEM.answer(again, TODAY))
    assert msgspec.json.decode(encoded, type=ITEM.result)


def test_what_must_be_answered_is_what_the_form_requires() -> None:
    required = {field.name for field in msgspec.structs.fields(ITEM.form) if field.required}
    assert required == {question.field for question in ITEM.questions if not question.optional}
    asked = [question.field for question in ITEM.questions]
    assert sorted(asked) == sorted(field.name for field in msgspec.structs.fields(ITEM.form))


# The ways, worked out by hand. Born 1967-03: eight months (27 birth months after the first) … delay
# 7, statutory month 2027-10; the minimum of 2027 is 180 months.


def test_a_man_who_is_short_by_seven_years() -> None:
    found = told()
    assert (found.statutory_month, found.required_months) == ("2027-10", 180)
    assert found.missing_months == 84


def test_who_goes_on_paying_draws_from_the_month_after_the_last() -> None:
    way = ways()[Choice.EXTEND]
    assert (way.open, way.months, way.first_month, way.waits) == (True, 84, "2034-11", 85)


def test_one_payment_is_open_after_five_years_for_the_rest() -> None:
    assert ways()[Choice.ONE_PAYMENT].open is None
    assert ways(first_insured_month="2011-07")[Choice.ONE_PAYMENT].open is False
    way = ways(first_insured_month="2011-06")[Choice.ONE_PAYMENT]
    assert (way.open, way.months, way.first_month) == (True, 24, "2032-11")


@pytest.mark.parametrize(("paid", "open_"), [(119, True), (120, False), (121, False)])
def test_one_payment_is_for_who_is_still_short_after_five_years(paid: int, open_: bool) -> None:
    found = ways(paid_months=paid, first_insured_month="2010-01")[Choice.ONE_PAYMENT]
    assert found.open is open_


def test_the_residents_scheme_pays_the_account_over_139_and_the_base() -> None:
    way = ways()[Choice.RESIDENTS_SCHEME]
    account = (Decimal(52000) / 139).quantize(Decimal("0.01"))
    assert way.monthly == int(account * 100) + 16300
    assert way.months == 84
    assert way.first_month is None  # fifteen years are not there either


def test_who_has_fifteen_years_but_not_the_raised_minimum_draws_there_at_sixty() -> None:
    """Born 1979-01, original age 55: statutory month 2036-05, when 222 months are needed."""
    found = told(birth_month="1979-01", category=Category.FEMALE_55, paid_months=180)
    assert (found.statutory_month, found.required_months) == ("2036-05", 222)
    (way,) = (one for one in found.ways if one.choice is Choice.RESIDENTS_SCHEME)
    assert (way.months, way.first_month) == (0, "2039-02")


def test_who_ends_the_relation_gets_the_account_and_no_pension() -> None:
    way = ways(account_balance="52,000.01")[Choice.END_RELATION]
    assert (way.once, way.monthly, way.first_month) == (5200001, 0, None)


@pytest.mark.parametrize(("paid", "missing"), [(179, 1), (180, 0), (181, 0)])
def test_at_the_minimum_nothing_is_missing_and_no_way_is_offered(paid: int, missing: int) -> None:
    found = told(paid_months=paid)
    assert (found.missing_months, bool(found.ways)) == (missing, missing > 0)
    assert (what_if(form(paid_months=paid), TODAY) is None) is (missing == 0)


# What cannot be


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"birth_month": ""}, ("birth_month", "EMPTY")),
        ({"birth_month": "1967-13"}, ("birth_month", "MONTH")),
        ({"birth_month": "2026-12"}, ("birth_month", "BIRTH_DATE")),
        ({"birth_month": "1930-01"}, ("birth_month", "TOO_EARLY")),
        ({"birth_month": "1951-06"}, ("birth_month", "TOO_EARLY")),
        ({"account_balance": "much"}, ("account_balance", "CHARSET")),
        ({"first_insured_month": "2027-11"}, ("first_insured_month", "INSURED_AFTERWARDS")),
        ({"first_insured_month": "soon"}, ("first_insured_month", "FORMAT")),
        ({"paid_months": 536}, ("paid_months", "MONTHS")),
    ],
)
def test_what_cannot_be_is_told_with_its_field(
    changes: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert problems(**changes) == [problem]
    with pytest.raises(InvalidInput):
        ITEM.answer(form(**changes), TODAY)


def test_every_month_from_sixteen_on_may_be_paid_and_the_last_month_insured_is_the_statutory() -> (
    None
):
    assert problems(paid_months=535) == []
    assert problems(first_insured_month="2027-10") == []


def test_every_problem_is_told_at_once() -> None:
    assert {field for field, _ in problems(birth_month="x", account_balance="y")} == {
        "birth_month",
        "account_balance",
    }


# What if


def test_paying_more_before_and_later_retirement_lessen_what_is_missing() -> None:
    found = what_if(form(), TODAY)
    assert found is not None
    assert {one.key: one.missing for one in found.alternatives} == {
        "later_12": 72,
        "later_24": 60,
        "later_36": 48,
    }  # eleven months are left until 2027-10: no twelve more can be paid before
    woman = what_if(msgspec.structs.replace(EARLY_MEMBER), TODAY)
    assert woman is not None
    assert [(one.key, one.missing) for one in woman.alternatives][:1] == [("more_12", 56)]


@given(
    st.integers(1960, 2000),
    st.integers(1, 12),
    st.sampled_from(Category),
    st.integers(0, 300),
    st.integers(0, 60),
)
def test_whoever_it_is_the_figures_fit_each_other(
    year: int, month: int, category: Category, paid: int, deemed: int
) -> None:
    changed = form(
        birth_month=f"{year}-{month:02d}",
        category=category,
        paid_months=paid,
        deemed_months=deemed,
    )
    if ITEM.check(changed, TODAY):
        return
    found = ITEM.answer(changed, TODAY)
    assert isinstance(found, ShortYearsAnswer)
    assert found.missing_months == max(0, found.required_months - paid - deemed)
    for way in found.ways:
        assert (way.first_month is None) == (way.waits == 0)
    beside = what_if(changed, TODAY)
    if beside:
        assert beside.missing == found.missing_months
        assert all(0 <= one.missing < beside.missing for one in beside.alternatives)


# The page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("example", [SHORT_MAN, EARLY_MEMBER])
def test_the_page_shows_every_way_with_a_picture_and_its_words(
    language: Literal["zh", "en"], example: ShortYearsForm
) -> None:
    result = ITEM.answer(example, TODAY)
    assert isinstance(result, ShortYearsAnswer)
    shown = page(result, language, what_if(example, TODAY))
    for way in result.ways:
        assert way.name.in_(language) in shown.replace("&#39;", "'")
    assert shown.count("<svg") == shown.count("</svg>")
    for title in re.findall(r'aria-labelledby="([a-z-]+) ([a-z-]+)"', shown):
        assert all(f'id="{one}"' in shown for one in title)
    assert str(result.missing_months) in shown


def test_who_has_enough_is_told_so_and_sees_no_ways() -> None:
    shown = page(told(paid_months=180), "zh")
    assert "可以按月领取" in shown
    assert 'id="ways"' not in shown


def test_both_languages_say_everything() -> None:
    def texts(value: object) -> list[Text]:
        if isinstance(value, Text):
            return [value]
        if isinstance(value, msgspec.Struct):
            return [one for part in msgspec.structs.astuple(value) for one in texts(part)]
        return [one for part in value for one in texts(part)] if isinstance(value, tuple) else []

    for text in texts(told()):
        assert text.zh
        assert text.en
