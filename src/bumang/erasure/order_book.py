"""Orders to delete: one gives it, another confirms it, and then it is carried out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import asyncpg
import msgspec

from bumang.erasure.finding import Place
from bumang.erasure.ground import Ground
from bumang.erasure.plan import Plan
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.sql import statement

_GIVE = statement(__package__, "give_erasure")
_CONFIRM = statement(__package__, "confirm_erasure")
_ALL = "SELECT * FROM erasure ORDER BY erasure_id DESC LIMIT $1"
_ONE = "SELECT * FROM erasure WHERE erasure_id = $1"
_MOST = 1000


class Order(msgspec.Struct, frozen=True):
    """As it is kept, in the database and in the file beside it. It holds no personal data."""

    number: int
    ground: Ground
    reason: str
    places: tuple[Place, ...]
    person: int | None
    ordered_at: datetime
    ordered_by: str
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None


async def give(core: asyncpg.Connection[Any], found: Plan, reason: str, by: str) -> Order:
    """The order as it waits for another's word. Raises `InvalidInput`."""
    if len(reason.strip()) < 2:
        raise InvalidInput(_REASON)
    if not found.does_something:
        raise InvalidInput(_NOTHING)
    places = [one.log for one in found.deleted], [one.seq for one in found.deleted]
    person = found.person if found.record_goes else None
    said = (found.ground, reason.strip(), *places, person, by)
    [row] = await core.fetch(_GIVE, *said)
    return _read(row)


async def confirm(core: asyncpg.Connection[Any], number: int, by: str) -> Order:
    """In the transaction that carries it out. One confirmed before is told as it is.

    Raises `InvalidInput` for whoever ordered it themself: constraint `four_eyes`.
    """
    before = await one(core, number)
    if before.confirmed_by is not None:
        return before
    try:
        async with core.transaction():
            [row] = await core.fetch(_CONFIRM, number, by)
    except asyncpg.CheckViolationError:
        raise InvalidInput(_FOUR_EYES) from None
    return _read(row)


async def one(core: asyncpg.Connection[Any], number: int) -> Order:
    """Raises `InvalidInput` where there is none."""
    row = await core.fetchrow(_ONE, number)
    if row is None:
        raise InvalidInput(_NO_SUCH)
    return _read(row)


async def latest(core: asyncpg.Connection[Any]) -> list[Order]:
    """The latest first, a thousand at most."""
    return [_read(row) for row in await core.fetch(_ALL, _MOST)]


def _read(row: asyncpg.Record) -> Order:
    return Order(
        number=row["erasure_id"],
        ground=Ground(row["ground"]),
        reason=row["reason"],
        places=tuple(Place(*both) for both in zip(row["logs"], row["seqs"], strict=True)),
        person=row["registered"],
        ordered_at=row["ordered_at"],
        ordered_by=row["ordered_by"],
        confirmed_at=row["confirmed_at"],
        confirmed_by=row["confirmed_by"],
    )


_REASON = Problem(
    "ERASURE_REASON",
    Text("没有写理由。", "No reason is given."),
    Text("删除要能说明是谁、为什么决定的。", "Who decided a deletion, and why, must be known."),
    Text("请写明理由，不要写个人信息。", "Give the reason, without personal data in it."),
    "reason",
)
_NOTHING = Problem(
    "NOTHING_TO_ERASE",
    Text("没有现在可以删除的内容。", "There is nothing that may be deleted now."),
    Text(
        "找到的都还要保存，或者已经删除。",
        "All that was found must be kept, or is deleted already.",
    ),
    Text("保存到哪天、为什么，见 erase check。", "Until when and why is said by erase check."),
)
_NO_SUCH = Problem(
    "NO_SUCH_ERASURE",
    Text("没有这个编号的删除单。", "There is no order to erase with this number."),
    Text("编号可能写错了。", "The number may be wrong."),
    Text("全部删除单见 erase list。", "All orders are at erase list."),
)
_FOUR_EYES = Problem(
    "FOUR_EYES",
    Text("下单的人不能自己确认。", "Whoever ordered it cannot confirm it."),
    Text("删除不能恢复，要两个人看过。", "A deletion cannot be undone; two people look at it."),
    Text("请另一个人确认。", "Ask someone else to confirm it."),
)
