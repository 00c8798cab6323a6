"""罚款幅度 as a calculation: the least and the largest fine that the law sets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import insurance_law
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, money, one_of
from bumang.rules.explanation import NO_UNIT, Step, number, plain
from bumang.rules.explanation import money as money_figure
from bumang.rules.parameters import Law


class Fault(StrEnum):
    """Arts. 84 and 86: an employer. Arts. 87 and 88: whoever took benefits by fraud."""

    NOT_REGISTERING = "not_registering"
    ORDER_IGNORED = "order_ignored"
    FRAUD = "fraud"


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The amount owed, or taken. Not registering and arrears are fined once the order is ignored."""

    fault: Annotated[Fault, Field("违法行为", "fault", one_of(Fault))]
    amount: Annotated[
        Fen, Field("应缴、欠缴或者骗取的数额", "amount owed or taken", money(above_zero=True))
    ]


class Result(msgspec.Struct, frozen=True):
    """In yuan. What is owed or was taken is paid besides."""

    least: Decimal
    most: Decimal


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """Both ends of what may be set."""
    least, most = (law.at(f"fine_{given.fault}_{end}", on) for end in ("least", "most"))
    amount = plain(to_yuan(given.amount))
    step = Step(
        key="fine",
        name=_FINE,
        formula=Text(
            "数额 × 规定的倍数；具体多少由有权机关在幅度内决定",
            "amount × the times set by law; the authority decides between them",
        ),
        worked=f"{amount} × {least.count} … {amount} × {most.count}",
        figures=(
            number("least_times", Text("最低倍数", "least"), least.count, NO_UNIT, least.origin),
            number("most_times", Text("最高倍数", "most"), most.count, NO_UNIT, most.origin),
            money_figure("least", Text("最低罚款", "least fine"), given.amount * least.count),
        ),
        result=money_figure("most", Text("最高罚款", "largest fine"), given.amount * most.count),
        rules=_BASIS[given.fault],
    )
    result = Result(to_yuan(given.amount * least.count), to_yuan(given.amount * most.count))
    return Calculated(result, (step,))


_FINE = Text("罚款幅度", "range of the fine")
_BASIS = {
    Fault.NOT_REGISTERING: (insurance_law("八十四", 84),),
    Fault.ORDER_IGNORED: (insurance_law("八十六", 86),),
    Fault.FRAUD: (insurance_law("八十七", 87), insurance_law("八十八", 88)),
}

CALCULATION = Calculation(
    kind="fine",
    title=Text("罚款幅度", "range of a fine"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(insurance_law("八十四", 84), insurance_law("八十六", 86), insurance_law("八十七", 87)),
    flow=(
        Derivation("least", ("fault", "amount"), ("fine_*",)),
        Derivation("most", ("fault", "amount"), ("fine_*",)),
    ),
)
