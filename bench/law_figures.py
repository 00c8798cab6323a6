"""What `make bench-law` reports: a figure, its spread over rounds, its goal."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Measured:
    """One row. `values` are the rounds', in `unit`; `goal` is to be reached or stayed under."""

    name: str
    unit: str
    values: Sequence[float]
    goal: float | None = None
    at_least: bool = False
    about: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def met(self) -> bool | None:
        if self.goal is None:
            return None
        return self.median >= self.goal if self.at_least else self.median < self.goal


@dataclass(frozen=True)
class Part:
    """A table of the page, and what must be known to read it."""

    title: str
    rows: Sequence[Measured]
    notes: Sequence[str] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        rows = [asdict(row) | {"median": row.median, "met": row.met} for row in self.rows]
        return {"rows": rows, "notes": list(self.notes)}

    def lines(self) -> list[str]:
        made = [
            "| what | median | min–max | unit | goal | met |",
            "| --- | --: | --: | --- | --: | --- |",
            *map(_row, self.rows),
            "",
        ]
        made += [f"- **{row.name}**: {row.about}" for row in self.rows if row.about]
        return made + [f"- {note}" for note in self.notes]


def rounds(count: int, once: Callable[[], float]) -> list[float]:
    """`once` measured so many times."""
    return [once() for _ in range(count)]


def _row(row: Measured) -> str:
    met = {None: "–", True: "met", False: "**not met**"}[row.met]
    sign = "≥" if row.at_least else "<"
    goal = "–" if row.goal is None else f"{sign} {_shown(row.goal)}"
    spread = f"{_shown(min(row.values))}–{_shown(max(row.values))}"
    cells = (row.name, _shown(row.median), spread, row.unit, goal, met)
    return f"| {' | '.join(cells)} |"


def _shown(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value >= 0.01 or not value else f"{value:.4f}"
