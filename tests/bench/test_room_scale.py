"""The waiting room's figures are made by runs that can fail; here they are small."""

from __future__ import annotations

from bench.room_admissions import double_admissions, person_bytes
from bench.room_scale import answer_cost, backwards, waiters


def test_places_given_by_the_thousand_leave_nothing_in_the_process() -> None:
    found = waiters(50_000)
    assert found["waiters"] == 50_000
    assert found["bytes_each"] < 64


def test_no_place_moves_whichever_process_is_asked() -> None:
    found = backwards(4_000)
    assert found["asked"] > 1000
    assert found["places_moved"] == found["ahead_grew_at_the_same_process"] == 0


def test_replays_by_processes_with_wrong_clocks_are_one_admission_a_ticket() -> None:
    found = double_admissions(2_000, 100)
    assert found["tickets_used"] <= 100
    assert found["double_admissions"] == 0
    assert found["let_in"] > found["tickets_used"]


def test_who_waits_signed_in_is_a_hundred_bytes_in_the_database_at_most() -> None:
    assert person_bytes(50_000)["bytes_each"] < 100


def test_the_cost_of_an_answer_is_a_figure() -> None:
    found = answer_cost(100, 1)
    assert found["page_microseconds"] > 0 < found["json_microseconds"]
