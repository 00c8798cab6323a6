"""失业保险金领到退休 as a calculation: whether the benefit runs on to the statutory age."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import UNEMPLOYED_NEAR_RETIREMENT, insurance_law
from bumang.rules.benefits.unemployment_extension import unemployment_extension
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, money, month
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """When the months of benefit are used up, and the person's statutory month."""

    last_benefit_month: Annotated[
        Month, Field("按缴费年限领到的最后一个月", "last month by the years paid", month())
    ]
    statutory_month: Annotated[Month, Field("法定退休年月", "statutory month", month())]
    monthly_amount: Annotated[
        Fen | None, Field("当地每月标准", "the place's monthly amount", money(above_zero=True))
    ] = None


class Result(msgspec.Struct, frozen=True):
    """`added_total` in yuan, where the place's amount is given.

    `fund_pays_through` is left out where the benefit does not run on.
    """

    extended: bool
    last_month: str
    added_months: int
    fund_pays_through: str | UnsetType
    added_total: Decimal | UnsetType


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """By the law of the last month of benefit."""
    found = unemployment_extension(
        given.last_benefit_month, given.statutory_month, law, given.monthly_amount
    )
    through, total = found.fund_pays_through, found.added_total
    result = Result(
        found.extended,
        str(found.last_month),
        found.added_months,
        UNSET if through is None else str(through),
        UNSET if total is None else to_yuan(total),
    )
    return Calculated(result, found.steps)


_MONTHS = ("last_benefit_month", "statutory_month")
_LIMIT = ("unemployment_extension_limit",)

CALCULATION = Calculation(
    kind="unemployment_extension",
    title=Text("失业保险金领到退休", "unemployment benefit that runs on to retirement"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(UNEMPLOYED_NEAR_RETIREMENT, insurance_law("五十一", 51)),
    flow=(
        Derivation("extended", _MONTHS, _LIMIT),
        Derivation("last_month", _MONTHS, _LIMIT),
        Derivation("added_months", ("extended", *_MONTHS)),
        Derivation(
            "fund_pays_through", ("extended", "statutory_month"), ("retirement_reform_last_month",)
        ),
        Derivation("added_total", ("added_months", "monthly_amount")),
    ),
)
