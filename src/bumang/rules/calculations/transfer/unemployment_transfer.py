"""失业保险关系转移 as a calculation: the money that moves with somebody who draws the benefit.

Who is employed takes the years along and no money. Who draws benefit in another place takes what is
left of it, and half as much for medical, training and placement costs.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import FROM_MEMORY
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, money, whole, yes_no
from bumang.rules.explanation import MONTHS, Step, number, plain, share
from bumang.rules.explanation import money as money_figure
from bumang.rules.parameters import Law


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """What is left to draw, at the monthly amount of the place that pays until now."""

    draws_benefit: Annotated[bool, Field("正在领取失业保险金", "draws the benefit", yes_no())]
    remaining_months: Annotated[int, Field("未领取的月数", "months left", whole(0, 24))]
    monthly_amount: Annotated[Fen, Field("每月标准", "monthly amount", money(above_zero=True))]


class Result(msgspec.Struct, frozen=True):
    """In yuan; nothing for who is employed."""

    remaining_benefit: Decimal
    other_costs: Decimal
    total_transfer: Decimal


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """The benefit that is left and the share for other costs, rounded to the fen."""
    part = law.at("unemployment_transfer_share", on)
    months = given.remaining_months if given.draws_benefit else 0
    left = given.monthly_amount * months
    costs = to_fen(to_yuan(left) * part.number)
    steps = (
        Step(
            key="remaining_benefit",
            name=_LEFT,
            formula=_BY_MONTHS if given.draws_benefit else _NO_MONEY,
            worked=f"{plain(to_yuan(given.monthly_amount))} × {months}",
            figures=(
                money_figure("monthly_amount", _MONTHLY, given.monthly_amount),
                number("remaining_months", _MONTHS_LEFT, months, MONTHS),
            ),
            result=money_figure("remaining_benefit", _LEFT, left),
            rules=(FROM_MEMORY,),
        ),
        Step(
            key="total_transfer",
            name=_TOTAL,
            formula=Text(
                "未领取的失业保险金 + 其一半（医疗补助、培训、职业介绍补贴）",
                "the benefit left + half of it for medical, training and placement costs",
            ),
            worked=f"{plain(to_yuan(left))} + {plain(to_yuan(left))} × {plain(part.number)}",
            figures=(
                share("unemployment_transfer_share", _SHARE, part.number, part.origin),
                money_figure("other_costs", _COSTS, costs),
            ),
            result=money_figure("total_transfer", _TOTAL, left + costs),
            rules=(FROM_MEMORY,),
        ),
    )
    return Calculated(Result(to_yuan(left), to_yuan(costs), to_yuan(left + costs)), steps)


_LEFT = Text("未领取的失业保险金", "benefit that is left")
_BY_MONTHS = Text("每月标准 × 未领取的月数", "monthly amount × months left")
_NO_MONEY = Text(
    "在职人员转移只转缴费年限，不转资金", "who is employed takes the years along, and no money"
)
_MONTHLY = Text("每月标准", "monthly amount")
_MONTHS_LEFT = Text("未领取的月数", "months left")
_SHARE = Text("其他费用的比例", "share for other costs")
_COSTS = Text("其他费用", "other costs")
_TOTAL = Text("转移资金合计", "total that moves")

CALCULATION = Calculation(
    kind="unemployment_transfer",
    title=Text("失业保险关系转移资金", "money that moves with unemployment insurance"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(FROM_MEMORY,),
    flow=(
        Derivation("remaining_benefit", ("draws_benefit", "remaining_months", "monthly_amount")),
        Derivation("other_costs", ("remaining_benefit",), ("unemployment_transfer_share",)),
        Derivation("total_transfer", ("remaining_benefit", "other_costs")),
    ),
)
