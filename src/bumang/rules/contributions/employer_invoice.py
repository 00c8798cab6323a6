"""单位应缴: an employer's month: every person's lines, work injury on all wages, the invoice.

Pension, medical and unemployment insurance are each person's, by base and side, rounded to the fen.
Work injury insurance is the employer's: the rate on the wages of all, without limits (Social
Insurance Law, art. 35), rounded once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import CONTRIBUTION_BASE, insurance_law
from bumang.rules.contributions.base import Held, Limits
from bumang.rules.contributions.monthly import (
    KINDS,
    SIDES,
    Insurance,
    InsuredAs,
    MonthFacts,
    MonthlyContribution,
    Side,
    monthly_contribution,
)
from bumang.rules.explanation import NO_UNIT, Step, money, number, plain, share
from bumang.rules.parameters import Law

OF_EACH = (Insurance.PENSION, Insurance.MEDICAL, Insurance.UNEMPLOYMENT)
"""What is reckoned person by person."""
_SHOWN = 12  # so many amounts are written out in a sum; more would not be read


class InvoiceFacts(msgspec.Struct, frozen=True):
    """An employer's month. `wages` are those declared, in fen; rates given hold before the law's."""

    region: str
    month: Month
    wages: tuple[Fen, ...]
    injury_rate: Decimal
    given: Mapping[str, Decimal] = {}
    given_limits: Limits | None = None
    given_medical_limits: Limits | None = None


class OfPerson(msgspec.Struct, frozen=True):
    """One person's base and sums in fen, without work injury."""

    base: Fen
    held: Held
    employer: Fen
    personal: Fen


class Sum(msgspec.Struct, frozen=True):
    """All persons' lines of one insurance and side; the sum of the bases and of the amounts."""

    insurance: Insurance
    side: Side
    base: Fen
    amount: Fen


class EmployerInvoice(msgspec.Struct, frozen=True):
    """What an employer pays for a month, in fen."""

    persons: tuple[OfPerson, ...]
    sums: tuple[Sum, ...]
    employer_total: Fen
    personal_total: Fen
    invoice_total: Fen
    steps: tuple[Step, ...]


def employer_invoice(facts: InvoiceFacts, law: Law) -> EmployerInvoice:
    """The sums. Raises `NotSetError` and `MissingRatesError` as a person's month does."""
    months = [_month_of(wage, facts, law) for wage in facts.wages]
    sums, steps = [], [_bases(months)]
    for kind in OF_EACH:
        for side in Side:
            made, step = _summed(kind, side, months)
            sums.append(made)
            steps.append(step)
    injury, step = _injury(facts)
    sums.append(injury)
    steps.append(step)
    employer = sum(one.amount for one in sums if one.side is Side.EMPLOYER)
    personal = sum(one.amount for one in sums if one.side is Side.PERSONAL)
    steps.append(_total_step(sums, employer, personal))
    return EmployerInvoice(
        tuple(map(_of_person, months)),
        tuple(sums),
        employer,
        personal,
        employer + personal,
        tuple(steps),
    )


def _month_of(wage: Fen, facts: InvoiceFacts, law: Law) -> MonthlyContribution:
    return monthly_contribution(
        MonthFacts(
            facts.region,
            facts.month,
            InsuredAs.EMPLOYEE,
            wage,
            OF_EACH,
            facts.given,
            facts.given_limits,
            facts.given_medical_limits,
        ),
        law,
    )


def _of_person(found: MonthlyContribution) -> OfPerson:
    base = found.base
    return OfPerson(base.amount, base.held, found.employer_total, found.personal_total)


def _bases(months: Sequence[MonthlyContribution]) -> Step:
    """The limits are the same for all: they are told once, with where they come from."""
    amounts = [one.base.amount for one in months]
    limits = [one for one in months[0].base.step.figures if one.key != "declared_wage"]
    return Step(
        key="base",
        name=_BASES,
        formula=Text(
            "每个人的工资在上下限之内的部分，相加", "each wage held to the limits, summed"
        ),
        worked=_written_out(amounts),
        figures=(number("persons", _PERSONS, len(months), NO_UNIT), *limits),
        result=money("base", _BASES, sum(amounts)),
        rules=(CONTRIBUTION_BASE,),
    )


def _summed(kind: Insurance, side: Side, months: Sequence[MonthlyContribution]) -> tuple[Sum, Step]:
    lines = [
        line
        for month in months
        for line in month.lines
        if (line.insurance, line.side) == (kind, side)
    ]
    made = Sum(kind, side, sum(one.base for one in lines), sum(one.amount for one in lines))
    name = Text("{kind}（{side}）", "{kind}, {side}").format(kind=KINDS[kind], side=SIDES[side])
    key = f"{kind}_{side}"
    (one_of_them,) = (step for step in months[0].steps if step.key == key)
    prices = [figure for figure in one_of_them.figures if figure.key != "base"]
    step = Step(
        key=key,
        name=name,
        formula=Text("每个人取整后的金额相加", "the persons' rounded amounts, summed"),
        worked=_written_out([one.amount for one in lines]),
        figures=tuple(prices),
        result=money(key, name, made.amount),
        rules=one_of_them.rules,
    )
    return made, step


def _injury(facts: InvoiceFacts) -> tuple[Sum, Step]:
    wages = sum(facts.wages)
    amount = to_fen(to_yuan(wages) * facts.injury_rate)
    name = Text("{kind}（{side}）", "{kind}, {side}").format(
        kind=KINDS[Insurance.WORK_INJURY], side=SIDES[Side.EMPLOYER]
    )
    step = Step(
        key="work_injury_employer",
        name=name,
        formula=Text(
            "本单位职工工资总额 × 费率，取整到分", "the wages of all × the rate, to the fen"
        ),
        worked=f"{plain(to_yuan(wages))} × {plain(facts.injury_rate * 100)}%",
        figures=(
            money("wages_total", _WAGES, wages),
            share("work_injury_rate", _RATE, facts.injury_rate),
        ),
        result=money("work_injury_employer", name, amount),
        rules=(insurance_law("三十五", 35),),
    )
    return Sum(Insurance.WORK_INJURY, Side.EMPLOYER, wages, amount), step


def _total_step(sums: Sequence[Sum], employer: Fen, personal: Fen) -> Step:
    return Step(
        key="invoice_total",
        name=_TOTAL,
        formula=Text("各险种、各方的合计相加", "the sums of all insurances and sides"),
        worked=_written_out([one.amount for one in sums]),
        figures=(
            money("employer_total", _EMPLOYER, employer),
            money("personal_total", _PERSONAL, personal),
        ),
        result=money("invoice_total", _TOTAL, employer + personal),
        rules=(CONTRIBUTION_BASE,),
    )


def _written_out(amounts: Sequence[Fen]) -> str:
    shown = " + ".join(plain(to_yuan(one)) for one in amounts[:_SHOWN])
    return shown + (" + …" if len(amounts) > _SHOWN else "")


_BASES = Text("缴费基数合计", "bases of all")
_PERSONS = Text("人数", "persons")
_WAGES = Text("工资总额", "wages of all")
_RATE = Text("工伤保险费率", "work injury rate")
_TOTAL = Text("应缴合计", "total to pay")
_EMPLOYER = Text("单位合计", "employer's total")
_PERSONAL = Text("个人合计", "persons' total")
