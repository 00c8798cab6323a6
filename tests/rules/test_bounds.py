"""At every bound: one below, the bound itself, one above."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from msgspec import UNSET
from tests.rules.worked import good, result, wrong


@pytest.mark.parametrize(
    ("index", "problem"),
    [
        ("0", "OUT_OF_RANGE"),
        ("0.0001", None),
        ("3", None),
        ("3.0000", None),
        ("3.0001", "OUT_OF_RANGE"),
        ("0.00000001", None),
        ("0.000000001", "NUMBER_FORM"),
        ("-0.8", "OUT_OF_RANGE"),
        ("NaN", "NUMBER_FORM"),
        ("1e-1", "NUMBER_FORM"),
        ("", "NUMBER_FORM"),
        (" 0.8", "NUMBER_FORM"),
        ("０.８", "NUMBER_FORM"),
        (True, "NUMBER_FORM"),
        ([], "NUMBER_FORM"),
    ],
)
def test_an_average_index_is_above_zero_and_at_most_three(index: Any, problem: str | None) -> None:
    expected = [] if problem is None else [(problem, "average_index")]
    assert wrong("employee_pension", average_index=index) == expected


@pytest.mark.parametrize(
    ("balance", "problem"),
    [
        ("-0.01", "BELOW_ZERO"),
        ("0", None),
        ("0.00", None),
        ("0.01", None),
        ("0.001", "BELOW_FEN"),
        ("999999999.99", None),
        ("1000000000", "AMOUNT_FORM"),
        ("1,000.00", "AMOUNT_FORM"),
        (100, None),
        (115090.38, None),
        (0.1 + 0.2, "AMOUNT_FORM"),
        (1e30, "AMOUNT_FORM"),
        (10**30, "AMOUNT_FORM"),
        (False, "AMOUNT_FORM"),
    ],
)
def test_an_account_balance_is_zero_or_more_and_to_the_fen(
    balance: Any, problem: str | None
) -> None:
    expected = [] if problem is None else [(problem, "account_balance")]
    assert wrong("employee_pension", account_balance=balance) == expected


@pytest.mark.parametrize(
    ("base", "problem"),
    [("0", "NOT_ABOVE_ZERO"), ("0.00", "NOT_ABOVE_ZERO"), ("0.01", None), ("-1", "NOT_ABOVE_ZERO")],
)
def test_a_base_is_above_zero(base: str, problem: str | None) -> None:
    expected = [] if problem is None else [(problem, "calc_base")]
    assert wrong("employee_pension", calc_base=base) == expected


@pytest.mark.parametrize(
    ("months", "problem"),
    [
        (0, "OUT_OF_RANGE"),
        (1, "BELOW_MINIMUM"),
        (179, "BELOW_MINIMUM"),
        (180, None),
        (181, None),
        (840, None),
        (841, "OUT_OF_RANGE"),
        (360.0, "WHOLE_FORM"),
        ("360", "WHOLE_FORM"),
        (True, "WHOLE_FORM"),
    ],
)
def test_no_monthly_pension_is_paid_below_the_minimum_of_any_year(
    months: Any, problem: str | None
) -> None:
    expected = [] if problem is None else [(problem, "total_months")]
    assert wrong("employee_pension", total_months=months, transitional_months=1) == expected


@pytest.mark.parametrize(
    ("years", "months", "problem"),
    [
        (39, 11, ("OUT_OF_RANGE", "retire_age.years")),
        (40, 0, None),
        (70, 0, None),
        (69, 11, None),
        (70, 1, ("AGE_OUTSIDE_TABLE", "retire_age")),
        (71, 0, ("OUT_OF_RANGE", "retire_age.years")),
        (60, -1, ("OUT_OF_RANGE", "retire_age.months")),
        (60, 12, ("OUT_OF_RANGE", "retire_age.months")),
    ],
)
def test_the_table_of_divisors_goes_from_40_to_70(
    years: int, months: int, problem: tuple[str, str] | None
) -> None:
    age = {"years": years, "months": months}
    assert wrong("employee_pension", retire_age=age) == ([] if problem is None else [problem])


@pytest.mark.parametrize(
    ("months", "problem"), [(359, None), (360, None), (361, "MORE_THAN_ALL"), (0, None)]
)
def test_transitional_months_are_at_most_all(months: int, problem: str | None) -> None:
    expected = [] if problem is None else [(problem, "transitional_months")]
    assert wrong("employee_pension", transitional_months=months) == expected


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"transitional_coefficient": None}, [("MISSING_INPUT", "transitional_coefficient")]),
        ({"transitional_months": None}, [("MISSING_INPUT", "transitional_months")]),
        ({"transitional_months": 0, "transitional_coefficient": None}, []),
        ({"formula_kind": "plain_deemed"}, []),
        ({"formula_kind": "plain_pre_account"}, []),
        ({"formula_kind": "mean_formula"}, []),
        ({"formula_kind": "separate_index"}, [("MISSING_INPUT", "transitional_index")]),
        ({"formula_kind": "separate_index", "transitional_index": "0.9"}, []),
        ({"formula_kind": "two_bases"}, [("MISSING_INPUT", "transitional_base")]),
        ({"formula_kind": "two_bases", "transitional_base": "9000"}, []),
        ({"formula_kind": "special_shanghai"}, [("MISSING_INPUT", "transitional_amount")]),
        ({"formula_kind": "weighted"}, [("MISSING_INPUT", "transitional_amount")]),
        ({"transitional_amount": "800"}, [("BY_HAND_ALONE", "transitional_coefficient")]),
        ({"transitional_amount": "800", "transitional_coefficient": None}, []),
        (
            {"formula_kind": "by_total_years"},
            [("COEFFICIENT_BY_YEARS", "transitional_coefficient")],
        ),
        ({"formula_kind": "by_total_years", "transitional_coefficient": "0.014"}, []),
        ({"formula_kind": "unknown"}, [("NOT_ONE_OF", "formula_kind")]),
        ({"transitional_coefficient": "0"}, [("OUT_OF_RANGE", "transitional_coefficient")]),
        ({"transitional_coefficient": "0.1"}, []),
        ({"transitional_coefficient": "0.11"}, [("OUT_OF_RANGE", "transitional_coefficient")]),
    ],
)
def test_what_each_form_of_the_transitional_rule_cannot_do_without(
    changed: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    assert wrong("employee_pension", **changed) == problems


@pytest.mark.parametrize(
    ("changed", "yuan"),
    [
        ({}, "832.00"),  # 8000 x 0.8 x 10 x 1.3%
        ({"transitional_index": "0.9"}, "936.00"),
        ({"transitional_index_floor": "1"}, "1040.00"),
        ({"transitional_index_floor": "0.7"}, "832.00"),
        ({"transitional_index": "0.5", "transitional_index_floor": "0.6"}, "624.00"),
        ({"formula_kind": "index_floor_1"}, "1040.00"),
        ({"formula_kind": "mean_formula"}, "936.00"),
        ({"formula_kind": "two_bases", "transitional_base": "9000"}, "936.00"),
        ({"formula_kind": "by_total_years", "transitional_coefficient": None}, "896.00"),
        ({"transitional_amount": "800.55", "transitional_coefficient": None}, "800.55"),
        ({"transitional_months": 0}, "0"),
    ],
)
def test_the_transitional_part_in_every_form(changed: dict[str, Any], yuan: str) -> None:
    assert str(result("employee_pension", **changed).transitional) == yuan


@pytest.mark.parametrize(("months", "yuan"), [(239, "768.00"), (240, "768.00"), (241, "896.00")])
def test_the_coefficient_by_total_years_rises_above_twenty(months: int, yuan: str) -> None:
    found = result(
        "employee_pension",
        total_months=months,
        formula_kind="by_total_years",
        transitional_coefficient=None,
    )
    assert str(found.transitional) == yuan


@pytest.mark.parametrize(
    ("changed", "supplement", "total"),
    [
        ({}, "0", "3992.00"),
        ({"supplement_rate": "0"}, "0", "3992.00"),
        ({"supplement_rate": "0.05"}, "199.60", "4191.60"),
        ({"supplement_amount": "480"}, "480.00", "4472.00"),
        # Zhejiang: 480 + 3 x 0.8 x 30
        (
            {"supplement_amount": "480", "supplement_per_index_year": "3"},
            "552.00",
            "4544.00",
        ),
        ({"supplement_rate": "0.05", "supplement_amount": "10"}, "209.60", "4201.60"),
        ({"account_balance": "139001.00"}, "0", "3992.01"),
        ({"account_balance": "139001.00", "total_rounding": "jiao_ceil"}, "0", "3992.10"),
        ({"account_balance": "139001.00", "amount_rounding": "jiao_ceil"}, "0", "3992.10"),
        ({"account_balance": "139001.00", "amount_rounding": "jiao_half_up"}, "0", "3992.00"),
        ({"total_rounding": "jiao_ceil"}, "0", "3992.00"),
        ({"divisor": "140"}, "0", "3984.86"),
    ],
)
def test_supplements_and_roundings(changed: dict[str, Any], supplement: str, total: str) -> None:
    found = result("employee_pension", **changed)
    assert (str(found.supplement), str(found.total)) == (supplement, total)


def record(year: int, months: int, base: str = "5000", wage: str = "5000") -> dict[str, Any]:
    return {"year": year, "months": months, "monthly_base": base, "reference_wage": wage}


@pytest.mark.parametrize(
    ("records", "problems"),
    [
        ([], [("LENGTH", "records")]),
        ([record(2026, 11)], []),
        ([record(2027, 1)], [("YEAR_AHEAD", "records[0].year")]),
        ([record(2020, 0)], [("OUT_OF_RANGE", "records[0].months")]),
        ([record(2020, 13)], [("OUT_OF_RANGE", "records[0].months")]),
        ([record(2020, 6), record(2020, 6)], []),
        ([record(2020, 6), record(2020, 7)], [("TOO_MANY_MONTHS", "records[1].months")]),
        ([record(2020, 6, base="0")], [("NOT_ABOVE_ZERO", "records[0].monthly_base")]),
        ([record(2020, 6, wage="0")], [("NOT_ABOVE_ZERO", "records[0].reference_wage")]),
        ([record(2020, 6, wage="0.01")], []),
        ([record(2020, 1)], []),
        ({}, [("LIST_FORM", "records")]),
        ([3], [("OBJECT_FORM", "records[0]")]),
    ],
)
def test_years_that_cannot_be_have_no_index(records: Any, problems: list[tuple[str, str]]) -> None:
    assert wrong("average_index", records=records) == problems


@pytest.mark.parametrize(
    ("base", "index"), [("14999.99", "3.000000"), ("15000", "3.000000"), ("15000.01", "3.000000")]
)
def test_a_years_index_is_capped_at_three(base: str, index: str) -> None:
    found = result("average_index", records=[record(2020, 12, base)], index_decimals=6)
    assert str(found.average_index) == ("2.999998" if base == "14999.99" else index)


def test_thirds_that_make_a_half_are_rounded_up_as_a_half() -> None:
    thirds = [record(year, 12, "1", "3") for year in (2010, 2011, 2012)]
    found = result("average_index", records=[*thirds, record(2013, 12)], index_decimals=0)
    assert str(found.average_index) == "1"  # (3 x 1/3 + 1) / 4


@pytest.mark.parametrize(
    ("changed", "index"),
    [
        ({"yearly_cap": "2"}, "1.5000"),
        ({"index_decimals": 2}, "2.00"),
        ({"index_decimals": 0}, "2"),
        ({"denominator": "elapsed_months"}, "1.3333"),  # three years from first to last
        ({"denominator": "elapsed_months", "elapsed_months": 24}, "2.0000"),
        ({"denominator": "elapsed_months", "elapsed_months": 48}, "1.0000"),
        ({"deemed_months": 24, "deemed_index": "1"}, "1.5000"),
    ],
)
def test_how_an_index_is_averaged(changed: dict[str, Any], index: str) -> None:
    records = [record(2018, 12), record(2020, 12, "20000")]  # 1 and, capped, 3
    assert str(result("average_index", records=records, **changed).average_index) == index


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"elapsed_months": 23}, [("FEWER_THAN_PAID", "elapsed_months")]),
        ({"elapsed_months": 24}, []),
        ({"elapsed_months": 25}, []),
        ({"records": [record(2018, 11), record(2020, 12)]}, [("MISSING_INPUT", "elapsed_months")]),
        ({"records": [record(2018, 12), record(2020, 11)]}, [("MISSING_INPUT", "elapsed_months")]),
        ({"records": [record(2018, 6), record(2018, 6), record(2019, 12)]}, []),
        ({"deemed_months": 12}, [("MISSING_INPUT", "deemed_index")]),
        ({"deemed_index": "1", "elapsed_months": 24}, [("MISSING_INPUT", "deemed_months")]),
        (
            {"deemed_months": 1, "deemed_index": "1", "elapsed_months": 24},
            [("FEWER_THAN_PAID", "elapsed_months")],
        ),
        (
            {"deemed_months": 1, "deemed_index": "1"},
            [("MISSING_INPUT", "elapsed_months")],
        ),
    ],
)
def test_months_elapsed_are_needed_and_not_fewer_than_paid(
    changed: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    given = {"denominator": "elapsed_months", **changed}
    found = wrong("average_index", **given)
    # Without its index a deemed month leaves the years open too.
    assert problems[0] in found if problems else not found


@pytest.mark.parametrize(
    ("credit", "problems"),
    [
        ({"month": 0, "amount": "1"}, [("OUT_OF_RANGE", "credits[0].month")]),
        ({"month": 1, "amount": "1"}, []),
        ({"month": 12, "amount": "0"}, []),
        ({"month": 13, "amount": "1"}, [("OUT_OF_RANGE", "credits[0].month")]),
        ({"month": 6, "amount": "-0.01"}, [("BELOW_ZERO", "credits[0].amount")]),
    ],
)
def test_a_credit_belongs_to_a_month(credit: Any, problems: list[tuple[str, str]]) -> None:
    assert wrong("account_accrual", credits=[credit]) == problems


@pytest.mark.parametrize(
    ("month", "interest"), [(1, "39.70"), (2, "36.39"), (11, "6.62"), (12, "3.31")]
)
def test_a_credit_earns_from_its_month_to_the_end_of_the_year(month: int, interest: str) -> None:
    found = result("account_accrual", credits=[{"month": month, "amount": "1000"}])
    assert str(found.interest_on_credits) == interest


@pytest.mark.parametrize(("year", "fine"), [(2025, True), (2026, True), (2027, False)])
def test_a_year_that_has_not_begun_has_no_interest(year: int, fine: bool) -> None:
    assert wrong("account_accrual", year=year) == ([] if fine else [("YEAR_AHEAD", "year")])


def test_the_annual_method_looks_at_the_years_sum() -> None:
    credits_ = [{"month": month, "amount": "480"} for month in range(1, 13)]
    found = result("account_accrual", credits=credits_, method="annual_1083")
    assert str(found.interest_on_credits) == "123.83"
    assert str(found.closing_balance) == "57868.83"


@pytest.mark.parametrize(("divisor", "fine"), [(138, False), (139, True), (140, False)])
def test_the_residents_divisor_is_139_for_everybody(divisor: int, fine: bool) -> None:
    expected = [] if fine else [("OTHER_DIVISOR", "divisor")]
    assert wrong("resident_pension", divisor=divisor) == expected


def test_a_residents_base_has_its_additions() -> None:
    found = result("resident_pension")
    assert (str(found.base), str(found.account), str(found.total)) == ("168.50", "129.50", "298.00")


@pytest.mark.parametrize(
    ("own", "least"),
    [
        ("100", "30.00"),
        ("100.01", "30.00"),
        ("499.99", "30.00"),
        ("500", "60.00"),
        ("501", "60.00"),
    ],
)
def test_the_least_subsidy_is_higher_from_the_step_of_500(own: str, least: str) -> None:
    found = result("resident_contribution", yearly_contribution=own)
    assert (str(found.subsidy_minimum), str(found.subsidy)) == (least, least)
    assert found.credited == Decimal(own) + Decimal(least)


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"yearly_contribution": "99.99"}, [("TOO_SMALL", "yearly_contribution")]),
        ({"government_subsidy": "29.99"}, [("TOO_SMALL", "government_subsidy")]),
        ({"government_subsidy": "30"}, []),
        ({"government_subsidy": "30.01"}, []),
    ],
)
def test_nothing_below_the_national_minimum(
    changed: dict[str, Any], problems: list[tuple[str, str]]
) -> None:
    assert wrong("resident_contribution", **changed) == problems


def test_collective_money_goes_into_the_account_too() -> None:
    found = result("resident_contribution", government_subsidy="45", collective_subsidy="12.50")
    assert str(found.credited) == "357.50"


@pytest.mark.parametrize(
    ("birth", "required"),
    [
        ("1951-06", 0),  # sixty before the scheme began
        ("1951-07", 0),
        ("1951-08", 1),
        ("1966-06", 15),
        ("1966-07", 15),
        ("1966-08", 15),
        ("1965-07", 14),
    ],
)
def test_who_was_over_45_when_the_scheme_began_pays_up_to_60(birth: str, required: int) -> None:
    assert result("resident_years", birth=birth, paid_years=0).required_years == required


@pytest.mark.parametrize(("paid", "missing", "top_up"), [(14, 1, 1), (15, 0, 0), (16, 0, 0)])
def test_years_missing_at_60(paid: int, missing: int, top_up: int) -> None:
    found = result("resident_years", paid_years=paid)
    assert found.pension_age_month == "2027-03"
    assert (found.missing_years, found.may_top_up) == (missing, top_up)


@pytest.mark.parametrize(("birth", "fine"), [("2026-11", True), ("2026-12", False)])
def test_a_resident_is_born(birth: str, fine: bool) -> None:
    assert wrong("resident_years", birth=birth) == ([] if fine else [("NOT_BORN", "birth")])


@pytest.mark.parametrize(
    ("birth", "problem"),
    [
        ("1965-00", "IMPOSSIBLE_MONTH"),
        ("1965-13", "IMPOSSIBLE_MONTH"),
        ("1965-1", "IMPOSSIBLE_MONTH"),
        ("1965", "IMPOSSIBLE_MONTH"),
        (1965, "IMPOSSIBLE_MONTH"),
        ("1965-02-28", None),
        ("1965-02-29", "IMPOSSIBLE_DAY"),
        ("1964-02-29", None),
        ("1965-04-31", "IMPOSSIBLE_DAY"),
        ("1965-W01-1", "IMPOSSIBLE_DAY"),
        ("19650101", "IMPOSSIBLE_DAY"),
        ("2026-11", None),
        ("2026-11-24", None),
        ("2026-11-25", "NOT_BORN"),
        ("2026-12", "NOT_BORN"),
    ],
)
def test_a_birth_is_a_month_or_day_that_was(birth: Any, problem: str | None) -> None:
    expected = [] if problem is None else [(problem, "birth")]
    assert wrong("retirement_age", birth=birth) == expected


def test_a_birth_too_long_ago_is_not_on_record() -> None:
    assert wrong("retirement_age", birth="1930-01") == [("NOT_ON_RECORD", "")]


@pytest.mark.parametrize(
    ("chosen", "kind", "allowed", "required"),
    [
        ("2030-10", "early", False, 186),
        ("2030-11", "early", True, 186),
        ("2030-12", "early", True, 186),
        ("2031-01", "early", True, 192),
        ("2033-10", "early", True, 204),
        ("2033-11", "statutory", True, 204),
        ("2033-12", "deferred", True, 204),
        ("2036-11", "deferred", True, 204),
        ("2036-12", "deferred", False, 204),
    ],
)
def test_a_chosen_month_at_the_ends_of_the_window(
    chosen: str, kind: str, allowed: bool, required: int
) -> None:
    found = result(
        "retirement_age",
        birth="1980-11",
        category="female_50",
        options=[{"chosen_month": chosen}],
    )
    (option,) = found.options
    assert (option.type, option.allowed_by_age, option.required_months) == (kind, allowed, required)


def test_the_36_months_bind_a_woman_of_50_before_her_original_age() -> None:
    found = result("retirement_age", birth="1983-06", category="female_50")
    assert found.delay_months == 51
    assert (found.statutory_month, found.earliest_flexible_month) == ("2037-09", "2034-09")


def test_a_day_that_the_month_does_not_have_is_its_end() -> None:
    assert result("retirement_age", birth="1965-01-31").statutory_date == "2025-02-28"


@pytest.mark.parametrize(
    ("first_at_final", "months", "back"),
    [("2026-02", 0, "0.00"), ("2026-03", 1, "42.90"), ("2027-01", 11, "471.90")],
)
def test_every_month_paid_provisionally_is_made_good(
    first_at_final: str, months: int, back: str
) -> None:
    found = result("provisional_recalculation", first_month_at_final_rate=first_at_final)
    assert (found.totals.provisional, found.totals.final) == (
        Decimal("4730.20"),
        Decimal("4773.10"),
    )
    assert str(found.monthly_difference) == "42.90"
    assert (found.months_made_good, str(found.back_payment)) == (months, back)


def test_a_final_rate_before_the_first_payment_cannot_be() -> None:
    found = wrong("provisional_recalculation", first_month_at_final_rate="2026-01")
    assert found == [("BEFORE_FIRST_PAID", "first_month_at_final_rate")]


def test_a_base_below_the_provisional_one_is_told_as_paid_too_much() -> None:
    found = result("provisional_recalculation", final_base="12334")
    assert (str(found.monthly_difference), str(found.back_payment)) == ("-30.00", "-180.00")


@pytest.mark.parametrize(("paid", "missing"), [(191, 1), (192, 0), (193, 0), (0, 192)])
def test_months_missing_by_the_minimum_of_the_statutory_year(paid: int, missing: int) -> None:
    found = result("short_years", paid_months=paid)
    assert (found.required_months, found.missing_months) == (204, missing)
    assert bool(found.options) == bool(missing)


@pytest.mark.parametrize(
    ("paid", "first_insured", "is_open", "months"),
    [
        (131, "2011-06", True, 1),  # 61 missing: one after five years
        (132, "2011-06", False, 0),  # 60 missing: the extension is enough
        (131, "2011-07", False, 1),
        (131, None, None, 1),
        (132, None, False, 0),
    ],
)
def test_one_payment_is_for_those_insured_before_the_law_and_short_after_five_years(
    paid: int, first_insured: str | None, is_open: bool | None, months: int
) -> None:
    found = result(
        "short_years", paid_months=paid, deemed_months=12, first_insured_month=first_insured
    )
    option = next(one for one in found.options if one.option == "one_payment")
    assert option.open is (UNSET if is_open is None else is_open)
    assert option.months == (months or UNSET)


def test_the_choices_of_somebody_short_say_what_to_pay_and_what_is_paid_out() -> None:
    options = {one.option.value: one for one in result("short_years").options}
    assert (options["extend"].months, options["extend"].month) == (72, "2039-11")
    assert str(options["residents_scheme"].amount) == "60000.00"
    assert str(options["end_relation"].amount) == "60000.00"


@pytest.mark.parametrize(
    ("first", "fine"), [("2033-10", True), ("2033-11", True), ("2033-12", False)]
)
def test_nobody_is_first_insured_after_the_statutory_month(first: str, fine: bool) -> None:
    expected = [] if fine else [("INSURED_AFTERWARDS", "first_insured_month")]
    assert wrong("short_years", first_insured_month=first) == expected


def test_an_account_is_closed_year_by_year_by_the_rates_on_record() -> None:
    found = result("account_history")
    assert [(year.year, str(year.closing_balance)) for year in found.years] == [
        (2023, "10896.06"),  # 10000 + 397.00 + 480 + 19.06
        (2024, "11662.59"),  # + 2.62%: 285.48, and 480 with 1.05
    ]
    assert not found.provisional


@pytest.mark.parametrize(
    ("through", "closing", "provisional"),
    [
        ("2025-12", "10150.00", False),
        ("2026-01", "10162.69", True),  # 2026 is not published: 1.50% stands in, one month
        ("2026-12", "10302.25", True),
    ],
)
def test_interest_runs_to_the_last_month_by_the_last_rate(
    through: str, closing: str, provisional: bool
) -> None:
    found = result("account_history", first_year=2025, through_month=through, credits=[])
    assert (str(found.closing_balance), found.provisional) == (closing, provisional)


@pytest.mark.parametrize(
    ("through", "method", "closing"),
    [
        ("2025-05", "monthly_product", "11066.25"),  # 62.50, and 1000 for three months: 3.75
        ("2025-06", "monthly_product", "11080.00"),  # 75.00, and four months: 5.00
        ("2025-06", "annual_1083", "11080.00"),  # a part of a year goes by months
        ("2025-11", "annual_1083", "11148.75"),
        ("2025-12", "monthly_product", "11162.50"),
        ("2025-12", "annual_1083", "11158.12"),  # 1000 x 1.5% x 1.083 / 2 = 8.12
    ],
)
def test_a_year_that_ends_early_earns_by_the_months(
    through: str, method: str, closing: str
) -> None:
    found = result(
        "account_history",
        first_year=2025,
        through_month=through,
        credits=[{"month": "2025-03", "amount": "1000"}],
        method=method,
    )
    assert str(found.closing_balance) == closing


def test_only_the_last_year_ends_early() -> None:
    found = result("account_history", first_year=2023, through_month="2025-03", credits=[])
    assert [year.months for year in found.years] == [12, 12, 3]


def test_a_given_rate_goes_before_the_one_on_record_and_years_before_2016_need_one() -> None:
    years = {"first_year": 2015, "through_month": "2015-12", "credits": []}
    assert wrong("account_history", **years) == [("NOT_ON_RECORD", "")]
    found = result("account_history", **years, rates=[{"year": 2015, "rate_percent": "2.75"}])
    assert str(found.closing_balance) == "10275.00"


@pytest.mark.parametrize(
    ("month", "amount"), [("2005-12", "110.00"), ("2006-01", "80.00"), ("1998-01", "110.00")]
)
def test_the_share_of_the_base_that_is_credited(month: str, amount: str) -> None:
    year = int(month[:4])
    found = result(
        "account_history",
        first_year=year,
        through_month=f"{year}-12",
        credits=[{"month": month, "monthly_base": "1000"}],
        rates=[{"year": year, "rate_percent": "0"}],
    )
    assert str(found.years[0].principal) == amount


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"through_month": "2022-12"}, ("ENDS_BEFORE", "through_month")),
        ({"through_month": "2123-01"}, ("TOO_LONG", "through_month")),
        (
            {"credits": [{"month": "2022-12", "amount": "1"}]},
            ("OUTSIDE_THE_TIME", "credits[0].month"),
        ),
        (
            {"credits": [{"month": "2025-01", "amount": "1"}]},
            ("OUTSIDE_THE_TIME", "credits[0].month"),
        ),
        ({"credits": [{"month": "2024-01"}]}, ("ONE_OF_TWO", "credits[0]")),
        (
            {"credits": [{"month": "2024-01", "amount": "1", "monthly_base": "1"}]},
            ("ONE_OF_TWO", "credits[0]"),
        ),
    ],
)
def test_credits_lie_inside_the_accounts_time(
    changed: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert wrong("account_history", **changed) == [problem]


def test_a_base_before_1998_is_not_on_record() -> None:
    found = wrong(
        "account_history",
        first_year=1997,
        through_month="1997-12",
        credits=[{"month": "1997-12", "monthly_base": "1"}],
    )
    assert found == [("NOT_ON_RECORD", "")]


def test_good_cases_are_good() -> None:
    assert not wrong("employee_pension", **good("employee_pension"))
