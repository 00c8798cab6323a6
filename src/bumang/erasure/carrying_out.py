"""Carrying an order out: in the core as one transaction with its leaf, then in the intake.

Each step may be done again, and is done again at every start (`again`): what is deleted stays deleted
whatever was restored.
"""

from __future__ import annotations

from typing import Any

import asyncpg
import msgspec

from bumang.erasure.order_book import Order, confirm
from bumang.evidence.statement import Statement
from bumang.kernel import receipt_number
from bumang.runtime.sql import statement
from bumang.statements.stating import state

KIND = "erasure"
_RECORD_AGAIN = statement(__package__, "record_erasure")
_LIST_CORE = statement(__package__, "list_in_core")
_OUTCOMES = statement(__package__, "erase_outcomes")
_ROWS = statement(__package__, "erase_rows")
_DECISIONS = statement(__package__, "erase_decisions")
_PARTS = statement(__package__, "erase_parts")
_PERSON = statement(__package__, "erase_person")
_VOUCHERS_OF = "SELECT voucher_number FROM voucher WHERE person_id = $1"
_LIST_VOUCHERS = statement(__package__, "list_vouchers")
_VOUCHERS = statement(__package__, "erase_vouchers")
_LIST_INTAKE = statement(__package__, "list_in_intake")
_ENTRIES = statement(__package__, "erase_entries")
_IS_STATED = "SELECT EXISTS (SELECT FROM statement WHERE kind = $1 AND subject = $2)"


async def confirm_and_erase_in_core(core: asyncpg.Connection[Any], number: int, by: str) -> Order:
    """One transaction: whole or not at all. Raises `InvalidInput`."""
    async with core.transaction():
        order = await confirm(core, number, by)
        await _erase(core, order)
    return order


async def erase_in_core(core: asyncpg.Connection[Any], order: Order) -> None:
    """A confirmed order, in a core that may never have heard of it."""
    places = [one.log for one in order.places], [one.seq for one in order.places]
    async with core.transaction():
        await core.execute(
            _RECORD_AGAIN,
            *(order.number, order.ground, order.reason, *places, order.person),
            *(order.ordered_at, order.ordered_by, order.confirmed_at, order.confirmed_by),
        )
        await _erase(core, order)


async def erase_in_intake(intake: asyncpg.Connection[Any], order: Order) -> None:
    """Contents, salts and who submitted. What was there is overwritten on the disk by the vacuum."""
    places = [one.log for one in order.places], [one.seq for one in order.places]
    async with intake.transaction():
        await intake.execute(_LIST_INTAKE, *places, order.number)
        changed = await intake.execute(_ENTRIES, *places)
    if changed != "UPDATE 0":
        await intake.execute("VACUUM entry")


async def _erase(core: asyncpg.Connection[Any], order: Order) -> None:
    places = [one.log for one in order.places], [one.seq for one in order.places]
    await core.execute(_LIST_CORE, *places, order.number)
    for one in (_OUTCOMES, _ROWS, _DECISIONS, _PARTS):
        await core.execute(one, *places)
    if order.person is not None:
        await _erase_record(core, order.number, order.person)
    if not await core.fetchval(_IS_STATED, KIND, str(order.number)):
        await state(core, [_stated(order)], keep=True)


async def _erase_record(core: asyncpg.Connection[Any], order: int, person: int) -> None:
    """Who the person was, and the vouchers, which say it."""
    issued = await core.fetch(_VOUCHERS_OF, person)
    printed = [receipt_number.show(row["voucher_number"]) for row in issued]
    await core.execute(_LIST_VOUCHERS, printed, order)
    await core.execute(_VOUCHERS, printed, person)
    await core.execute(_PERSON, person)


def _stated(order: Order) -> Statement:
    """What was deleted by whom and why; of a person not even the internal number."""
    body = {
        "ground": order.ground,
        "entries": [f"{one.log}/{one.seq}" for one in order.places],
        "record": order.person is not None,
        "ordered_by": order.ordered_by,
        "confirmed_by": order.confirmed_by,
    }
    return Statement(KIND, str(order.number), msgspec.json.encode(body))
