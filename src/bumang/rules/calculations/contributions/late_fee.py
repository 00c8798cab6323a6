"""滞纳金 as a calculation: days late and the fee."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import insurance_law
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import Field, day, many, money, ratio, yes_no
from bumang.rules.contributions.late_fee import PartPayment, PartPaymentError, late_fee
from bumang.rules.parameters import Law


class Part(msgspec.Struct, frozen=True):
    """What was paid before the rest."""

    paid_date: Annotated[date, Field("缴费日", "day of payment", day())]
    amount: Annotated[Fen, Field("金额", "amount", money(above_zero=True))]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Without `daily_rate` every day has the rate of the law of that day."""

    arrears: Annotated[Fen, Field("欠缴数额", "arrears", money())]
    last_due_date: Annotated[date, Field("最后应缴日", "last due day", day())]
    paid_date: Annotated[date, Field("缴清日", "day of payment", day())]
    daily_rate: Annotated[
        Decimal | None, Field("每日比例", "daily rate", ratio(least="0", most="1"))
    ] = None
    part_payments: Annotated[
        tuple[Part, ...], Field("此前分次缴纳", "part payments", many(group(Part), most=120))
    ] = ()
    cap_at_principal: Annotated[
        bool, Field("不超过欠缴数额", "no more than the arrears", yes_no())
    ] = False


class Result(msgspec.Struct, frozen=True):
    """Days from the day after the last due day; the fee in yuan."""

    days: int
    late_fee: Decimal


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """The fee. Raises `InvalidInput` for part payments that cannot be."""
    try:
        found = late_fee(
            given.arrears,
            given.last_due_date,
            given.paid_date,
            law,
            daily_rate=given.daily_rate,
            part_payments=[PartPayment(one.paid_date, one.amount) for one in given.part_payments],
            cap_at_principal=given.cap_at_principal,
        )
    except PartPaymentError as wrong:
        raise InvalidInput(_PART.at(f"part_payments[{wrong.place}]")) from None
    return Calculated(Result(found.days, to_yuan(found.late_fee)), found.steps)


_PART = Problem(
    "PART_PAYMENT",
    Text("这一笔分次缴纳对不上。", "This part payment does not fit."),
    Text(
        "分次缴纳按时间先后排列，不晚于缴清日，合计不超过欠缴数额。",
        "Part payments stand in order of time, none after the last, together no more than the arrears.",
    ),
    Text("请核对日期和金额。", "Check its day and its amount."),
)

CALCULATION = Calculation(
    kind="late_fee",
    title=Text("滞纳金", "late fee"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(insurance_law("八十六", 86),),
    flow=(
        Derivation("days", ("last_due_date", "paid_date"), ("late_fee_day_rule",)),
        Derivation(
            "late_fee",
            (
                "arrears",
                "last_due_date",
                "paid_date",
                "days",
                "daily_rate",
                "part_payments",
                "cap_at_principal",
            ),
            ("late_fee_daily_rate",),
        ),
    ),
)
