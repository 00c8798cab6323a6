"""工亡待遇: what the nearest relatives get when somebody dies through work.

Work Injury Insurance Regulation, art. 39. After the death of somebody of grade 1 to 4 whose time of
treatment is over, the last of the three parts, the one-off payment, is not due.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import injury_regulation
from bumang.rules.benefits.work_injury import counted_wage
from bumang.rules.explanation import MONTHS, YEARS, Step, money, number, plain
from bumang.rules.parameters import Law

_ARTICLE = injury_regulation("三十九", 39)


class Relation(StrEnum):
    SPOUSE = "spouse"
    OTHER = "other"


class Dependant(msgspec.Struct, frozen=True):
    """A relative who lived mainly on the dead person's money and cannot work. `alone`: 孤寡、孤儿."""

    relation: Relation
    alone: bool = False


class DeathFacts(msgspec.Struct, frozen=True):
    """Wages in fen a month; the nation's disposable income of last year in fen a year."""

    own_wage: Fen
    average_wage: Fen
    national_income: Fen
    dependants: tuple[Dependant, ...] = ()
    disabled_after_treatment: bool = False


class DeathBenefit(msgspec.Struct, frozen=True):
    """Amounts in fen; `dependants` are monthly, in the order given, and together at most the wage."""

    funeral: Fen
    one_off: Fen
    dependants: tuple[Fen, ...]
    steps: tuple[Step, ...]


def death_benefit(facts: DeathFacts, law: Law, on: date) -> DeathBenefit:
    """The three parts. Held to the wage, the dependants' parts shrink in proportion."""
    steps: list[Step] = []
    wage = counted_wage(facts.own_wage, facts.average_wage, law, on, steps)
    funeral = _funeral(facts, law, on, steps)
    one_off = 0 if facts.disabled_after_treatment else _one_off(facts, law, on, steps)
    return DeathBenefit(
        funeral, one_off, _dependants(facts.dependants, wage, law, on, steps), tuple(steps)
    )


def _funeral(facts: DeathFacts, law: Law, on: date, steps: list[Step]) -> Fen:
    months = law.at("injury_death_funeral_months", on)
    amount = facts.average_wage * months.count
    steps.append(
        Step(
            key="funeral",
            name=_FUNERAL,
            formula=Text("当地上年度月平均工资 × 6", "the place's average monthly wage × 6"),
            worked=f"{plain(to_yuan(facts.average_wage))} × {months.count}",
            figures=(
                number("months", Text("月数", "months"), months.count, MONTHS, months.origin),
            ),
            result=money("funeral", _FUNERAL, amount),
            rules=(_ARTICLE,),
        )
    )
    return amount


def _one_off(facts: DeathFacts, law: Law, on: date, steps: list[Step]) -> Fen:
    years = law.at("injury_death_income_years", on)
    amount = facts.national_income * years.count
    steps.append(
        Step(
            key="one_off",
            name=_ONE_OFF,
            formula=Text(
                "上一年度全国城镇居民人均可支配收入 × 20",
                "last year's disposable income of the nation's urban residents × 20",
            ),
            worked=f"{plain(to_yuan(facts.national_income))} × {years.count}",
            figures=(number("years", Text("倍数", "times"), years.count, YEARS, years.origin),),
            result=money("one_off", _ONE_OFF, amount),
            rules=(_ARTICLE,),
        )
    )
    return amount


def _dependants(
    dependants: Sequence[Dependant], wage: Fen, law: Law, on: date, steps: list[Step]
) -> tuple[Fen, ...]:
    """Appends a step when there are any."""
    if not dependants:
        return ()
    shares = {relation: law.at(f"dependant_{relation}_percent", on).number for relation in Relation}
    alone = law.at("dependant_alone_percent", on).number
    percents = [shares[one.relation] + (alone if one.alone else 0) for one in dependants]
    whole = max(sum(percents), 100)
    # Rounded down where they share the whole wage, so that together they never exceed it.
    exact = [to_yuan(wage) * percent / whole for percent in percents]
    held = whole > 100
    amounts = tuple(int(one * 100) if held else to_fen(one) for one in exact)
    steps.append(
        Step(
            key="dependants",
            name=_DEPENDANTS,
            formula=_SHARED if held else _SHARES,
            worked=f"{plain(to_yuan(wage))} × ("
            + " + ".join(f"{plain(percent)}%" for percent in percents)
            + ")",
            figures=tuple(
                money(f"dependant_{place}", _DEPENDANTS, amount)
                for place, amount in enumerate(amounts, 1)
            ),
            result=money("dependants", _DEPENDANTS, sum(amounts)),
            rules=(_ARTICLE,),
        )
    )
    return amounts


_FUNERAL = Text("丧葬补助金", "funeral money")
_ONE_OFF = Text("一次性工亡补助金", "one-off payment")
_DEPENDANTS = Text("供养亲属抚恤金（每月）", "dependants' monthly pension")
_SHARES = Text(
    "本人工资 × 比例：配偶 40%，其他亲属 30%，孤寡老人或者孤儿加 10%",
    "the wage × share: spouse 40%, others 30%, 10% more for lonely old people and orphans",
)
_SHARED = Text(
    "各人之和不高于本人工资：超过的，按各人比例分配本人工资",
    "together no more than the wage: above it, the wage is divided in their proportion",
)
