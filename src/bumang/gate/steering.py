"""What operators order of the gate, and what is in force at a moment. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from bumang.gate.cost import Cost
from bumang.gate.lane import LINE_NAMED
from bumang.kernel.text import Text


class Setting(StrEnum):
    """RATE: places called in a second in a line. LIMIT: requests in work of a class, in one process.
    URGENT_SHARE: of a class's slots. URGENT: a matter that goes into the urgent lane. MESSAGE: words
    on the waiting page. PAUSE: nobody new is called or let in, in a line."""

    RATE = "rate"
    LIMIT = "limit"
    URGENT_SHARE = "urgent_share"
    URGENT = "urgent"
    MESSAGE = "message"
    PAUSE = "pause"


class Order(msgspec.Struct, frozen=True):
    """One change. `before` and `value` are plain data; None: the gate goes by itself.

    `ends_at`: from then on it is as if `value` were None. `follows` is the number of this setting's
    order before, 0 where there was none; `reverts` that of the order it takes back.
    """

    number: int
    given_at: datetime
    given_by: str
    reason: str
    setting: Setting
    target: str
    before: Any
    value: Any
    ends_at: datetime | None = None
    follows: int = 0
    reverts: int | None = None

    def holds(self, now: datetime) -> bool:
        return self.value is not None and (self.ends_at is None or now < self.ends_at)


class Steering(msgspec.Struct, frozen=True):
    """What is in force. Lines by number, matters by code; what is not there goes by itself."""

    rates: Mapping[int, float] = {}
    limits: Mapping[Cost, int] = {}
    urgent_shares: Mapping[Cost, float] = {}
    urgent: frozenset[str] = frozenset()
    message: Text | None = None
    paused: Mapping[int, datetime] = {}

    def by_turn_only(self, line: int) -> bool:
        """Whether nobody comes in past the line, even while it is empty."""
        return line in self.paused or line in self.rates


def in_force(orders: Iterable[Order], now: datetime) -> Steering:
    """Of the last order of each setting."""
    held = [order for order in orders if order.holds(now)]

    def of(setting: Setting) -> dict[str, Order]:
        return {order.target: order for order in held if order.setting is setting}

    message = of(Setting.MESSAGE).get("")
    return Steering(
        rates={LINE_NAMED[line]: float(one.value) for line, one in of(Setting.RATE).items()},
        limits={Cost(cost): int(one.value) for cost, one in of(Setting.LIMIT).items()},
        urgent_shares={Cost(c): float(one.value) for c, one in of(Setting.URGENT_SHARE).items()},
        urgent=frozenset(of(Setting.URGENT)),
        message=msgspec.convert(message.value, Text) if message else None,
        paused={
            LINE_NAMED[line]: one.ends_at for line, one in of(Setting.PAUSE).items() if one.ends_at
        },
    )
