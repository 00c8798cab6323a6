"""What each web process tells of its gate, so that the console of any of them shows the whole instance.

By the files that metrics are kept in, which all processes of an instance share: slots as they are in
each process that lives, and what became of told times, counted by all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from bumang.gate.bulkheads import Bulkheads
from bumang.gate.cost import Cost
from bumang.gate.lane import line_name
from bumang.gate.line import Line
from bumang.gate.times import Reliability
from bumang.runtime.metrics import counter, gauge, samples

# By the names of `Slots`.
_GAUGES = {
    "limit": gauge("bumang_gate_limit", "Slots of a class", ["cost"]),
    "in_work": gauge("bumang_gate_in_work", "Requests of a class in work", ["cost"]),
    "waiting": gauge("bumang_gate_waiting", "Requests that wait shortly for a slot", ["cost"]),
}
_TOLD = counter(
    "bumang_told_times",
    "Told waits, by line, by minutes told (0: more) and by what became of the interval",
    ["line", "minutes", "became"],
)
_BECAME = ("early", "held", "late")


class Slots(msgspec.Struct):
    """A class in one process: its limit, requests in work, requests that wait for a slot."""

    limit: int = 0
    in_work: int = 0
    waiting: int = 0


class Across(msgspec.Struct, frozen=True):
    """`slots` by class, a process each; `reliability` by a line's name, of all processes together."""

    slots: Mapping[str, Sequence[Slots]]
    reliability: Mapping[str, Sequence[Reliability]]


class Telling:
    """`lines` may become more while the process runs."""

    def __init__(
        self, bulkheads: Bulkheads, classes: Sequence[Cost], lines: Mapping[int, Line]
    ) -> None:
        self._bulkheads = bulkheads
        self._classes = classes
        self._lines = lines
        self._counted: dict[tuple[str, str, str], int] = {}

    def tell(self) -> None:
        for cost in self._classes:
            limiter = self._bulkheads.limiter(cost)
            told = Slots(limiter.limit, limiter.in_flight, limiter.waiting)
            for name, kept in _GAUGES.items():
                kept.labels(cost.value).set(getattr(told, name))
        for line in self._lines.values():
            for row in line.times.reliability:
                self._count(line_name(line.number), row)

    def _count(self, line: str, row: Reliability) -> None:
        """What became of more told waits since the last time."""
        for became in _BECAME:
            key, count = (line, str(row.minutes), became), getattr(row, became)
            if more := count - self._counted.get(key, 0):
                _TOLD.labels(*key).inc(more)
                self._counted[key] = count


def across() -> Across:
    """As all processes have told it last."""
    slots: dict[str, dict[str, Slots]] = {}
    told: dict[str, dict[int, Reliability]] = {}
    names = {f"bumang_gate_{name}": name for name in _GAUGES}
    for one in samples(*names, "bumang_told_times_total"):
        labels, value = one.labels, int(one.value)
        if name := names.get(one.name):
            of_class = slots.setdefault(labels["cost"], {})
            setattr(of_class.setdefault(labels.get("pid", ""), Slots()), name, value)
        else:
            minutes = int(labels["minutes"])
            row = told.setdefault(labels["line"], {}).setdefault(minutes, Reliability(minutes))
            setattr(row, labels["became"], value)
    return Across(
        {cost: list(by_process.values()) for cost, by_process in slots.items()},
        {line: _in_order(rows.values()) for line, rows in told.items()},
    )


def _in_order(rows: Iterable[Reliability]) -> list[Reliability]:
    """The shortest waits first; 0 stands for any longer one."""
    return sorted(rows, key=lambda row: row.minutes or 10**9)
