"""The proof on a million persons: each kind of its populations, in few persons, every time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tools import agreement_proof


@pytest.fixture(scope="module", autouse=True)
def _law_laid_out_anew() -> None:
    """So that a rule that was changed after another run in this process (`make mutate`) is seen."""
    agreement_proof._laws.cache_clear()


@pytest.mark.parametrize("block", range(len(agreement_proof.KINDS)))
def test_persons_of_every_kind_agree_in_everything(block: int) -> None:
    found = agreement_proof.compared(block + 1000, 300)
    assert found["different"] == 0, found["first"]
    assert sum(found["statuses"].values()) == 300


def test_a_block_on_record_is_not_computed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = tmp_path / "record.jsonl"
    record.write_text(json.dumps({"block": 0}) + "\n" + json.dumps({"block": 2}) + "\n", "utf-8")
    monkeypatch.setattr(agreement_proof, "RECORD", record)
    monkeypatch.setattr(agreement_proof, "compared", lambda block: {"block": block})
    made = agreement_proof._run(4 * agreement_proof.SIZE, 1)
    assert [one["block"] for one in made] == [1, 3]
