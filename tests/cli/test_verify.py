"""`bumang verify` of a copy of a log: whole or not, and which file is to be fetched again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tools.log_vectors import FOLDER

from bumang.cli import main

VECTORS = Path(__file__).parents[2] / FOLDER


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(VECTORS, tmp_path / "1"))


def verify(copy: Path) -> Result:
    words = ["--data", str(copy.parent / "data"), "verify", str(copy)]
    return CliRunner().invoke(main, [*words, "--logs", str(copy / "logs.json")])


def test_a_whole_copy_is_told_as_such(copy: Path) -> None:
    told = verify(copy)
    assert told.exit_code == 0
    assert "300 entries" in told.output
    assert "日志的副本完整" in told.output


def test_a_changed_file_and_a_missing_one_are_named(copy: Path) -> None:
    (copy / "tile/0/000").write_bytes(bytes(8192))
    told = verify(copy)
    assert told.exit_code == 1
    assert "the file tile/0/000 was changed" in told.output
    (copy / "tile/0/000").unlink()
    told = verify(copy)
    assert told.exit_code == 1
    assert "the file tile/0/000 is missing" in told.output


def test_what_is_no_checkpoint_and_no_file_of_logs_is_told_in_words(copy: Path) -> None:
    (copy / "checkpoint").write_text("log.example/log/1\n300\n")
    assert "This is not a checkpoint" in verify(copy).output
    (copy / "logs.json").write_text("[]")
    assert "fetch it from /.well-known/bumang-logs.json" in verify(copy).output
