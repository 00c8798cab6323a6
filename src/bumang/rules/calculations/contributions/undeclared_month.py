"""未按时申报 as a calculation: what is set for a month that nobody declared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import insurance_law
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, money
from bumang.rules.contributions.undeclared import undeclared_month
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Without a month before, the agency estimates; there is nothing to compute."""

    last_month_amount: Annotated[
        Fen, Field("上月缴费额", "last month's amount", money(above_zero=True))
    ]
    declared_later: Annotated[
        Fen | None, Field("补报的应缴额", "amount declared later", money())
    ] = None


class Result(msgspec.Struct, frozen=True):
    """In yuan. A negative correction comes back."""

    amount: Decimal
    correction: Decimal | UnsetType


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """What is set, and the correction once it is declared."""
    found = undeclared_month(given.last_month_amount, law, on, given.declared_later)
    correction = UNSET if found.correction is None else to_yuan(found.correction)
    return Calculated(Result(to_yuan(found.amount), correction), found.steps)


CALCULATION = Calculation(
    kind="undeclared_month",
    title=Text("未按时申报的月份", "a month that was not declared"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(insurance_law("六十二", 62),),
    flow=(
        Derivation("amount", ("last_month_amount",), ("undeclared_factor",)),
        Derivation("correction", ("amount", "declared_later")),
    ),
)
