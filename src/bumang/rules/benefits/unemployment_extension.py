"""失业保险金领到退休: near the statutory age the benefit runs on to it.

Decision of 2024, art. 8, from memory: who draws benefit and is less than a year from the statutory
age draws it until that age, and while the age is being raised the fund pays the pension
contributions. On which base it pays them is not on record: no amount is given. At the statutory age
the benefit ends (Social Insurance Law, art. 51).
"""

from __future__ import annotations

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import FROM_MEMORY, UNEMPLOYED_NEAR_RETIREMENT, insurance_law
from bumang.rules.explanation import MONTHS, Step, money, month, number, plain
from bumang.rules.parameters import Law
from bumang.rules.values import Value


class UnemploymentExtension(msgspec.Struct, frozen=True):
    """The last month of benefit, the months added, and what they give.

    `fund_pays_through` is the last month of pension contributions that the fund pays (None: none).
    `added_total` is None where the place's monthly amount is not given.
    """

    extended: bool
    last_month: Month
    added_months: int
    fund_pays_through: Month | None
    added_total: Fen | None
    steps: tuple[Step, ...]


def unemployment_extension(
    last_benefit_month: Month, statutory_month: Month, law: Law, monthly_amount: Fen | None = None
) -> UnemploymentExtension:
    """By the law of the last month of benefit. Raises `NotSetError` before 2025."""
    limit = law.at("unemployment_extension_limit", last_benefit_month.first_day())
    distance = last_benefit_month.until(statutory_month)
    extended = 0 < distance < limit.count
    last = statutory_month if distance < limit.count else last_benefit_month
    added = distance if extended else 0
    steps = [_last_step(last_benefit_month, statutory_month, last, added, limit)]
    through = None
    if extended:
        end = law.at("retirement_reform_last_month", last_benefit_month.first_day())
        through = min(statutory_month, end.month)
        steps.append(_fund_step(statutory_month, through, end))
    total = None if monthly_amount is None else monthly_amount * added
    if monthly_amount is not None:
        steps.append(_total_step(monthly_amount, added))
    return UnemploymentExtension(extended, last, added, through, total, tuple(steps))


def _last_step(benefit: Month, statutory: Month, last: Month, added: int, limit: Value) -> Step:
    distance = benefit.until(statutory)
    near = distance < limit.count
    formula = _RUNS_ON if added else _ENDS if near else _NOT_NEAR
    return Step(
        key="last_month",
        name=_LAST,
        formula=formula.format(limit=limit.count),
        worked=f"{statutory} − {benefit} = {distance} {'<' if near else '≥'} {limit.count}",
        figures=(
            month("last_benefit_month", _BENEFIT, benefit),
            month("statutory_month", _STATUTORY, statutory),
            number("unemployment_extension_limit", _LIMIT, limit.count, MONTHS, limit.origin),
            number("added_months", _ADDED, added, MONTHS),
        ),
        result=month("last_month", _LAST, last),
        rules=(UNEMPLOYED_NEAR_RETIREMENT, insurance_law("五十一", 51), FROM_MEMORY),
    )


def _fund_step(statutory: Month, through: Month, end: Value) -> Step:
    return Step(
        key="fund_pays_through",
        name=_FUND,
        formula=Text(
            "延迟退休改革期间，由失业保险基金按规定缴纳养老保险费，缴多少由经办机构核定",
            "while the age is being raised the fund pays the pension contributions; the agency sets how much",
        ),
        worked=f"min({statutory}, {end.month})",
        figures=(month("retirement_reform_last_month", _REFORM, end.month, end.origin),),
        result=month("fund_pays_through", _FUND, through),
        rules=(UNEMPLOYED_NEAR_RETIREMENT, FROM_MEMORY),
    )


def _total_step(monthly: Fen, added: int) -> Step:
    return Step(
        key="added_total",
        name=_TOTAL,
        formula=Text("当地每月标准 × 增加的月数", "the place's monthly amount × months added"),
        worked=f"{plain(to_yuan(monthly))} × {added}",
        figures=(money("monthly_amount", _AMOUNT, monthly),),
        result=money("added_total", _TOTAL, monthly * added),
        rules=(insurance_law("四十七", 47),),
    )


_RUNS_ON = Text(
    "领取期满时距法定退休年龄不足 {limit} 个月的，领到法定退休年龄",
    "less than {limit} months from the statutory age when the months are used up: it runs on to that age",
)
_NOT_NEAR = Text(
    "领取期满时距法定退休年龄{limit} 个月以上的，不延长",
    "{limit} months or more from the statutory age when the months are used up: it does not run on",
)
_ENDS = Text(
    "到法定退休年龄，改领养老金，失业保险金停发",
    "at the statutory age the pension takes its place and the benefit ends",
)
_LAST = Text("领取失业保险金的最后一个月", "last month of benefit")
_BENEFIT = Text("按缴费年限领到", "by the years paid it ends with")
_STATUTORY = Text("法定退休年月", "statutory month")
_LIMIT = Text("不足的期限", "less than")
_ADDED = Text("增加的月数", "months added")
_FUND = Text("基金缴养老保险费到", "the fund pays pension contributions through")
_REFORM = Text("延迟退休改革期间的最后一个月", "last month of raising the age")
_TOTAL = Text("增加的失业保险金", "benefit added")
_AMOUNT = Text("每月标准", "monthly amount")
