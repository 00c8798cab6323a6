"""What a run has found, as JSON: everything that the words and the picture say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from bumang.rush.ask import KINDS, Class, Kind
from bumang.rush.bulk import Bulk
from bumang.rush.calibration import Calibration
from bumang.rush.counters import Counters
from bumang.rush.tally import Tally, percentile

_PERCENTS = (50, 90, 99)


class Second(msgspec.Struct, frozen=True):
    """One second of the run; `planned` is the schedule's, `p99_ms` of what was done or accepted."""

    second: int
    planned: float
    answers: dict[str, int]
    interactive_done: int
    p99_ms: float | None
    interactive_p99_ms: float | None


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """`offered` = the sum of `answers`. Latencies and groups are the honest clients', sums are of all.

    `goodput_per_s` and `plateau_per_s` count interactive requests done and not `stale`; `admitted_p99_ms` is the
    99th percentile of those, from the moment each was to be sent, its wait for a turn apart.
    """

    profile: str
    multiple: float
    normal_per_s: float
    seconds: float
    seed: int
    planned: int
    offered: int
    answers: dict[str, int]
    other: dict[str, int]
    sources: dict[str, dict[str, Any]]
    by_class: dict[str, dict[str, int]]
    stale: int
    goodput_per_s: float
    plateau_per_s: float | None
    goodput_of_plateau: float | None
    useful_per_s: float
    admitted_p99_ms: float | None
    unloaded_p99_ms: float | None
    latency_ms: dict[str, dict[str, float]]
    urgent_in_deadline: float | None
    urgent: dict[str, float]
    groups: dict[str, dict[str, int]]
    good_by_group: dict[str, int]
    endings: dict[str, dict[str, int]]
    late_starts: int
    latest_start_ms: float
    instance: dict[str, Any] | None
    cores: dict[str, float]
    series: list[Second]


def result(
    tally: Tally,
    bulk: Bulk | None,
    planned_by_second: list[float],
    calibration: Calibration,
    counted: Counters | None,
    cores: Mapping[str, float],
    **told: Any,
) -> Result:
    """The sums of both sources; `told` are the fields that were known before the run."""
    seconds: float = told["seconds"]
    answers = tally.answers + bulk.answers if bulk else tally.answers
    by_class = _added(tally.by_class, bulk.by_class if bulk else {})
    goodput = (tally.good_by_group.total() + (bulk.good if bulk else 0)) / seconds
    causes = tally.causes + bulk.causes if bulk else tally.causes
    plateau = calibration.plateau_per_s
    return Result(
        planned=round(sum(planned_by_second)),
        offered=answers.total(),
        answers=_full(answers),
        other=dict(causes),
        sources=_sources(tally, bulk),
        by_class={cost: _full(counts) for cost, counts in sorted(by_class.items())},
        stale=tally.stale + (bulk.stale if bulk else 0),
        goodput_per_s=round(goodput, 2),
        plateau_per_s=plateau and round(plateau, 2),
        goodput_of_plateau=round(goodput / plateau, 4) if plateau else None,
        useful_per_s=round((answers["done"] + answers["accepted"]) / seconds, 2),
        admitted_p99_ms=_rounded(percentile(tally.took_ms("interactive", ["done"]), 99)),
        unloaded_p99_ms=_rounded(calibration.unloaded_p99_ms),
        latency_ms=_latencies(tally),
        urgent_in_deadline=tally.urgent_in_deadline,
        urgent={"in_time": tally.in_time, "too_late": tally.too_late},
        groups={group: _full(counts) for group, counts in sorted(tally.by_group.items())},
        good_by_group=dict(tally.good_by_group),
        endings={name: dict(counts) for name, counts in sorted(tally.endings.items())},
        late_starts=tally.late_starts,
        latest_start_ms=round(tally.latest_start_s * 1000, 1),
        instance=_compared(counted, answers),
        cores=dict(cores),
        series=_series(tally, bulk, planned_by_second),
        **told,
    )


def _sources(tally: Tally, bulk: Bulk | None) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {
        "clients": {"offered": tally.offered, "answers": _full(tally.answers)}
    }
    if bulk:
        found["bulk"] = {
            "planned": bulk.planned,
            "offered": bulk.offered,
            "answers": _full(bulk.answers),
            "holding a ticket at the end": bulk.waiting,
        }
    return found


def _compared(counted: Counters | None, answers: Counter[Kind]) -> dict[str, Any] | None:
    """The instance's own counts beside ours. It may have answered what nobody waited for any more."""
    if counted is None:
        return None
    ours = {kind: answers[kind] for kind in KINDS}
    apart = {kind: counted.answers[kind] - ours[kind] for kind in KINDS}
    return {"offered": counted.offered, "answers": counted.answers, "apart": apart}


def _latencies(tally: Tally) -> dict[str, dict[str, float]]:
    """By class of what was done or accepted, and of what was queued whatever its class."""
    groups = {
        "accept": tally.took_ms("accept", ["accepted"]),
        "light": tally.took_ms("light", ["done"]),
        "interactive": tally.took_ms("interactive", ["done"]),
        "queued": tally.took_ms(None, ["queued"]),
    }
    return {
        name: {f"p{p}": round(percentile(took, p) or 0.0, 2) for p in _PERCENTS}
        for name, took in groups.items()
        if took
    }


def _series(tally: Tally, bulk: Bulk | None, planned: list[float]) -> list[Second]:
    p99, interactive = tally.p99_by_second(), tally.p99_by_second(interactive=True)
    return [
        Second(
            at,
            round(due, 1),
            _full(tally.by_second[at] + (bulk.by_second.get(at, Counter()) if bulk else Counter())),
            _interactive(tally.class_by_second, at)
            + (_interactive(bulk.class_by_second, at) if bulk else 0),
            _rounded(p99.get(at)),
            _rounded(interactive.get(at)),
        )
        for at, due in enumerate(planned)
    ]


def _interactive(counted: Mapping[tuple[int, Class], Counter[Kind]], second: int) -> int:
    return counted.get((second, "interactive"), Counter[Kind]())["done"]


def _added(
    one: Mapping[Class, Counter[Kind]], other: Mapping[Class, Counter[Kind]]
) -> dict[Class, Counter[Kind]]:
    none: Counter[Kind] = Counter()
    return {cost: one.get(cost, none) + other.get(cost, none) for cost in {*one, *other}}


def _full(counts: Mapping[Kind, int]) -> dict[str, int]:
    return {kind: counts.get(kind, 0) for kind in KINDS}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
