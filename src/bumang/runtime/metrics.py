"""Counters that all processes of an instance keep together, in files of the data folder."""

from __future__ import annotations

import os
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector

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
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # the library has no types here
    return registry
