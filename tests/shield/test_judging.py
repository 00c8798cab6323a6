"""What answers mean for a delivery, and when an old system counts as down: the pure rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.shield.breaker import Breaker, Sent, State
from bumang.shield.cache import Cache, Kept, may_be_kept
from bumang.shield.config import Ask, Match, Route, Store
from bumang.shield.headers import end_to_end, to_visitor, without_our_cookies
from bumang.shield.judging import Heard, after_answer, after_asking, not_sent, unheard
from bumang.shield.judging import State as Delivery
from bumang.shield.measures import Pattern, Seconds
from bumang.shield.routes import PAGE, route_for

STORE = Store(
    person="field:p",
    done=Match(status=(303,), location=Pattern("^/done")),
    retry=Match(status=(429, 503)),
    back_off=Seconds(2),
    attempts=4,
)
ASKING = Store(
    person="field:p",
    done=STORE.done,
    unknown="ask",
    ask=Ask(path="/?k={key}", done=Match(text=Pattern("yes")), settle=Seconds(60)),
)


@pytest.mark.parametrize(
    ("heard", "state"),
    [
        (Heard(303, "/done/1"), Delivery.DELIVERED),
        (Heard(303, "/login"), Delivery.PARKED),
        (Heard(200, "", "is missing"), Delivery.PARKED),
        (Heard(503), Delivery.WAITING),
        (Heard(500), Delivery.PARKED),
    ],
)
def test_an_answer_is_done_again_later_or_a_person_s(heard: Heard, state: Delivery) -> None:
    assert after_answer(STORE, heard, 1).state is state


def test_what_nobody_heard_is_never_sent_again_by_a_guess() -> None:
    assert unheard(STORE, 1, 0).state is Delivery.PARKED
    assert unheard(ASKING, 1, 0).state is Delivery.UNKNOWN
    assert unheard(ASKING, 1, 20).wait_s == 40, "the old system may still be at it"


def test_asking_finds_it_does_not_find_it_or_is_not_answered() -> None:
    assert after_asking(ASKING, Heard(200, "", "yes"), 1).state is Delivery.DELIVERED
    assert after_asking(ASKING, Heard(200, "", "no"), 1).state is Delivery.WAITING
    assert after_asking(ASKING, Heard(404), 1).state is Delivery.WAITING
    assert after_asking(ASKING, Heard(302, "/login"), 1).state is Delivery.UNKNOWN
    assert after_asking(ASKING, None, 1).state is Delivery.UNKNOWN


def test_pauses_double_and_end_with_a_person() -> None:
    waits = [after_answer(STORE, Heard(503), n).wait_s for n in (1, 2, 3)]
    assert waits == [2, 4, 8]
    assert after_answer(STORE, Heard(503), 4).state is Delivery.PARKED
    assert not_sent(0).uncounted == 1


def test_a_breaker_opens_after_failures_in_a_row_probes_and_closes() -> None:
    breaker = Breaker(failures=3, pause=2, longest=5)
    for ok in (False, False, True, False, False):
        breaker.ended(Sent.USUAL, ok, 0)
    assert breaker.state(0) is State.CLOSED
    breaker.ended(Sent.USUAL, False, 0)
    assert breaker.let_through(1.9) is None
    assert breaker.let_through(2) is Sent.PROBE
    assert breaker.let_through(2) is None, "one probe at a time"
    breaker.ended(Sent.PROBE, False, 2)
    assert breaker.wait(2) == 4, "twice as long"
    assert breaker.let_through(6) is Sent.PROBE
    breaker.ended(Sent.PROBE, None, 6)
    for _ in range(2):
        assert breaker.let_through(6) is Sent.PROBE
        breaker.ended(Sent.PROBE, True, 6)
    assert breaker.state(6) is State.CLOSED


@given(st.lists(st.tuples(st.sampled_from([True, False, None]), st.floats(0, 10)), max_size=60))
def test_a_breaker_never_stays_shut_for_ever(steps: list[tuple[bool | None, float]]) -> None:
    breaker, now = Breaker(failures=2, pause=1, longest=8), 0.0
    for ok, passed in steps:
        now += passed
        if sent := breaker.let_through(now):
            breaker.ended(sent, ok, now)
    assert breaker.wait(now) <= 8 + 1e-9  # the difference of two sums of times
    now += 8
    for _ in range(2):
        sent = breaker.let_through(now)
        assert sent is not None
        breaker.ended(sent, True, now)
    assert breaker.state(now) is State.CLOSED


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        ([], True),
        ([("Cache-Control", "max-age=5")], True),
        ([("Vary", "Accept-Encoding")], True),
        ([("Set-Cookie", "a=1")], False),
        ([("Cache-Control", "private, max-age=5")], False),
        ([("Cache-Control", "No-Store")], False),
        ([("Vary", "Cookie")], False),
        ([("Vary", "*")], False),
    ],
)
def test_only_what_is_the_same_for_everyone_is_kept(
    fields: list[tuple[str, str]], may: bool
) -> None:
    assert may_be_kept(200, fields) is may
    assert not may_be_kept(404, fields)


def test_what_is_kept_is_bounded_and_gets_old() -> None:
    cache = Cache(largest=10_000)
    for n in range(20):
        cache.put((str(n),), Kept((), bytes(1000), float(n)))
    assert cache.get(("0",), 20, 100) is None, "the oldest went first"
    assert cache.get(("19",), 20, 100) is not None
    assert cache.get(("19",), 200, 100) is None


def test_a_path_is_compared_as_the_old_system_reads_it() -> None:
    form = Route(path="/apply", store=STORE)
    below = Route(path="/static/*", wait=False)
    part = Route(path="/cases/*/print")
    routes = (form, below, part)
    assert route_for(routes, "POST", "/%61pply") is form
    assert route_for(routes, "GET", "/apply") is PAGE
    assert route_for(routes, "GET", "/static/a/b.css") is below
    assert route_for(routes, "GET", "/cases/12/print") is part
    assert route_for(routes, "GET", "/cases/1/2/print") is PAGE


def test_connection_names_what_stays_here() -> None:
    kept = end_to_end([("Connection", "close, X-A"), ("x-a", "1"), ("X-B", "2"), ("TE", "t")])
    assert kept == [("X-B", "2")]


def test_our_cookies_stay_here() -> None:
    sent = "a=1; bumang-ticket-upstream=x; __Host-bumang-pass-upstream=y; b=2"
    assert without_our_cookies(sent) == "a=1; b=2"


def test_names_of_files_in_gbk_stay_readable() -> None:
    raw = "attachment; filename=报表.xls".encode("gbk").decode("utf-8", "surrogateescape")
    assert to_visitor([("Content-Disposition", raw)], "http://a") == [
        ("Content-Disposition", "attachment; filename=报表.xls")
    ]
