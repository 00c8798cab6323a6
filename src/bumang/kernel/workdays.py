"""Working days in China: Monday to Friday, but for what the State Council moves every year.

Source: the State Council's yearly notices on holidays (国务院办公厅关于部分节假日安排的通知) of 2025 and
2026; a year without a notice here has working days from Monday to Friday.
"""

from __future__ import annotations

from datetime import date


def is_workday(day: date) -> bool:
    """Whether offices work, by the notices above."""
    if day.weekday() < 5:
        return day.isoformat() not in _OFF
    return day.isoformat() in _MADE_UP


_OFF = frozenset(
    {
        "2025-01-01",
        "2025-01-28",
        "2025-01-29",
        "2025-01-30",
        "2025-01-31",
        "2025-02-03",
        "2025-02-04",
        "2025-04-04",
        "2025-05-01",
        "2025-05-02",
        "2025-05-05",
        "2025-06-02",
        "2025-10-01",
        "2025-10-02",
        "2025-10-03",
        "2025-10-06",
        "2025-10-07",
        "2025-10-08",
        "2026-01-01",
        "2026-01-02",
        "2026-02-16",
        "2026-02-17",
        "2026-02-18",
        "2026-02-19",
        "2026-02-20",
        "2026-02-23",
        "2026-04-06",
        "2026-05-01",
        "2026-05-04",
        "2026-05-05",
        "2026-06-19",
        "2026-09-25",
        "2026-10-01",
        "2026-10-02",
        "2026-10-05",
        "2026-10-06",
        "2026-10-07",
    }
)
"""Weekdays on which offices are closed."""
_MADE_UP = frozenset(
    {
        "2025-01-26",
        "2025-02-08",
        "2025-04-27",
        "2025-09-28",
        "2025-10-11",
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    }
)
"""Saturdays and Sundays on which they work instead."""
