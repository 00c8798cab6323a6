"""A list of what was erased, kept apart from the databases, so that a restored one is erased again.

One JSON a line, `erased.jsonl` in the data folder: orders as they were confirmed, without personal
data. It only grows. Back it up by itself, and put back the newest one, never that of the backup.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from bumang.erasure.carrying_out import erase_in_core, erase_in_intake
from bumang.erasure.order_book import Order, latest
from bumang.runtime.key_file import make_durable

FILE = "erased.jsonl"


def kept_apart(file: Path) -> list[Order]:
    """The orders in the file. Raises `msgspec.MsgspecError`: a list that cannot be read erases nothing."""
    if not file.exists():
        return []
    lines = [line for line in file.read_bytes().splitlines() if line.strip()]
    return [msgspec.json.decode(line, type=Order) for line in lines]


def keep_apart(file: Path, order: Order) -> None:
    """Durable before this returns; an order that is there is not written twice."""
    if any(one.number == order.number for one in kept_apart(file)):
        return
    with file.open("ab") as list_:
        list_.write(msgspec.json.encode(order) + b"\n")
        list_.flush()
        os.fsync(list_.fileno())
    make_durable(file.parent)


async def erase_again(
    core: asyncpg.Connection[Any], intake: asyncpg.Connection[Any], file: Path
) -> int:
    """Before serving: whatever was confirmed once is deleted in both databases, and in the list.

    Returns how many orders there are. Doing it again where it was done changes nothing.
    """
    orders = {one.number: one for one in await latest(core) if one.confirmed_by}
    orders |= {one.number: one for one in kept_apart(file)}
    for _, order in sorted(orders.items()):
        await erase_in_core(core, order)
        keep_apart(file, order)
        await erase_in_intake(intake, order)
    return len(orders)
