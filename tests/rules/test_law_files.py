"""Files laid over the shipped law add to it; what was answered before is not changed by a slip."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.rules import in_force
from bumang.rules.in_force import law, put_in_force
from bumang.rules.law_files import laid_over, merged, shipped
from bumang.rules.parameters import LawDataError, NotSetError

DECREE = """
[yearly_index_cap]
sources = ["MEM"]
values = [{ since = 2027-03-01, value = 2.5, confidence = "D" }]
"""
SOURCE = '[OFFICE-1]\ntitle = { zh = "通知", en = "notice" }\nseen = "full text"\n'
BASE = """
[calculation_base]
values = [{ region = "370000", since = 2026-01-01, value = 7990, confidence = "A", sources = ["OFFICE-1"] }]
"""
NEW = """
[heating]
title = { zh = "取暖补贴", en = "heating allowance" }
unit = "yuan_per_month"
sources = ["MEM"]
values = [{ since = 2026-11-15, until = 2027-03-15, value = 80, confidence = "D" }]
"""


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


def test_what_is_put_in_force_is_the_law_from_then_on() -> None:
    made = laid_over({"a.toml": DECREE})
    try:
        put_in_force(made)
        assert law() is made
    finally:
        put_in_force(shipped())


def test_the_law_as_shipped_is_read_once_and_holds_until_another_is_put_in_force(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(in_force._InForce, "law", None)
    first = law()
    assert first.parameters == shipped().parameters
    assert law() is first


def test_a_parameter_stands_in_one_of_the_shipped_files_only() -> None:
    ages, bases = {"age": {"unit": "count"}}, {"base": {"unit": "yuan_per_month"}}
    assert merged({"b.toml": bases, "a.toml": ages}) == ages | bases
    with pytest.raises(LawDataError, match=r"^b.toml repeats \['age', 'base'\]$"):
        merged({"b.toml": ages | bases, "a.toml": bases | ages})


def test_a_new_value_holds_from_its_day_and_nothing_before_it_changes() -> None:
    made = laid_over({"a.toml": DECREE})
    assert made.at("yearly_index_cap", date(2027, 3, 1)).number == 2.5
    assert not made.at("yearly_index_cap", date(2027, 3, 1)).origin.verified
    day = date(2027, 2, 28)
    assert made.at("yearly_index_cap", day) == shipped().at("yearly_index_cap", day)


@given(st.dates(date(1990, 1, 1), date(2027, 2, 28)))
def test_on_no_day_before_it_is_anything_otherwise(day: date) -> None:
    made = laid_over({"a.toml": DECREE, "sources.toml": SOURCE})
    for name in shipped().parameters:
        assert made.history(name)[: len(shipped().history(name))] == shipped().history(name)
    assert [one for one in made.changes(day, day) if one.before != one.after] == []


def test_a_year_is_added_for_a_place_with_a_source_of_its_own() -> None:
    made = laid_over({"sources.toml": SOURCE, "bases.toml": BASE})
    value = made.at("calculation_base", date(2026, 6, 1), "370102")
    assert (value.number, value.origin.sources[0].key) == (7990, "OFFICE-1")
    assert made.at("calculation_base", date(2025, 6, 1), "370102").number == 7831


def test_a_parameter_of_the_offices_own_holds_for_its_time() -> None:
    made = laid_over({"a.toml": NEW})
    assert made.at("heating", date(2026, 11, 15)).number == 80
    assert made.at("heating", date(2027, 3, 15)).number == 80
    changes = made.changes(date(2027, 3, 15), date(2027, 3, 16))
    assert [(one.parameter.name, one.after) for one in changes] == [("heating", None)]


def test_a_value_may_hold_for_a_single_day() -> None:
    made = laid_over({"a.toml": changed(NEW, "2027-03-15", "2026-11-15")})
    assert made.at("heating", date(2026, 11, 15)).number == 80


def test_the_last_value_that_held_is_named_when_its_time_is_over() -> None:
    made = laid_over({"a.toml": NEW})
    with pytest.raises(NotSetError) as over:
        made.at("heating", date(2027, 3, 16))
    assert over.value.last is not None
    assert over.value.last.number == 80
    assert (over.value.parameter, over.value.region) == ("heating", "CN")
    with pytest.raises(NotSetError) as early:
        made.at("heating", date(2026, 11, 14))
    assert early.value.last is None


def test_what_is_there_already_is_replaced_only_by_a_correction() -> None:
    again = changed(DECREE, "2027-03-01", "2006-01-01")
    with pytest.raises(LawDataError, match="already; say corrects = true"):
        laid_over({"a.toml": again})
    corrected = changed(again, 'confidence = "D"', 'confidence = "D", corrects = true')
    assert laid_over({"a.toml": corrected}).at("yearly_index_cap", date(2020, 1, 1)).number == 2.5
    nothing = changed(corrected, "2006-01-01", "2006-01-02")
    with pytest.raises(LawDataError, match="that is not there"):
        laid_over({"a.toml": nothing})


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ({"a.toml": "["}, r"a\.toml"),
        ({"a.toml": "x = 1"}, "x"),
        ({"a.toml": "[yearly_index_cap]\nvalues = [1]"}, r"a\.toml: not written"),
        ({"a.toml": "[yearly_index_cap]\nvalues = [{ value = 1 }]"}, r"a\.toml: not written"),
        ({"a.toml": '[yearly_index_cap]\nunit = "months"'}, "another unit"),
        ({"a.toml": changed(DECREE, "MEM", "NOWHERE")}, "no known source"),
        ({"a.toml": changed(DECREE, "2.5", "10.01")}, "more than 10 index"),
        ({"a.toml": changed(DECREE, "2.5", '"2.5"')}, "does not fit"),
        ({"a.toml": changed(NEW, "2027-03-15", "2026-11-14")}, "before it begins"),
        ({"sources.toml": changed(SOURCE, "OFFICE-1", "MEM")}, "says otherwise of"),
        ({"sources.toml": "[X]\nseen = 1"}, "sources or places"),
        ({"a.toml": BASE.replace("2026-01-01", "2027-01-01"), "sources.toml": SOURCE}, "between"),
        ({"a.toml": BASE.replace("370000", "379900"), "sources.toml": SOURCE}, "no place"),
    ],
)
def test_a_broken_file_is_named_with_its_fault(texts: dict[str, str], fault: str) -> None:
    with pytest.raises(LawDataError, match=fault):
        laid_over(texts)


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        ("2027-03-15", "two values on 2027-03-15"),
        ("2027-03-16", None),
        ("2027-03-17", "no value between 2027-03-15 and 2027-03-17"),
    ],
)
def test_times_neither_overlap_nor_leave_a_gap(second: str, fault: str | None) -> None:
    more = f'[heating]\nvalues = [{{ since = {second}, value = 90, confidence = "D" }}]'
    texts = {"a.toml": NEW, "b.toml": more}
    if fault is None:
        assert laid_over(texts).at("heating", date(2027, 3, 16)).number == 90
        return
    with pytest.raises(LawDataError, match=fault):
        laid_over(texts)
