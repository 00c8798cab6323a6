"""From what an operator typed to an order or an announcement; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bumang.gate.announcing import Announcement
from bumang.gate.opening import Opening
from bumang.gate.steering import Setting
from bumang.gate.wanted import Wanted
from bumang.kernel.clock import CHINA
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text

AUTO = "auto"
_YES = {Setting.URGENT, Setting.PAUSE}


def wanted(typed: Mapping[str, str], now: datetime) -> Wanted:
    """Raises `InvalidInput` for what cannot be read; what it says is checked where it is given."""
    try:
        setting = Setting(typed.get("setting", ""))
    except ValueError:
        raise InvalidInput(_SETTING) from None
    value = _value(setting, typed)
    return Wanted(
        setting,
        typed.get("reason", ""),
        typed.get("target", ""),
        value,
        None if value is None else _end(typed, now),
        whole(typed.get("follows", "")),
    )


def announcement(typed: Mapping[str, str]) -> Announcement:
    """Raises `InvalidInput`."""
    hour = _moment(typed.get("opens_at", ""))
    doors = _number(typed.get("doors", "") or "60", "doors")
    return Announcement(
        hour,
        typed.get("reason", ""),
        typed.get("matter", ""),
        hour - timedelta(minutes=min(doors, 10_000)),
        typed.get("seed_commitment", "").strip().lower() or None,
        whole(typed.get("replaces", "")),
    )


def as_typed(opening: Opening) -> dict[str, str]:
    """An opening as its form would hold it, to be changed."""
    early = (opening.opens_at - opening.doors_at).total_seconds() / 60
    return {
        "matter": opening.matter,
        "opens_at": f"{opening.opens_at.astimezone(CHINA):%Y-%m-%dT%H:%M}",
        "doors": f"{early:g}",
        "replaces": str(opening.number),
    }


def _value(setting: Setting, typed: Mapping[str, str]) -> Any:
    if typed.get("to") == AUTO:
        return None
    if setting in _YES:
        return True
    if setting is Setting.MESSAGE:
        return {"zh": typed.get("zh", "").strip(), "en": typed.get("en", "").strip()}
    number = _number(typed.get("value", ""), "value")
    if setting is Setting.URGENT_SHARE:
        return number / 100
    return number


def _end(typed: Mapping[str, str], now: datetime) -> datetime | None:
    """A moment that the check page has fixed already, or so many minutes from now."""
    if fixed := typed.get("ends_at", ""):
        return _moment(fixed)
    minutes = typed.get("minutes", "").strip()
    if not minutes:
        return None
    length = timedelta(minutes=min(_number(minutes, "minutes"), 1_000_000))
    return (now + length).replace(microsecond=0)


def _number(text: str, field: str) -> float:
    try:
        read = float(text.strip())
    except ValueError:
        raise InvalidInput(_NUMBER.at(field)) from None
    if abs(read) == float("inf") or read != read:  # noqa: PLR0124 - that is what no number is
        raise InvalidInput(_NUMBER.at(field))
    return read


def whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def _moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput(_MOMENT) from None
    return read if read.tzinfo else read.replace(tzinfo=CHINA)


_SETTING = Problem(
    "ORDER_SETTING",
    Text("没有这项设置。", "There is no such setting."),
    Text("闸口只有六项设置。", "The gate has six settings."),
    Text("请从闸口现状页的链接进入。", "Follow a link of the page that shows the gate."),
    "setting",
)
_NUMBER = Problem(
    "ORDER_NUMBER",
    Text("这里要填数字。", "This needs a number."),
    Text("读不出数字，就无法照办。", "What is no number cannot be obeyed."),
    Text("请填阿拉伯数字，例如 5 或 0.5。", "Write digits, such as 5 or 0.5."),
)
_MOMENT = Problem(
    "ORDER_MOMENT",
    Text("这里要填日期和时刻。", "This needs a day and a time."),
    Text("开放要有准确的时刻。", "An opening has an exact hour."),
    Text("例如 2026-11-30T09:00。", "Such as 2026-11-30T09:00."),
    "opens_at",
)
