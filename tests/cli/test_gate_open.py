"""Anyone can recompute the order of an opening from what was published, without the instance."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from bumang.cli import main
from bumang.gate.shuffle import shuffled

SEED = sha256(b"bumang openings, example").digest()
TOLD = {
    "opening": 3,
    "matter": "",
    "doors_at": "2026-11-30T00:00:00Z",
    "opens_at": "2026-11-30T01:00:00Z",
    "announced_at": "2026-11-29T01:00:00Z",
    "commitment": sha256(SEED).hexdigest(),
    "seed": SEED.hex(),
    "cohort": 10,
    "revealed_at": "2026-11-30T01:00:00Z",
    "withdrawn_at": None,
    "withdrawn_why": None,
}


def verify(tmp_path: Path, number: str, opening: str = "3", **changed: object) -> Result:
    published = tmp_path / "openings.json"
    published.write_bytes(msgspec.json.encode({"openings": [TOLD | changed]}))
    words = ["gate", "open", "verify", opening, number, "--from", str(published)]
    return CliRunner().invoke(main, ["--data", str(tmp_path), *words])


@pytest.mark.parametrize("number", range(1, 11))
def test_the_place_of_a_number_is_computed(tmp_path: Path, number: int) -> None:
    told = verify(tmp_path, str(number))
    assert told.exit_code == 0
    assert f"number {number} of 10: place {shuffled(SEED, 10, number - 1) + 1}" in told.output


def test_who_came_after_the_hour_is_behind_in_order(tmp_path: Path) -> None:
    assert "number 11 came after the hour: place 11" in verify(tmp_path, "11").output


def test_another_seed_than_the_one_committed_to_is_told_loudly(tmp_path: Path) -> None:
    told = verify(tmp_path, "1", seed="00" * 32)
    assert told.exit_code == 1
    assert "NOT the commitment" in told.output


@pytest.mark.parametrize(
    ("number", "opening", "changed", "said"),
    [
        ("0", "3", {}, "whole, from 1"),
        ("1", "4", {}, "no opening 4"),
        ("1", "3", {"seed": None}, "not revealed yet"),
        ("1", "3", {"cohort": "x"}, "not what /queue/openings says"),
    ],
)
def test_what_cannot_be_computed_is_told_why(
    tmp_path: Path, number: str, opening: str, changed: dict[str, object], said: str
) -> None:
    told = verify(tmp_path, number, opening, **changed)
    assert told.exit_code == 1
    assert said in told.output
