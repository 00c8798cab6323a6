"""Quotas are the same in every process, are nobody else's, and come back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bumang.access.principal import ANYONE, Principal, Role
from bumang.gate.quota.gcra import SECOND, Quota
from bumang.gate.quota.quotas import REQUESTS, SUBMISSIONS, Quotas, quotas_by_role
from bumang.gate.quota.table import Table

KEY = b"k" * 32
ALL = quotas_by_role(person=5, employer=50, agent=0)


def person(number: int) -> Principal:
    return Principal(Role.PERSON, number)


class World:
    """One table, a clock to be set."""

    def __init__(self, folder: Path) -> None:
        self.now = SECOND
        self.path = folder / "quotas"
        self.quotas = self.process()

    def process(self) -> Quotas:
        return Quotas(Table(self.path, KEY), ALL, lambda: self.now)

    def within(self, who: Principal, policy: str = REQUESTS, times: int = 100) -> int:
        found = [self.quotas.take(who, policy) for _ in range(times)]
        return sum(one is not None and not one.wait_s for one in found)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_each_role_has_its_quota_and_submissions_are_counted_apart(world: World) -> None:
    assert world.within(person(1)) == 5
    assert world.within(person(1), SUBMISSIONS) == 5
    assert world.within(Principal(Role.EMPLOYER, 1)) == 50


def test_a_role_without_a_quota_and_an_unknown_visitor_are_not_counted(world: World) -> None:
    assert world.quotas.take(Principal(Role.AGENT, 1), REQUESTS) is None
    assert world.quotas.take(ANYONE, REQUESTS) is None


def test_one_who_is_over_takes_nothing_from_others(world: World) -> None:
    assert world.within(person(1)) == 5
    assert all(world.within(person(number), times=5) == 5 for number in range(2, 500))


def test_processes_share_what_was_asked_for(world: World) -> None:
    other = world.process()
    assert world.within(person(7), times=3) == 3
    told = [other.take(person(7), REQUESTS) for _ in range(3)]
    assert [one and one.wait_s > 0 for one in told] == [False, False, True]


def test_another_process_truly_sees_it(world: World) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from bumang.gate.quota.table import Table\n"
        "table = Table(Path(sys.argv[1]), b'k' * 32)\n"
        "table.write(table.slots('requests person:9'), 10**18)"
    )
    subprocess.run([sys.executable, "-c", code, str(world.path)], check=True)
    world.now = 10**18 - SECOND
    assert world.within(person(9)) == 4


def test_the_quota_comes_back_with_time(world: World) -> None:
    assert world.within(person(1)) == 5
    world.now += 60 * SECOND
    assert world.within(person(1)) == 5


def test_a_restart_forgets_nothing(world: World) -> None:
    assert world.within(person(1)) == 5
    world.quotas = world.process()
    assert world.within(person(1)) == 0


def test_a_machine_that_started_again_holds_nobody_up_and_counts_from_then(world: World) -> None:
    world.now = 10**18
    assert world.within(person(1)) == 5
    world.now = SECOND
    assert world.within(person(1)) == 5


def test_whose_both_slots_are_another_s_only_waits_for_a_quota_in_common(world: World) -> None:
    """What a collision does, shown by a table with a key under which everyone collides."""

    class Narrow(Table):
        def slots(self, name: str) -> tuple[int, int]:
            return (0, 1)

    shared = Quotas(Narrow(world.path, KEY), {Role.PERSON: Quota(5)}, lambda: world.now)
    told = [shared.take(person(number), REQUESTS) for number in range(6)]
    assert [one and one.wait_s for one in told] == [0, 0, 0, 0, 0, 12]


def test_one_slot_in_common_with_someone_over_harms_nobody(tmp_path: Path) -> None:
    table = Table(tmp_path / "quotas", KEY)
    table.write((1, 2), 99 * SECOND)
    assert table.read((2, 3)) == 0
