"""How clients behave, without a network."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bumang.rush.ask import Ask, Heard, failed, heard
from bumang.rush.behaviour import (
    FORGETFUL,
    GHOST,
    HAMMER,
    MANY_FACED,
    PERSON,
    PROGRAM,
    SCRIPTS,
    Manner,
    Visitor,
)

PAGE = Ask("GET", "/receipts/x", "interactive")
PAY = Ask("POST", "/pay", "accept", (("idempotency-key", "k-1"),), b"{}", urgent=True)
WAIT = Heard("queued", retry_after_s=10, kept=(("bumang-ticket-interactive", "T1"),), ticket="T1")


def visitor(manner: Manner, *wants: Ask) -> Visitor:
    return Visitor(manner, wants or (PAGE,), 5.0, np.random.default_rng(1))


def test_a_person_comes_back_when_told_with_the_ticket_in_the_cookie() -> None:
    following = visitor(PERSON).heard(6.0, WAIT)
    assert following is not None
    assert following.at == 16.0
    assert ("cookie", "bumang-ticket-interactive=T1") in following.ask.headers


def test_a_person_reads_the_next_page_with_the_pass() -> None:
    one = visitor(PERSON, PAGE, PAGE)
    one.heard(6.0, WAIT)
    following = one.heard(17.0, Heard("done", kept=(("bumang-pass-interactive", "P1"),)))
    assert following is not None
    assert following.at >= 17.0
    cookie = dict(following.ask.headers)["cookie"]
    assert "bumang-pass-interactive=P1" in cookie
    assert one.heard(20.0, Heard("done")) is None
    assert one.ending == "served"


def test_a_person_gives_up_when_the_patience_is_over() -> None:
    one = visitor(PERSON)
    assert one.heard(5.0 + PERSON.patience_s, WAIT) is None
    assert one.ending == "gave up"


def test_a_ghost_takes_a_place_and_never_comes_back() -> None:
    one = visitor(GHOST)
    assert one.heard(6.0, WAIT) is None
    assert one.ending == "never came back"


def test_a_program_sends_the_same_key_again_when_no_answer_came() -> None:
    one = visitor(PROGRAM, PAY)
    for cause in ("timeout", "reset", "refused"):
        following = one.heard(7.0, failed(cause))
        assert following is not None
        assert following.at > 7.0
        assert ("idempotency-key", "k-1") in following.ask.headers
        assert following.ask.body == PAY.body


def test_a_program_keeps_the_ticket_in_its_header() -> None:
    following = visitor(PROGRAM).heard(6.0, WAIT)
    assert following is not None
    assert ("bumang-ticket", "T1") in following.ask.headers


def test_what_is_told_to_be_wrong_is_not_sent_again() -> None:
    one = visitor(PERSON)
    assert one.heard(6.0, Heard("invalid")) is None
    assert one.ending == "told what is wrong"


def test_a_script_that_forgets_comes_as_a_stranger_every_time() -> None:
    following = visitor(FORGETFUL).heard(6.0, WAIT)
    assert following is not None
    assert following.ask == PAGE


def test_a_script_that_hammers_does_not_wait_as_long_as_it_is_told() -> None:
    following = visitor(HAMMER).heard(6.0, WAIT)
    assert following is not None
    assert following.at < 6.0 + WAIT.retry_after_s / 10


def test_a_script_of_many_faces_holds_as_many_places() -> None:
    one = visitor(MANY_FACED)
    tickets = set()
    for n in range(MANY_FACED.faces * 2):
        told = Heard("queued", retry_after_s=10, kept=(("t", f"T{n % MANY_FACED.faces}"),))
        following = one.heard(6.0 + n, told)
        assert following is not None
        tickets.add(dict(following.ask.headers).get("cookie", ""))
    assert len(tickets - {""}) == MANY_FACED.faces


answers = st.sampled_from(
    [WAIT, Heard("done"), Heard("accepted"), Heard("invalid"), failed("reset"), failed("timeout")]
)


@given(
    st.sampled_from([PERSON, GHOST, PROGRAM, *SCRIPTS]),
    st.lists(st.tuples(st.floats(0, 60), answers), max_size=60),
)
def test_nobody_goes_back_in_time_or_stays_beyond_patience(
    manner: Manner, story: list[tuple[float, Heard]]
) -> None:
    one, now = visitor(manner, PAGE, PAGE), 5.0
    for pause, told in story:
        now += pause
        following = one.heard(now, told)
        if following is None:
            assert one.ending != "still there"
            return
        assert following.at >= now
        if told.kind in {"queued", "other"}:
            assert following.at - one.due <= manner.patience_s
        now = following.at


@pytest.mark.parametrize(
    ("status", "headers", "kind", "cause"),
    [
        (200, {}, "done", ""),
        (303, {}, "done", ""),
        (202, {}, "accepted", ""),
        (429, {"retry-after": "7"}, "queued", ""),
        (429, {}, "other", "busy"),
        (404, {}, "invalid", ""),
        (500, {}, "other", "5xx"),
        (503, {"retry-after": "7"}, "other", "5xx"),
    ],
)
def test_an_answer_is_what_it_is_to_a_client(
    status: int, headers: dict[str, str], kind: str, cause: str
) -> None:
    found = heard(status, headers, ())
    assert (found.kind, found.cause) == (kind, cause)
