"""An opening before it is announced: what is wrong with it, in words. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec

from bumang.gate.opening import LASTS, Opening, Phase
from bumang.gate.wanted import REASON, reason_holds
from bumang.kernel.problems import Problem
from bumang.kernel.text import Text

DOORS_BEFORE = timedelta(hours=1)
"""How long before the hour one may come, where nothing else is said."""
_SOONEST, _LATEST = timedelta(minutes=1), timedelta(days=60)
_COMMITMENT_LETTERS = 64


class Announcement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`matter`: a code; empty: everything that asks the databases. `seed_commitment`: SHA-256 in
    hexadecimal of a seed that someone else keeps and reveals at the hour; null: the instance does.
    `replaces`: the number of an opening that is withdrawn for it, while nobody can come for that yet."""

    opens_at: datetime
    reason: str
    matter: str = ""
    doors_at: datetime | None = None
    seed_commitment: str | None = None
    replaces: int | None = None

    @property
    def doors(self) -> datetime:
        return self.doors_at or self.opens_at - DOORS_BEFORE

    def is_already(self, opening: Opening) -> bool:
        """Whether it was announced so before: sent again because no answer came."""
        same = (self.matter, self.opens_at) == (opening.matter, opening.opens_at)
        stands = opening.withdrawn_at is None and opening.number != self.replaces
        return stands and same and self.seed_commitment in {None, opening.commitment.hex()}


def problems(
    wanted: Announcement, matters: Collection[str], known: Collection[Opening], now: datetime
) -> list[Problem]:
    found = [] if reason_holds(wanted.reason) else [REASON]
    if wanted.matter and wanted.matter not in matters:
        found.append(_MATTER)
    zoned = wanted.opens_at.tzinfo and (wanted.doors_at is None or wanted.doors_at.tzinfo)
    if not zoned or not now + _SOONEST <= wanted.opens_at <= now + _LATEST:
        return [*found, _HOUR]
    if wanted.doors >= wanted.opens_at:
        found.append(_DOORS)
    if not _is_commitment(wanted.seed_commitment):
        found.append(_COMMITMENT)
    if wanted.replaces is not None and not _replaceable(wanted.replaces, known, now):
        found.append(NOT_REPLACED)
    others = [one for one in known if one.number != wanted.replaces]
    return found + ([_OVERLAPS] if any(_meets(wanted, one, now) for one in others) else [])


def _replaceable(number: int, known: Collection[Opening], now: datetime) -> bool:
    """While nobody can have come: then nobody has a number that would be of no use."""
    return any(one.number == number and one.phase(now) is Phase.ANNOUNCED for one in known)


def _is_commitment(text: str | None) -> bool:
    if text is None:
        return True
    return len(text) == _COMMITMENT_LETTERS and all(one in "0123456789abcdef" for one in text)


def _meets(wanted: Announcement, other: Opening, now: datetime) -> bool:
    if other.matter != wanted.matter or other.phase(now) is Phase.OVER:
        return False
    return other.doors_at - LASTS < wanted.opens_at and wanted.doors < other.opens_at + LASTS


_MATTER = Problem(
    "OPENING_MATTER",
    Text("没有这个事项。", "There is no such matter."),
    Text("开放要么是一个事项的，要么是全部的。", "An opening is of one matter, or of all."),
    Text("请填事项编码，或留空。", "Give a matter's code, or leave it empty."),
    "matter",
)
_HOUR = Problem(
    "OPENING_HOUR",
    Text("开放的时刻不对。", "The hour of the opening cannot be."),
    Text(
        "要有时区，在一分钟以后、60 天以内，人们才来得及知道。",
        "It needs a time zone, and is in a minute at the earliest and 60 days at the latest, so that people can know.",
    ),
    Text("例如 2026-11-30T09:00:00+08:00。", "Such as 2026-11-30T09:00:00+08:00."),
    "opens_at",
)
_DOORS = Problem(
    "OPENING_DOORS",
    Text("可以来取号的时刻不在开放之前。", "Numbers would not be given before the hour."),
    Text("取号在前，开放在后。", "One comes first, then it opens."),
    Text("请填早一些，或不填（提前一小时）。", "Give an earlier one, or none (an hour before)."),
    "doors_at",
)
_COMMITMENT = Problem(
    "OPENING_COMMITMENT",
    Text("种子的承诺写法不对。", "The seed's commitment is not written as it must be."),
    Text(
        "它是种子的 SHA-256，64 个小写十六进制字。",
        "It is the seed's SHA-256, 64 lower-case hexadecimal digits.",
    ),
    Text(
        "请改正，或不填，由系统自己保管种子。",
        "Mend it, or leave it out: then the instance keeps the seed.",
    ),
    "seed_commitment",
)
NOT_REPLACED = Problem(
    "OPENING_NOT_REPLACED",
    Text("这次开放已经不能改了。", "This opening cannot be changed any more."),
    Text(
        "已经开始取号、已经撤回，或者没有这个编号。",
        "Numbers are being given for it, it is withdrawn, or there is none with this number.",
    ),
    Text(
        "开放以前还可以撤回，再公布一次新的。",
        "Until its hour it can be withdrawn; then announce another one.",
    ),
    "replaces",
)
_OVERLAPS = Problem(
    "OPENING_OVERLAPS",
    Text("同一事项已有一次开放在那时。", "This matter has an opening at that time already."),
    Text("一个人同时只排一次。", "One can wait for one of them only."),
    Text("请先撤回前一次，或换个时间。", "Withdraw the other first, or choose another time."),
    "opens_at",
)
