"""A receipt's own addresses: where its form is, and the receipt again."""

from __future__ import annotations

from dataclasses import dataclass

from bumang.gate.line import Pool
from bumang.intake.stored import find_by_number
from bumang.kernel import receipt_number
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.runtime.database import UNREACHABLE
from bumang.runtime.http import JSON, Wire
from bumang.shield.asked import Asked
from bumang.shield.deliveries import Deliveries
from bumang.shield.receipt_page import progress
from bumang.shield.replies import not_answered
from bumang.shield.storing import ITEM
from bumang.shield.upstream import Fault


@dataclass(frozen=True)
class Receipts:
    """Whoever holds a number (55 random bits) sees the state and times, never the content."""

    deliveries: Deliveries
    database: Pool

    async def __call__(self, asked: Asked, rest: str) -> Wire:
        shown, _, which = rest.partition("/")
        try:
            number = receipt_number.read(shown)
        except ValueError:
            raise InvalidInput(_NO_SUCH) from None
        if which not in {"", "document"}:
            raise InvalidInput(_NO_SUCH)
        pool = self.database()
        try:
            found = None if pool is None else await find_by_number(pool, number)
            if found is None or found.erased or not found.submission.item.startswith(ITEM):
                raise InvalidInput(_NO_SUCH)
            if which == "document":
                return Wire(200, JSON, found.stored.receipt, (("cache-control", "no-store"),))
            standing = await self.deliveries.standing(number)
        except UNREACHABLE:
            return not_answered(asked, Fault("not read", sent=False))
        return progress(asked, number, standing, found.submission.accepted_at)


_NO_SUCH = Problem(
    "NO_SUCH_RECEIPT_HERE",
    Text("没有找到这个受理编号。", "This receipt number was not found."),
    Text(
        "可能有一位抄错了，或不是这里受理的。",
        "A character may be wrong, or it is not of this place.",
    ),
    Text("请对照回执逐位核对。", "Compare it with your receipt, one character at a time."),
)
