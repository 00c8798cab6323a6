"""A short run against a real instance of its own, by the command that people type."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bumang.rush.ask import KINDS

PROMISED = {
    "offered",
    "answers",
    "goodput_per_s",
    "plateau_per_s",
    "admitted_p99_ms",
    "unloaded_p99_ms",
    "urgent_in_deadline",
}


def rush(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bumang.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@pytest.mark.slow
def test_a_crowd_gets_the_three_answers_and_nothing_else(tmp_path: Path) -> None:
    told, drawn = tmp_path / "found.json", tmp_path / "found.svg"
    # With clients alone, and where the fast generator is there, with the bulk beside them.
    multiple = "12" if shutil.which("wrk") else "2"
    ran = rush(
        *("rush", "--own", "--multiple", multiple, "--seconds", "5", "--unloaded-p99", "20"),
        *("--plateau", "900", "--json", str(told), "--picture", str(drawn)),
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = json.loads(told.read_text())
    assert found.keys() >= PROMISED
    assert found["offered"] == sum(found["answers"].values()) > 0
    assert list(found["answers"]) == list(KINDS)
    assert found["answers"]["other"] == 0
    assert found["answers"]["done"] > 0
    assert found["answers"]["accepted"] > 0
    assert found["urgent_in_deadline"] == 1
    # Nothing was answered that the instance did not count; on its way at the end may be a few more.
    assert all(apart >= 0 for apart in found["instance"]["apart"].values())
    assert found["cores"]["gate"] > 0
    assert found["cores"]["work"] > 0
    assert f"offered {found['offered']:,} =" in ran.stdout
    assert drawn.read_text().startswith("<svg")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--profile", "none.toml"), "No such file"),
        (("--multiple", "0"), "0.01"),
        ((), "no running instance is known"),
        (("--permit", "pyproject.toml"), "--permit needs --url"),
        (("--permit", "pyproject.toml", "--url", "http://127.0.0.1:9"), "is no permit"),
        (("--permit", "pyproject.toml", "--own"), "give one of them"),
        (("agree", "--for", "nowhere", "--out", "x"), "does not say which port"),
        (("agree", "--for", "a/b:80", "--out", "x"), "more than a host and a port"),
    ],
)
def test_what_cannot_be_run_is_told_in_words(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = rush("--data", str(tmp_path), "rush", *arguments)
    assert ran.returncode != 0
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr


def test_another_machine_is_never_rushed(tmp_path: Path) -> None:
    (tmp_path / "instance.json").write_text('{"url": "http://192.0.2.1:80", "demo": true}')
    ran = rush("--data", str(tmp_path), "rush")
    assert ran.returncode == 1
    assert "192.0.2.1 is not this machine" in ran.stderr
