"""职工基本养老金: the monthly pension of an employee, part by part.

State Council decision of 2005, art. 6:

    total = basic + account + transitional (+ supplement)
    basic = (B + B x i) / 2 x n x 1%        account = balance / divisor

Nothing is rounded inside a part except the years in the local way; each part is rounded, and the
total is the sum of rounded parts.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import ANNUITY_DIVISOR, EMPLOYEE_PENSION
from bumang.rules.explanation import (
    MONTHS,
    NO_UNIT,
    PERCENT,
    YEARS,
    Origins,
    Step,
    money,
    number,
    plain,
    shown_years,
)
from bumang.rules.rounding import (
    AmountRounding,
    TotalRounding,
    YearsRounding,
    round_amount,
    round_total,
    twelfths,
)
from bumang.rules.transitional import Transitional, transitional_by_hand, transitional_pension


class EmployeePensionFacts(msgspec.Struct, frozen=True):
    """What a pension is computed from; amounts in fen.

    `total_months` includes deemed months. `divisor` is that of the age at retirement. Of
    `transitional` and `transitional_amount` (given by hand) one at most is set. A supplement is a
    share of the sum of the parts, or an amount of its own: fixed, with so much more for each year
    at index 1 (Zhejiang: 480 + 3 x i x n), or all of it.
    """

    calc_base: Fen
    average_index: Decimal
    total_months: int
    account_balance: Fen
    divisor: Decimal
    accrual_rate: Decimal
    transitional: Transitional | None = None
    transitional_amount: Fen | None = None
    supplement_rate: Decimal = Decimal(0)
    supplement_amount: Fen = 0
    supplement_per_index_year: Fen = 0
    years_rounding: YearsRounding = YearsRounding.EXACT
    amount_rounding: AmountRounding = AmountRounding.FEN_HALF_UP
    total_rounding: TotalRounding = TotalRounding.SUM_OF_PARTS


class EmployeePension(msgspec.Struct, frozen=True):
    """Monthly amounts in fen, and the steps to them."""

    divisor: Decimal
    basic: Fen
    account: Fen
    transitional: Fen
    supplement: Fen
    total: Fen
    steps: tuple[Step, ...]


def employee_pension(
    facts: EmployeePensionFacts, origins: Origins | None = None
) -> EmployeePension:
    """Compute every part with its step. `origins` name where given figures came from."""
    known = origins or {}
    basic, basic_step = _basic(facts, known)
    account, account_step = _account(facts, known)
    steps = [basic_step, account_step]
    transitional = _transitional(facts, known, steps)
    supplement = _supplement(facts, basic + account + transitional, known, steps)
    parts = tuple(part for part in (basic, account, transitional, supplement) if part)
    total = round_total(sum(parts), facts.total_rounding)
    steps.append(_total_step(parts, total, facts.total_rounding))
    return EmployeePension(
        facts.divisor, basic, account, transitional, supplement, total, tuple(steps)
    )


def _basic(facts: EmployeePensionFacts, origins: Origins) -> tuple[Fen, Step]:
    base = to_yuan(facts.calc_base)
    parts = twelfths(facts.total_months, facts.years_rounding)
    mean_wage = (base + base * facts.average_index) / 2
    amount = round_amount(mean_wage * parts * facts.accrual_rate / 12, facts.amount_rounding)
    rate = facts.accrual_rate * 100
    index, years = plain(facts.average_index), shown_years(parts)
    step = Step(
        key="basic",
        name=_BASIC,
        formula=Text(
            "（计发基数 + 计发基数 × 平均缴费指数） ÷ 2 × 缴费年限 × 计发比例",
            "(base + base × average index) ÷ 2 × years × accrual rate",
        ),
        worked=f"({plain(base)} + {plain(base)} × {index}) ÷ 2 × {years} × {plain(rate)}%",
        figures=(
            money("calc_base", _BASE, facts.calc_base, origins.get("calc_base")),
            number("average_index", _INDEX, facts.average_index, NO_UNIT),
            number("total_months", _TOTAL_MONTHS, facts.total_months, MONTHS),
            number("years", _YEARS, Decimal(years), YEARS, origins.get("years")),
            number("accrual_rate", _RATE, rate, PERCENT, origins.get("accrual_rate")),
        ),
        result=money("basic", _BASIC, amount, origins.get("amount_rounding")),
        rules=(EMPLOYEE_PENSION,),
    )
    return amount, step


def _account(facts: EmployeePensionFacts, origins: Origins) -> tuple[Fen, Step]:
    balance = to_yuan(facts.account_balance)
    amount = round_amount(balance / facts.divisor, facts.amount_rounding)
    step = Step(
        key="account",
        name=_ACCOUNT,
        formula=Text("个人账户储存额 ÷ 计发月数", "account balance ÷ divisor"),
        worked=f"{plain(balance)} ÷ {plain(facts.divisor)}",
        figures=(
            money("account_balance", _BALANCE, facts.account_balance),
            number("divisor", _DIVISOR, facts.divisor, MONTHS, origins.get("divisor")),
        ),
        result=money("account", _ACCOUNT, amount, origins.get("amount_rounding")),
        rules=(EMPLOYEE_PENSION, ANNUITY_DIVISOR),
    )
    return amount, step


def _transitional(facts: EmployeePensionFacts, origins: Origins, steps: list[Step]) -> Fen:
    """Appends its step when there is such a part."""
    if facts.transitional_amount is not None:
        steps.append(transitional_by_hand(facts.transitional_amount))
        return facts.transitional_amount
    if facts.transitional is None:
        return 0
    amount, step = transitional_pension(
        facts.transitional, facts.years_rounding, facts.amount_rounding, origins
    )
    steps.append(step)
    return amount


def _supplement(
    facts: EmployeePensionFacts, parts: Fen, origins: Origins, steps: list[Step]
) -> Fen:
    """Appends a step for each supplement there is."""
    amount = 0
    if facts.supplement_rate:
        amount = round_amount(to_yuan(parts) * facts.supplement_rate, facts.amount_rounding)
        steps.append(_share_step(parts, facts.supplement_rate, amount, origins))
    if facts.supplement_amount or facts.supplement_per_index_year:
        own, step = _own_supplement(facts)
        steps.append(step)
        amount += own
    return amount


def _own_supplement(facts: EmployeePensionFacts) -> tuple[Fen, Step]:
    """An amount with its own basis, apart from the other parts."""
    parts = twelfths(facts.total_months, facts.years_rounding)
    fixed, each = to_yuan(facts.supplement_amount), to_yuan(facts.supplement_per_index_year)
    exact = fixed + each * facts.average_index * parts / 12
    amount = round_amount(exact, facts.amount_rounding)
    worked = plain(fixed)
    if each:
        worked += f" + {plain(each)} × {plain(facts.average_index)} × {shown_years(parts)}"
    step = Step(
        key="supplement_amount",
        name=_SUPPLEMENT,
        formula=Text(
            "固定金额 + 每指数每年的金额 × 平均缴费指数 × 缴费年限",
            "fixed amount + amount for a year at index 1 × average index × years",
        ),
        worked=worked,
        figures=(),
        result=money("supplement_amount", _SUPPLEMENT, amount),
        rules=(EMPLOYEE_PENSION,),
    )
    return amount, step


def _share_step(parts: Fen, share: Decimal, amount: Fen, origins: Origins) -> Step:
    rate = share * 100
    return Step(
        key="supplement",
        name=_SUPPLEMENT,
        formula=Text("前几项合计 × 加发比例", "sum of the parts × rate"),
        worked=f"{plain(to_yuan(parts))} × {plain(rate)}%",
        figures=(number("supplement_rate", _RATE, rate, PERCENT, origins.get("supplement_rate")),),
        result=money("supplement", _SUPPLEMENT, amount),
        rules=(EMPLOYEE_PENSION,),
    )


def _total_step(parts: tuple[Fen, ...], total: Fen, rounding: TotalRounding) -> Step:
    exact = rounding is TotalRounding.SUM_OF_PARTS
    return Step(
        key="total",
        name=_TOTAL,
        formula=_SUM if exact else _SUM_TO_JIAO,
        worked=" + ".join(plain(to_yuan(part)) for part in parts) or "0",
        figures=(),
        result=money("total", _TOTAL, total),
        rules=(EMPLOYEE_PENSION,),
    )


_BASIC = Text("基础养老金", "basic pension")
_BASE = Text("计发基数", "calculation base")
_INDEX = Text("平均缴费指数", "average index")
_TOTAL_MONTHS = Text("缴费月数（含视同缴费）", "months, deemed ones included")
_YEARS = Text("缴费年限", "years")
_RATE = Text("计发比例", "rate")
_ACCOUNT = Text("个人账户养老金", "account pension")
_BALANCE = Text("个人账户储存额", "account balance")
_DIVISOR = Text("计发月数", "divisor")
_SUPPLEMENT = Text("加发", "supplement")
_TOTAL = Text("每月养老金合计", "monthly pension")
_SUM = Text("各部分相加", "sum of the parts")
_SUM_TO_JIAO = Text("各部分相加，见分进角", "sum of the parts, up to the next 0.10 yuan")
