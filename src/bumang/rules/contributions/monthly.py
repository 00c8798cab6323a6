"""月度应缴: what one insured person's month costs, line by line.

Each insurance and each side is a line of its own, rounded to the fen half up; the invoice is the sum
of the rounded lines. A rate that neither the law on record nor the caller gives is an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import CONTRIBUTION_BASE, EMPLOYEE_PENSION, insurance_law
from bumang.rules.contributions.base import Base, Limits, held_base, limits, medical_limits
from bumang.rules.explanation import Figure, Step, money, plain, share
from bumang.rules.parameters import Law, NotSetError
from bumang.rules.source import Article, Origin
from bumang.rules.values import Value


class Insurance(StrEnum):
    """Maternity is inside medical insurance since 2019."""

    PENSION = "pension"
    MEDICAL = "medical"
    UNEMPLOYMENT = "unemployment"
    WORK_INJURY = "work_injury"


class Side(StrEnum):
    EMPLOYER = "employer"
    PERSONAL = "personal"


class InsuredAs(StrEnum):
    """职工, 灵活就业人员."""

    EMPLOYEE = "employee"
    FLEXIBLE = "flexible"


MANDATORY = {
    InsuredAs.EMPLOYEE: tuple(Insurance),
    InsuredAs.FLEXIBLE: (Insurance.PENSION, Insurance.MEDICAL),
}
"""What is taken without being named; unemployment insurance of flexible workers is voluntary."""


class MonthFacts(msgspec.Struct, frozen=True):
    """Who is insured where, on which wage. `given` are rates and amounts by the names of parameters.

    `declared_wage` is last year's average monthly wage, or the first month's of a new employee, or
    what a flexible worker chose. Rates are shares of one; amounts in `given` are yuan.
    """

    region: str
    month: Month
    insured_as: InsuredAs
    declared_wage: Fen
    insurances: tuple[Insurance, ...]
    given: Mapping[str, Decimal] = {}
    given_limits: Limits | None = None
    given_medical_limits: Limits | None = None


class Line(msgspec.Struct, frozen=True):
    """One insurance and side. `rate` is None where only a fixed amount is due."""

    insurance: Insurance
    side: Side
    base: Fen
    rate: Decimal | None
    fixed: Fen
    amount: Fen


class MonthlyContribution(msgspec.Struct, frozen=True):
    """The base, the lines, and their sums in fen."""

    base: Base
    limits: Limits
    lines: tuple[Line, ...]
    employer_total: Fen
    personal_total: Fen
    invoice_total: Fen
    steps: tuple[Step, ...]


class MissingRatesError(Exception):
    """Rates neither on record nor given; `missing` holds each parameter's own reason."""

    def __init__(self, missing: tuple[NotSetError, ...]) -> None:
        super().__init__(", ".join(one.parameter for one in missing))
        self.missing = missing


class NotOfferedError(Exception):
    """Flexible workers are not insured against work injury, but for pilots of platforms."""


class _Priced(msgspec.Struct, frozen=True):
    """What one line is computed from."""

    insurance: Insurance
    side: Side
    base: Fen
    rate: Value | Decimal | None = None
    fixed: Value | Decimal | None = None


def monthly_contribution(facts: MonthFacts, law: Law) -> MonthlyContribution:
    """Every line of the month. Raises `NotSetError`, `MissingRatesError`, `NotOfferedError`."""
    found = facts.given_limits or limits(law, facts.region, facts.month)
    base = held_base(facts.declared_wage, found)
    prices = _Prices(facts, law)
    priced = [one for kind in facts.insurances for one in prices.of(kind, base)]
    if prices.missing:
        raise MissingRatesError(tuple(prices.missing))
    lines, steps = [], [base.step]
    for one in priced:
        line, step = _line(one)
        lines.append(line)
        steps.append(step)
    employer = sum(line.amount for line in lines if line.side is Side.EMPLOYER)
    personal = sum(line.amount for line in lines if line.side is Side.PERSONAL)
    steps.append(_total_step(lines, employer, personal))
    return MonthlyContribution(
        base, found, tuple(lines), employer, personal, employer + personal, tuple(steps)
    )


class _Prices:
    """The rates of the place and day, the given ones first; gathers what is missing."""

    def __init__(self, facts: MonthFacts, law: Law) -> None:
        self._facts = facts
        self._law = law
        self.missing: list[NotSetError] = []

    def of(self, kind: Insurance, base: Base) -> Sequence[_Priced]:
        if self._facts.insured_as is InsuredAs.FLEXIBLE:
            return self._flexible(kind, base)
        if kind is Insurance.WORK_INJURY:  # on all wages of the employer: no limits (art. 35)
            rate = self._needed("work_injury_rate")
            return (_Priced(kind, Side.EMPLOYER, self._facts.declared_wage, rate),)
        amount = self._medical_base() if kind is Insurance.MEDICAL else base.amount
        employer = self._needed(f"{kind}_employer_rate")
        personal = self._needed(f"{kind}_employee_rate")
        fixed = self._known("medical_employee_fixed") if kind is Insurance.MEDICAL else None
        return (
            _Priced(kind, Side.EMPLOYER, amount, employer),
            _Priced(kind, Side.PERSONAL, amount, personal, fixed),
        )

    def _flexible(self, kind: Insurance, base: Base) -> Sequence[_Priced]:
        if kind is Insurance.WORK_INJURY:
            raise NotOfferedError
        if kind is not Insurance.MEDICAL:
            rate = self._needed(f"{kind}_flexible_rate")
            return (_Priced(kind, Side.PERSONAL, base.amount, rate),)
        fixed = self._known("medical_flexible_fixed")
        if fixed is not None and "medical_flexible_rate" not in self._facts.given:
            return (_Priced(kind, Side.PERSONAL, 0, None, fixed),)
        own = self._known("medical_flexible_base")
        amount = to_fen(_number(own)) if own is not None else self._medical_base()
        return (_Priced(kind, Side.PERSONAL, amount, self._needed("medical_flexible_rate")),)

    def _medical_base(self) -> Fen:
        facts = self._facts
        found = facts.given_medical_limits or medical_limits(
            self._law, facts.region, facts.month, facts.given_limits
        )
        return held_base(facts.declared_wage, found).amount

    def _needed(self, name: str) -> Value | Decimal | None:
        try:
            return self._find(name)
        except NotSetError as unset:
            self.missing.append(unset)
            return None

    def _known(self, name: str) -> Value | Decimal | None:
        try:
            return self._find(name)
        except NotSetError:
            return None

    def _find(self, name: str) -> Value | Decimal:
        given = self._facts.given.get(name)
        if given is not None:
            return given
        if name == "work_injury_rate":  # a class's rate is the employer's: see `injury_rate`
            raise NotSetError(name, self._facts.region, self._facts.month.first_day(), None)
        return self._law.at(name, self._facts.month.first_day(), self._facts.region)


def _line(priced: _Priced) -> tuple[Line, Step]:
    rate = None if priced.rate is None else _number(priced.rate)
    fixed = Decimal(0) if priced.fixed is None else _number(priced.fixed)
    amount = to_fen(to_yuan(priced.base) * (rate or 0) + fixed)
    line = Line(priced.insurance, priced.side, priced.base, rate, to_fen(fixed), amount)
    return line, _line_step(line, priced)


def _line_step(line: Line, priced: _Priced) -> Step:
    name = Text("{kind}（{side}）", "{kind}, {side}").format(
        kind=KINDS[line.insurance], side=SIDES[line.side]
    )
    key = f"{line.insurance}_{line.side}"
    figures: list[Figure] = []
    worked: list[str] = []
    if line.rate is not None:
        figures.append(money("base", _BASE, line.base))
        figures.append(share("rate", _RATE, line.rate, _origin(priced.rate)))
        worked.append(f"{plain(to_yuan(line.base))} × {plain(line.rate * 100)}%")
    if line.fixed:
        figures.append(money("fixed", _FIXED, line.fixed, _origin(priced.fixed)))
        worked.append(plain(to_yuan(line.fixed)))
    return Step(
        key=key,
        name=name,
        formula=_formula(line),
        worked=" + ".join(worked),
        figures=tuple(figures),
        result=money(key, name, line.amount),
        rules=(_ARTICLES[line.insurance],),
    )


def _formula(line: Line) -> Text:
    if line.rate is None:
        return _FIXED_ONLY
    return _BASE_AND_FIXED if line.fixed else _BASE_ONLY


def _total_step(lines: Sequence[Line], employer: Fen, personal: Fen) -> Step:
    return Step(
        key="invoice_total",
        name=_TOTAL,
        formula=Text("各险种、各方取整后的金额相加", "the rounded lines, summed"),
        worked=" + ".join(plain(to_yuan(line.amount)) for line in lines) or "0",
        figures=(
            money("employer_total", _EMPLOYER_TOTAL, employer),
            money("personal_total", _PERSONAL_TOTAL, personal),
        ),
        result=money("invoice_total", _TOTAL, employer + personal),
        rules=(CONTRIBUTION_BASE,),
    )


def _number(value: Value | Decimal) -> Decimal:
    return value.number if isinstance(value, Value) else value


def _origin(value: Value | Decimal | None) -> Origin | None:
    return value.origin if isinstance(value, Value) else None


_ARTICLES: Mapping[Insurance, Article] = {
    Insurance.PENSION: EMPLOYEE_PENSION,
    Insurance.MEDICAL: insurance_law("二十三", 23),
    Insurance.UNEMPLOYMENT: insurance_law("四十四", 44),
    Insurance.WORK_INJURY: insurance_law("三十五", 35),
}
KINDS = {
    Insurance.PENSION: Text("养老保险", "pension insurance"),
    Insurance.MEDICAL: Text("医疗保险（含生育）", "medical insurance with maternity"),
    Insurance.UNEMPLOYMENT: Text("失业保险", "unemployment insurance"),
    Insurance.WORK_INJURY: Text("工伤保险", "work injury insurance"),
}
SIDES = {Side.EMPLOYER: Text("单位", "employer"), Side.PERSONAL: Text("个人", "person")}
_FIXED_ONLY = Text("当地规定的定额", "the fixed amount of the place")
_BASE_ONLY = Text("缴费基数 × 费率，取整到分", "base × rate, to the fen")
_BASE_AND_FIXED = Text("缴费基数 × 费率 + 定额，取整到分", "base × rate + fixed amount, to the fen")
_BASE = Text("缴费基数", "base")
_RATE = Text("费率", "rate")
_FIXED = Text("定额", "fixed amount")
_TOTAL = Text("应缴合计", "total to pay")
_EMPLOYER_TOTAL = Text("单位合计", "employer's total")
_PERSONAL_TOTAL = Text("个人合计", "person's total")
