from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.in_force import law
from bumang.rules.parameters import Law, LawDataError, NotSetError
from bumang.rules.source import Source
from bumang.rules.transitional import TransitionalForm

SOURCES = {"S": Source("S", Text("来源", "source"), "full text")}
PLACES = {"370000": Text("山东", "Shandong"), "370100": Text("济南", "Jinan")}


def made(*values: dict[str, Any], **parameter: Any) -> Law:
    written = {
        "title": {"zh": "数", "en": "figure"},
        "unit": "yuan_per_month",
        "sources": ["S"],
        "values": [{"confidence": "A", **value} for value in values],
        **parameter,
    }
    return Law({"p": written}, SOURCES, PLACES)


def on(year: int, month: int = 1, day: int = 1) -> date:
    return date(year, month, day)


def test_a_value_holds_from_its_day_until_the_next() -> None:
    made_law = made({"since": on(2020), "value": 1}, {"since": on(2021, 7), "value": 2})
    assert made_law.at("p", on(2021, 6, 30)).number == 1
    assert made_law.at("p", on(2021, 7, 1)).number == 2
    assert made_law.at("p", on(2099)).number == 2
    with pytest.raises(NotSetError):
        made_law.at("p", on(2019, 12, 31))


def test_a_yearly_value_does_not_outlive_its_year_and_is_named_as_the_last() -> None:
    made_law = made({"since": on(2025), "value": 5}, lasts="calendar_year")
    assert made_law.at("p", on(2025, 12, 31)).number == 5
    with pytest.raises(NotSetError) as caught:
        made_law.at("p", on(2026))
    assert caught.value.last is not None
    assert caught.value.last.number == 5
    with pytest.raises(NotSetError) as caught:
        made_law.at("p", on(2024, 12, 31))
    assert caught.value.last is None


def test_a_place_widens_to_its_city_its_province_and_the_nation() -> None:
    made_law = made(
        {"since": on(2025), "value": 1},
        {"since": on(2025), "value": 2, "region": "370000"},
        {"since": on(2025), "value": 3, "region": "370100"},
    )
    found = [made_law.at("p", on(2025), region).number for region in ("370102", "370200", "110000")]
    assert found == [3, 2, 1]


def test_a_city_whose_year_is_not_published_does_not_get_the_provinces() -> None:
    made_law = made(
        {"since": on(2025), "value": 3, "region": "370100"},
        {"since": on(2025), "value": 1, "region": "370000"},
        {"since": on(2026), "value": 2, "region": "370000"},
        lasts="calendar_year",
    )
    with pytest.raises(NotSetError) as caught:
        made_law.at("p", on(2026), "370100")
    assert caught.value.last is not None
    assert caught.value.last.number == 3


@pytest.mark.parametrize(
    ("values", "parameter", "fault"),
    [
        ([{"since": on(2020), "value": 1}] * 2, {}, "two values"),
        (
            [{"since": on(2020), "value": 1}, {"since": on(2022), "value": 2}],
            {"lasts": "calendar_year"},
            "between 2020 and 2022",
        ),
        ([{"since": on(2020, 7), "value": 1}], {"lasts": "calendar_year"}, "begins on"),
        ([{"since": on(2020), "value": 1}], {"sources": []}, "no known source"),
        ([{"since": on(2020), "value": 1, "sources": ["T"]}], {}, "no known source"),
        ([{"since": on(2020), "value": 1, "region": "990101"}], {}, "no place"),
        ([{"since": on(2020), "value": 1, "confidence": "E"}], {}, "Invalid enum value"),
        ([{"since": on(2020), "value": 1, "unknown": 1}], {}, "unknown field"),
        ([{"since": on(2020), "value": -1}], {}, "does not fit"),
        ([{"since": on(2020), "value": True}], {}, "does not fit"),
        ([{"since": on(2020), "value": 1.5}], {}, "does not fit"),
        ([{"since": on(2020), "value": "1"}], {}, "does not fit"),
        ([{"since": on(2020), "value": Decimal("1.5")}], {"unit": "months"}, "not whole"),
        ([{"since": on(2020), "value": Decimal("1.01")}], {"unit": "share"}, "more than"),
        ([{"since": on(2020), "value": "2020-13"}], {"unit": "month"}, "month"),
        ([{"since": on(2020), "value": {"60": 1, "62": 2}}], {"unit": "months_by_age"}, "an age"),
        ([{"since": on(2020), "value": ""}], {"unit": "word"}, "does not fit"),
        ([], {}, "no values"),
    ],
)
def test_data_that_contradict_themselves_are_not_loaded(
    values: list[dict[str, Any]], parameter: dict[str, Any], fault: str
) -> None:
    with pytest.raises(LawDataError, match=fault):
        made(*values, **parameter)


@pytest.mark.parametrize(
    ("unit", "largest", "too_large"),
    [
        ("months", 1200, 1201),
        ("count", 1201, None),
        ("share", 1, Decimal("1.01")),
        ("percent", 100, Decimal("100.01")),
        ("index", 10, Decimal("10.01")),
        ("yuan_per_month", 1_000_000, 1_000_001),
        ("yuan_per_year", 10_000_000, 10_000_001),
    ],
)
def test_a_value_may_be_as_large_as_its_unit_allows_and_no_larger(
    unit: str, largest: int, too_large: Decimal | int | None
) -> None:
    assert made({"since": on(2020), "value": largest}, unit=unit).at("p", on(2020)).number
    if too_large is not None:
        with pytest.raises(LawDataError, match="more than"):
            made({"since": on(2020), "value": too_large}, unit=unit)


def test_a_value_has_the_type_of_its_unit_and_no_other() -> None:
    month = made({"since": on(2020), "value": "1996-01"}, unit="month").at("p", on(2020))
    assert month.month == Month(1996, 1)
    for other in ("number", "count", "word", "by_age"):
        with pytest.raises(TypeError):
            getattr(month, other)
    word = made({"since": on(2020), "value": "exact"}, unit="word").at("p", on(2020))
    with pytest.raises(TypeError):
        _ = word.month


def test_money_is_decimal_and_never_a_binary_fraction() -> None:
    figure = law().at("calculation_base", on(2022), "220000").figure
    assert figure == Decimal("6709.83")
    assert isinstance(figure, Decimal)


def test_an_unverified_value_says_so() -> None:
    unsure = law().at("transitional_coefficient", on(2026), "370000").origin
    sure = law().at("accrual_rate", on(2026)).origin
    assert not unsure.verified
    assert sure.verified


def test_every_place_has_a_base_a_form_and_the_words_are_known_to_the_rules() -> None:
    for code in law().places:
        assert law().history("calculation_base", code), code
        TransitionalForm(law().at("transitional_form", on(2026), code).word)


def test_the_law_is_read_once() -> None:
    assert law() is law()
