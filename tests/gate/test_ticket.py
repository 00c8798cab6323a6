"""Tickets and codes: nobody can make or change one, and a new key loses nobody's place."""

from __future__ import annotations

import os
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bumang.gate.ticket import SIGNS_AFTER_SECONDS, Seals, Ticket, _mac
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


@given(tickets, st.integers(0, 47), st.sampled_from("ABab01-_"))
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


def test_the_next_key_is_a_file_with_the_next_number_and_signs_when_all_have_read_it(
    tmp_path: Path,
) -> None:
    running = Seals.of_folder(tmp_path)
    before = running.token(Ticket(2, 77, 5))
    load_or_create(tmp_path / "002.pem")
    running.refresh()
    assert running.token(Ticket(2, 77, 5)) == before
    _age(tmp_path / "002.pem")
    other = Seals.of_folder(tmp_path)
    signed = other.token(Ticket(2, 77, 5))
    assert signed != before
    # The process that has not looked again since knows the new key already.
    assert running.read(signed) == other.read(before) == Ticket(2, 77, 5)
    running.refresh()
    assert running.token(Ticket(2, 77, 5)) == signed


def test_a_ticket_by_an_older_key_is_handed_out_anew_by_the_one_that_signs() -> None:
    held = BOTH.open(ONE.token(Ticket(2, 77, 5)))
    assert held is not None
    assert (held.ticket, held.token) == (Ticket(2, 77, 5), BOTH.token(Ticket(2, 77, 5)))


def test_a_code_that_two_keys_can_read_is_the_place_that_was_given() -> None:
    """One in four thousand codes is a place by another key too, far beyond the line's end."""
    for place in range(1, 9000):
        code = BOTH.code(Ticket(2, place))
        if ONE.read(code) is not None:
            held = BOTH.open(code, lambda ticket: ticket.line == 2 and ticket.place < 9000)
            assert held is not None
            assert held.ticket.place == place
            return
    raise AssertionError("no code was readable by both keys")


@given(tickets)
def test_a_later_version_may_say_more_and_both_versions_read_both(ticket: Ticket) -> None:
    """What version 2 might add stands after what version 1 says."""
    later = _LaterSeals({1: b"1" * 32})
    assert ONE.read(later.token(ticket)) == ticket
    assert later.read(ONE.token(ticket)) == ticket
    assert later.token(ticket) != ONE.token(ticket)


class _LaterSeals(Seals):
    def _sealed(self, ticket: Ticket, letters: bytes, purpose: bytes) -> str:
        said = urlsafe_b64decode(super()._sealed(ticket, letters, purpose))[:23]
        more = b"\2" + said[1:] + b"what version 2 says"
        return urlsafe_b64encode(more + _mac(more, self._macs[purpose][self._last])).decode()


def _age(file: Path) -> None:
    then = time.time() - SIGNS_AFTER_SECONDS - 1
    os.utime(file, (then, then))
