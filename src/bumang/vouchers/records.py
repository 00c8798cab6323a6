"""Which facts a kind of voucher states, loaded from what is on record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bumang.evidence.voucher_words import (
    BENEFIT,
    CONTRIBUTION,
    PAYMENT,
    RECEIPT,
    TRANSFER,
    kind_words,
)
from bumang.kernel.money import show_yuan
from bumang.kernel.text import Text
from bumang.runtime.sql import statement
from bumang.vouchers import facts
from bumang.vouchers.facts import Facts
from bumang.vouchers.told import VoucherChoice

_PERIODS = statement(__package__, "periods")
_PAYMENTS = statement(__package__, "payments")
_TRANSFERABLE = statement(__package__, "transferable")


@dataclass(frozen=True)
class OfReceipts:
    """What the acceptance log has of a person: the facts of one receipt, and which there are."""

    facts: Callable[[int, str], Awaitable[Facts | None]]
    choices: Callable[[int], Awaitable[list[tuple[str, Text]]]]


@dataclass(frozen=True)
class Records:
    receipts: OfReceipts

    async def facts(
        self, database: Any, person_id: int, kind: str, subject: str, as_of: date
    ) -> Facts | None:
        """`None` where nothing is on record. `database` is a pool or a connection of the core."""
        if kind == RECEIPT:
            return await self.receipts.facts(person_id, subject)
        if kind == PAYMENT:
            rows = await database.fetch(_PAYMENTS, person_id)
            found = (one for one in rows if facts.subject_of(one) == subject)
            return next((facts.payment(one) for one in found), None)
        if subject or kind not in {CONTRIBUTION, BENEFIT, TRANSFER}:
            return None
        if kind == TRANSFER:
            worked = await database.fetch(_TRANSFERABLE, person_id, as_of)
            return facts.transferable(worked, as_of) if worked else None
        periods = await database.fetch(_PERIODS, person_id)
        if kind == CONTRIBUTION:
            return facts.contributions(periods, as_of) if periods else None
        cover = facts.cover(periods, as_of)
        return cover if cover["cover"] else None

    async def choices(self, database: Any, person_id: int, as_of: date) -> list[VoucherChoice]:
        """Every voucher that can be issued to a person now."""
        whole = Text("", "")
        found = [
            VoucherChoice(kind, "", kind_words(kind), whole)
            for kind in (CONTRIBUTION, BENEFIT, TRANSFER)
            if await self.facts(database, person_id, kind, "", as_of) is not None
        ]
        found += [
            VoucherChoice(PAYMENT, facts.subject_of(one), kind_words(PAYMENT), _paid(one))
            for one in await database.fetch(_PAYMENTS, person_id)
        ]
        found += [
            VoucherChoice(RECEIPT, number, kind_words(RECEIPT), about)
            for number, about in await self.receipts.choices(person_id)
        ]
        return found


def _paid(row: Any) -> Text:
    amount = show_yuan(int(row["amount_fen"]))
    return Text(f"{row['booked_on']}，{amount} 元", f"{row['booked_on']}, {amount} yuan")
