"""One line of the table of what happens under overload."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`measured` in words with units; `met` is None where the goal is not for this contestant."""

    figure: str
    goal: str
    measured: str
    met: bool | None = None
    note: str = ""


@dataclass(frozen=True)
class Part:
    """Rows under one heading. `about` says how they were measured; `table` is Markdown of its own."""

    title: str
    rows: tuple[Row, ...]
    about: str = ""
    table: str = ""
