"""An order before it is given: what is wrong with it, in words. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bumang.gate.lane import CLASSES, LINE_NAMED
from bumang.gate.limiter import URGENT_SHARE
from bumang.gate.steering import Setting
from bumang.kernel.problems import Problem
from bumang.kernel.text import Text

LONGEST_PAUSE = timedelta(hours=4)
LONGEST = timedelta(days=31)
_LEAST_RATE, _MOST_RATE = 0.01, 100_000
_MOST_SLOTS = 1000
_LONGEST_MESSAGE, _LONGEST_REASON = 200, 500


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`value` null: the gate goes by itself again. `follows`: the number of the order that was seen
    as the last of this setting; null: whatever it is."""

    setting: Setting
    reason: str
    target: str = ""
    value: Any = None
    ends_at: datetime | None = None
    follows: int | None = None


def problems(wanted: Wanted, matters: Collection[str], now: datetime) -> list[Problem]:
    """Everything that is wrong; `matters` are the codes of the service items."""
    found = []
    if not reason_holds(wanted.reason):
        found.append(REASON)
    known = _targets(wanted.setting, matters)
    if wanted.target not in known:
        names = ", ".join(sorted(known))
        fix = Text(f"可以填的有：{names}。", f"There are: {names}.") if names else _TARGET.fix
        found.append(msgspec.structs.replace(_TARGET, fix=fix))
    if wanted.value is not None and not _value_holds(wanted):
        found.append(_VALUE[wanted.setting])
    return found + _ending(wanted, now)


def reason_holds(reason: str) -> bool:
    said = reason.strip()
    return 2 <= len(said) <= _LONGEST_REASON and said.isprintable()


def _ending(wanted: Wanted, now: datetime) -> list[Problem]:
    if wanted.value is None:
        return [] if wanted.ends_at is None else [_NOTHING_TO_END]
    if wanted.ends_at is None:
        return [_PAUSE_END] if wanted.setting is Setting.PAUSE else []
    if wanted.ends_at.tzinfo is None:
        return [_END_ZONE]
    if wanted.ends_at <= now:
        return [_END_PAST]
    if wanted.ends_at > now + LONGEST:
        return [_END_FAR]
    too_long = wanted.setting is Setting.PAUSE and wanted.ends_at > now + LONGEST_PAUSE
    return [_PAUSE_END] if too_long else []


def _targets(setting: Setting, matters: Collection[str]) -> Collection[str]:
    if setting in {Setting.RATE, Setting.PAUSE}:
        return LINE_NAMED
    if setting in {Setting.LIMIT, Setting.URGENT_SHARE}:
        return [cost.value for cost in CLASSES]
    return matters if setting is Setting.URGENT else {""}


def _value_holds(wanted: Wanted) -> bool:
    value = wanted.value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match wanted.setting:
        case Setting.RATE:
            return number and _LEAST_RATE <= value <= _MOST_RATE
        case Setting.LIMIT:
            return number and 1 <= value <= _MOST_SLOTS and value == int(value)
        case Setting.URGENT_SHARE:
            return number and 0 <= value <= URGENT_SHARE
        case Setting.MESSAGE:
            return _is_message(value)
    return value is True


def _is_message(value: Any) -> bool:
    try:
        text = msgspec.convert(value, Text)
    except msgspec.ValidationError:
        return False
    return all(
        0 < len(words.strip()) <= _LONGEST_MESSAGE and words.isprintable()
        for words in (text.zh, text.en)
    )


REASON = Problem(
    "ORDER_REASON",
    Text("没有写原因，或者太长。", "There is no reason, or it is too long."),
    Text("每一次调整都要留下谁、何时、为什么。", "Every change is kept with who, when and why."),
    Text("请用 2 到 500 个字写明原因，不换行。", "Say why in 2 to 500 characters, on one line."),
    "reason",
)
_TARGET = Problem(
    "ORDER_TARGET",
    Text("没有这个对象。", "There is no such target."),
    Text("这项设置不是对它的。", "This setting is not made for it."),
    Text("这项设置的 target 要空着。", "The target of this setting stays empty."),
    "target",
)


def _wrong_value(why: Text) -> Problem:
    return Problem(
        "ORDER_VALUE",
        Text("这个值不能用。", "This value cannot be used."),
        why,
        Text("请改正；要恢复自动，填 null。", "Mend it; null gives it back to the gate."),
        "value",
    )


_RATE = _wrong_value(
    Text(
        "速度是每秒叫多少人，0.01 到 100000；要停，请用暂停。",
        "A rate is the people called in a second, 0.01 to 100000; to stop, use a pause.",
    )
)
_LIMIT = _wrong_value(
    Text(
        "上限是每个进程同时办理的请求数，1 到 1000 的整数。",
        "A limit is the requests in work in one process, a whole number from 1 to 1000.",
    )
)
_SHARE = _wrong_value(
    Text(
        "紧急通道最多占公布的五分之一（0 到 0.2）。",
        "The urgent lane has at most its published fifth (0 to 0.2).",
    )
)
_URGENT = _wrong_value(Text("只能是 true：今天按紧急办。", "It can only be true: urgent for now."))
_MESSAGE = _wrong_value(
    Text(
        "要有中文和英文，各 1 到 200 个字，不换行。",
        "It needs Chinese and English, 1 to 200 characters each, on one line.",
    )
)
_PAUSE = _wrong_value(Text("只能是 true：暂停叫号。", "It can only be true: nobody is called."))
_VALUE = {
    Setting.RATE: _RATE,
    Setting.LIMIT: _LIMIT,
    Setting.URGENT_SHARE: _SHARE,
    Setting.URGENT: _URGENT,
    Setting.MESSAGE: _MESSAGE,
    Setting.PAUSE: _PAUSE,
}
_PAUSE_END = Problem(
    "ORDER_PAUSE_END",
    Text("暂停没有写到什么时候，或者太久。", "The pause has no end, or one too far away."),
    Text(
        "忘了恢复的暂停会自己结束，最长 4 小时。",
        "A pause that is forgotten ends by itself, after 4 hours at most.",
    ),
    Text("请填 4 小时以内的 ends_at。", "Give `ends_at` within 4 hours."),
    "ends_at",
)
_END_PAST = Problem(
    "ORDER_END_PAST",
    Text("结束的时间已经过去。", "The end is in the past."),
    Text("这样的调整不会生效。", "Such a change would never hold."),
    Text("请填以后的时间。", "Give a time to come."),
    "ends_at",
)
_END_FAR = Problem(
    "ORDER_END_FAR",
    Text("结束的时间太远。", "The end is too far away."),
    Text("最长 31 天，免得忘了还在生效。", "31 days at most, so that it is not forgotten."),
    Text("请填近一些，或不填。", "Give an earlier one, or none."),
    "ends_at",
)
_END_ZONE = Problem(
    "ORDER_END_ZONE",
    Text("结束的时间没有写时区。", "The end has no time zone."),
    Text("不写时区，就说不准是哪一刻。", "Without one it is not a moment."),
    Text("例如 2026-11-30T10:00:00+08:00。", "Such as 2026-11-30T10:00:00+08:00."),
    "ends_at",
)
_NOTHING_TO_END = Problem(
    "ORDER_NOTHING_TO_END",
    Text("恢复自动不用写结束的时间。", "Giving it back to the gate has no end."),
    Text("没有值，就没有什么可结束。", "Without a value there is nothing to end."),
    Text("请去掉 ends_at，或填上 value。", "Leave `ends_at` out, or give a `value`."),
    "ends_at",
)
