"""What came back, summed: by answer, cause, class and second. Every request is counted once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from bumang.rush.ask import KINDS, Ask, Class, Heard, Kind
from bumang.rush.behaviour import Visitor

LATE_SECONDS = 0.01


class Tally:
    """`offered` are requests that were sent; each gets one of the five kinds."""

    def __init__(self, urgent_deadline_s: float = 30.0) -> None:
        self.answers: Counter[Kind] = Counter()
        self.causes: Counter[str] = Counter()
        self.by_class: dict[Class, Counter[Kind]] = defaultdict(Counter)
        self.by_group: dict[str, Counter[Kind]] = defaultdict(Counter)
        self.by_second: dict[int, Counter[Kind]] = defaultdict(Counter)
        self.class_by_second: dict[tuple[int, Class], Counter[Kind]] = defaultdict(Counter)
        self.endings: dict[str, Counter[str]] = defaultdict(Counter)
        self.stale = 0
        self.good_by_group: Counter[str] = Counter()
        self.in_time = self.too_late = 0
        self.late_starts = 0
        self.latest_start_s = 0.0
        self._deadline = urgent_deadline_s
        self._took: dict[tuple[Class, Kind], list[float]] = defaultdict(list)
        self._took_by_second: dict[int, list[float]] = defaultdict(list)
        self._took_interactive: dict[int, list[float]] = defaultdict(list)

    @property
    def offered(self) -> int:
        return self.answers.total()

    def started(self, late_s: float) -> None:
        """A request went out so long after its time."""
        if late_s > LATE_SECONDS:
            self.late_starts += 1
            self.latest_start_s = max(self.latest_start_s, late_s)

    def answered(self, visitor: Visitor, ask: Ask, due: float, now: float, heard: Heard) -> None:
        """`due` is when it should have been sent: a late start is part of what a client waits."""
        kind, second = heard.kind, int(now)
        self.answers[kind] += 1
        if kind == "other":
            self.causes[heard.cause] += 1
        self.stale += heard.stale
        if kind == "done" and not heard.stale and ask.cost == "interactive":
            self.good_by_group[visitor.manner.group] += 1
            self._took_interactive[second].append(now - due)
        self.by_class[ask.cost][kind] += 1
        self.by_group[visitor.manner.group][kind] += 1
        self.by_second[second][kind] += 1
        self.class_by_second[second, ask.cost][kind] += 1
        self._took[ask.cost, kind].append(now - due)
        if kind in {"done", "accepted"}:
            self._took_by_second[second].append(now - due)

    def ended(self, visitor: Visitor, now: float) -> None:
        """A visit is over, or the run is while it still waits."""
        self.endings[visitor.manner.name][visitor.ending] += 1
        if not visitor.urgent or visitor.ending == "never came back":
            return
        if (
            visitor.ending in {"served", "told what is wrong"}
            and now - visitor.due <= self._deadline
        ):
            self.in_time += 1
        elif now - visitor.due > self._deadline or visitor.ending == "gave up":
            self.too_late += 1

    @property
    def urgent_in_deadline(self) -> float | None:
        """Of the urgent whose deadline has come: the share that was answered in time."""
        known = self.in_time + self.too_late
        return self.in_time / known if known else None

    def took_ms(self, cost: Class | None = None, kinds: Iterable[Kind] = KINDS) -> list[float]:
        """Latencies of a class (`None`: of all) with one of these answers, in milliseconds."""
        wanted = set(kinds)
        return [
            second * 1000
            for (of_class, kind), all_seconds in self._took.items()
            if kind in wanted and cost in {None, of_class}
            for second in all_seconds
        ]

    def p99_by_second(self, *, interactive: bool = False) -> Mapping[int, float]:
        """Of what was done or accepted in each second, or only of the interactive, in milliseconds."""
        took_by_second = self._took_interactive if interactive else self._took_by_second
        return {
            second: percentile([one * 1000 for one in took], 99) or 0.0
            for second, took in sorted(took_by_second.items())
        }


def percentile(values: list[float], percent: float) -> float | None:
    """The smallest value that so many percent do not exceed; `None` where there is none."""
    if not values:
        return None
    return float(np.percentile(values, percent, method="inverted_cdf"))
