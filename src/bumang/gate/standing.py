"""How the gate of an instance stands now, all its web processes together: for the API and the console."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bumang.gate.across import Across, Slots, across
from bumang.gate.behaviour import Sign
from bumang.gate.cost import Cost
from bumang.gate.lane import line_name
from bumang.gate.quota.quotas import REQUESTS, SUBMISSIONS, Quotas
from bumang.gate.room import Room
from bumang.gate.steering import Order
from bumang.gate.times import Reliability
from bumang.kernel.text import Text
from bumang.runtime.metrics import samples


class LineStanding(msgspec.Struct, frozen=True):
    """`per_s` are places called in a second of late; `held` is the share of told intervals that held
    (of `judged`), aimed at 0.8, and `reliability` says it by the time told, of all processes; `shown`
    is the share of those called who come; `interval_s` is what the last in the line is told, in
    seconds."""

    line: str
    front: int
    last: int
    waiting: int
    per_s: float
    held: float | None
    judged: int
    shown: float
    rate: float | None
    paused_until: datetime | None
    interval_s: tuple[int, int] | None
    reliability: list[Reliability]


class ClassStanding(msgspec.Struct, frozen=True):
    """Requests of one cost class in all processes, and the limit of each; `fixed`: an operator's."""

    cost: str
    limit: int
    limits: list[int]
    fixed: bool
    in_work: int
    waiting: int
    urgent_share: float


class QuotaStanding(msgspec.Struct, frozen=True):
    """How many requests one of this role may send in so many seconds, submissions and others apart;
    how often that was used up since the instance was started, by whoever it was."""

    role: str
    most: int
    window_s: int
    requests_over: int
    submissions_over: int


class SignStanding(msgspec.Struct, frozen=True):
    """How often a newcomer was doubted for this sign since the instance was started."""

    sign: str
    words: Text
    times: int


class GateStanding(msgspec.Struct, frozen=True):
    """`processes`: how many web processes told of themselves. `orders` are those in force."""

    as_of: datetime
    processes: int
    lines: list[LineStanding]
    classes: list[ClassStanding]
    orders: list[Order]
    quotas: list[QuotaStanding] = []
    doubt: list[SignStanding] = []


def gate_standing(room: Room, now: datetime, quotas: Quotas | None = None) -> GateStanding:
    told = across()
    orders = [order for order in room.calling.orders if order.holds(now)]
    return GateStanding(
        now,
        max((len(slots) for slots in told.slots.values()), default=1),
        [_line(room, number, told) for number in room.lines],
        [_class(room, cost, told) for cost in room.classes],
        orders,
        _quotas(quotas),
        _doubt(),
    )


def _line(room: Room, number: int, told: Across) -> LineStanding:
    line, steering, name = room.lines[number], room.steering, line_name(number)
    seen, times = line.seen, line.times
    interval = times.interval(seen.last - seen.front)
    rows = list(told.reliability.get(name, times.reliability))
    judged = sum(row.early + row.held + row.late for row in rows)
    return LineStanding(
        name,
        seen.front,
        seen.last,
        seen.last - seen.front,
        round(times.per_second, 2),
        round(sum(row.held for row in rows) / judged, 3) if judged else None,
        judged,
        round(line.shown, 3),
        steering.rates.get(number),
        steering.paused.get(number),
        interval and (round(interval[0]), round(interval[1])),
        rows,
    )


def _class(room: Room, cost: Cost, told: Across) -> ClassStanding:
    limiter = room.bulkheads.limiter(cost)
    here = Slots(limiter.limit, limiter.in_flight, limiter.waiting)
    slots = told.slots.get(cost.value, [here])
    return ClassStanding(
        cost.value,
        sum(one.limit for one in slots),
        [one.limit for one in slots],
        cost in room.steering.limits,
        sum(one.in_work for one in slots),
        sum(one.waiting for one in slots),
        limiter.urgent_share,
    )


def _quotas(quotas: Quotas | None) -> list[QuotaStanding]:
    if quotas is None:
        return []
    over = {
        (one.labels["role"], one.labels["policy"]): int(one.value)
        for one in samples("bumang_quota_queued_total")
    }
    return [
        QuotaStanding(
            role.value,
            *quota,
            over.get((role.value, REQUESTS), 0),
            over.get((role.value, SUBMISSIONS), 0),
        )
        for role, quota in quotas.in_force.items()
    ]


def _doubt() -> list[SignStanding]:
    times = {one.labels["sign"]: int(one.value) for one in samples("bumang_doubt_total")}
    told = ((sign.name.lower(), sign.words) for sign in Sign)
    return [SignStanding(name, words, times.get(name, 0)) for name, words in told]
