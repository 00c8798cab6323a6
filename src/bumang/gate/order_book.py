"""Orders in the database: given, taken back, read. What was ordered is never rewritten."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Protocol

import asyncpg
import msgspec

from bumang.gate.steering import Order, Setting
from bumang.gate.wanted import Wanted, problems
from bumang.kernel.clock import Clock
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.sql import statement

_GIVE = statement(__package__, "give_order")
_LAST = statement(__package__, "last_order")
_LATEST = statement(__package__, "last_orders")
_ONE = statement(__package__, "order_by_number")
_REVERSAL = statement(__package__, "reversal_of")
_LOG = statement(__package__, "order_log")
_AFTER_ALL = 2**63 - 1


class Asked(Protocol):
    """A connection or a pool of the intake database."""

    async def fetch(self, query: str, *values: object) -> list[Any]: ...

    async def fetchrow(self, query: str, *values: object) -> Any: ...


async def give(
    database: Asked, wanted: Wanted, by: str, matters: Collection[str], clock: Clock
) -> Order:
    """The order as it is kept. One that changes nothing is the one in force: sent again because no
    answer came, it is not given twice. Raises `InvalidInput`."""
    now = clock()
    if wrong := problems(wanted, matters, now):
        raise InvalidInput(*wrong)
    last = await last_of(database, wanted.setting, wanted.target)
    if last is not None and _says(last, now) == (wanted.value, wanted.ends_at):
        return last
    if last is None and wanted.value is None:
        raise InvalidInput(_NOTHING_ORDERED)
    number = last.number if last else 0
    if wanted.follows is not None and wanted.follows != number:
        raise InvalidInput(_MEANWHILE)
    return await _given(database, wanted, by, number, None)


async def revert(
    database: Asked, number: int, reason: str, by: str, matters: Collection[str], clock: Clock
) -> Order:
    """Back to what was before order `number`, as an order of its own. Raises `InvalidInput`."""
    if done := _order(await database.fetchrow(_REVERSAL, number)):
        return done
    order = _order(await database.fetchrow(_ONE, number))
    if order is None:
        raise InvalidInput(_NO_SUCH_ORDER)
    last = await last_of(database, order.setting, order.target)
    if last is None or last.number != number:
        raise InvalidInput(_MEANWHILE)
    now = clock()
    before = _order(await database.fetchrow(_ONE, order.follows))
    value, ends_at = _says(before, now) if before else (None, None)
    wanted = Wanted(order.setting, reason, order.target, value, ends_at)
    if wrong := problems(wanted, matters, now):
        raise InvalidInput(*wrong)
    return await _given(database, wanted, by, number, number)


async def last_of(database: Asked, setting: Setting, target: str) -> Order | None:
    return _order(await database.fetchrow(_LAST, setting, target))


async def latest(database: Asked, after: int) -> list[Order]:
    """The last order of each setting, if there is any after number `after`; else none."""
    return [_read(row) for row in await database.fetch(_LATEST, after)]


async def log(database: Asked, before: int | None = None, most: int = 100) -> list[Order]:
    """The latest first; those before number `before`, where one is given."""
    return [_read(row) for row in await database.fetch(_LOG, before or _AFTER_ALL, most)]


async def _given(
    database: Asked, wanted: Wanted, by: str, follows: int, reverts: int | None
) -> Order:
    value = None if wanted.value is None else msgspec.json.encode(wanted.value).decode()
    said = (wanted.setting, wanted.target, value, wanted.ends_at, by, wanted.reason.strip())
    try:
        row = await database.fetchrow(_GIVE, *said, follows, reverts)
    except asyncpg.UniqueViolationError:
        raise InvalidInput(_MEANWHILE) from None
    if row is None:
        raise InvalidInput(_MEANWHILE)
    return _read(row)


def _says(order: Order, now: datetime) -> tuple[Any, Any]:
    return (order.value, order.ends_at) if order.holds(now) else (None, None)


def _order(row: Any) -> Order | None:
    return None if row is None else _read(row)


def _read(row: Any) -> Order:
    return Order(
        number=row["order_id"],
        given_at=row["given_at"],
        given_by=row["given_by"],
        reason=row["reason"],
        setting=Setting(row["setting"]),
        target=row["target"],
        before=_plain(row["value_before"]),
        value=_plain(row["value"]),
        ends_at=row["ends_at"],
        follows=row["follows"],
        reverts=row["reverts"],
    )


def _plain(json: str | None) -> Any:
    return None if json is None else msgspec.json.decode(json)


_MEANWHILE = Problem(
    "ORDER_MEANWHILE",
    Text("这项设置刚刚被别人改过。", "This setting was changed meanwhile."),
    Text("您看到的已经不是最后一次调整。", "What you saw is not its last order any more."),
    Text("请再看一遍现状，再决定。", "Look at the present state again, then decide."),
    "follows",
)
_NO_SUCH_ORDER = Problem(
    "NO_SUCH_ORDER",
    Text("没有这个编号的调整。", "There is no order with this number."),
    Text("编号可能写错了。", "The number may be wrong."),
    Text("全部调整见 /api/v1/gate/orders。", "All orders are at /api/v1/gate/orders."),
)
_NOTHING_ORDERED = Problem(
    "NOTHING_ORDERED",
    Text("这项设置本来就是自动的。", "The gate goes by itself here already."),
    Text("没有什么可以恢复。", "There is nothing to give back."),
    Text("请看 /api/v1/gate 里现在生效的调整。", "See the orders in force at /api/v1/gate."),
    "value",
)
