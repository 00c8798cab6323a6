"""The console of any process shows the gate of all: what lives is counted, what was counted stays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bumang.access.principal import Principal, Role
from bumang.gate.quota.gcra import SECOND
from bumang.gate.quota.quotas import REQUESTS, Quotas, quotas_by_role
from bumang.gate.quota.table import Table
from bumang.runtime.metrics import FOLDER_VARIABLE, samples

ROOT = Path(__file__).parents[2]
PROCESS = """
import sys, time
from tests.gate.fixed import Fixed
from bumang.gate.across import Telling
from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.lane import LINE_NAMED
from bumang.gate.line import Line

line = Line(LINE_NAMED["light.main"], lambda: None, time.monotonic)
bulkheads = Bulkheads(time.monotonic, lambda _: Fixed(int(sys.argv[1])))
telling = Telling(bulkheads, (Cost.LIGHT,), {line.number: line})
for held in (1, 2):
    line.times.reliability[0].held = held
    line.times.reliability[1].late = 1
    telling.tell()
print("told", flush=True)
sys.stdin.read()
"""
READER = """
import msgspec
from bumang.gate.across import across
print(msgspec.json.encode(across()).decode())
"""
Told = dict[str, dict[str, list[dict[str, int]]]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return os.environ | {FOLDER_VARIABLE: str(tmp_path), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}


@pytest.fixture
def process(environment: dict[str, str]) -> Iterator[Callable[[int], subprocess.Popen[str]]]:
    """A web process with so many slots, which has told of itself and goes on."""
    made: list[subprocess.Popen[str]] = []

    def begun(slots: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PROCESS, str(slots)]
        pipe = subprocess.PIPE
        one = subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True)
        made.append(one)
        assert one.stdout is not None
        assert one.stdout.readline() == "told\n"
        return one

    yield begun
    for one in made:
        one.kill()
        one.communicate()


def read(environment: dict[str, str]) -> Told:
    command = [sys.executable, "-c", READER]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: Told = json.loads(told.stdout)
    return found


def test_slots_are_those_of_every_process_that_lives(
    process: Callable[[int], subprocess.Popen[str]], environment: dict[str, str]
) -> None:
    process(16)
    killed = process(20)
    told = read(environment)
    assert sorted(one["limit"] for one in told["slots"]["light"]) == [16, 20]
    killed.kill()
    killed.wait()
    assert [one["limit"] for one in read(environment)["slots"]["light"]] == [16]


def test_what_became_of_told_times_is_counted_over_all_and_stays(
    process: Callable[[int], subprocess.Popen[str]], environment: dict[str, str]
) -> None:
    for one in (process(1), process(1)):
        one.kill()
        one.wait()
    rows = read(environment)["reliability"]["light.main"]
    assert rows == [
        {"minutes": 1, "early": 0, "held": 4, "late": 0},
        {"minutes": 5, "early": 0, "held": 0, "late": 2},
    ]


def test_a_quota_that_is_used_up_is_counted_by_role_without_whom(tmp_path: Path) -> None:
    def over() -> float:
        found = samples("bumang_quota_queued_total")
        mine = {"policy": REQUESTS, "role": Role.PERSON.value}
        return sum(one.value for one in found if one.labels == mine)

    before = over()
    quotas = Quotas(Table(tmp_path / "quotas", b"k" * 32), quotas_by_role(5, 0, 0), lambda: SECOND)
    for _ in range(7):
        quotas.take(Principal(Role.PERSON, 4711), REQUESTS)
    assert over() - before == 2
    assert all("4711" not in str(one.labels) for one in samples("bumang_quota_queued_total"))
