"""What all processes of an instance count together, and what each tells of itself, in files of the data folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    generate_latest,
    values,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.samples import Sample

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder of the counters to every process of an instance."""

_process = os.getpid()


def _forked() -> None:
    global _process  # noqa: PLW0603 - a fork is another process, with counters of its own
    _process = os.getpid()


os.register_at_fork(after_in_child=_forked)
if FOLDER_VARIABLE in os.environ:
    # The library asks the kernel for the process's number at every count. That is a tenth of what
    # an acceptance costs; the number changes at a fork only.
    values.ValueClass = values.MultiProcessValue(lambda: _process)  # type: ignore[no-untyped-call]


def counter(name: str, meaning: str, labels: Sequence[str] = ()) -> Counter:
    return Counter(name, meaning, labels)


def gauge(name: str, meaning: str, labels: Sequence[str] = ()) -> Gauge:
    """What is so now, in each process apart: its samples have the process's number as `pid`."""
    return Gauge(name, meaning, labels, multiprocess_mode="liveall")


def samples(*names: str) -> list[Sample]:
    """Those of these names, counters summed over all processes, gauges of each that lives.

    Where no folder is named, this process is all there are.
    """
    registry = _all_processes() if FOLDER_VARIABLE in os.environ else REGISTRY
    return [one for family in registry.collect() for one in family.samples if one.name in names]


def totals(name: str, label: str) -> dict[str, int]:
    """A counter's sums over all processes, by the value of its label."""
    return {
        sample.labels[label]: int(sample.value)
        for family in _all_processes().collect()
        for sample in family.samples
        if sample.name == f"{name}_total"
    }


def exposition() -> bytes:
    """Every counter summed over all processes, in Prometheus' text format."""
    return generate_latest(_all_processes())


def _all_processes() -> CollectorRegistry:
    _forget_the_dead(Path(os.environ[FOLDER_VARIABLE]))
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # the library has no types here
    return registry


def _forget_the_dead(folder: Path) -> None:
    """What a process that was killed told of itself is not so any more; what it counted stays."""
    for file in folder.glob("gauge_live*_*.db"):
        process = int(file.stem.rpartition("_")[2])
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            mark_process_dead(process, str(folder))  # type: ignore[no-untyped-call]
        except PermissionError:
            continue  # it lives, and is another user's
