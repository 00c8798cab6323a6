"""What moves, which account, which province pays, which scheme, by when: at every bound."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from tests.rules.worked import ON, answered, good, result, wrong

from bumang.kernel.money import to_fen
from bumang.kernel.problems import InvalidInput
from bumang.rules import law
from bumang.rules.calculations.declaration import Calculated
from bumang.rules.transfer.pension_place import Account, Segment, pension_place
from bumang.rules.transfer.procedure import (
    TRANSITIONS,
    Actor,
    Event,
    Happened,
    NotPossibleError,
    State,
    follow,
    progress,
)
from bumang.rules.transfer.temporary_account import full_months
from bumang.rules.working_days import working_days

HENAN, GUANGDONG, HUNAN = "410000", "440000", "430000"


def record(year: int = 2015, months: int = 12, base: str = "4000", **said: Any) -> dict[str, Any]:
    return {"year": year, "months": months, "monthly_base": base, **said}


def moved(*records: dict[str, Any], **changed: Any) -> Any:
    return result("transfer_amount", records=list(records), **changed)


def shown(found: Calculated, key: str) -> dict[str, str]:
    """The figures of a step by their keys."""
    step = next(step for step in found.steps if step.key == key)
    return {figure.key: figure.value for figure in step.figures}


# --- what moves


@pytest.mark.parametrize(("year", "pooled"), [(1997, "0"), (1998, "5760"), (1999, "5760")])
def test_the_pooled_part_counts_from_1998(year: int, pooled: str) -> None:
    assert moved(record(year)).pooled_transfer == Decimal(pooled)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({}, True),
        ({"kind": "actual", "status": "paid"}, True),
        ({"kind": "deemed"}, False),
        ({"status": "unpaid"}, False),
        ({"kind": "deemed", "status": "unpaid"}, False),
        ({"payer": "flexible"}, True),
        ({"payer": "employer", "employer_rate": "0.20"}, True),
        ({"payer": "employer", "employer_rate": "0.14"}, True),
    ],
)
def test_only_months_really_paid_count_whoever_paid_at_whatever_rate(
    said: dict[str, str], counts: bool
) -> None:
    found = moved(record(**said))
    assert found.pooled_base_sum == (48000 if counts else 0)
    assert found.pooled_transfer == (5760 if counts else 0)


def test_what_does_not_count_is_told_in_months() -> None:
    found = answered(
        "transfer_amount", records=[record(2015, 7), record(1997), record(2016, 2, kind="deemed")]
    )
    assert shown(found, "pooled_base_sum") == {"counted_months": "7", "left_out_months": "14"}


def test_the_wages_are_summed_and_rounded_once_half_up() -> None:
    # 12% of 0.04 + 0.04 + 0.04 + 0.005.. : each month alone would round to nothing or up
    found = moved(record(2015, 3, "0.11"), record(2016, 1, "0.21"))
    assert found.pooled_base_sum == Decimal("0.54")
    assert found.pooled_transfer == Decimal("0.06")  # 0.0648; 0.0396 + 0.0252 would be 0.04 + 0.03
    assert moved(record(2015, 1, "0.37")).pooled_transfer == Decimal("0.04")  # 0.0444
    assert moved(record(2015, 1, "0.38")).pooled_transfer == Decimal("0.05")  # 0.0456
    assert moved(record(2015, 1, "1.125".removesuffix("5"))).pooled_transfer == Decimal("0.13")


@pytest.mark.parametrize(("months", "problem"), [(11, []), (12, []), (13, ["TOO_MANY_MONTHS"])])
def test_a_year_has_twelve_months_in_all_places_together(months: int, problem: list[str]) -> None:
    records = [record(2015, 6, province=HENAN), record(2015, months - 6, province=GUANGDONG)]
    assert [code for code, _ in wrong("transfer_amount", records=records)] == problem
    unpaid = [records[0], {**records[1], "status": "unpaid"}]
    assert wrong("transfer_amount", records=unpaid) == []


def test_the_year_with_too_many_months_is_named() -> None:
    with pytest.raises(InvalidInput) as caught:
        answered("transfer_amount", records=[record(2015), record(2015, 1)])
    assert "2015" in caught.value.problems[0].what.zh
    assert "2015" in caught.value.problems[0].what.en


@pytest.mark.parametrize(("year", "fine"), [(ON.year, True), (ON.year + 1, False)])
def test_a_year_to_come_cannot_move(year: int, fine: bool) -> None:
    found = wrong("transfer_amount", records=[record(), record(year, 1)])
    assert found == ([] if fine else [("YEAR_AHEAD", "records[1].year")])


def test_extra_lines_go_into_their_item_and_may_be_negative() -> None:
    plain = moved(record())
    lines = [{"item": "account", "amount": "-10.10"}, {"item": "pooled", "amount": "5.05"}]
    found = moved(record(), extra_lines=lines)
    assert found.account_transfer - plain.account_transfer == Decimal("-10.10")
    assert found.pooled_transfer - plain.pooled_transfer == Decimal("5.05")
    assert found.pooled_base_sum == plain.pooled_base_sum
    assert found.total_transfer - plain.total_transfer == Decimal("-5.05")


@pytest.mark.parametrize(("covers", "pooled"), [(None, 11520), (True, 11520), (False, 5760)])
def test_earlier_segments_count_unless_said_otherwise(covers: bool | None, pooled: int) -> None:
    records = [record(2015, province=HENAN), record(2016, province=GUANGDONG)]
    found = answered("transfer_amount", records=records, pooled_covers_earlier_segments=covers)
    assert found.result.pooled_transfer == pooled
    assert shown(found, "pooled_base_sum")["covers_earlier"] == ("no" if covers is False else "yes")
    # the default is from memory, and said to be; what was given is not
    assert bool(found.unverified) is (covers is None)


def test_the_place_that_is_left_is_the_last_in_time_and_not_in_the_list() -> None:
    records = [record(2016, province=GUANGDONG, base="1000"), record(2015, province=HENAN)]
    found = moved(*records, pooled_covers_earlier_segments=False)
    assert found.pooled_base_sum == 12000
    same_year = [record(2016, 6, province=GUANGDONG), record(2016, 1, province=HENAN)]
    found = moved(*same_year, pooled_covers_earlier_segments=False)
    assert found.pooled_base_sum == 4000
    assert moved(pooled_covers_earlier_segments=False).pooled_transfer == 0


def test_without_the_provinces_one_places_share_cannot_be_told() -> None:
    found = wrong("transfer_amount", records=[record()], pooled_covers_earlier_segments=False)
    assert found == [("MISSING_INPUT", "records[].province")]


@given(
    st.lists(
        st.tuples(
            st.integers(1990, 2026),
            st.integers(0, 12),
            st.integers(0, 3_000_000),
            st.sampled_from(["actual", "deemed"]),
            st.sampled_from(["paid", "unpaid"]),
        ),
        max_size=20,
        unique_by=lambda one: one[0],
    ),
    st.integers(0, 10**8),
    st.integers(0, 10**8),
    st.integers(0, 10**8),
)
def test_the_sheets_items_add_up_for_any_history(
    history: list[tuple[int, int, int, str, str]], before: int, balance: int, current: int
) -> None:
    yuan = [str(Decimal(fen) / 100) for fen in (before, balance, current)]
    found = moved(
        *(
            record(year, months, str(Decimal(base) / 100), kind=kind, status=status)
            for year, months, base, kind, status in history
        ),
        pre1998_personal_principal_and_interest=yuan[0],
        account_balance_1998_to_last_year_end=yuan[1],
        current_year_account_principal=yuan[2],
    )
    wages = sum(
        months * base
        for year, months, base, kind, status in history
        if year >= 1998 and (kind, status) == ("actual", "paid")
    )
    assert found.account_transfer * 100 == before + balance + current
    assert found.pooled_base_sum * 100 == wages
    assert found.pooled_transfer * 100 == to_fen(Decimal(wages * 12) / 10000)
    assert found.total_transfer == found.account_transfer + found.pooled_transfer


# --- temporary accounts


@pytest.mark.parametrize(
    ("sex", "age", "kind"),
    [
        ("male", 49, "general"),
        ("male", 50, "temporary"),
        ("male", 51, "temporary"),
        ("female", 39, "general"),
        ("female", 40, "temporary"),
        ("female", 49, "temporary"),
        ("male", {"years": 49, "months": 11}, "general"),
        ("male", {"years": 50, "months": 0}, "temporary"),
        ("female", {"years": 39, "months": 11}, "general"),
        ("female", {"years": 40, "months": 0}, "temporary"),
    ],
)
def test_the_ages_of_fifty_and_forty(sex: str, age: Any, kind: str) -> None:
    assert result("temporary_account_transfer", sex=sex, age_at_entry=age).account_type == kind


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"hukou_in_new_province": True}, "户籍所在省"),
        ({"approved_official_move": True}, "调动"),
        ({"relation_opened_before": True}, "仍是一般账户"),
        ({"age_at_entry": 49, "relation_opened_before": True}, "不满 50 岁"),
    ],
)
def test_who_keeps_a_general_account_at_any_age(said: dict[str, Any], rule: str) -> None:
    found = answered("temporary_account_transfer", **said)
    assert found.result.account_type == "general"
    assert rule in found.steps[0].formula.zh


@pytest.mark.parametrize(
    ("day", "kind"),
    [("2020-05-19", "general"), ("2020-05-20", "temporary"), ("2020-05-21", "temporary")],
)
def test_the_age_is_reached_on_the_birthday(day: str, kind: str) -> None:
    assert result("account_kind", first_contribution_date=day).account_type == kind
    assert result("account_kind", first_contribution_date=day, sex="male").account_type == "general"
    at_home = result("account_kind", first_contribution_date=day, hukou_province=GUANGDONG)
    assert at_home.account_type == "general"


@pytest.mark.parametrize(("day", "problem"), [("1980-05-20", "BEFORE_BIRTH"), ("1980-05-21", None)])
def test_nobody_pays_before_birth(day: str, problem: str | None) -> None:
    found = wrong("account_kind", first_contribution_date=day)
    assert found == ([] if problem is None else [(problem, "first_contribution_date")])


@pytest.mark.parametrize(
    ("on", "months"),
    [("2020-02-28", 479), ("2020-02-29", 480), ("2020-03-28", 480), ("2021-02-28", 491)],
)
def test_an_age_in_full_months(on: str, months: int) -> None:
    assert full_months(date(1980, 2, 29), date.fromisoformat(on)) == months


def test_a_temporary_account_passes_on_everything_and_a_general_one_its_twelve_per_cent() -> None:
    paid = good("temporary_account_transfer")["records"][0]
    records = [paid, {**paid, "year": 2021, "monthly_base": "6000.05", "employer_rate": "0.14"}]
    temporary = result("temporary_account_transfer", records=records)
    assert temporary.employer_principal == Decimal("19680.08")  # 9600 + 10080.084
    assert temporary.personal_principal == Decimal("10560.05")  # 4800 + 5760.048
    assert temporary.total_transfer == Decimal("30561.22")
    general = result("temporary_account_transfer", records=records, age_at_entry=49)
    assert general.employer_principal == temporary.employer_principal
    # 12% of 132000.60, the person's own money, and its interest
    assert general.total_transfer == Decimal("10560.05") + Decimal("321.09") + Decimal("15840.07")


# --- where the pension is drawn


def place(home: str, current: str, *segments: tuple[str, int] | tuple[str, int, str]) -> Any:
    found = result(
        "pension_place",
        hukou_province=home,
        current_relation_province=current,
        segments=[
            {"province": one[0], "months": one[1], "account": one[2] if len(one) > 2 else "general"}
            for one in segments
        ],
    )
    return found.place, found.rule


@pytest.mark.parametrize(
    ("months", "decided"), [(119, (HENAN, 4)), (120, (GUANGDONG, 2)), (121, (GUANGDONG, 2))]
)
def test_ten_years_are_120_months(months: int, decided: tuple[str, int]) -> None:
    assert place(HENAN, GUANGDONG, (HENAN, 60), (GUANGDONG, months)) == decided


@pytest.mark.parametrize(
    ("months", "decided"), [(119, (HENAN, 4)), (120, (HUNAN, 3)), (121, (HUNAN, 3))]
)
def test_the_relation_goes_back_to_the_last_place_with_ten_years(
    months: int, decided: tuple[str, int]
) -> None:
    assert place(HENAN, GUANGDONG, (HUNAN, months), (GUANGDONG, 119)) == decided


def test_the_home_province_needs_no_ten_years() -> None:
    assert place(HENAN, HENAN, (GUANGDONG, 300), (HENAN, 1)) == (HENAN, 1)
    assert place(HENAN, HENAN) == (HENAN, 1)


def test_it_is_the_last_place_and_not_the_longest() -> None:
    assert place(HENAN, "500000", (HUNAN, 200), (GUANGDONG, 120), ("500000", 12)) == (GUANGDONG, 3)
    twice = ((GUANGDONG, 60), (HUNAN, 130), (GUANGDONG, 60), ("500000", 12))
    assert place(HENAN, "500000", *twice) == (GUANGDONG, 3)


def test_segments_of_one_province_add_up() -> None:
    assert place(HENAN, GUANGDONG, (GUANGDONG, 60), (HUNAN, 12), (GUANGDONG, 60)) == (GUANGDONG, 2)


def test_temporary_months_never_count_for_a_place() -> None:
    assert place(HENAN, GUANGDONG, (GUANGDONG, 119), (GUANGDONG, 50, "temporary")) == (HENAN, 4)
    assert place(HENAN, GUANGDONG, (HUNAN, 130, "temporary"), (GUANGDONG, 50)) == (HENAN, 4)
    # ... nor does the last place reached by them come before an earlier general one
    back = ((HUNAN, 120), (GUANGDONG, 120), (HUNAN, 12, "temporary"), ("500000", 6))
    assert place(HENAN, "500000", *back) == (GUANGDONG, 3)


def test_deemed_months_count_where_the_person_worked_then() -> None:
    segments = [
        {"province": GUANGDONG, "months": 60, "kind": "deemed"},
        {"province": GUANGDONG, "months": 60},
    ]
    found = result("pension_place", segments=segments)
    assert (found.place, found.rule) == (GUANGDONG, 2)


def test_the_home_province_registers_whoever_has_no_months_there() -> None:
    assert place(HENAN, GUANGDONG) == (HENAN, 4)


@pytest.mark.parametrize("code", ["440300", "44000", "4400000", "", 440000, "04 000", "040000"])
def test_a_place_is_a_provinces_code(code: Any) -> None:
    assert wrong("pension_place", hukou_province=code) == [("PROVINCE_FORM", "hukou_province")]


PROVINCES = st.sampled_from(["110000", "310000", HENAN, GUANGDONG, HUNAN])
SEGMENTS = st.lists(
    st.builds(Segment, PROVINCES, st.integers(0, 200), st.sampled_from(Account)), max_size=8
)


@given(PROVINCES, SEGMENTS, PROVINCES)
def test_exactly_one_rule_decides_and_its_place_satisfies_it(
    home: str, segments: list[Segment], current: str
) -> None:
    found = pension_place(home, segments, current, law(), ON)
    months: Counter[str] = Counter()
    for one in segments:
        months[one.province] += one.months if one.account is Account.GENERAL else 0
    away = current != home
    enough = {code for code, paid in months.items() if paid >= 120}
    assert found.rule == (1 if not away else 2 if current in enough else 3 if enough else 4)
    assert found.place == {1: home, 2: current, 4: home}.get(found.rule, found.place)
    if found.rule == 3:
        assert found.place in enough


# --- between the schemes


@pytest.mark.parametrize(
    ("direction", "months", "allowed"),
    [
        ("residents_to_employee", 179, False),
        ("residents_to_employee", 180, True),
        ("residents_to_employee", 181, True),
        ("employee_to_residents", 179, True),
        ("employee_to_residents", 180, False),
        ("employee_to_residents", 181, False),
        ("resident_to_employee", 180, True),
        ("employee_to_resident", 179, True),
    ],
)
def test_enough_years_decide_the_direction(direction: str, months: int, allowed: bool) -> None:
    given_ = {"direction": direction, "employee_months": months}
    assert result("scheme_conversion", **given_).allowed is allowed
    assert result("scheme_conversion", **given_, at_statutory_age=False).allowed is False


def test_what_is_not_allowed_moves_nothing_and_says_why() -> None:
    found = answered("scheme_conversion", employee_months=179)
    assert (found.result.merged_account_amount, found.result.refund) == (0, 0)
    assert found.result.resident_years_converted == 0
    assert "不够最低年限" in found.steps[0].formula.zh
    early = answered("scheme_conversion", at_statutory_age=False)
    assert "达到法定退休年龄" in early.steps[0].formula.zh


def test_the_residents_money_of_months_paid_twice_goes_back_by_the_month() -> None:
    found = result("scheme_conversion", overlap_months=7)
    assert found.refund == Decimal("700.00")
    assert found.merged_account_amount == Decimal("11300.00")
    odd = result("scheme_conversion", overlap_months=1, collective_subsidy_per_year="0.06")
    assert odd.refund == Decimal("83.34")  # 1000.06 / 12 = 83.338...
    assert result("scheme_conversion", overlap_months=0).refund == 0


@pytest.mark.parametrize(("balance", "fine"), [("599.99", False), ("600", True), ("600.01", True)])
def test_no_more_goes_back_than_the_account_holds(balance: str, fine: bool) -> None:
    found = wrong("scheme_conversion", resident_account_balance=balance)
    assert found == ([] if fine else [("REFUND_TOO_LARGE", "overlap_months")])


def test_the_yearly_contribution_is_asked_for_where_months_overlap() -> None:
    without = {"resident_personal_contribution_per_year": None}
    assert wrong("scheme_conversion", **without) == [
        ("MISSING_INPUT", "resident_personal_contribution_per_year")
    ]
    assert wrong("scheme_conversion", **without, overlap_months=0) == []
    assert wrong("scheme_conversion", **without, overlap_months=None) == []


@pytest.mark.parametrize(
    ("months", "years"), [(0, 0), (119, 9.92), (120, 10), (121, 10.08), (156, 13)]
)
def test_employee_years_become_residents_years_and_never_the_other_way(
    months: int, years: float
) -> None:
    found = result(
        "scheme_conversion",
        direction="employee_to_residents",
        employee_months=months,
        employee_account_balance="5000.00",
    )
    assert found.resident_years_converted == years
    assert type(found.resident_years_converted) is type(years)
    assert found.merged_account_amount == Decimal("5000.00")
    assert found.refund == Decimal("600.00")
    assert result("scheme_conversion").resident_years_converted == 0


def test_an_account_that_was_not_given_is_left_out_and_not_guessed() -> None:
    found = result("scheme_conversion", direction="employee_to_residents", employee_months=100)
    assert found.allowed
    assert found.merged_account_amount is UNSET


# --- the steps and their limits


def test_the_states_and_transitions_are_those_of_the_shared_table(shared: Path) -> None:
    table = json.loads((shared / "domain/tables/transfer_states.json").read_text("utf-8"))
    states = [(one["code"], one["name_cn"], one["waiting_for"]) for one in table["states"]]
    assert states == [(one.value, one.name_zh_en.zh, one.waiting_for.value) for one in State]
    rows = [
        (one["from_state"], one["event"], one["to_state"], one["actor"], one["limit"] is not None)
        for one in table["transitions"]
    ]
    assert rows == [
        (one.before.value, one.event.value, one.after.value, one.actor.value, one.limited)
        for one in TRANSITIONS
    ]
    assert {tuple(one["limit"]) for one in table["transitions"] if one["limit"]} == {
        (law().at("transfer_step_days", ON).count, "working_day")
    }


def test_an_end_has_no_way_on_and_every_state_can_be_reached() -> None:
    before = {one.before for one in TRANSITIONS}
    assert before == {state for state in State if not state.is_end}
    reached, last = {State.DRAFT}, set()
    while reached != last:
        last = set(reached)
        reached |= {one.after for one in TRANSITIONS if one.before in reached}
    assert reached == set(State)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_an_event_happens_only_where_the_table_says_and_by_its_actor(
    state: State, event: Event
) -> None:
    rows = [one for one in TRANSITIONS if (one.before, one.event) == (state, event)]
    for actor in Actor:
        happened = Happened(event, actor, ON)
        after = {one.after for one in rows if one.actor is actor}
        if after:
            assert {follow(state, happened, 0)} == after
        else:
            with pytest.raises(NotPossibleError) as caught:
                follow(state, happened, 0)
            assert caught.value.wrong_actor is bool(rows)


def event(name: str, actor: str, on: str) -> dict[str, str]:
    return {"event": name, "actor": actor, "on": on}


SENT = [event("submit", "applicant", "2026-03-02")]  # a Monday


@pytest.mark.parametrize(
    ("today", "used", "overdue"),
    [
        ("2026-03-02", 0, False),
        ("2026-03-03", 1, False),
        ("2026-03-20", 14, False),
        ("2026-03-23", 15, False),
        ("2026-03-24", 16, True),
    ],
)
def test_a_step_has_fifteen_working_days(today: str, used: int, overdue: bool) -> None:
    found = result("transfer_progress", events=SENT, today=today)
    assert (found.state, found.waiting_for) == ("SUBMITTED", "new place")
    assert (found.used_days, found.overdue, found.due_on) == (used, overdue, "2026-03-23")


def test_the_clock_stands_still_while_the_applicant_mends_something() -> None:
    events = [
        *SENT,
        event("ask_supplement", "new_place", "2026-03-06"),  # four days used
        event("resubmit", "applicant", "2026-04-01"),
    ]
    waiting = result("transfer_progress", events=events[:2], today="2026-03-31")
    assert (waiting.state, waiting.due_on, waiting.overdue) == ("SUPPLEMENT_NEEDED", UNSET, False)
    again = result("transfer_progress", events=events, today="2026-04-02")
    # eleven days are left: 2 and 3 April, the 7th to 10th (the 6th is a day off), 13th to 17th
    assert (again.used_days, again.due_on) == (5, "2026-04-17")


def test_an_exhausted_clock_is_overdue_as_soon_as_the_step_goes_on() -> None:
    events = [
        *SENT,
        event("ask_supplement", "new_place", "2026-03-30"),
        event("resubmit", "applicant", "2026-04-01"),
    ]
    found = result("transfer_progress", events=events, today="2026-04-01")
    assert (found.used_days, found.due_on, found.overdue) == (20, "2026-04-01", False)
    assert result("transfer_progress", events=events, today="2026-04-02").overdue


def test_a_place_may_promise_less() -> None:
    found = result("transfer_progress", events=SENT, today="2026-03-10", step_limit_days=5)
    assert (found.due_on, found.overdue) == ("2026-03-09", True)


def test_money_and_sheet_come_in_either_order_and_meet() -> None:
    start = [
        *SENT,
        event("accept_and_send_letter", "new_place", "2026-03-09"),
        event("letter_received", "old_place", "2026-03-10"),
        event("send_sheet", "old_place", "2026-03-12"),
    ]
    sheet = event("sheet_arrives", "new_place", "2026-03-13")
    paid = event("remit", "old_place", "2026-03-13")
    money = event("money_arrives", "new_place", "2026-03-13")
    for order in ([sheet, paid, money], [paid, money, sheet], [paid, sheet, money]):
        found = result("transfer_progress", events=[*start, *order], today="2026-03-13")
        assert found.state == "MATCHING"
    done = event("complete", "new_place", "2026-03-16")
    end = result("transfer_progress", events=[*start, paid, money, sheet, done], today="2026-12-31")
    assert (end.state, end.waiting_for, end.due_on) == ("COMPLETED", "end", UNSET)


@pytest.mark.parametrize(
    ("events", "problem"),
    [
        ([event("remit", "old_place", "2026-03-02")], ("NOT_POSSIBLE", "events[0].event")),
        ([event("submit", "new_place", "2026-03-02")], ("WRONG_ACTOR", "events[0].actor")),
        ([*SENT, event("reject", "new_place", "2026-03-01")], ("OUT_OF_ORDER", "events[1].on")),
        ([event("submit", "applicant", "2026-03-25")], ("OUT_OF_ORDER", "today")),
        ([event("submit", "applicant", "2017-12-29")], ("CALENDAR_NOT_ON_RECORD", "")),
    ],
)
def test_what_cannot_have_happened_is_told(
    events: list[dict[str, str]], problem: tuple[str, str]
) -> None:
    assert wrong("transfer_progress", events=events, today="2026-03-24") == [problem]


def test_what_cannot_have_happened_is_told_in_words() -> None:
    def said(*events: dict[str, str]) -> str:
        with pytest.raises(InvalidInput) as caught:
            answered("transfer_progress", events=list(events), today="2026-03-24")
        return caught.value.problems[0].what.zh

    early = said(event("remit", "old_place", "2026-03-02"))
    assert early == "在「草稿」时不能发生 remit。"
    assert said(event("submit", "new_place", "2026-03-02")) == "submit 不是由 new_place 办的。"


@pytest.mark.parametrize(
    ("age", "problem"),
    [
        (15, "OUT_OF_RANGE"),
        (16, None),
        (100, None),
        (101, "OUT_OF_RANGE"),
        (True, "WHOLE_FORM"),
        ("50", "WHOLE_FORM"),
        ({"years": 50}, "MISSING_INPUT"),
        ({"years": 50, "months": 12}, "OUT_OF_RANGE"),
    ],
)
def test_an_age_is_in_full_years_or_years_and_months(age: Any, problem: str | None) -> None:
    found = [code for code, _ in wrong("temporary_account_transfer", age_at_entry=age)]
    assert found == ([] if problem is None else [problem])


def test_the_day_itself_may_have_several_events() -> None:
    events = [*SENT, event("withdraw", "applicant", "2026-03-02")]
    assert result("transfer_progress", events=events, today="2026-03-02").state == "CANCELLED"
    assert result("transfer_progress", events=[], today="2026-03-02").state == "DRAFT"


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_mending_never_costs_the_step_a_day(pauses: list[int]) -> None:
    """However long the applicant takes, what the new place has used stays what it has used."""
    day, history = date(2024, 3, 4), []
    history.append(Happened(Event.SUBMIT, Actor.APPLICANT, day))
    for pause in pauses:
        history.append(Happened(Event.ASK_SUPPLEMENT, Actor.NEW_PLACE, day))
        day += timedelta(days=pause)
        history.append(Happened(Event.RESUBMIT, Actor.APPLICANT, day))
    found = progress(history, day, 15, working_days())
    assert found.used_days == 0
    assert found.due_on == working_days().after(day, 15)


# --- a gap in medical insurance


@pytest.mark.parametrize(
    ("change", "gap", "before", "may", "wait"),
    [
        ("employee_to_employee", 0, 0, True, 0),
        ("employee_to_employee", 2, 0, True, 0),
        ("employee_to_employee", 3, 0, True, 0),
        ("employee_to_employee", 4, 0, False, 6),
        ("employee_to_residents", 3, 23, False, 6),
        ("employee_to_residents", 3, 24, True, 0),
        ("residents_to_employee", 3, 25, True, 0),
        ("residents_to_employee", 4, 25, False, 6),
        ("residents_to_employee", 0, 0, False, 0),
    ],
)
def test_a_gap_of_three_months_may_be_paid_up(
    change: str, gap: int, before: int, may: bool, wait: int
) -> None:
    found = result("medical_gap", change=change, gap_months=gap, unbroken_months_before=before)
    assert (found.may_pay_up, found.longest_waiting_months) == (may, wait)


# --- what stands in the way


LUMP = {"months": 36, "paid_date": "2020-01-10"}


@pytest.mark.parametrize(
    ("said", "decided", "cases"),
    [
        ({}, "clear", []),
        ({"paying_at_new_place": False}, "refused", ["E01"]),
        ({"paying_at_old_place": True}, "refused", ["E01"]),
        ({"draws_pension": True}, "refused", ["E02"]),
        ({"account": "temporary"}, "refused", ["E03"]),
        ({"names_agree": False}, "supplement", ["E04"]),
        ({"months_paid_twice": 0}, "clear", []),
        ({"months_paid_twice": 1}, "supplement", ["E05"]),
        ({"employer_in_arrears": True}, "partial", ["E06"]),
        ({"lump_payments": [LUMP]}, "partial", ["E07"]),
        ({"lump_payments": [{**LUMP, "months": 35}]}, "clear", []),
        (
            {
                "lump_payments": [
                    {**LUMP, "document": "audit", "document_date": "2020-01-09"},
                    LUMP,
                ]
            },
            "partial",
            ["E07"],
        ),
        ({"died": True}, "refused", ["E12"]),
        ({"another_transfer_open": True}, "refused", ["E13"]),
        ({"employer_in_arrears": True, "names_agree": False}, "supplement", ["E04", "E06"]),
        ({"employer_in_arrears": True, "died": True}, "refused", ["E06", "E12"]),
    ],
)
def test_every_obstacle_is_told_and_the_gravest_decides(
    said: dict[str, Any], decided: str, cases: list[str]
) -> None:
    found = result("transfer_check", **said)
    assert found.decided == decided
    assert [one.case for one in found.cases] == cases


def test_a_lump_payments_document_has_its_day() -> None:
    lump = [{**LUMP, "document": "court"}]
    assert wrong("transfer_check", lump_payments=lump) == [
        ("MISSING_INPUT", "lump_payments[0].document_date")
    ]
