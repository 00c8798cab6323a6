"""How much of the processor each part of an instance on this machine has used, from /proc."""

from __future__ import annotations

import os
import resource
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

_TICKS = os.sysconf("SC_CLK_TCK")
PARTS = ("generator", "gate", "work")


class _Process(msgspec.Struct, frozen=True):
    parent: int
    command: str
    seconds: float


def used(data: Path | None) -> dict[str, float]:
    """Processor seconds so far: of this program with what it started, of the web processes (the
    gate), and of the worker and PostgreSQL (the work). Zero where nothing is found; of this program
    alone where the instance is on another machine (no folder here)."""
    if data is None:
        return {"generator": _own()}
    there = _processes()
    ours = {pid: part for pid, one in there.items() if (part := _part(pid, one, data))}
    sums = dict.fromkeys(PARTS, 0.0)
    for pid, one in there.items():
        if part := ours.get(pid) or ours.get(one.parent):
            sums[part] += one.seconds
    sums["generator"] += _own()
    return sums


def _own() -> float:
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def tree_seconds(root: int) -> float:
    """Processor seconds of one process and all below it."""
    there = _processes()
    inside = {root}
    for pid in sorted(there):
        if there[pid].parent in inside:
            inside.add(pid)
    return sum(there[pid].seconds for pid in inside if pid in there)


def cores(
    before: Mapping[str, float], after: Mapping[str, float], seconds: float
) -> dict[str, float]:
    """How many cores each part has kept busy."""
    return {part: round((after[part] - before[part]) / seconds, 3) for part in before}


def _part(pid: int, one: _Process, data: Path) -> str | None:
    if f"{data}/postgres/" in one.command:
        return "work"
    if "bumang.cli" not in one.command or " serve " in one.command:
        return None
    with suppress(OSError):
        if f"BUMANG_DATA={data}\0".encode() in Path(f"/proc/{pid}/environ").read_bytes() + b"\0":
            return "gate" if "granian" in one.command else "work"
    return None


def _processes() -> dict[int, _Process]:
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError):
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (
                (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            )
            # With those of its children that have ended.
            seconds = sum(int(ticks) for ticks in stat[11:15]) / _TICKS
            found[int(folder.name)] = _Process(int(stat[1]), command, seconds)
    return found
