"""补差: months paid on the old limits of the base are settled up when the year's new ones come late.

Each insurance and side of each month is reckoned on both bases, rounded to the fen by itself, and
the difference is still to be paid or comes back. Only some places do so. Work injury insurance has
no limits and is left out. That it is done by the place's rule is from memory, to be verified.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import CONTRIBUTION_BASE, FROM_MEMORY, insurance_law
from bumang.rules.contributions.base import Limits, held_base
from bumang.rules.contributions.late_limits import (
    GivenTurn,
    Turn,
    medical_turn,
    turn,
)
from bumang.rules.contributions.monthly import (
    KINDS,
    Insurance,
    InsuredAs,
    MonthFacts,
    MonthlyContribution,
    Side,
    monthly_contribution,
)
from bumang.rules.explanation import Step, money, of_month, plain, word
from bumang.rules.parameters import Law

MOST_MONTHS = 12
"""Limits hold for a year; more months than that were not paid on one year's old limits."""


class Outcome(StrEnum):
    """Settled; the new limits are not there yet; or the place lets months paid stand."""

    SETTLED = "settled"
    NOT_PUBLISHED = "not_published"
    NOT_IN_PLACE = "not_in_place"


class PaidMonth(msgspec.Struct, frozen=True):
    """A month that was paid on the old limits. `given` are rates as in a month's facts."""

    month: Month
    declared_wage: Fen
    given: Mapping[str, Decimal] = {}


class Insured(msgspec.Struct, frozen=True):
    """Who is insured where, in what, and the limits given by hand."""

    region: str
    insured_as: InsuredAs
    insurances: tuple[Insurance, ...]
    of_all: GivenTurn = GivenTurn()
    of_medical: GivenTurn = GivenTurn()


class Difference(msgspec.Struct, frozen=True):
    """One insurance and side of a month on both bases, in fen; negative where it comes back."""

    insurance: Insurance
    side: Side
    old_base: Fen
    new_base: Fen
    old_amount: Fen
    new_amount: Fen

    @property
    def amount(self) -> Fen:
        return self.new_amount - self.old_amount


class SettledMonth(msgspec.Struct, frozen=True):
    """A month's differences."""

    month: Month
    differences: tuple[Difference, ...]
    steps: tuple[Step, ...]

    def of(self, side: Side) -> Fen:
        return sum(one.amount for one in self.differences if one.side is side)


Turns = Mapping[Insurance, Turn]


def turns_of(insured: Insured, month: Month, law: Law) -> Turns:
    """The limits on both sides, by insurance.

    Raises `NotPublishedError`, and `OldLimitsMissingError` where the ones before are not known.
    """
    return {kind: _turn_of(kind, insured, month, law) for kind in insured.insurances}


def settled_month(insured: Insured, paid: PaidMonth, turns: Turns, law: Law) -> SettledMonth:
    """A month on both bases. Raises `MissingRatesError`."""
    differences: list[Difference] = []
    steps = _base_steps(paid.declared_wage, turns)
    for kind, made in turns.items():
        old = _reckoned(kind, made.old, insured, paid, law)
        new = _reckoned(kind, made.new, insured, paid, law)
        for before, after in zip(old.lines, new.lines, strict=True):
            one = Difference(kind, after.side, before.base, after.base, before.amount, after.amount)
            differences.append(one)
            steps.append(_difference_step(one, new))
    named = tuple(of_month(step, paid.month) for step in steps)
    return SettledMonth(paid.month, tuple(differences), named)


def outcome_step(outcome: Outcome, in_place: bool, first: Month, last: Month) -> Step:
    """Whether anything is settled, and why."""
    return Step(
        key="outcome",
        name=_OUTCOME,
        formula=REASONS[outcome],
        worked=f"{first} – {last}",
        figures=(
            word(
                "settle_base_difference",
                _IN_PLACE,
                "true" if in_place else "false",
                _YES if in_place else _NO,
            ),
        ),
        result=word("outcome", _OUTCOME, outcome.value, _OUTCOMES[outcome]),
        rules=(CONTRIBUTION_BASE, FROM_MEMORY),
    )


def total_step(months: Sequence[SettledMonth]) -> Step:
    """Both sides of all months."""
    employer, personal = (sum(one.of(side) for one in months) for side in Side)
    return Step(
        key="settlement",
        name=_SETTLEMENT,
        formula=Text(
            "各月各险种的差额相加；正数补缴，负数退回",
            "the differences of all months and insurances; above zero to pay, below zero comes back",
        ),
        worked=f"{plain(to_yuan(employer))} + {_in_a_sum(personal)}",
        figures=(
            money("employer_difference", _EMPLOYER, employer),
            money("personal_difference", _PERSONAL, personal),
        ),
        result=money("settlement", _SETTLEMENT, employer + personal),
        rules=(CONTRIBUTION_BASE, insurance_law("九十", 90)),
    )


def _turn_of(kind: Insurance, insured: Insured, month: Month, law: Law) -> Turn:
    if kind is Insurance.MEDICAL:
        return medical_turn(law, insured.region, month, insured.of_medical, insured.of_all)
    return turn(law, insured.region, month, insured.of_all)


def _reckoned(
    kind: Insurance, held_to: Limits, insured: Insured, paid: PaidMonth, law: Law
) -> MonthlyContribution:
    facts = MonthFacts(
        insured.region,
        paid.month,
        insured.insured_as,
        paid.declared_wage,
        (kind,),
        paid.given,
        held_to,
        held_to,
    )
    return monthly_contribution(facts, law)


def _base_steps(wage: Fen, turns: Turns) -> list[Step]:
    """Both bases of the insurances that have the same limits, told once."""
    steps = []
    for made in dict.fromkeys(turns.values()):
        kinds = [KINDS[kind] for kind, one in turns.items() if one == made]
        whose = Text("、".join(one.zh for one in kinds), ", ".join(one.en for one in kinds))
        for key, name, found in (("old_base", _OLD, made.old), ("new_base", _NEW, made.new)):
            step = held_base(wage, found).step
            told = name.format(whose=whose)
            figures = tuple(one for one in step.figures if one.key != "limits_basis")
            result = msgspec.structs.replace(step.result, key=key, name=told)
            steps.append(
                msgspec.structs.replace(step, key=key, name=told, figures=figures, result=result)
            )
    return steps


def _difference_step(one: Difference, new: MonthlyContribution) -> Step:
    key = f"{one.insurance}_{one.side}"
    (line,) = (step for step in new.steps if step.key == key)
    prices = tuple(figure for figure in line.figures if figure.key != "base")
    return Step(
        key=key,
        name=line.name,
        formula=Text(
            "按新基数应缴 − 按旧基数已缴，各自取整到分",
            "due on the new base − paid on the old one, each to the fen",
        ),
        worked=f"{plain(to_yuan(one.new_amount))} − {plain(to_yuan(one.old_amount))}",
        figures=(
            money("new_amount", _DUE, one.new_amount),
            money("old_amount", _PAID, one.old_amount),
            *prices,
        ),
        result=money(key, line.name, one.amount),
        rules=line.rules,
    )


def _in_a_sum(fen: Fen) -> str:
    return plain(to_yuan(fen)) if fen >= 0 else f"({plain(to_yuan(fen))})"


_OUTCOME = Text("能否结算差额", "whether the difference is settled")
_IN_PLACE = Text("当地结算基数差额", "the place settles the difference")
_YES = Text("是", "yes")
_NO = Text("否", "no")
_OLD = Text("旧基数（{whose}）", "old base ({whose})")
_NEW = Text("新基数（{whose}）", "new base ({whose})")
_DUE = Text("按新基数应缴", "due on the new base")
_PAID = Text("按旧基数已缴", "paid on the old base")
_SETTLEMENT = Text("补差合计", "settlement")
_EMPLOYER = Text("单位差额", "employer's difference")
_PERSONAL = Text("个人差额", "person's difference")
_OUTCOMES = {
    Outcome.SETTLED: Text("结算", "settled"),
    Outcome.NOT_PUBLISHED: Text("暂不结算", "not yet"),
    Outcome.NOT_IN_PLACE: Text("不结算", "not settled"),
}
REASONS = {
    Outcome.SETTLED: Text(
        "新的上下限已公布，已缴月份按新旧两个基数的差额多退少补",
        "the new limits are there: months paid are settled by the difference of both bases",
    ),
    Outcome.NOT_PUBLISHED: Text(
        "本缴费年度的上下限没有收录，也没有给出；推算的和上一年的都不能用来结算，公布后再算",
        "the limits of the year are neither on record nor given; computed ones and last year's are no ground to settle on: ask again once they are published",
    ),
    Outcome.NOT_IN_PLACE: Text(
        "当地不结算基数差额，已缴月份不再变动",
        "the place does not settle the difference: months paid stand as they are",
    ),
}
