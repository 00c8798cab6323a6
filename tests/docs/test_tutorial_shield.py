"""The commands of the shield's tutorial are run as they stand, in one terminal, with a smaller crowd."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from bench.web import free_port

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial-shield.md"
_STEP = "step-of-the-tutorial"


def blocks() -> list[str]:
    text = TUTORIAL.read_text(encoding="utf-8")
    return [
        re.sub(r"^    ", "", block, flags=re.MULTILINE)
        for block in re.findall(r"(?:^    .*\n)+", text, re.MULTILINE)
    ]


@pytest.mark.slow
def test_the_shield_s_tutorial_shows_what_it_says(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, call in (("bumang", "-m bumang.cli"), ("python", "")):
        (programs / name).write_text(f'#!/bin/sh\nexec {sys.executable} {call} "$@"\n')
        (programs / name).chmod(0o755)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    script = f"\necho {_STEP}\n".join(blocks())
    old, front = free_port(), free_port()
    script = script.replace("9000", str(old)).replace("8080", str(front))
    script = re.sub(r"--seconds \d+", "--seconds 4", script)
    # The file names the port that the tutorial uses; here it is another.
    script = script.replace("shield --config", f"shield --upstream http://127.0.0.1:{old} --config")
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"trap 'kill $(jobs -p) || true' EXIT\n{script}\nwait"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    steps = ran.stdout.split(_STEP)
    assert len(steps) == len(blocks()), ran.stdout + ran.stderr
    best, alone, checked, shielded, receipt, again, _ = (step.strip() for step in steps[1:])
    assert "'done'" in best
    assert "doubled" in alone
    assert "POST /apply: accepted with a receipt" in checked
    assert "no answer" not in shielded
    assert "5xx" not in shielded
    assert "'queued'" in shielded
    assert 'bumang_answers_total{answer="other"} 0.0' in shielded
    assert "The receipt is genuine" in receipt
    assert '"state":"delivered"' in receipt
    assert "another" in again
