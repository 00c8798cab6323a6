"""What is in force at a moment, and what an order must be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.gate.cost import Cost
from bumang.gate.lane import LINE_NAMED
from bumang.gate.steering import Order, Setting, Steering, in_force
from bumang.gate.wanted import LONGEST_PAUSE, Wanted, problems

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
MAIN = LINE_NAMED["interactive.main"]
MATTERS = {"pension-estimate"}
GOOD = {
    Setting.RATE: ("interactive.main", 5),
    Setting.LIMIT: ("interactive", 20),
    Setting.URGENT_SHARE: ("interactive", 0.1),
    Setting.URGENT: ("pension-estimate", True),
    Setting.MESSAGE: ("", {"zh": "今天是截止日。", "en": "Today is the deadline."}),
    Setting.PAUSE: ("interactive.main", True),
}


def order(setting: Setting, target: str, value: Any, ends_at: datetime | None = None) -> Order:
    return Order(1, NOW, "operator:1", "why", setting, target, None, value, ends_at)


def wanted(setting: Setting, **changed: Any) -> Wanted:
    target, value = GOOD[setting]
    ends_at = NOW + timedelta(hours=1)
    return Wanted(
        **({"reason": "截止日", "ends_at": ends_at} | _named(setting, target, value) | changed)
    )


def _named(setting: Setting, target: str, value: Any) -> dict[str, Any]:
    return {"setting": setting, "target": target, "value": value}


def codes(one: Wanted) -> list[str]:
    return [problem.code for problem in problems(one, MATTERS, NOW)]


def test_without_orders_the_gate_goes_by_itself() -> None:
    assert in_force([], NOW) == Steering()
    nothing = [order(setting, target, None) for setting, (target, _) in GOOD.items()]
    assert in_force(nothing, NOW) == Steering()


def test_every_order_is_in_force_until_its_end_and_not_a_moment_longer() -> None:
    end = NOW + timedelta(minutes=5)
    orders = [order(setting, *GOOD[setting], end) for setting in Setting]
    held = in_force(orders, end - timedelta(microseconds=1))
    assert held.rates == {MAIN: 5}
    assert held.limits == {Cost.INTERACTIVE: 20}
    assert held.urgent_shares == {Cost.INTERACTIVE: 0.1}
    assert held.urgent == {"pension-estimate"}
    assert held.message is not None
    assert held.paused == {MAIN: end}
    assert in_force(orders, end) == Steering()


@pytest.mark.parametrize("setting", Setting)
def test_a_good_order_has_nothing_wrong_with_it(setting: Setting) -> None:
    assert codes(wanted(setting)) == []
    assert codes(wanted(setting, value=None, ends_at=None)) == []


@pytest.mark.parametrize("setting", Setting)
@pytest.mark.parametrize("reason", ["", "  ", "x", "a\nb", "a\x00b", "长" * 501])
def test_an_order_without_a_reason_is_not_taken(setting: Setting, reason: str) -> None:
    assert codes(wanted(setting, reason=reason)) == ["ORDER_REASON"]


@pytest.mark.parametrize("setting", Setting)
def test_an_order_for_something_that_is_not_there_names_what_there_is(setting: Setting) -> None:
    (problem,) = problems(wanted(setting, target="nowhere"), MATTERS, NOW)
    assert problem.code == "ORDER_TARGET"
    assert GOOD[setting][0] in problem.fix.en


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        *((Setting.RATE, value) for value in (0, -1, 0.001, 1e9, float("inf"), "5", True)),
        *((Setting.LIMIT, value) for value in (0, 1.5, 1001, float("inf"), [], True)),
        *((Setting.URGENT_SHARE, value) for value in (-0.1, 0.21, 1, "0.1", False)),
        *((Setting.URGENT, value) for value in (False, 1, "true")),
        *((Setting.PAUSE, value) for value in (False, 1)),
        *((Setting.MESSAGE, value) for value in ("x", {"zh": "x"}, {"zh": "x", "en": " "})),
        (Setting.MESSAGE, {"zh": "x" * 201, "en": "x"}),
        (Setting.MESSAGE, {"zh": "a\x00", "en": "x"}),
    ],
)
def test_a_value_that_cannot_be_is_told_with_what_can(setting: Setting, value: Any) -> None:
    assert codes(wanted(setting, value=value)) == ["ORDER_VALUE"]


def test_a_pause_ends_by_itself_within_four_hours() -> None:
    longest = NOW + LONGEST_PAUSE
    assert codes(wanted(Setting.PAUSE, ends_at=None)) == ["ORDER_PAUSE_END"]
    assert codes(wanted(Setting.PAUSE, ends_at=longest)) == []
    assert codes(wanted(Setting.PAUSE, ends_at=longest + timedelta(seconds=1))) == [
        "ORDER_PAUSE_END"
    ]


@pytest.mark.parametrize(
    ("ends_at", "code"),
    [
        (NOW, "ORDER_END_PAST"),
        (datetime(2026, 11, 30, 10), "ORDER_END_ZONE"),  # noqa: DTZ001 - the wrong one is wanted
        (datetime.max.replace(tzinfo=UTC), "ORDER_END_FAR"),
    ],
)
def test_an_end_is_a_moment_to_come(ends_at: datetime, code: str) -> None:
    assert codes(wanted(Setting.RATE, ends_at=ends_at)) == [code]


def test_giving_back_has_no_end() -> None:
    assert codes(wanted(Setting.RATE, value=None)) == ["ORDER_NOTHING_TO_END"]


@given(
    st.sampled_from(Setting),
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.datetimes(timezones=st.just(UTC)) | st.none(),
)
def test_whatever_is_wanted_either_is_told_wrong_or_can_be_in_force(
    setting: Setting, value: Any, ends_at: datetime | None
) -> None:
    one = wanted(setting, value=value, ends_at=ends_at)
    if not problems(one, MATTERS, NOW):
        in_force([order(setting, one.target, value, ends_at)], NOW)
