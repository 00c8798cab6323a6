from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bumang.access.principal import Role
from bumang.kernel.money import show_yuan
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.portal.render import environment
from bumang.rules import Age, Category, law
from bumang.services.pension_estimate import ITEM
from bumang.services.pension_estimate.form import FIRST_PERSON, PensionEstimateForm
from bumang.services.pension_estimate.result import PensionEstimate
from bumang.services.pension_estimate.what_if import WhatIf, what_if

TODAY = date(2026, 11, 24)


def form(**changes: Any) -> PensionEstimateForm:
    return msgspec.structs.replace(FIRST_PERSON, **changes)


def estimate(**changes: Any) -> PensionEstimate:
    found = ITEM.answer(form(**changes), TODAY)
    assert isinstance(found, PensionEstimate)
    return found


def problems(**changes: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in ITEM.check(form(**changes), TODAY)]


def notices(result: PensionEstimate) -> set[str]:
    return {notice.code for notice in result.warnings}


def page(
    result: PensionEstimate, language: Literal["zh", "en"], beside: WhatIf | None = None
) -> str:
    source = (files("bumang.services.pension_estimate") / ITEM.template).read_text("utf-8")
    values = {"result": result, "beside": beside, "t": lambda text: text.in_(language)}
    return environment().from_string(source).render(language=language, **values)


# The item


def test_everyone_may_ask_without_signing_in() -> None:
    assert ITEM.roles == frozenset(Role)


@pytest.mark.parametrize("example", ITEM.examples(TODAY))
def test_every_example_is_valid_and_survives_the_wire(example: PensionEstimateForm) -> None:
    again = msgspec.json.decode(msgspec.json.encode(example), type=ITEM.form)
    assert list(ITEM.check(again, TODAY)) == []
    assert msgspec.json.encode(ITEM.answer(again, TODAY))


def test_every_field_is_asked_for_once() -> None:
    asked = [question.field for question in ITEM.questions]
    assert sorted(asked) == sorted(field.name for field in msgspec.structs.fields(ITEM.form))


def test_what_must_be_answered_is_what_the_form_requires() -> None:
    required = {field.name for field in msgspec.structs.fields(ITEM.form) if field.required}
    assert required == {question.field for question in ITEM.questions if not question.optional}


def test_the_schema_of_the_form_can_be_published() -> None:
    assert "examples" in str(msgspec.json.schema(ITEM.form))


@pytest.mark.parametrize("field", ["category", "paid_months", "average_index"])
def test_what_is_missing_is_named_and_never_guessed(field: str) -> None:
    written = msgspec.to_builtins(FIRST_PERSON)
    del written[field]
    with pytest.raises(msgspec.ValidationError, match=field):
        msgspec.convert(written, ITEM.form)


@pytest.mark.parametrize(
    ("area_code", "own_index", "by_hand"),
    [
        ("370000", False, False),
        ("120000", True, False),
        ("440300", False, True),
        ("", False, False),
    ],
)
def test_what_the_place_needs_is_asked_and_no_more(
    area_code: str, own_index: bool, by_hand: bool
) -> None:
    asked = {question.field: question.asked_when for question in ITEM.questions}
    for field, expected in (("transitional_index", own_index), ("transitional_amount", by_hand)):
        when = asked[field]
        assert when is not None
        assert when({"area_code": area_code}) is expected


# The sum


def test_the_first_persons_estimate_comes_out_to_the_fen() -> None:
    found = estimate()
    assert found.retirement_month == "2025-02"
    assert found.retirement_age == Age(60, 1)
    assert found.divisor == "138.4"
    # (7831 + 7831 x 0.85) / 2 x 34 x 1%; 120000 / 138.4; 7831 x 0.85 x 11 x 1.3%
    assert (found.basic, found.account, found.transitional) == (246285, 86705, 95186)
    assert found.total == 428176
    assert not found.provisional
    assert found.complete


def test_every_step_has_its_figures_its_rule_and_its_result() -> None:
    steps = {step.key: step for step in estimate().steps}
    assert list(steps) == [
        "delay_months",
        "statutory_month",
        "required_months",
        "divisor",
        "basic",
        "account",
        "transitional",
        "total",
    ]
    assert all(step.rules and step.worked and step.result.value for step in steps.values())
    assert steps["basic"].worked == "(7831 + 7831 × 0.85) ÷ 2 × 34 × 1%"
    assert Decimal(steps["basic"].result.value) == Decimal("2462.85")
    assert steps["basic"].figures[0].origin is not None
    assert steps["basic"].figures[0].origin.sources


def test_a_parameter_not_yet_verified_stays_marked() -> None:
    found = estimate()
    figures = [figure for step in found.steps for figure in step.figures if figure.origin]
    unsure = {figure.key for figure in figures if figure.origin and not figure.origin.verified}
    assert unsure == {"transitional_coefficient", "transitional_form"}
    assert "UNVERIFIED" in notices(found)


@pytest.mark.parametrize(
    ("month", "base_year", "provisional"),
    [("2025-12", 2025, False), ("2026-01", 2025, True), ("2027-06", 2025, True)],
)
def test_a_year_without_a_published_base_is_provisional_on_the_last(
    month: str, base_year: int, provisional: bool
) -> None:
    found = estimate(retirement_month=month)
    assert (found.base_year, found.provisional) == (base_year, provisional)
    assert ("PROVISIONAL" in notices(found)) == provisional


def test_a_published_base_of_the_year_is_final() -> None:
    found = estimate(area_code="310000", retirement_month="2026-01", transitional_amount="10")
    assert (found.base_year, found.provisional) == (2026, False)


def test_a_city_with_a_base_of_its_own_uses_it() -> None:
    city, province = estimate(area_code="210100"), estimate(area_code="210000")
    assert city.basic > province.basic
    assert estimate(area_code="210102").basic == city.basic


def test_with_two_bases_the_city_counts_in_the_transitional_part_only() -> None:
    city, province = estimate(area_code="410100"), estimate(area_code="410000")
    assert city.basic == province.basic
    assert city.transitional > province.transitional


def test_where_only_deemed_years_count_the_others_make_no_difference() -> None:
    one = estimate(area_code="340000", pre_account_months=0)
    other = estimate(area_code="340000", pre_account_months=84)
    assert one.transitional == other.transitional > 0


def test_a_new_person_has_no_transitional_part() -> None:
    found = estimate(deemed_months=0, pre_account_months=0)
    assert found.transitional == 0
    assert found.complete
    assert [part.key for part in found.parts] == ["basic", "account"]


def test_a_rule_that_is_not_known_is_left_out_and_said_so() -> None:
    found = estimate(area_code="440000")
    assert found.transitional == 0
    assert not found.complete
    assert "TRANSITIONAL_MISSING" in notices(found)


def test_an_amount_from_the_agency_stands_where_the_rule_is_not_known() -> None:
    found = estimate(area_code="440000", transitional_amount="312.34")
    assert found.transitional == 31234
    assert found.complete


def test_an_index_of_its_own_counts_in_the_transitional_part() -> None:
    assumed = estimate(area_code="120000")
    own = estimate(area_code="120000", transitional_index="1.7")
    assert "TRANSITIONAL_INDEX" in notices(assumed)
    assert "TRANSITIONAL_INDEX" not in notices(own)
    assert own.basic == assumed.basic
    assert abs(own.transitional - 2 * assumed.transitional) <= 1


@pytest.mark.parametrize(("total", "long"), [(240, False), (241, True)])
def test_above_twenty_years_the_higher_coefficient_holds(total: int, long: bool) -> None:
    found = estimate(area_code="220000", paid_months=total - 48)
    step = next(step for step in found.steps if step.key == "transitional")
    assert step.worked.endswith("1.4%" if long else "1.2%")


def test_rounding_up_the_total_is_shown_as_a_part() -> None:
    found = estimate(area_code="140000")
    assert found.total % 10 == 0
    assert sum(part.amount for part in found.parts) == found.total


# What is wrong with a form


def test_a_form_with_many_faults_names_them_all() -> None:
    found = problems(
        area_code="990101",
        birth_month="1965-13",
        average_index="3.01",
        account_balance="-1",
        retirement_month="soon",
        pre_account_months=400,
    )
    assert set(found) == {
        ("area_code", "AREA_CODE"),
        ("birth_month", "MONTH"),
        ("average_index", "RANGE"),
        ("account_balance", "NEGATIVE"),
        ("pre_account_months", "MONTHS"),
    }


@pytest.mark.parametrize(
    ("index", "code"),
    [
        ("0", "RANGE"),
        ("0.0001", None),
        ("3", None),
        ("3.0001", "RANGE"),
        ("", "EMPTY"),
        ("1e0", "FORMAT"),
        ("-1", "FORMAT"),
        ("NaN", "FORMAT"),
        ("０.８", None),
    ],
)
def test_the_index_is_above_zero_and_at_most_three(index: str, code: str | None) -> None:
    assert problems(average_index=index) == ([("average_index", code)] if code else [])


@pytest.mark.parametrize(("paid", "enough"), [(131, False), (132, True), (133, True)])
def test_fewer_months_than_the_minimum_give_no_monthly_pension(paid: int, enough: bool) -> None:
    found = problems(paid_months=paid)
    assert found == ([] if enough else [("paid_months", "MINIMUM_MONTHS")])


def test_an_early_month_asks_for_the_minimum_of_its_own_year() -> None:
    woman = {
        "birth_month": "1980-11",
        "category": Category.FEMALE_50,
        "deemed_months": 0,
        "pre_account_months": 0,
    }
    assert problems(**woman, paid_months=192, retirement_month="2031-11") == []
    assert problems(**woman, paid_months=203, retirement_month="2036-11") == [
        ("paid_months", "MINIMUM_MONTHS")
    ]
    assert problems(**woman, paid_months=204, retirement_month="2036-11") == []


@pytest.mark.parametrize(
    ("month", "possible"),
    [("2024-12", False), ("2025-01", True), ("2028-02", True), ("2028-03", False)],
)
def test_the_month_lies_in_the_window(month: str, possible: bool) -> None:
    found = problems(retirement_month=month)
    assert found == ([] if possible else [("retirement_month", "RETIREMENT_MONTH")])


def test_before_working_age_nobody_retires() -> None:
    assert problems(retirement_month="1970-01") == [("retirement_month", "RETIREMENT_MONTH")]


def test_an_empty_optional_answer_is_no_answer() -> None:
    found = estimate(retirement_month="", transitional_index=" ", transitional_amount="")
    assert found == estimate()


@pytest.mark.parametrize(
    ("birth", "code"),
    [("2026-12", "BIRTH_DATE"), ("1900-01", "TOO_EARLY"), ("1965-1-1", "FORMAT")],
)
def test_a_birth_that_leads_nowhere_is_refused(birth: str, code: str) -> None:
    assert problems(birth_month=birth, pre_account_months=0) == [("birth_month", code)]


def test_a_retirement_before_the_first_base_has_no_estimate() -> None:
    assert problems(birth_month="1961-12") == [("retirement_month", "NO_BASE")]
    assert problems(birth_month="1962-01") == []


@pytest.mark.parametrize(("months", "possible"), [(180, True), (181, False)])
def test_months_before_accounts_fit_between_sixteen_and_their_start(
    months: int, possible: bool
) -> None:
    found = problems(pre_account_months=months)  # 1981-01 to 1996-01
    assert found == ([] if possible else [("pre_account_months", "MONTHS")])


@pytest.mark.parametrize(("total", "doubted"), [(529, False), (530, True)])
def test_more_months_than_a_working_life_are_doubted(total: int, doubted: bool) -> None:
    found = estimate(paid_months=total - 48)  # 1981-01 to 2025-02 are 529 months
    assert ("MANY_MONTHS" in notices(found)) == doubted


def test_asking_for_the_answer_of_a_faulty_form_names_the_faults() -> None:
    with pytest.raises(InvalidInput) as caught:
        ITEM.answer(form(average_index="9"), TODAY)
    assert [problem.field for problem in caught.value.problems] == ["average_index"]


def test_before_the_measure_was_in_force_there_is_no_estimate() -> None:
    found = ITEM.check(FIRST_PERSON, date(2024, 12, 31))
    assert [problem.code for problem in found] == ["TOO_EARLY"]


FORMS = st.builds(
    PensionEstimateForm,
    area_code=st.sampled_from(sorted(law().places)) | st.text(max_size=6),
    birth_month=st.dates(date(1925, 1, 1), date(2012, 1, 1)).map(lambda d: f"{d:%Y-%m}")
    | st.text(max_size=12),
    category=st.sampled_from(Category),
    paid_months=st.integers(0, 840),
    deemed_months=st.integers(0, 240),
    pre_account_months=st.integers(0, 240),
    average_index=st.decimals("0.01", 3, places=4).map(str) | st.text(max_size=8),
    account_balance=st.decimals(0, 10**8, places=2).map(str) | st.text(max_size=12),
    retirement_month=st.none() | st.dates().map(lambda d: d.isoformat()[:7]) | st.text(max_size=9),
    transitional_index=st.none() | st.text(max_size=8) | st.just("1.1"),
    transitional_amount=st.none() | st.text(max_size=8) | st.just("100.5"),
)


def test_who_was_due_before_the_years_on_record_is_told_so() -> None:
    old = form(area_code="110000", birth_month="1945-01", pre_account_months=1)
    assert {problem.field for problem in ITEM.check(old, TODAY)} == {"retirement_month"}


@pytest.mark.parametrize("month", ["1997-12", "1998-01"])
def test_a_month_before_the_years_on_record_cannot_be_chosen(month: str) -> None:
    early = form(area_code="110000", birth_month="1940-06", retirement_month=month)
    found = [problem for problem in ITEM.check(early, TODAY) if problem.field == "retirement_month"]
    assert [problem.code for problem in found] == ["RETIREMENT_MONTH"]


@settings(max_examples=300)
@given(FORMS)
def test_every_form_gets_problems_or_an_estimate_whose_parts_add_up(
    any_form: PensionEstimateForm,
) -> None:
    found = ITEM.check(any_form, TODAY)
    if found:
        fields = {field.name for field in msgspec.structs.fields(ITEM.form)}
        assert all(problem.field in fields for problem in found)
        return
    result = ITEM.answer(any_form, TODAY)
    assert isinstance(result, PensionEstimate)
    assert result.total == sum(part.amount for part in result.parts) > 0
    assert page(result, "zh")


# The page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_the_total_first_then_the_picture_then_the_steps(
    language: Literal["zh", "en"],
) -> None:
    shown = page(estimate(), language)
    places = [shown.index(part) for part in ("4,281.76", "<svg", "<ol")]
    assert places == sorted(places)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_part_is_in_the_picture_with_its_name_and_amount(
    language: Literal["zh", "en"],
) -> None:
    found = estimate()
    shown = page(found, language)
    described = re.search(r"<desc.*?</desc>", shown, re.DOTALL)
    assert described is not None
    for part in found.parts:
        assert part.name.in_(language) in described[0]
        assert show_yuan(part.amount) in described[0]
    widths = [float(w) for w in re.findall(r'y="1" width="([\d.]+)" height="54"', shown)]
    assert len(widths) == len(found.parts)
    assert sum(widths) == pytest.approx(600, abs=0.1)


def test_the_english_page_has_no_chinese_left() -> None:
    for changes in ({}, {"area_code": "440000"}, {"retirement_month": "2027-06"}):
        assert (
            re.findall(
                "[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]+", page(estimate(**changes), "en")
            )
            == []
        )


def test_the_page_marks_what_is_not_verified_and_what_is_provisional() -> None:
    shown = page(estimate(retirement_month="2027-06"), "zh")
    assert "待核实" in shown
    assert "暂估" in shown
    assert "暂估" not in page(estimate(), "zh")


def test_all_words_are_complete_in_both_languages() -> None:
    for question in ITEM.questions:
        for text in (question.label, question.heading, question.hint):
            assert isinstance(text, Text)
            assert text.zh
            assert text.en


@pytest.mark.parametrize("place", ["370000", "371700"])
def test_a_base_that_does_not_hold_everywhere_in_its_province_says_so(place: str) -> None:
    notices = {notice.code: notice.text.zh for notice in estimate(area_code=place).warnings}
    assert "菏泽" in notices["LOCAL_BASE"]


# What if


def alternatives(today: date = TODAY, **changes: Any) -> dict[str, Any]:
    found = what_if(form(**changes), today)
    return {} if found is None else {one.key: one for one in found.alternatives}


YOUNGER: dict[str, Any] = {"birth_month": "1968-01", "deemed_months": 0, "pre_account_months": 0}


def test_each_alternative_is_an_estimate_of_its_own_by_the_same_rules() -> None:
    # Born 1968-01: 60 years 10 months, 2028-11; a year later with 12 months more and their credits.
    later = alternatives(**YOUNGER)["retire_2029-11"]
    credit = Decimal(7831) * Decimal("0.85") * Decimal("0.08")
    balance = Decimal("120000.00") + 12 * credit.quantize(Decimal("0.01"))
    same = estimate(
        **YOUNGER | {"paid_months": 372, "retirement_month": "2029-11"},
        account_balance=str(balance),
    )
    assert later.total == same.total
    assert later.difference == same.total - estimate(**YOUNGER).total > 0
    assert later.name.en == "Retire in 2029-11, 12 months later"


def test_later_months_end_with_the_longest_deferral() -> None:
    found = alternatives(**YOUNGER, retirement_month="2029-11")
    assert [key for key in found if key.startswith("retire")] == [
        "retire_2030-11",
        "retire_2031-11",
    ]


def test_who_chose_an_early_month_sees_the_statutory_one() -> None:
    assert "retire_2028-11" in alternatives(**YOUNGER, retirement_month="2028-06")


def test_paying_more_counts_for_the_months_that_are_left() -> None:
    found = alternatives(**YOUNGER)  # 24 months from 2026-11 to 2028-11
    mean = (Decimal("0.85") * 336 + 2 * 24) / 360
    credit = (Decimal(7831) * Decimal("1.15") * Decimal("0.08")).quantize(Decimal("0.01")) * 24
    same = estimate(
        **YOUNGER,
        average_index=f"{mean:.8f}",
        account_balance=str(Decimal("120000.00") + credit),
    )
    assert found["index_2"].total == same.total
    assert [key for key in found if key.startswith("index")] == ["index_1", "index_2", "index_3"]
    higher = alternatives(**YOUNGER, average_index="2.0000")
    assert [key for key in higher if key.startswith("index")] == ["index_3"]


def test_nobody_pays_more_for_months_that_are_over() -> None:
    over = alternatives(date(2028, 11, 30), **YOUNGER)
    assert not [key for key in over if key.startswith("index")]
    last = alternatives(date(2028, 10, 31), **YOUNGER)
    assert [key for key in last if key.startswith("index")]


@pytest.mark.parametrize(
    ("paid", "gaps"),
    [
        (478, ["gap_12", "gap_36", "gap_60"]),
        (479, ["gap_12", "gap_36"]),
        (526, ["gap_12"]),
        (527, []),
    ],
)
def test_a_gap_is_no_longer_than_the_months_between_16_and_retirement(
    paid: int, gaps: list[str]
) -> None:
    found = alternatives(**YOUNGER, paid_months=paid)  # 538 months from 1984-01 to 2028-11
    assert [key for key in found if key.startswith("gap")] == gaps


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_alternatives_are_a_picture_with_the_same_in_a_table(
    language: Literal["zh", "en"],
) -> None:
    beside = what_if(form(**YOUNGER), TODAY)
    assert beside is not None
    shown = page(estimate(**YOUNGER), language, beside)
    picture, table = shown.split('id="what-if"')[1].split("<figcaption>")
    for one in beside.alternatives:
        assert show_yuan(one.total) in picture
        assert f'<td class="number">{show_yuan(one.total)}</td>' in table
        assert str(one.name.in_(language)) in table
    for words in beside.assumptions:
        assert shown.count(words.in_(language)) == 1
    assert 'id="what-if"' not in page(estimate(**YOUNGER), language)


@given(
    st.integers(180, 480),
    st.integers(1, 3000),
    st.integers(1, 12),
    st.integers(1965, 1990),
)
@settings(max_examples=60)
def test_more_months_never_give_less(paid: int, index: int, month: int, year: int) -> None:
    changes = {
        **YOUNGER,
        "birth_month": f"{year}-{month:02d}",
        "paid_months": paid,
        "average_index": f"{index / 1000:.4f}",
    }
    if problems(**changes):
        return
    for key, one in alternatives(**changes).items():
        assert one.difference > 0, key
