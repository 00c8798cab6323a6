"""The shield's figures as rows of the table."""

from __future__ import annotations

from bench.overload_row import Part, Row
from bench.overload_shield import measure
from bench.progress import say

_SHARE_GOAL = 0.95


def old_system(seconds: int) -> Part:
    run = measure(3 * seconds)
    say(f"an old system at {run.multiple:g} x: {run.share:.0%} of its best behind the shield")
    alone = run.alone_per_s / run.best_per_s
    return Part(
        "An old system behind the shield",
        (
            Row(
                f"behind the shield at {run.multiple:g} × its capacity: its throughput",
                f"{_SHARE_GOAL:.0%}",
                f"{run.share:.0%} ({run.shielded_per_s:,.1f} of {run.best_per_s:,.1f} a second)",
                run.share >= _SHARE_GOAL,
            ),
            Row(
                f"alone at {run.multiple:g} × its capacity: its throughput",
                f"{_SHARE_GOAL:.0%}",
                f"{alone:.0%} ({run.alone_per_s:,.1f} of {run.best_per_s:,.1f} a second)",
            ),
            Row(
                "posts lost, doubled",
                "0, 0",
                f"{run.lost}, {run.doubled} of {run.forms}",
                not (run.lost or run.doubled),
            ),
            Row(
                "behind the shield: answers other than the three",
                "0",
                f"{run.other:,}",
                not run.other,
            ),
        ),
        "The old system of `examples/old-system` and its crowd: a fixed number of threads that collapse when too many come. Its best is the most it did with 4, 6 or 8 clients.",
    )
