"""退费 as a calculation: whether money comes back, and how much."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import insurance_law
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, money, one_of
from bumang.rules.contributions.refund import RefundReason, refund
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """What was paid, and what was owed."""

    reason: Annotated[RefundReason, Field("退费原因", "reason", one_of(RefundReason))]
    paid: Annotated[Fen, Field("已缴", "paid", money())]
    due: Annotated[Fen, Field("应缴", "due", money())]


class Result(msgspec.Struct, frozen=True):
    """In yuan."""

    allowed: bool
    refund: Decimal


def answer(given: Inputs, _law: Law, _on: date) -> Calculated:
    """Decide and compute."""
    found = refund(given.reason, given.paid, given.due)
    return Calculated(Result(found.allowed, to_yuan(found.refund)), found.steps)


CALCULATION = Calculation(
    kind="refund",
    title=Text("退费", "refund"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(insurance_law("九十", 90),),
    flow=(
        Derivation("allowed", ("reason", "paid", "due")),
        Derivation("refund", ("reason", "paid", "due")),
    ),
)
