"""Time in steps of thirty seconds: a code is of one window, and is good a step around it."""

from __future__ import annotations

from datetime import datetime

SECONDS = 30
SKEW = 1
"""How many windows a device's clock may be before or behind the verifier's."""


def window_of(moment: datetime) -> int:
    """Whole steps since 1970-01-01T00:00:00Z."""
    return int(moment.timestamp()) // SECONDS


def in_time(window: int, now: int) -> bool:
    """Whether a code of `window` is good in the window `now`: for 90 seconds altogether."""
    return abs(window - now) <= SKEW
