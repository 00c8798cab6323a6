"""A result in words for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from bumang.rush.ask import KINDS
from bumang.rush.result import Result


def words(found: Result) -> str:
    return "\n".join(_lines(found))


def _lines(found: Result) -> Iterator[str]:
    sums = " + ".join(f"{found.answers[kind]:,} {kind}" for kind in KINDS)
    yield f"offered {found.offered:,} = {sums}"
    if found.other:
        causes = ", ".join(f"{count:,} {cause}" for cause, count in found.other.items() if count)
        yield f"other   {causes or 'none'}"
    yield from _sources(found)
    yield from _rates(found)
    for name, took in found.latency_ms.items():
        yield f"latency {name:12}" + "".join(f"  {p} {ms:,.1f} ms" for p, ms in took.items())
    yield from _urgent(found)
    for group, answers in found.groups.items():
        got = answers["done"] + answers["accepted"]
        yield f"{group:8}{got:,} done or accepted of {sum(answers.values()):,} requests"
    yield f"late    {found.late_starts:,} requests went out over 10 ms late, at most {found.latest_start_ms:,.0f} ms"
    yield "cores   " + ", ".join(f"{part} {used:.2f}" for part, used in found.cores.items())
    yield from _instance(found)


def _sources(found: Result) -> Iterator[str]:
    if "bulk" in found.sources:
        for name, one in found.sources.items():
            yield f"  of it {name}: {one['offered']:,}" + (
                f" of {one['planned']:,} planned" if "planned" in one else ""
            )


def _rates(found: Result) -> Iterator[str]:
    share = "" if found.goodput_of_plateau is None else f" ({found.goodput_of_plateau:.1%} of it)"
    plateau = "unknown" if found.plateau_per_s is None else f"{found.plateau_per_s:,.1f}"
    yield f"goodput {found.goodput_per_s:,.1f} interactive a second; plateau {plateau}{share}"
    if found.stale:
        yield f"stale   {found.stale:,} were done, but said less than is known; they are not in goodput"
    yield f"useful  {found.useful_per_s:,.1f} done or accepted a second"
    if found.admitted_p99_ms is not None and found.unloaded_p99_ms:
        times = found.admitted_p99_ms / found.unloaded_p99_ms
        yield (
            f"p99     {found.admitted_p99_ms:,.1f} ms once let in, "
            f"unloaded {found.unloaded_p99_ms:,.1f} ms ({times:.1f} x)"
        )


def _urgent(found: Result) -> Iterator[str]:
    if found.urgent_in_deadline is not None:
        known = found.urgent["in_time"] + found.urgent["too_late"]
        yield f"urgent  {found.urgent_in_deadline:.2%} of {known:,.0f} inside the deadline"


def _instance(found: Result) -> Iterator[str]:
    if found.instance is None:
        yield "counts  the target has no counters to compare with"
        return
    apart = {kind: n for kind, n in found.instance["apart"].items() if n}
    same = "the same as ours" if not apart else f"apart by {apart}"
    yield f"counts  the instance counted {found.instance['offered']:,} offered, {same}"
