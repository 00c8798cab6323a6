"""Reforms as written, and what is said of those that cannot be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bumang.kernel.problems import InvalidInput
from bumang.rules import Category, Law
from bumang.rules.account_accrual import InterestMethod
from bumang.rules.columns.retirement_age import SCHEDULE_NAMES
from bumang.rules.columns.tables import BY_MONTH, BY_YEAR
from bumang.studio.laws import laid_out
from bumang.studio.projection import projected
from bumang.studio.reform import read_reform
from bumang.studio.written import shipped

TITLE = '[reform]\ntitle = { zh = "试", en = "trial" }\n'
YEARS = range(1998, 2051)


def reformed(text: str) -> Law:
    return projected(read_reform(TITLE + text, shipped()).law, YEARS)


def at(law: Law, name: str, day: str, region: str = "CN") -> object:
    return law.at(name, date.fromisoformat(day), region).figure


def codes(text: str, title: str = TITLE) -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        read_reform(title + text, shipped())
    for problem in refused.value.problems:
        for words in (problem.what, problem.why, problem.fix):
            assert words.zh
            assert words.en
    return [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("day", "rate"), [("2027-12-31", "0.01"), ("2028-01-01", "0.012"), ("2050-01-01", "0.012")]
)
def test_a_value_holds_from_its_day(day: str, rate: str) -> None:
    law = reformed("[accrual_rate]\nvalues = [{ since = 2028-01-01, value = 0.012 }]")
    assert at(law, "accrual_rate", day) == Decimal(rate)


@pytest.mark.parametrize(("day", "rate"), [("2029-12-31", "0.012"), ("2030-01-01", "0.01")])
def test_the_laws_own_value_comes_back_on_the_day_after_until(day: str, rate: str) -> None:
    law = reformed(
        "[accrual_rate]\nvalues = [{ since = 2028-01-01, until = 2029-12-31, value = 0.012 }]"
    )
    assert at(law, "accrual_rate", day) == Decimal(rate)


def test_values_may_stand_in_any_order() -> None:
    law = reformed(
        "[accrual_rate]\nvalues = [{ since = 2030-01-01, value = 0.013 },"
        " { since = 2028-01-01, value = 0.012 }]"
    )
    assert at(law, "accrual_rate", "2029-06-01") == Decimal("0.012")
    assert at(law, "accrual_rate", "2031-06-01") == Decimal("0.013")


def test_later_values_of_the_law_give_way_to_the_reforms() -> None:
    law = reformed("[minimum_months]\nvalues = [{ since = 2032-01-01, value = 180 }]")
    assert at(law, "minimum_months", "2031-01-01") == 192
    assert at(law, "minimum_months", "2045-01-01") == 180


def test_a_place_keeps_its_own_value_unless_the_reform_holds_everywhere() -> None:
    text = "[index_decimals]\n{}values = [{{ since = 2028-01-01, value = 5 }}]"
    nation = reformed(text.format(""))
    assert at(nation, "index_decimals", "2030-01-01") == 5
    assert at(nation, "index_decimals", "2030-01-01", "120000") == 2
    everywhere = reformed(text.format("everywhere = true\n"))
    assert at(everywhere, "index_decimals", "2027-01-01", "120000") == 2
    assert at(everywhere, "index_decimals", "2030-01-01", "120000") == 5


def test_a_rate_set_by_the_year_stays_and_a_base_grows_on() -> None:
    law = reformed(
        "[account_interest]\nvalues = [{ since = 2030-01-01, value = 4 }]\n"
        '[calculation_base]\nvalues = [{ since = 2030-01-01, value = 20000, region = "310000" }]'
    )
    assert at(law, "account_interest", "2029-01-01") == Decimal("1.5")
    assert at(law, "account_interest", "2040-01-01") == 4
    assert at(law, "calculation_base", "2030-01-01", "310000") == 20000
    assert at(law, "calculation_base", "2031-01-01", "310000") == Decimal(20600)
    assert at(law, "calculation_base", "2026-01-01", "310000") == 12577


def test_assumptions_are_open_to_a_reform() -> None:
    law = reformed("[assumed_wage_growth]\nvalues = [{ since = 2027-01-01, value = 0 }]")
    assert at(law, "calculation_base", "2040-01-01", "310000") == 12577


def test_what_is_published_is_never_overwritten_by_an_assumption() -> None:
    law = projected(shipped(), YEARS)
    published = shipped().law()
    for place in published.places:
        for value in published.history("calculation_base", place):
            assert law.at("calculation_base", value.since, place).figure == value.figure


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "REFORM_CHANGES_NOTHING"),
        ("[accrual_rat]\nvalues = [{ since = 2028-01-01, value = 1 }]", "UNKNOWN_PARAMETER"),
        ("[accrual_rate]\nvalues = []", "NO_VALUES"),
        ("[accrual_rate]\nvalues = 3", "REFORM_FORM"),
        ("[accrual_rate]\nvalues = [{ since = 2028-01-01, valeu = 3 }]", "REFORM_FORM"),
        ("[accrual_rate]\nvalues = [{ since = 2028-01-01, value = 1.01 }]", "IMPOSSIBLE_VALUE"),
        ("[accrual_rate]\nvalues = [{ since = 2028-01-01, value = -0.01 }]", "IMPOSSIBLE_VALUE"),
        ('[accrual_rate]\nvalues = [{ since = 2028-01-01, value = "x" }]', "IMPOSSIBLE_VALUE"),
        ("[max_delay_male_60]\nvalues = [{ since = 2028-01-01, value = 1.5 }]", "IMPOSSIBLE_VALUE"),
        (
            '[accrual_rate]\nvalues = [{ since = 2028-01-01, value = 0.1, region = "999999" }]',
            "UNKNOWN_REGION",
        ),
        (
            "[accrual_rate]\nvalues = [{ since = 2028-01-01, until = 2027-12-31, value = 0.1 }]",
            "ENDS_BEFORE_IT_BEGINS",
        ),
        ("[account_interest]\nvalues = [{ since = 2028-07-01, value = 2 }]", "NOT_NEW_YEAR"),
        (
            "[accrual_rate]\nvalues = [{ since = 2028-01-01, value = 0.1 },"
            " { since = 2028-01-01, value = 0.2 }]",
            "TWICE_ON_ONE_DAY",
        ),
        ("accrual_rate = ", "REFORM_NOT_TOML"),
        ("[account_credit_rate]\nvalues = [{ since = 2028-07-01, value = 0.1 }]", "NOT_NEW_YEAR"),
        (
            "[account_credit_rate]\nvalues = [{ since = 2028-01-01, until = 2029-06-30, value = 0.1 }]",
            "NOT_NEW_YEAR",
        ),
        ("[early_limit]\nvalues = [{ since = 2028-01-01, value = 60 }]", "NOT_COMPUTED_WITH"),
    ],
)
def test_what_cannot_be_is_named(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_a_reform_needs_a_title() -> None:
    text = "[accrual_rate]\nvalues = [{ since = 2028-01-01, value = 0.1 }]"
    assert codes(text, title="") == ["REFORM_WITHOUT_TITLE"]


def test_an_unknown_parameter_is_told_with_names_that_are_near() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_reform(f"{TITLE}[acrual_rate]\nvalues = []", shipped())
    assert "accrual_rate" in refused.value.problems[0].fix.en


def test_every_problem_is_told_not_only_the_first() -> None:
    text = "[acrual]\nvalues = []\n[accrual_rate]\nvalues = [{ since = 2028-01-01, value = 7 }]"
    assert codes(text, title="") == [
        "REFORM_WITHOUT_TITLE",
        "UNKNOWN_PARAMETER",
        "IMPOSSIBLE_VALUE",
    ]


def test_every_parameter_that_may_be_reformed_is_there() -> None:
    names = shipped().parameters
    for name in (BY_YEAR | BY_MONTH) - {"reference_wage"}:
        assert name in names
    for part in SCHEDULE_NAMES:
        assert all(f"{part}_{category}" in names for category in Category)


def test_another_method_of_interest_changes_pensions_from_its_year_on() -> None:
    method = "[account_interest_method]\nvalues = [{ since = 2029-01-01, value = "
    law = laid_out(read_reform(f'{TITLE}{method}"annual_1083" }}]', shipped()).law, YEARS)
    methods = dict(zip(YEARS, (year.method for year in law.account), strict=True))
    assert methods[2028] is InterestMethod.MONTHLY_PRODUCT
    assert methods[2029] is methods[2050] is InterestMethod.ANNUAL_1083
