"""1, 3, 10, 30, 100 and 300 times the normal load: what comes back, how much is done, how long it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bench.database import temporary_folder
from bench.overload_row import Part, Row
from bench.overload_site import CORE_MS, CORE_THREADS, GATE, NGINX_WORDS, VARIANTS, site
from bench.progress import say

MULTIPLES = (1, 3, 10, 30, 100, 300)
_KINDS = ("done", "accepted", "queued", "invalid", "other")
_GOODPUT_GOALS = {10: 0.98, 100: 0.95, 300: 0.90}
_TIMES_GOAL, _URGENT_GOAL = 2.0, 0.999
_CONNECTIONS = 250
"""Of the bulk, for each of its four streams: a crowd's, and few enough for one machine's ports."""

Runs = dict[str, dict[int, dict[str, Any]]]


def sweep(seconds: int, multiples: Sequence[int] = MULTIPLES) -> Part:
    found: Runs = {variant: _of(variant, seconds, multiples) for variant in VARIANTS}
    rows = [row for variant in VARIANTS for row in rows_of(variant, found[variant])]
    return Part("From 1 to 300 times the normal load", tuple(rows), _about(found), table_of(found))


def _of(variant: str, seconds: int, multiples: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The calibration is made once for each contestant, before anything has loaded it."""
    with site(variant) as there, temporary_folder() as folder:
        calm = there.rush(folder, "--multiple", "0.5", "--seconds", "5")
        known = [
            *("--plateau", str(calm["plateau_per_s"])),
            *("--unloaded-p99", str(calm["unloaded_p99_ms"])),
        ]
        made = {}
        for multiple in multiples:
            made[multiple] = there.rush(
                folder,
                *("--multiple", str(multiple), "--seconds", str(seconds), *known),
                *("--connections", str(_CONNECTIONS)),
            )
            say(f"{variant}, {multiple} x: {_in_words(made[multiple])}")
        return made


def rows_of(variant: str, runs: dict[int, dict[str, Any]]) -> list[Row]:
    ours = variant == GATE
    others = {multiple: run["answers"]["other"] for multiple, run in runs.items()}
    rows = [
        Row(
            f"{variant}: answers other than the three",
            "0 at each",
            ", ".join(f"{count:,} at {multiple} ×" for multiple, count in others.items()),
            not any(others.values()) if ours else None,
            _causes(runs),
        )
    ]
    for multiple, goal in _GOODPUT_GOALS.items():
        if multiple in runs:
            share = runs[multiple]["goodput_of_plateau"]
            words = f"{share:.0%} ({runs[multiple]['goodput_per_s']:,.0f} of {runs[multiple]['plateau_per_s']:,.0f} a second)"
            rows.append(
                Row(
                    f"{variant}: goodput at {multiple} × of the plateau",
                    f"{goal:.0%}",
                    words,
                    share >= goal if ours else None,
                )
            )
    if last := runs.get(max(runs)):
        rows += _at_the_most(variant, max(runs), last, ours=ours)
    return rows


def _at_the_most(variant: str, multiple: int, run: dict[str, Any], *, ours: bool) -> list[Row]:
    took, unloaded, urgent = (
        run["admitted_p99_ms"],
        run["unloaded_p99_ms"],
        run["urgent_in_deadline"],
    )
    words = (
        "nothing was done"
        if took is None
        else f"{took / unloaded:.1f} × ({took:,.0f} ms of {unloaded:,.0f} ms)"
    )
    return [
        Row(
            f"{variant}: p99 of admitted interactive requests at {multiple} × against unloaded",
            f"{_TIMES_GOAL:g} ×",
            words,
            (took is not None and took <= _TIMES_GOAL * unloaded) if ours else None,
        ),
        Row(
            f"{variant}: urgent lane inside its deadline at {multiple} ×",
            f"{_URGENT_GOAL:.1%}",
            "none was due" if urgent is None else f"{urgent:.2%}",
            (urgent is not None and urgent >= _URGENT_GOAL) if ours else None,
        ),
    ]


def _causes(runs: dict[int, dict[str, Any]]) -> str:
    causes = sorted({cause for run in runs.values() for cause, n in run["other"].items() if n})
    return f"({', '.join(causes)})" if causes else ""


def table_of(found: Runs) -> str:
    """Every run, with the processor apart."""
    lines = [
        "| contestant | × | planned/s | offered/s | " + " | ".join(_KINDS) + " | stale | goodput/s"
        " | p99 done ms | p99 accepted ms | generator | gate | work |",
        "| --- |" + " --: |" * 15,
    ]
    for variant, runs in found.items():
        for multiple, run in runs.items():
            lines.append("| " + " | ".join([variant, str(multiple), *_cells(run)]) + " |")
    return "\n".join(lines)


def _cells(run: dict[str, Any]) -> list[str]:
    seconds, cores = run["seconds"], run["cores"]
    accept = run["latency_ms"].get("accept", {}).get("p99")
    return [
        f"{run['planned'] / seconds:,.0f}",
        f"{run['offered'] / seconds:,.0f}",
        *(f"{run['answers'][kind]:,}" for kind in _KINDS),
        f"{run['stale']:,}",
        f"{run['goodput_per_s']:,.0f}",
        *("–" if ms is None else f"{ms:,.0f}" for ms in (run["admitted_p99_ms"], accept)),
        f"{cores['generator']:.2f}",
        f"{cores['gate'] + cores.get('front', 0):.2f}",
        f"{cores['work']:.2f}",
    ]


def _about(found: Runs) -> str:
    plateau = next(iter(found[GATE].values()))["plateau_per_s"]
    return f"""\
Each contestant is an instance of its own with two web processes, a worker, a demo city of 20,000 people, and `bumang rush` with the `standard` profile
(three in ten who are queued never come back). Normal is 100 requests a second, half of them interactive. The interactive class is bounded by a core database
whose every prepared question takes {CORE_MS:.0f} ms of one of its {CORE_THREADS} threads (`bench/slow_core.py`), so that its plateau
is about three times the normal 50 a second: measured {plateau:,.0f} a second. Goodput are interactive requests done with all that is known of the submission; an answer
that says less, because the core gave none in time, is stale.

Planned is the schedule, offered is what was sent and answered: the bulk above 1,000 a second has 1,000 connections, and sends nothing more while all of them wait.
Where offered is below planned, the two cores that generator, gate and work share were the limit. Cores of each are in the last columns (nginx in the gate's).
Latencies are the clients'. Behind nginx: {NGINX_WORDS}. Without the gate, "queued" is 429 with `Retry-After` where a database gave no answer in three seconds; nobody has a place."""


def _in_words(run: dict[str, Any]) -> str:
    answers = ", ".join(f"{run['answers'][kind]:,} {kind}" for kind in _KINDS)
    return f"offered {run['offered']:,}: {answers}; goodput {run['goodput_per_s']:,.0f}/s"
