"""What the web processes see of crowds and tickets, with a clock to be set."""

from __future__ import annotations

from pathlib import Path

import pytest

from bumang.gate.behaviour import Sign
from bumang.gate.doubt import Doubt

PEOPLE, SCRIPTS = b"people", b"scripts"


class World:
    def __init__(self, file: Path | None = None) -> None:
        self.now = 1000.0
        self.file = file
        self.doubt = self.process()

    def process(self) -> Doubt:
        """Another web process of the instance."""
        return Doubt(lambda: self.now, self.file)

    def take_and_go(self, crowd: bytes, places: int) -> None:
        """Places that are never shown again, while people elsewhere keep theirs."""
        self.doubt.looked(b"elsewhere", places)
        for at in range(places):
            self.doubt.place_given(crowd, f"{crowd!r} {self.now} {at}", 10)

    def wait_in_line(self, crowd: bytes, places: int, every: float, times: int) -> None:
        for at in range(places):
            self.doubt.place_given(crowd, f"{crowd!r} {at}", 10)
        for _ in range(times):
            self.now += every
            for at in range(places):
                self.doubt.place_shown(crowd, f"{crowd!r} {at}", 10)


def test_nobody_is_doubted_before_anything_was_seen() -> None:
    assert not World().doubt.doubts(PEOPLE)


def test_those_who_take_places_and_never_show_them_are_doubted_once_that_is_known() -> None:
    world = World()
    world.take_and_go(SCRIPTS, 200)
    assert not world.doubt.doubts(SCRIPTS)  # as a crowd that has just come
    world.now += 91
    assert world.doubt.doubts(SCRIPTS)
    assert set(world.doubt.signs(SCRIPTS)) == {Sign.NEVER_SHOWN, Sign.MANY}
    assert not world.doubt.doubts(PEOPLE)


def test_three_hundred_people_who_wait_as_they_are_told_are_not_doubted() -> None:
    world = World()
    world.wait_in_line(PEOPLE, 300, every=10, times=12)
    assert not world.doubt.doubts(PEOPLE)
    assert world.doubt.signs(PEOPLE) == [Sign.MANY]


def test_those_who_hammer_with_many_places_are_doubted() -> None:
    world = World()
    world.wait_in_line(SCRIPTS, 60, every=0.5, times=6)
    assert world.doubt.doubts(SCRIPTS)
    assert set(world.doubt.signs(SCRIPTS)) == {Sign.IMPATIENT, Sign.MANY}


def test_in_a_doubted_crowd_a_person_waits_like_one_and_is_doubted_no_more() -> None:
    world = World()
    world.take_and_go(SCRIPTS, 200)
    world.now += 91
    world.doubt.place_given(SCRIPTS, "a person's", 10)
    for _ in range(2):
        assert world.doubt.doubts(SCRIPTS, "a person's")
        world.now += 10
        world.doubt.place_shown(SCRIPTS, "a person's", 10)
    assert not world.doubt.doubts(SCRIPTS, "a person's")
    assert world.doubt.doubts(SCRIPTS, "another's")


def test_whoever_hammers_with_a_ticket_does_not_become_patient_by_two_pauses() -> None:
    world = World()
    world.take_and_go(SCRIPTS, 200)
    world.now += 91
    world.doubt.place_given(SCRIPTS, "one", 10)
    for pause in (0.1, 0.1, 0.1, 10, 10):
        world.now += pause
        world.doubt.place_shown(SCRIPTS, "one", 10)
    assert world.doubt.doubts(SCRIPTS, "one")


def test_a_crowd_that_behaves_again_is_soon_doubted_no_more() -> None:
    world = World()
    world.take_and_go(SCRIPTS, 200)
    world.now += 91
    assert world.doubt.doubts(SCRIPTS)
    assert [one.signs for one in world.doubt.doubted()]
    world.now += 1200
    assert not world.doubt.doubts(SCRIPTS)
    assert world.doubt.doubted() == []


def test_faster_than_hands_and_without_a_style_sheet_is_doubted() -> None:
    world = World()
    for _ in range(20):
        world.doubt.page(PEOPLE)
        world.doubt.style(PEOPLE)
        world.doubt.page(SCRIPTS)
        for visit in ("a", "b"):
            world.now += 0.05
            world.doubt.step(SCRIPTS, visit)
    assert set(world.doubt.signs(SCRIPTS)) == {Sign.FASTER_THAN_HANDS, Sign.UNSTYLED}
    assert world.doubt.doubts(SCRIPTS)
    assert not world.doubt.doubts(PEOPLE)


def test_a_cache_before_us_that_answers_how_far_the_lines_are_makes_no_sign() -> None:
    world = World()
    for at in range(300):
        world.doubt.place_given(PEOPLE, str(at), 10)
    world.now += 91
    assert not world.doubt.doubts(PEOPLE)
    assert world.doubt.signs(PEOPLE) == [Sign.MANY]


def test_people_whose_pages_only_ask_how_far_the_lines_are_keep_their_places() -> None:
    world = World()
    for at in range(300):
        world.doubt.place_given(PEOPLE, str(at), 10)
    for _ in range(6):
        world.now += 15
        world.doubt.looked(PEOPLE, 300)
    world.now += 5
    assert world.doubt.signs(PEOPLE) == [Sign.MANY]


def test_a_flood_of_crowds_takes_bounded_memory_and_makes_nobody_doubtful() -> None:
    world = World()
    for at in range(60_000):
        world.doubt.place_given(at.to_bytes(8, "big"), str(at), 10)
    table = world.doubt._table
    assert len(world.doubt._followed) <= 50_000
    assert sum(one.cells.nbytes for one in (table.crowds, table.tickets, table.visits)) < 20e6
    assert not any(world.doubt.doubts(at.to_bytes(8, "big")) for at in range(0, 60_000, 1000))


@pytest.mark.parametrize("together", [True, False])
def test_what_a_crowd_does_is_seen_whichever_processes_it_asks(
    tmp_path: Path, *, together: bool
) -> None:
    """Eight processes, each asked an eighth: none alone has seen enough."""
    world = World(tmp_path / "crowds" if together else None)
    processes = [world.process() for _ in range(8)]
    for at in range(48):
        processes[at % 8].place_given(SCRIPTS, str(at), 10)
    for at in range(48):
        world.now += 0.01
        processes[(at + 1) % 8].place_shown(SCRIPTS, str(at), 10)
    assert [one.doubts(SCRIPTS) for one in processes] == [together] * 8
    assert not any(one.doubts(PEOPLE) for one in processes)


@pytest.mark.parametrize("together", [True, False])
def test_a_place_that_is_shown_to_another_process_is_not_missed(
    tmp_path: Path, *, together: bool
) -> None:
    """With a new connection for each request, one asks another process nearly every time."""
    world = World(tmp_path / "crowds" if together else None)
    giving, asked = world.process(), world.process()
    for at in range(60):
        giving.place_given(PEOPLE, str(at), 10)
    giving.looked(b"elsewhere", 600)
    for _ in range(10):
        world.now += 10
        for at in range(60):
            asked.place_shown(PEOPLE, str(at), 10)
    assert (Sign.NEVER_SHOWN in giving.signs(PEOPLE)) == (not together)
    assert Sign.NEVER_SHOWN not in asked.signs(PEOPLE)


def test_patience_counts_whichever_process_sees_it(tmp_path: Path) -> None:
    world = World(tmp_path / "crowds")
    other = world.process()
    world.take_and_go(SCRIPTS, 200)
    world.now += 91
    world.doubt.place_given(SCRIPTS, "a person's", 10)
    for process in (other, world.doubt):
        world.now += 10
        process.place_shown(SCRIPTS, "a person's", 10)
    for process in (other, world.doubt, world.process()):
        assert not process.doubts(SCRIPTS, "a person's")
        assert process.doubts(SCRIPTS, "another's")


def test_what_another_boot_has_left_says_nothing(tmp_path: Path) -> None:
    """Steady seconds begin anew with the machine."""
    world = World(tmp_path / "crowds")
    world.take_and_go(SCRIPTS, 200)
    world.now += 91
    assert world.doubt.doubts(SCRIPTS)
    world.now = 5.0
    after = world.process()
    assert not after.doubts(SCRIPTS)
    after.place_shown(SCRIPTS, "a ticket of before", 10)
    assert after.signs(SCRIPTS) == []
