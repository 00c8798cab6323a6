"""居民养老缴费补贴 as a calculation: a year's payment, the subsidy, and the account's credit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, show_yuan, to_fen, to_yuan
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import RESIDENT_PENSION
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, money
from bumang.rules.parameters import Law
from bumang.rules.resident_contribution import resident_contribution, subsidy_minimum


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Without a subsidy given, the least one counts: the law states it."""

    yearly_contribution: Annotated[
        Fen, Field("个人年缴费", "own payment of the year", money(above_zero=True))
    ]
    government_subsidy: Annotated[Fen | None, Field("政府补贴", "government subsidy", money())] = (
        None
    )
    collective_subsidy: Annotated[Fen | None, Field("集体补助", "collective money", money())] = None


class Result(msgspec.Struct, frozen=True):
    """In yuan a year."""

    subsidy_minimum: Decimal
    subsidy: Decimal
    credited: Decimal


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """The credit. Raises `InvalidInput` for a payment or a subsidy that is too small."""
    own, subsidy = given.yearly_contribution, given.government_subsidy
    lowest = to_fen(law.at("resident_lowest_contribution", on).number)
    if own < lowest:
        raise InvalidInput(too_small("yearly_contribution", lowest))
    minimum = to_fen(subsidy_minimum(own, law, on).number)
    if subsidy is not None and subsidy < minimum:
        raise InvalidInput(too_small("government_subsidy", minimum))
    found = resident_contribution(own, subsidy, given.collective_subsidy or 0, law, on)
    result = Result(to_yuan(found.subsidy_minimum), to_yuan(found.subsidy), to_yuan(found.credited))
    return Calculated(result, found.steps)


def too_small(field: str, least: Fen) -> Problem:
    """Below what the national rule sets."""
    return Problem(
        "TOO_SMALL",
        Text("金额低于国家规定的下限。", "The amount is below the national minimum."),
        Text(
            f"至少 {show_yuan(least)} 元（国发〔2014〕8号），各地可以更高。",
            f"At least {show_yuan(least)} yuan (State Council opinion 2014 no. 8); places may set more.",
        ),
        Text("请核对金额。", "Check the amount."),
        field,
    )


_FLOW = (
    Derivation(
        "subsidy_minimum",
        ("yearly_contribution",),
        ("resident_subsidy_lowest", "resident_subsidy_higher", "resident_subsidy_higher_from"),
    ),
    Derivation("subsidy", ("government_subsidy", "subsidy_minimum")),
    Derivation(
        "credited",
        ("yearly_contribution", "subsidy", "collective_subsidy"),
        ("resident_lowest_contribution",),
    ),
)

CALCULATION = Calculation(
    kind="resident_contribution",
    title=Text("居民养老缴费补贴", "residents' contribution and subsidy"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(RESIDENT_PENSION,),
    flow=_FLOW,
)
