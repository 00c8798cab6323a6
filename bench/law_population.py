"""Ten million persons: every pension, from one file to another, as the command does it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow.parquet as pq

from bench.measured import Measured, Part, rounds
from bench.progress import say
from bumang.rules.columns import Pensions, Tables, pensions
from bumang.studio.agreement import agreement
from bumang.studio.columns import read_persons
from bumang.studio.file import Population, write
from bumang.studio.laws import laid_out
from bumang.studio.people import stretches
from bumang.studio.written import shipped

YEARS = range(1998, 2038)  # forty
_SECONDS, _AGREED = 10.0, 2000
_COMMAND = [sys.executable, "-m", "bumang.cli", "law"]


def whole_population(persons: int, count: int) -> Part:
    """End to end through Parquet, and the computing alone in one process."""
    law = laid_out(shipped(), YEARS)
    with TemporaryDirectory() as folder:
        people, out = Path(folder, "people.parquet"), Path(folder, "pensions.parquet")
        say(f"population: making {persons:,} synthetic persons with {len(YEARS)} years")
        write(people, stretches(persons, 1, law, range(2026, YEARS[-1] + 1)), lambda _: None)
        size = people.stat().st_size / 2**20
        few = Path(folder, "few.parquet")
        write(few, stretches(_AGREED, 2, law, range(2026, YEARS[-1] + 1)), lambda _: None)
        _command(few, out, [])  # the first run after an installation compiles
        peaks: list[float] = []
        taken = rounds(count, lambda: _command(people, out, peaks))
        alone = rounds(count, lambda: _alone(people, law))
        _check(out, persons)
        found = agreement(few, lambda _: None)
    if found.different:
        raise RuntimeError(f"{found.different} of {found.compared} persons differ: {found.first}")
    return Part(
        "Full employees' pension for a whole population",
        [
            Measured(
                f"{persons:,} persons, file to file",
                "s",
                taken,
                _SECONDS,
                about="`bumang law pensions` as a person types it, start of Python and of its"
                f" processes included: a Parquet file of {size:,.0f} MiB in, one of every part of"
                " every pension out; one process a core.",
            ),
            Measured(
                "peak memory of all its processes",
                "MiB",
                peaks,
                about="The sum of their resident memory, looked at ten times a second; pages they"
                " share are counted for each. It does not grow with the number of persons.",
            ),
            Measured(
                "computing alone, persons a second and core",
                "1/s",
                alone,
                about="65,536 persons that are in memory, one process: statutory month, history cut"
                " there, index, account over forty years, all parts, roundings of every place.",
            ),
        ],
        [
            f"Agreement: {found.compared:,} other persons were computed by the rules for one person"
            " as well: month, months, index, balance, every part and the total are equal to the fen.",
        ],
    )


def _command(people: Path, out: Path, peaks: list[float]) -> float:
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*_COMMAND, "pensions", "--population", str(people), "--out", str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    watch = _Watch(process.pid)
    code = process.wait(timeout=600)
    taken = time.perf_counter() - begun
    peaks.append(watch.stopped())
    if code:
        raise RuntimeError("the command failed")
    say(f"population: {taken:.2f} s, {peaks[-1]:,.0f} MiB")
    return taken


def _alone(people: Path, law: Tables) -> float:
    population = Population(people)
    table = population.read(0)
    persons, _ = read_persons(table, population.years, law.places, 0)
    pensions(persons.some(slice(0, 1)), law)
    begun = time.perf_counter()
    made: Pensions = pensions(persons, law)
    return len(made.retirement) / (time.perf_counter() - begun)


def _check(out: Path, persons: int) -> None:
    """Everybody has an answer, in the order of the file."""
    table = pq.read_table(out, columns=["person"])
    numbers = table["person"].to_numpy()
    if len(numbers) != persons or not (numbers == np.arange(persons)).all():
        raise RuntimeError("somebody is missing from the results")


class _Watch:
    """Looks at the resident memory of a process and all below it."""

    def __init__(self, pid: int) -> None:
        self._pid, self._peak, self._over = pid, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stopped(self) -> float:
        self._over.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._over.wait(0.1):
            self._peak = max(self._peak, sum(map(_resident, family(self._pid))) / 2**20)


def family(pid: int) -> set[int]:
    """A process and its descendants."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            if entry.name.isdigit():
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(stat[1])
    found, grown = {pid}, True
    while grown:
        more = {child for child, parent in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return found


def _resident(pid: int) -> int:
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0
