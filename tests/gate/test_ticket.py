"""Tickets and codes: nobody can make or change one, and a new key loses nobody's place."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bumang.gate.ticket import Seals, Ticket
from bumang.runtime.key_file import load_or_create

ONE, OTHER = Seals({1: b"1" * 32}), Seals({1: b"2" * 32})
BOTH = Seals({1: b"1" * 32, 2: b"2" * 32})
tickets = st.builds(
    Ticket, st.integers(0, 63), st.integers(1, 2**32 - 1), st.integers(0, 2**32 - 1)
)


@given(tickets)
def test_a_token_and_a_code_lead_back_to_the_place(ticket: Ticket) -> None:
    assert ONE.read(ONE.token(ticket)) == ticket
    found = ONE.read(ONE.code(ticket))
    assert found is not None
    assert (found.line, found.place) == (ticket.line, ticket.place)


@given(tickets)
def test_a_new_key_still_reads_what_the_old_one_made(ticket: Ticket) -> None:
    assert BOTH.read(ONE.token(ticket)) == ticket
    assert BOTH.read(ONE.code(ticket)) == Ticket(ticket.line, ticket.place)
    assert ONE.read(BOTH.token(ticket)) is None


@given(tickets, st.integers(0, 31), st.sampled_from("ABab01-_"))
def test_a_changed_token_is_not_ours(ticket: Ticket, at: int, letter: str) -> None:
    token = ONE.token(ticket)
    changed = token[:at] + letter + token[at + 1 :]
    assert changed == token or ONE.read(changed) in (None, ticket)
    assert OTHER.read(token) is None


@given(tickets)
def test_a_ticket_is_not_a_pass(ticket: Ticket) -> None:
    assert ONE.read_pass(ONE.token(ticket)) is None
    assert ONE.read(ONE.admitted(ticket)) is None


@given(st.text(max_size=80))
def test_anything_typed_is_read_without_a_fault(text: str) -> None:
    ONE.read(text)
    ONE.read_pass(text)


def test_one_made_up_code_in_thousands_is_a_place_and_hardly_ever_a_waiters() -> None:
    made_up = [OTHER.code(Ticket(1, place)) for place in range(20_000)]
    hits = [found for code in made_up if (found := ONE.read(code))]
    assert len(hits) < 40
    assert not [found for found in hits if found.place < 5_000_000]


def test_codes_of_neighbours_share_no_beginning() -> None:
    beginnings = {ONE.code(Ticket(1, place))[:3] for place in range(1000)}
    assert len(beginnings) > 900


def test_the_next_key_is_a_file_with_the_next_number(tmp_path: Path) -> None:
    before = Seals.of_folder(tmp_path).token(Ticket(2, 77, 5))
    load_or_create(tmp_path / "002.pem")
    after = Seals.of_folder(tmp_path)
    assert after.read(before) == Ticket(2, 77, 5)
    assert after.token(Ticket(2, 77, 5)) != before
