"""工伤待遇: what a recognised work injury gives, and who pays it.

Work Injury Insurance Regulation, arts. 34 to 39 and 64. The own wage is that of the twelve months
before, held between 60% and 300% of the place's average. The place's sums for ending the employment
of grades 5 to 10 are not in the regulation and are not computed.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import injury_regulation, insurance_law
from bumang.rules.explanation import (
    MONTHS,
    NO_UNIT,
    PERCENT,
    Step,
    money,
    number,
    plain,
    share,
    word,
)
from bumang.rules.parameters import Law
from bumang.rules.source import Article

_WORST_OF_EMPLOYER = 5
_WORST_WITHOUT_ALLOWANCE = 7


class PaidBy(StrEnum):
    """工伤保险基金, 用人单位, or nobody."""

    FUND = "fund"
    EMPLOYER = "employer"
    NOBODY = "nobody"


class InjuryFacts(msgspec.Struct, frozen=True):
    """Grade 1 to 10; `nursing_need` 1 (wholly) to 3 (in part), None without; wages in fen a month.

    `suitable_work` says for grades 5 and 6 that the employer gives work that can be done.
    `minimum_wage` lifts the allowance where it is given.
    """

    grade: int
    own_wage: Fen
    average_wage: Fen
    nursing_need: int | None = None
    suitable_work: bool = False
    minimum_wage: Fen | None = None


class InjuryBenefit(msgspec.Struct, frozen=True):
    """Amounts in fen: the wage that counts, the lump sum, and the monthly parts."""

    counted_wage: Fen
    lump_sum: Fen
    monthly_allowance: Fen
    allowance_paid_by: PaidBy
    monthly_nursing: Fen
    steps: tuple[Step, ...]


def injury_benefit(facts: InjuryFacts, law: Law, on: date) -> InjuryBenefit:
    """Everything the regulation fixes. Raises `KeyError` for no such grade."""
    steps: list[Step] = []
    wage = counted_wage(facts.own_wage, facts.average_wage, law, on, steps)
    lump = _lump_sum(facts, wage, law, on, steps)
    allowance, payer = _allowance(facts, wage, law, on, steps)
    nursing = _nursing(facts, law, on, steps)
    return InjuryBenefit(wage, lump, allowance, payer, nursing, tuple(steps))


def counted_wage(own: Fen, average: Fen, law: Law, on: date, steps: list[Step]) -> Fen:
    """The own wage between 60% and 300% of the average. Appends its step."""
    low = law.at("injury_wage_floor", on)
    high = law.at("injury_wage_cap", on)
    floor = to_fen(to_yuan(average) * low.number)
    cap = to_fen(to_yuan(average) * high.number)
    wage = min(max(own, floor), cap)
    steps.append(
        Step(
            key="counted_wage",
            name=_WAGE,
            formula=Text(
                "受伤前 12 个月平均月缴费工资，不低于当地平均工资的 60%，不高于 300%",
                "average monthly wage of the 12 months before, between 60% and 300% of the place's average",
            ),
            worked=f"min(max({plain(to_yuan(own))}, {plain(to_yuan(floor))}), {plain(to_yuan(cap))})",
            figures=(
                money("own_wage", Text("本人工资", "own wage"), own),
                money("average_wage", _AVERAGE, average),
                share("floor", Text("下限", "floor"), low.number, low.origin),
                share("cap", Text("上限", "cap"), high.number, high.origin),
            ),
            result=money("counted_wage", _WAGE, wage),
            rules=(injury_regulation("六十四", 64),),
        )
    )
    return wage


def _lump_sum(facts: InjuryFacts, wage: Fen, law: Law, on: date, steps: list[Step]) -> Fen:
    table = law.at("injury_lump_months", on)
    months = table.by_grade.at(facts.grade)
    steps.append(
        Step(
            key="lump_sum",
            name=_LUMP,
            formula=Text("本人工资 × 等级对应的月数", "the wage × the months of the grade"),
            worked=f"{plain(to_yuan(wage))} × {months}",
            figures=(
                number("grade", Text("伤残等级", "grade"), facts.grade, NO_UNIT),
                number("lump_months", Text("月数", "months"), months, MONTHS, table.origin),
            ),
            result=money("lump_sum", _LUMP, wage * months),
            rules=(_grade_article(facts.grade), insurance_law("三十八", 38)),
        )
    )
    return wage * months


def _allowance(
    facts: InjuryFacts, wage: Fen, law: Law, on: date, steps: list[Step]
) -> tuple[Fen, PaidBy]:
    """Appends its step when there is one."""
    by_employer = facts.grade >= _WORST_OF_EMPLOYER
    if facts.grade >= _WORST_WITHOUT_ALLOWANCE or (by_employer and facts.suitable_work):
        return 0, PaidBy.NOBODY
    table = law.at("injury_allowance_percent", on)
    percent = table.by_grade.at(facts.grade)
    own = to_fen(to_yuan(wage) * percent / 100)
    amount = own if facts.minimum_wage is None else max(own, facts.minimum_wage)
    payer = PaidBy.EMPLOYER if by_employer else PaidBy.FUND
    lifted = "" if amount == own else f" → {plain(to_yuan(amount))}"
    steps.append(
        Step(
            key="monthly_allowance",
            name=_ALLOWANCE,
            formula=Text(
                "本人工资 × 等级对应的比例，低于当地最低工资的补足",
                "the wage × the share of the grade, lifted to the place's minimum wage",
            ),
            worked=f"{plain(to_yuan(wage))} × {percent}%{lifted}",
            figures=(
                number("percent", Text("比例", "share"), percent, PERCENT, table.origin),
                word("paid_by", Text("支付方", "paid by"), payer.value, _PAYERS[payer]),
            ),
            result=money("monthly_allowance", _ALLOWANCE, amount),
            rules=(_grade_article(facts.grade), _payer_article(payer)),
        )
    )
    return amount, payer


def _nursing(facts: InjuryFacts, law: Law, on: date, steps: list[Step]) -> Fen:
    """Appends its step when nursing is needed."""
    if facts.nursing_need is None:
        return 0
    table = law.at("injury_nursing_percent", on)
    percent = table.by_grade.at(facts.nursing_need)
    amount = to_fen(to_yuan(facts.average_wage) * percent / 100)
    steps.append(
        Step(
            key="monthly_nursing",
            name=_NURSING,
            formula=Text("当地上年度月平均工资 × 比例", "the place's average wage × share"),
            worked=f"{plain(to_yuan(facts.average_wage))} × {percent}%",
            figures=(number("percent", Text("比例", "share"), percent, PERCENT, table.origin),),
            result=money("monthly_nursing", _NURSING, amount),
            rules=(injury_regulation("三十四", 34),),
        )
    )
    return amount


def _grade_article(grade: int) -> Article:
    if grade < _WORST_OF_EMPLOYER:
        return injury_regulation("三十五", 35)
    if grade < _WORST_WITHOUT_ALLOWANCE:
        return injury_regulation("三十六", 36)
    return injury_regulation("三十七", 37)


def _payer_article(payer: PaidBy) -> Article:
    if payer is PaidBy.EMPLOYER:
        return insurance_law("三十九", 39)
    return insurance_law("三十八", 38)


_WAGE = Text("计算用的本人工资", "wage that counts")
_AVERAGE = Text("当地上年度月平均工资", "the place's average monthly wage")
_LUMP = Text("一次性伤残补助金", "one-off disability payment")
_ALLOWANCE = Text("伤残津贴（每月）", "monthly disability allowance")
_NURSING = Text("生活护理费（每月）", "monthly nursing money")
_PAYERS = {
    PaidBy.FUND: Text("工伤保险基金", "the fund"),
    PaidBy.EMPLOYER: Text("用人单位", "the employer"),
}
