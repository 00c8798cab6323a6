"""失业保险金: for how many months it is paid.

Social Insurance Law, arts. 45 and 46: at most 12, 18 or 24 months by the years paid; months left
over from an earlier unemployment are added, up to 24. The monthly amount is the place's.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import insurance_law
from bumang.rules.explanation import MONTHS, Step, money, number, plain, word
from bumang.rules.parameters import Law
from bumang.rules.values import Value

_CONDITIONS = insurance_law("四十五", 45)
_MONTHS_LAW = insurance_law("四十六", 46)


class UnemploymentFacts(msgspec.Struct, frozen=True):
    """`months_per_paid_year` is for places that count finer; the law's months stay the most."""

    paid_months: int
    own_will: bool
    registered: bool
    unused_months: int
    months_per_paid_year: int | None
    monthly_amount: Fen | None


class UnemploymentMonths(msgspec.Struct, frozen=True):
    """Whether, for how long, and the sum at the place's monthly amount (None: not given)."""

    allowed: bool
    benefit_months: int
    total: Fen | None
    steps: tuple[Step, ...]


def unemployment_months(facts: UnemploymentFacts, law: Law, on: date) -> UnemploymentMonths:
    """The months of benefit by the law of the day `on`."""
    least = law.at("unemployment_least_months", on)
    refusal = _refusal(facts, least.count)
    conditions = _conditions_step(facts, least, refusal)
    if refusal:
        return UnemploymentMonths(False, 0, None, (conditions,))
    months, months_step = _months(facts, law, on)
    if facts.monthly_amount is None:
        return UnemploymentMonths(True, months, None, (conditions, months_step))
    total = facts.monthly_amount * months
    total_step = _total_step(facts.monthly_amount, months, total)
    return UnemploymentMonths(True, months, total, (conditions, months_step, total_step))


def _refusal(facts: UnemploymentFacts, least: int) -> Text | None:
    if facts.paid_months < least:
        return _TOO_SHORT
    if facts.own_will:
        return _OWN_WILL
    return None if facts.registered else _NOT_REGISTERED


def _conditions_step(facts: UnemploymentFacts, least: Value, refusal: Text | None) -> Step:
    allowed = refusal is None
    return Step(
        key="allowed",
        name=_ALLOWED,
        formula=refusal or _MET,
        worked=f"{facts.paid_months} {'≥' if facts.paid_months >= least.count else '<'} {least.count}",
        figures=(
            number("paid_months", _PAID, facts.paid_months, MONTHS),
            number("unemployment_least_months", _LEAST, least.count, MONTHS, least.origin),
        ),
        result=word("allowed", _ALLOWED, "true" if allowed else "false", _YES if allowed else _NO),
        rules=(_CONDITIONS,),
    )


def _months(facts: UnemploymentFacts, law: Law, on: date) -> tuple[int, Step]:
    table = law.at("unemployment_benefit_months", on)
    limit = law.at("unemployment_months_limit", on)
    years = facts.paid_months // 12
    most = table.by_grade.at(min(years, max(_known(table))))
    own = most
    if facts.months_per_paid_year is not None:
        own = min(most, facts.months_per_paid_year * years)
    months = min(limit.count, own + facts.unused_months)
    finer = "" if own == most else f"min({most}, {facts.months_per_paid_year} × {years}) → {own}; "
    step = Step(
        key="benefit_months",
        name=_MONTHS,
        formula=_RULE,
        worked=f"{finer}min({limit.count}, {own} + {facts.unused_months})",
        figures=(
            number("months_by_years_paid", _BY_YEARS, most, MONTHS, table.origin),
            number("unused_months", _UNUSED, facts.unused_months, MONTHS),
            number("unemployment_months_limit", _LIMIT, limit.count, MONTHS, limit.origin),
        ),
        result=number("benefit_months", _MONTHS, months, MONTHS),
        rules=(_MONTHS_LAW,),
    )
    return months, step


def _known(table: Value) -> range:
    return range(table.by_grade.first, table.by_grade.first + len(table.by_grade.months))


def _total_step(amount: Fen, months: int, total: Fen) -> Step:
    return Step(
        key="total",
        name=_TOTAL,
        formula=Text("当地每月标准 × 月数", "the place's monthly amount × months"),
        worked=f"{plain(to_yuan(amount))} × {months}",
        figures=(money("monthly_amount", Text("每月标准", "monthly amount"), amount),),
        result=money("total", _TOTAL, total),
        rules=(insurance_law("四十七", 47),),
    )


_TOO_SHORT = Text(
    "失业前缴费不满一年的，不能领取", "with less than a year paid there is no benefit"
)
_OWN_WILL = Text("本人意愿中断就业的，不能领取", "who left by own will gets no benefit")
_NOT_REGISTERED = Text(
    "先办失业登记并有求职要求，才能领取", "registration and looking for work come first"
)
_MET = Text(
    "缴费满一年、非因本人意愿中断就业、已登记并求职",
    "a year paid, not by own will, registered and looking for work",
)
_RULE = Text(
    "满 1 年不足 5 年最长 12 个月，满 5 年不足 10 年 18 个月，10 年以上 24 个月；加上次未领的月数，最长 24 个月",
    "at most 12 months from 1 year paid, 18 from 5, 24 from 10; months left over are added, at most 24",
)
_ALLOWED = Text("可否领取", "benefit is due")
_PAID = Text("累计缴费月数", "months paid")
_LEAST = Text("要求的月数", "months needed")
_MONTHS = Text("领取月数", "months of benefit")
_BY_YEARS = Text("按缴费年限最长", "most by the years paid")
_UNUSED = Text("上次未领的月数", "months left over")
_LIMIT = Text("合并后最长", "most together")
_TOTAL = Text("合计", "total")
_YES = Text("可以", "yes")
_NO = Text("不可以", "no")
