"""The how-to about reforms, walked: its files written, its commands run, in order."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from bumang.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "try-a-reform.md"
_STEP = re.compile(
    r"^<!-- file: (\S+) -->\n```toml\n(.*?)^```$|^    bumang ([^\n]*)$",
    re.MULTILINE | re.DOTALL,
)


def test_every_command_of_the_page_runs_and_writes_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    commands = 0
    for step in _STEP.finditer(text):
        name, file, command = step.groups()
        if name:
            Path(name).write_text(file, encoding="utf-8")
            continue
        ran = CliRunner().invoke(main, command.split())
        assert ran.exit_code == 0, (command, ran.output)
        commands += 1
    assert commands == 6
    for folder in ("result", "later"):
        for name in re.findall(r"^\| `(\w+\.\w+)` \|", text, re.MULTILINE):
            assert Path(folder, name).stat().st_size > 0
    assert "0 differ" in ran.output
