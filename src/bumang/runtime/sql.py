"""SQL has a home: one statement a file, beside the code that uses it, named for what it does."""

from __future__ import annotations

from importlib import resources


def statement(package: str, name: str) -> str:
    """The text of `sql/<name>.sql` in `package`. Read once, at import."""
    return resources.files(package).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
