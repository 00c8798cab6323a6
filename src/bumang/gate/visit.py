"""How long things last once it is one's turn (WCAG 2.2.1). Pure.

A turn that was called may be taken for two days. Who takes it has half an hour, which goes on by
itself while pages are asked for; ten minutes before it is over one is told, and one press, then or
after, takes another half hour, for twenty hours altogether. So nobody loses a place to a clock they were not told of.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bumang.kernel.clock import CHINA

CLAIM = timedelta(days=2)
VISIT = timedelta(minutes=30)
RENEW = timedelta(minutes=20)
"""A pass that ends sooner is handed out anew: whoever goes on need not do anything."""
LONGEST = timedelta(hours=20)


def visit_end(taken: datetime, now: datetime) -> datetime:
    """The end of the half hour that begins now, of a turn that was taken then."""
    return min(now + VISIT, taken + LONGEST)


def may_go_on(taken: datetime, now: datetime) -> bool:
    return now < taken + LONGEST


def minutes(at: datetime) -> int:
    """As a pass says its end."""
    return int(at.timestamp()) // 60


def at_minute(minute: int) -> datetime:
    """The end that a pass says."""
    return datetime.fromtimestamp(minute * 60, CHINA)
