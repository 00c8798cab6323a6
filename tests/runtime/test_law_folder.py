"""A changed file of the law holds without a restart; a broken one is refused and the law goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from chaos.instance import running

from bumang.rules import law
from bumang.rules.in_force import put_in_force
from bumang.rules.law_files import shipped
from bumang.rules.parameters import LawDataError
from bumang.runtime.law_folder import LawFolder

AFTER, BEFORE = date(2027, 3, 1), date(2027, 2, 28)


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    yield
    put_in_force(shipped())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "law"
    made.mkdir()
    return made


def write(folder: Path, cap: str, since: date = AFTER) -> None:
    (folder / "cap.toml").write_text(
        '[yearly_index_cap]\nsources = ["MEM"]\n'
        f'values = [{{ since = {since}, value = {cap}, confidence = "D" }}]\n'
    )


def cap(day: date) -> Any:
    return law().at("yearly_index_cap", day).number


def test_a_changed_file_is_in_force_and_an_unchanged_one_is_not_read_again(folder: Path) -> None:
    office = LawFolder(folder, folder.parent / "kept.json")
    office.start()
    assert cap(AFTER) == 3
    write(folder, "2")
    assert office.look() is law()
    assert (cap(BEFORE), cap(AFTER)) == (3, 2)
    assert office.look() is None
    (folder / "cap.toml").unlink()
    office.look()
    assert cap(AFTER) == 3


def test_a_broken_file_is_refused_once_and_the_law_before_goes_on(folder: Path) -> None:
    office = LawFolder(folder, folder.parent / "kept.json")
    write(folder, "2")
    office.start()
    write(folder, '"two"')
    with pytest.raises(LawDataError, match="does not fit"):
        office.look()
    assert office.look() is None
    assert cap(AFTER) == 2
    write(folder, "1.5")
    office.look()
    assert cap(AFTER) == 1.5


def test_a_process_that_starts_beside_a_broken_file_begins_with_the_last_good_ones(
    folder: Path,
) -> None:
    kept = folder.parent / "kept.json"
    write(folder, "2")
    LawFolder(folder, kept).start()
    put_in_force(shipped())
    write(folder, "[")
    LawFolder(folder, kept).start()
    assert cap(AFTER) == 2


def test_without_a_good_law_nothing_starts(folder: Path) -> None:
    write(folder, "[")
    with pytest.raises(LawDataError):
        LawFolder(folder, folder.parent / "kept.json").start()


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    LawFolder(tmp_path / "none", tmp_path / "kept.json").start()
    assert cap(AFTER) == 3


@pytest.mark.slow
def test_a_running_instance_answers_by_the_changed_file_without_a_restart(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BUMANG_LAW", str(folder))
    inputs = {
        "records": [
            {"year": 2020, "months": 12, "monthly_base": "30000", "reference_wage": "6000"}
        ],
        "denominator": "paid_months",
        "index_decimals": 2,
    }
    data = tmp_path / "data"
    data.mkdir()
    with running(data) as instance:

        def index(day: date) -> str:
            url = f"{instance.url}/api/v1/rules/average_index?on={day}"
            answer: str = httpx.post(url, json=inputs).json()["result"]["average_index"]
            return answer

        def answers_become(wanted: set[str]) -> None:
            # Two processes answer, each reads the folder itself.
            seen: set[str] = set()
            end = time.monotonic() + 30
            while seen != wanted and time.monotonic() < end:
                seen = {index(AFTER) for _ in range(20)}
            assert seen == wanted

        answers_become({"3.00"})
        write(folder, "2")
        answers_become({"2.00"})
        write(folder, "[")
        assert {index(AFTER) for _ in range(20)} == {"2.00"}
        write(folder, "1")
        answers_become({"1.00"})
        assert {index(BEFORE) for _ in range(20)} == {"3.00"}
