"""How the gate stands now, as one process sees it: for the API, the console and the command line."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bumang.gate.cost import Cost
from bumang.gate.lane import line_name
from bumang.gate.room import Room
from bumang.gate.steering import Order
from bumang.gate.times import Reliability


class LineStanding(msgspec.Struct, frozen=True):
    """`per_s` are places called in a second of late; `held` is the share of told intervals that held
    (of `judged`), aimed at 0.8, and `reliability` says it by the time told; `shown` is the share of those called who come; `interval_s` is what
    the last in the line is told, in seconds."""

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
    """Requests of one cost class in one process; `fixed`: the limit is an operator's."""

    cost: str
    limit: int
    fixed: bool
    in_work: int
    waiting: int
    urgent_share: float


class GateStanding(msgspec.Struct, frozen=True):
    """`orders` are those in force."""

    as_of: datetime
    lines: list[LineStanding]
    classes: list[ClassStanding]
    orders: list[Order]


def gate_standing(room: Room, now: datetime) -> GateStanding:
    lines = [_line(room, number) for number in room.lines]
    orders = [order for order in room.calling.orders if order.holds(now)]
    return GateStanding(now, lines, [_class(room, cost) for cost in room.classes], orders)


def _line(room: Room, number: int) -> LineStanding:
    line, steering = room.lines[number], room.steering
    seen, times = line.seen, line.times
    told = times.interval(seen.last - seen.front)
    return LineStanding(
        line_name(number),
        seen.front,
        seen.last,
        seen.last - seen.front,
        round(times.per_second, 2),
        times.coverage and round(times.coverage, 3),
        times.judged,
        round(line.shown, 3),
        steering.rates.get(number),
        steering.paused.get(number),
        told and (round(told[0]), round(told[1])),
        times.reliability,
    )


def _class(room: Room, cost: Cost) -> ClassStanding:
    limiter = room.bulkheads.limiter(cost)
    fixed = cost in room.steering.limits
    return ClassStanding(
        cost.value,
        limiter.limit,
        fixed,
        limiter.in_flight,
        limiter.waiting,
        limiter.urgent_share,
    )
