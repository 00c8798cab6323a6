"""The waiting room at scale: every function measures one promise and returns plain figures (JSON)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bench.overload_row import Part, Row
from bench.progress import say
from bench.room_admissions import double_admissions, person_bytes
from bench.room_scale import answer_cost, backwards, waiters
from bench.waiting_model import Model

Found = dict[str, Any]
_STEPS = {"none": float("inf"), "every 10 min": 600.0, "every 30 min": 1800.0}


def waiting_times(
    *, hours: float = 3.0, seeds: int = 3, no_shows: Sequence[float] = (0.0, 0.3, 0.6, 0.9)
) -> Found:
    """How many 80 % intervals held, the middle's median error, the slots used; in virtual time."""
    cases = [_case(no_show, steps, hours, seeds) for no_show in no_shows for steps in _STEPS]
    return {"hours": hours, "seeds": seeds, "cases": cases}


def _case(no_show: float, steps: str, hours: float, seeds: int) -> Found:
    runs = [
        Model(no_show, _STEPS[steps], 3600 * hours, seed=1 + seed).run() for seed in range(seeds)
    ]
    return {
        "no_show": no_show,
        "steps": steps,
        "covered": _of(runs, lambda run: run.covered),
        "median_error": _of(runs, lambda run: run.median_error),
        "used": _of(runs, lambda run: run.used_share),
        "turned": _of(runs, lambda run: run.turned_share),
    }


def _of(runs: Sequence[Model], figure: Callable[[Model], float]) -> dict[str, float]:
    found = [figure(run) for run in runs]
    return {"mean": sum(found) / len(found), "least": min(found), "most": max(found)}


def room(_: int) -> Part:
    """Every promise of the waiting room that is a figure; some minutes, whatever the seconds."""
    return Part("The waiting room", tuple(_rows()), _ABOUT)


_ABOUT = (
    "Cost: edge and gate alone, one after the other in one process, the HTTP server left out (with it: above). Waiters: places and tickets given in one process,"
    " against an in-memory stand-in for the one row in the database. Places: a million in a line that four processes call and tell, at any of which each asks."
    " Admissions: tokens and codes of 5,000 places, sent again and again, hundreds at once, to four rooms on a real PostgreSQL, three of them with wrong clocks."
)


def _rows() -> list[Row]:
    say("waiting room: cost, waiters, places, admissions, times")
    cost, many, back, twice = answer_cost(), waiters(), backwards(), double_admissions()
    person, times = person_bytes(), waiting_times()["cases"]
    other = back["ahead_grew_at_another_process"]
    held = [case["covered"]["mean"] for case in times if case["no_show"] <= 0.6]
    errors = [case["median_error"]["mean"] for case in times]
    ghosts = [case["used"]["mean"] for case in times if case["no_show"] >= 0.9]
    page, moved = cost["page_microseconds"], back["places_moved"]
    return [
        Row("one waiting page", "20 µs", f"{page:.1f} µs", page <= 20),
        Row(
            "one waiting answer in JSON",
            "20 µs",
            f"{cost['json_microseconds']:.1f} µs",
            cost["json_microseconds"] <= 20,
        ),
        Row(
            f"bytes in the process for each of {many['waiters']:,} waiters",
            "64",
            f"{many['bytes_each']:.1f}",
            many["bytes_each"] <= 64,
        ),
        Row(
            "bytes in the database for one who waits signed in (others: none)",
            "64",
            f"{person['bytes_each']:.0f}",
            person["bytes_each"] <= 64,
        ),
        Row(
            f"places moved among {back['waiting']:,} waiters, {back['asked']:,} answers",
            "0",
            str(moved),
            moved == 0,
        ),
        Row(
            "answers with more ahead than another process had told just before",
            "–",
            f"{other:,} of {back['asked']:,}",
        ),
        Row(
            f"double admissions in {twice['replays']:,} replays",
            "0",
            str(twice["double_admissions"]),
            twice["double_admissions"] == 0,
        ),
        Row(
            "80 % intervals that held, no-shows 0 to 60 %, capacity steps",
            "77–83 %",
            f"{min(held):.1%} to {max(held):.1%}",
            min(held) >= 0.77 and max(held) <= 0.83,
        ),
        Row("median relative error", "10 %", f"{max(errors):.1%} at most", max(errors) <= 0.1),
        Row(
            "slots used with 90 % ghosts",
            "95 %",
            f"{min(ghosts):.1%} at least",
            min(ghosts) >= 0.95,
        ),
    ]
