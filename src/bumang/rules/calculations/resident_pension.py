"""城乡居民养老金 as a calculation: base amount, additions and account."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import RESIDENT_PENSION
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, money, whole
from bumang.rules.parameters import Law
from bumang.rules.resident_pension import resident_pension


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The base amount with its additions; zero where a place has none."""

    base_amount: Annotated[Fen, Field("基础养老金标准", "base amount", money(above_zero=True))]
    local_addition: Annotated[Fen, Field("地方加发", "local addition", money())]
    long_contribution_addition: Annotated[
        Fen, Field("长缴加发", "addition for long contribution", money())
    ]
    account_balance: Annotated[Fen, Field("个人账户储存额", "account balance", money())]
    divisor: Annotated[int, Field("计发月数", "divisor", whole(1, 300))]


class Result(msgspec.Struct, frozen=True):
    """Monthly amounts in yuan."""

    base: Decimal
    account: Decimal
    total: Decimal


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """The pension. Raises `InvalidInput` for a divisor that is not the scheme's."""
    divisor = law.at("resident_divisor", on)
    if given.divisor != divisor.count:
        raise InvalidInput(other_divisor(divisor.count))
    found = resident_pension(
        base_amount=given.base_amount,
        local_addition=given.local_addition,
        long_contribution_addition=given.long_contribution_addition,
        account_balance=given.account_balance,
        divisor=given.divisor,
        origins={"divisor": divisor.origin},
    )
    result = Result(to_yuan(found.base), to_yuan(found.account), to_yuan(found.total))
    return Calculated(result, found.steps)


def other_divisor(right: int) -> Problem:
    """A divisor that the residents' scheme does not have."""
    return Problem(
        "OTHER_DIVISOR",
        Text("城乡居民养老保险不用这个计发月数。", "The residents' scheme has another divisor."),
        Text(
            f"不论年龄，一律除以 {right}（国发〔2014〕8号）。",
            f"It is {right} for everybody, whatever the age (State Council opinion 2014 no. 8).",
        ),
        Text(f"请改为 {right}。", f"Give {right}."),
        "divisor",
    )


_FLOW = (
    Derivation("base", ("base_amount", "local_addition", "long_contribution_addition")),
    Derivation("account", ("account_balance",), ("resident_divisor",)),
    Derivation("total", ("base", "account")),
)

CALCULATION = Calculation(
    kind="resident_pension",
    title=Text("城乡居民养老金", "residents' pension"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(RESIDENT_PENSION,),
    flow=_FLOW,
    checked=("divisor",),
)
