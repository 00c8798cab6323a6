"""The better hour: when one usually need not wait, read from what came at the same hours before. Pure.

For every half hour of the next two days, the same half hours of earlier days of the same kind
(working days apart from others) are looked at. It counts as usually free when nobody, or nobody but
in one day of ten, had to queue in it. With fewer than four such days on record nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

import msgspec

from bumang.kernel.clock import CHINA
from bumang.kernel.text import Text

STEP = timedelta(minutes=30)
LOOK_BACK = timedelta(weeks=8)
_AHEAD = timedelta(hours=48)
_FEWEST_DAYS = 4
_MOST_BUSY = 0.1
_SHORTEST, _LONGEST = 2, 6
"""Half hours: what is shorter is no advice, and nobody needs more than three hours to choose from."""
_FIRST_HOUR, _LAST_HOUR = 7, 22
"""Nobody is sent into the night."""

Workday = Callable[[date], bool]


class Came(msgspec.Struct, frozen=True):
    """What came in the half hour that began then, and how many of them were queued."""

    began: datetime
    came: int
    queued: int


class BetterHour(msgspec.Struct, frozen=True):
    begins: datetime
    ends: datetime


def better_hour(history: Iterable[Came], now: datetime, workday: Workday) -> BetterHour | None:
    """The next stretch of at least an hour that is usually free; `None`: none, or none is known."""
    busy, days = _busy(history, now, workday)
    free: list[datetime] = []
    at = _begin(now + STEP)
    while at < now + _AHEAD:
        if _usually_free(at, busy, days[workday(at.date())], workday):
            free.append(at)
        elif len(free) >= _SHORTEST:
            break
        else:
            free.clear()
        if len(free) == _LONGEST:
            break
        at += STEP
    return BetterHour(free[0], free[-1] + STEP) if len(free) >= _SHORTEST else None


def said(hour: BetterHour, now: datetime) -> Text:
    begins, ends = hour.begins.astimezone(CHINA), hour.ends.astimezone(CHINA)
    days = (begins.date() - now.astimezone(CHINA).date()).days
    return Text(
        "{day} {begins} 到 {ends} 一般不用等。",
        "{day} from {begins} to {ends} there is usually no wait.",
    ).format(day=_DAYS[days], begins=f"{begins:%H:%M}", ends=f"{ends:%H:%M}")


_DAYS = (Text("今天", "Today"), Text("明天", "Tomorrow"), Text("后天", "The day after tomorrow"))

_Key = tuple[bool, int, int]


def _busy(
    history: Iterable[Came], now: datetime, workday: Workday
) -> tuple[dict[_Key, set[date]], dict[bool, set[date]]]:
    """On which days each half hour of each kind of day was busy; and the whole days on record."""
    busy: dict[_Key, set[date]] = defaultdict(set)
    days: dict[bool, set[date]] = {True: set(), False: set()}
    today = now.astimezone(CHINA).date()
    for one in history:
        began = one.began.astimezone(CHINA)
        if began.date() >= today or now - began > LOOK_BACK:
            continue
        kind = workday(began.date())
        days[kind].add(began.date())
        if one.queued:
            busy[kind, began.hour, began.minute].add(began.date())
    return busy, days


def _usually_free(
    at: datetime, busy: dict[_Key, set[date]], days: set[date], workday: Workday
) -> bool:
    if len(days) < _FEWEST_DAYS or not _FIRST_HOUR <= at.hour < _LAST_HOUR:
        return False
    key = (workday(at.date()), at.hour, at.minute)
    return len(busy.get(key, ())) <= _MOST_BUSY * len(days)


def _begin(at: datetime) -> datetime:
    """The first half hour that begins not before."""
    at = at.astimezone(CHINA)
    whole = at.replace(minute=at.minute // 30 * 30, second=0, microsecond=0)
    return whole if whole == at else whole + STEP
