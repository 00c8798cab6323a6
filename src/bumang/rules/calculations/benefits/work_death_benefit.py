"""工亡待遇 as a calculation: funeral money, one-off payment, dependants."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import injury_regulation
from bumang.rules.benefits.work_death import DeathFacts, Dependant, Relation, death_benefit
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import Field, many, money, one_of, yes_no
from bumang.rules.parameters import Law


class Relative(msgspec.Struct, frozen=True):
    """Somebody who lived on the dead person's money and cannot work."""

    relation: Annotated[Relation, Field("关系", "relation", one_of(Relation))]
    alone: Annotated[bool, Field("孤寡老人或者孤儿", "lonely or an orphan", yes_no())] = False


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Wages a month; the nation's disposable income a year."""

    own_wage: Annotated[
        Fen, Field("受伤前 12 个月平均月缴费工资", "own average wage", money(above_zero=True))
    ]
    average_wage: Annotated[
        Fen, Field("当地上年度月平均工资", "the place's average wage", money(above_zero=True))
    ]
    national_disposable_income: Annotated[
        Fen,
        Field(
            "上一年度全国城镇居民人均可支配收入",
            "last year's disposable income of the nation's urban residents",
            money(above_zero=True),
        ),
    ]
    dependants: Annotated[
        tuple[Relative, ...], Field("供养亲属", "dependants", many(group(Relative), most=30))
    ] = ()
    disabled_after_treatment: Annotated[
        bool,
        Field("一至四级伤残、停工留薪期满后死亡", "grade 1 to 4, after treatment", yes_no()),
    ] = False


class Result(msgspec.Struct, frozen=True):
    """In yuan; the dependants' parts are monthly, in the order given."""

    funeral: Decimal
    one_off: Decimal
    dependants: tuple[Decimal, ...]


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """By the law of the day."""
    facts = DeathFacts(
        given.own_wage,
        given.average_wage,
        given.national_disposable_income,
        tuple(Dependant(one.relation, one.alone) for one in given.dependants),
        given.disabled_after_treatment,
    )
    found = death_benefit(facts, law, on)
    result = Result(
        to_yuan(found.funeral), to_yuan(found.one_off), tuple(map(to_yuan, found.dependants))
    )
    return Calculated(result, found.steps)


CALCULATION = Calculation(
    kind="work_death_benefit",
    title=Text("工亡待遇", "benefits after a fatal work injury"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(injury_regulation("三十九", 39),),
    flow=(
        Derivation(
            "counted_wage", ("own_wage", "average_wage"), ("injury_wage_cap", "injury_wage_floor")
        ),
        Derivation("funeral", ("average_wage",), ("injury_death_funeral_months",)),
        Derivation(
            "one_off",
            ("national_disposable_income", "disabled_after_treatment"),
            ("injury_death_income_years",),
        ),
        Derivation(
            "dependants",
            ("dependants", "counted_wage"),
            (
                "dependant_spouse_percent",
                "dependant_other_percent",
                "dependant_alone_percent",
            ),
        ),
    ),
)
