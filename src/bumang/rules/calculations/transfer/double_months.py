"""重复缴费 as a calculation: which months were paid twice, how many count, what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import FROM_MEMORY, insurance_law
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import Field, many, money, month
from bumang.rules.parameters import Law
from bumang.rules.transfer.double_months import Stretch, double_months

_MOST_STRETCHES, _MOST_MONTHS = 120, 840


class Paid(msgspec.Struct, frozen=True, kw_only=True):
    """Months paid at the place that keeps them."""

    first_month: Annotated[Month, Field("首月", "first month", month())]
    last_month: Annotated[Month, Field("末月", "last month", month())]


class PaidElsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """Months paid at the other place, and what the person paid of each."""

    first_month: Annotated[Month, Field("首月", "first month", month())]
    last_month: Annotated[Month, Field("末月", "last month", month())]
    personal_monthly: Annotated[Fen, Field("每月个人缴费", "personal part a month", money())]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The person has chosen which place keeps the months."""

    kept: Annotated[
        tuple[Paid, ...],
        Field(
            "保留地的缴费",
            "paid at the place that keeps",
            many(group(Paid), least=1, most=_MOST_STRETCHES),
        ),
    ]
    other: Annotated[
        tuple[PaidElsewhere, ...],
        Field(
            "另一地的缴费",
            "paid at the other place",
            many(group(PaidElsewhere), least=1, most=_MOST_STRETCHES),
        ),
    ]


class Result(msgspec.Struct, frozen=True):
    """Months paid twice, months that count in all, and yuan that the other place refunds."""

    twice: tuple[str, ...]
    counted_months: int
    refund: Decimal


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """Raises `InvalidInput` where the stretches of one place overlap or are not in order."""
    wrong = [*_out_of_order("kept", given.kept), *_out_of_order("other", given.other)]
    if wrong:
        raise InvalidInput(*wrong)
    found = double_months(
        [Stretch(one.first_month, one.last_month) for one in given.kept],
        [Stretch(one.first_month, one.last_month, one.personal_monthly) for one in given.other],
        law,
        on,
    )
    result = Result(tuple(map(str, found.twice)), found.counted, to_yuan(found.refund))
    return Calculated(result, found.steps)


def _out_of_order(name: str, stretches: Sequence[Paid | PaidElsewhere]) -> list[Problem]:
    wrong = []
    before: Month | None = None
    for place, one in enumerate(stretches):
        if not 0 <= one.first_month.until(one.last_month) < _MOST_MONTHS or (
            before is not None and one.first_month <= before
        ):
            wrong.append(_NOT_IN_ORDER.at(f"{name}[{place}]"))
        before = one.last_month
    return wrong


_NOT_IN_ORDER = Problem(
    "PAID_NOT_IN_ORDER",
    Text(
        "同一地的缴费月份没有按先后排列，或有重叠。",
        "The months of a place are not in order, or overlap.",
    ),
    Text(
        "在一地的一个月只有一笔，一段最长七十年。",
        "A place has a month once, and a stretch at most seventy years.",
    ),
    Text("请从早到晚分段填写，每个月只写一次。", "Write them from early to late, each month once."),
)

CALCULATION = Calculation(
    kind="double_months",
    title=Text("两地重复缴费的清理", "settling months paid in two places"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(insurance_law("十六", 16), insurance_law("十九", 19), FROM_MEMORY),
    flow=(
        Derivation("twice", ("kept", "other")),
        Derivation("counted_months", ("kept", "other")),
        Derivation("refund", ("kept", "other"), ("double_months_personal_share",)),
    ),
)
