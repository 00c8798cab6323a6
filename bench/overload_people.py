"""82 % of all visits are scripts': what is left for people?"""

from __future__ import annotations

from bench.database import temporary_folder
from bench.overload_row import Part, Row
from bench.overload_site import GATE, VARIANTS, site
from bench.progress import say

_MULTIPLE = 6
_SCRIPTS = 0.82
_GOAL = 0.99


def people(seconds: int) -> Part:
    return Part(
        "82 % of the visits by scripts",
        tuple(row for variant in VARIANTS for row in _rows(variant, 3 * seconds)),
        f"The profile `scripts` at {_MULTIPLE} ×, all of it by clients: a third of the scripts forget their place, a third come back twenty times as often as told, a"
        " third hold five places at once. The fair part of people and programs is their share of the visits (18 %) of what was done of the interactive class."
        " Refused are those who got any other answer.",
    )


def _rows(variant: str, seconds: int) -> list[Row]:
    with site(variant) as there, temporary_folder() as folder:
        found = there.rush(
            folder,
            *("--profile", "scripts", "--multiple", str(_MULTIPLE), "--seconds", str(seconds)),
            *("--plateau", "1", "--unloaded-p99", "1"),  # are not looked at
        )
    good = found["good_by_group"]
    theirs = sum(count for group, count in good.items() if group != "scripts")
    share = theirs / max(1, sum(good.values())) / (1 - _SCRIPTS)
    refused = sum(n["other"] for group, n in found["groups"].items() if group != "scripts")
    say(f"scripts, {variant}: people got {share:.0%} of their part, {refused} refused")
    ours = variant == GATE
    return [
        Row(
            f"{variant}: people's share of their fair part",
            f"{_GOAL:.0%}",
            f"{share:.0%} ({theirs:,} of {sum(good.values()):,} done)",
            share >= _GOAL if ours else None,
        ),
        Row(f"{variant}: people refused", "0", f"{refused:,}", refused == 0 if ours else None),
    ]
