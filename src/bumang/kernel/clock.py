"""Time as an argument. Legal time in China is one zone, UTC+8, without daylight saving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")

Clock = Callable[[], datetime]
"""Returns the present as an aware datetime; the real one is made in `bumang.main` only."""


def legal_day(moment: datetime) -> date:
    """The calendar day in China on which a moment falls; deadlines are counted by it."""
    return moment.astimezone(CHINA).date()
