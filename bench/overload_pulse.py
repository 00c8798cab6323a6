"""One pulse with clients that come back: how soon is everything as before?"""

from __future__ import annotations

from typing import Any

from bench.database import temporary_folder
from bench.overload_row import Part, Row
from bench.overload_site import GATE, VARIANTS, site
from bench.progress import say

_MULTIPLE, _PULSE_ENDS = 10, 0.5
_GOAL_SECONDS = 10.0
_AS_BEFORE = 1.25
"""Times the unloaded p99: a second holds too few requests for its own p99 to be sharper."""
_IN_A_ROW = 3


def pulse(seconds: int) -> Part:
    """The profile `pulse`: calm, then ten times the load for two fifths of the time, then calm."""
    whole = 6 * seconds
    return Part(
        "After a pulse",
        tuple(_row(variant, whole) for variant in VARIANTS),
        f"The profile `pulse` at {_MULTIPLE} ×, all of it by clients that come back as told and try again after no answer: {whole * 0.4:.0f} s of"
        f" the load in {whole} s. Back is the first second after which the p99 of interactive requests done stays within {_AS_BEFORE} × the unloaded for"
        f" {_IN_A_ROW} seconds.",
    )


def _row(variant: str, whole: int) -> Row:
    with site(variant) as there, temporary_folder() as folder:
        found = there.rush(
            folder,
            *("--profile", "pulse", "--multiple", str(_MULTIPLE), "--seconds", str(whole)),
            *("--plateau", "1"),  # is not looked at
        )
    back = back_after(found, whole * _PULSE_ENDS)
    words = f"not within {whole * (1 - _PULSE_ENDS):.0f} s" if back is None else f"{back:.0f} s"
    say(f"pulse, {variant}: back after {words}")
    met = back is not None and back <= _GOAL_SECONDS
    others = f"{found['answers']['other']:,} other answers"
    return Row(
        f"{variant}: back to the unloaded p99 after a pulse",
        f"{_GOAL_SECONDS:.0f} s",
        words,
        met if variant == GATE else None,
        f"({others}, unloaded {found['unloaded_p99_ms']:,.0f} ms)",
    )


def back_after(found: dict[str, Any], ended: float) -> float | None:
    """Seconds from the pulse's end; None when it never was as before."""
    after = [one for one in found["series"] if one["second"] >= ended]
    held = 0
    for one in after:
        took = one["interactive_p99_ms"]
        good = took is not None and took <= _AS_BEFORE * found["unloaded_p99_ms"]
        held = held + 1 if good else 0
        if held == _IN_A_ROW:
            return float(one["second"] - ended - _IN_A_ROW + 1)
    return None
