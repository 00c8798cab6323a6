"""遗属待遇: funeral money and grant when an insured person dies, not through work.

Interim measure of 2021: twice the province's monthly disposable income of urban residents last
year, and a grant in months of that income by the years paid; a pensioner's grant falls by one month
for each year drawn, to nine at least. The months of the grant are from memory.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import FROM_MEMORY, SURVIVORS, insurance_law
from bumang.rules.explanation import MONTHS, Figure, Step, money, number, plain
from bumang.rules.parameters import Law
from bumang.rules.values import Value


class SurvivorBenefits(msgspec.Struct, frozen=True):
    """Amounts in fen, and the months of the grant."""

    funeral: Fen
    grant_months: int
    grant: Fen
    total: Fen
    steps: tuple[Step, ...]


def survivor_benefits(
    monthly_income: Fen, paid_months: int, law: Law, on: date, drawn_months: int | None = None
) -> SurvivorBenefits:
    """`monthly_income` is the province's figure of last year; `drawn_months` None: no pensioner.

    Only full years count, of those paid and of those drawn.
    """
    funeral_months = law.at("funeral_months", on)
    funeral = monthly_income * funeral_months.count
    months, months_step = _grant_months(paid_months, drawn_months, law, on)
    grant = monthly_income * months
    income = money("monthly_income", _INCOME, monthly_income)
    steps = (
        _amount_step("funeral", _FUNERAL, monthly_income, funeral_months.count, (income,)),
        months_step,
        _amount_step("grant", _GRANT, monthly_income, months, (income,)),
    )
    return SurvivorBenefits(funeral, months, grant, funeral + grant, steps)


def _grant_months(
    paid_months: int, drawn_months: int | None, law: Law, on: date
) -> tuple[int, Step]:
    table = law.at("survivor_grant_months", on)
    least = law.at("survivor_grant_least_months", on)
    years = min(paid_months // 12, len(table.by_grade.months) - 1)
    by_years = table.by_grade.at(years)
    if drawn_months is None:
        months, worked = by_years, f"{paid_months} ÷ 12 → {by_years}"
    else:
        drawn = drawn_months // 12
        months = max(least.count, by_years - drawn)
        worked = f"max({least.count}, {by_years} − {drawn})"
    figures = [
        number("paid_months", Text("缴费月数", "months paid"), paid_months, MONTHS),
        number("months_by_years_paid", _BY_YEARS, by_years, MONTHS, table.origin),
    ]
    figures += _pensioner_figures(drawn_months, least)
    step = Step(
        key="grant_months",
        name=_MONTHS,
        formula=_INSURED if drawn_months is None else _PENSIONER,
        worked=worked,
        figures=tuple(figures),
        result=number("grant_months", _MONTHS, months, MONTHS),
        rules=(SURVIVORS, FROM_MEMORY),
    )
    return months, step


def _pensioner_figures(drawn_months: int | None, least: Value) -> list[Figure]:
    if drawn_months is None:
        return []
    return [
        number("drawn_months", Text("已领养老金月数", "months drawn"), drawn_months, MONTHS),
        number("least", Text("最低月数", "at least"), least.count, MONTHS, least.origin),
    ]


def _amount_step(
    key: str, name: Text, income: Fen, months: int, figures: tuple[Figure, ...]
) -> Step:
    return Step(
        key=key,
        name=name,
        formula=Text(
            "本省上年度城镇居民月人均可支配收入 × 月数",
            "last year's monthly disposable income of the province's urban residents × months",
        ),
        worked=f"{plain(to_yuan(income))} × {months}",
        figures=figures,
        result=money(key, name, income * months),
        rules=(insurance_law("十七", 17), SURVIVORS),
    )


_FUNERAL = Text("丧葬补助金", "funeral money")
_GRANT = Text("抚恤金", "survivors' grant")
_INCOME = Text("上年度城镇居民月人均可支配收入", "last year's monthly disposable income")
_MONTHS = Text("抚恤金月数", "months of the grant")
_BY_YEARS = Text("按缴费年限", "by the years paid")
_INSURED = Text(
    "不满 5 年 3 个月；满 5 年不满 10 年 6 个月；满 10 年到 15 年 9 个月；15 年以上每多 1 年加 1 个月，最多 24 个月",
    "under 5 years 3 months, from 5 years 6, from 10 years to 15 nine, above 15 one more for each year, at most 24",
)
_PENSIONER = Text(
    "按缴费年限确定的月数，每领一年养老金减 1 个月，最低 9 个月",
    "the months by the years paid, less one for each year drawn, nine at least",
)
