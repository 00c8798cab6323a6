"""The page that explains the whole must name what is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = re.findall(r"^\| (`[^|]*`) \|", (ROOT / "ARCHITECTURE.md").read_text(), re.MULTILINE)


def test_every_folder_the_page_names_is_there_and_every_folder_is_named() -> None:
    named = {name for cell in FOLDERS for name in re.findall(r"`([a-z]+(?:/|\.py))`", cell)}
    package = ROOT / "src" / "bumang"
    there = {f"{p.name}/" for p in package.iterdir() if p.is_dir() and p.name != "__pycache__"}
    there |= {p.name for p in package.glob("*.py") if p.name != "__init__.py"}
    assert named == there
