"""Writes the reference page of the access matrix."""

from pathlib import Path

from bumang.access.matrix import page

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "access.md"

if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
