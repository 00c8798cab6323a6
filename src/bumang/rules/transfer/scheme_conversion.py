"""城乡养老保险制度衔接: from the residents' scheme to the employees', or the other way.

Measure of 2014. Only at the pension age, and never for who draws a pension. With enough years as an
employee the residents' account goes along; without, the employee's account and years go to the
residents' scheme. No pooled money moves.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import SCHEME_CONVERSION
from bumang.rules.explanation import MONTHS, YEARS, Figure, Step, money, number, plain, word

_MONTHS_A_YEAR = 12


class Direction(StrEnum):
    """居民转职工, 职工转居民."""

    RESIDENTS_TO_EMPLOYEE = "residents_to_employee"
    EMPLOYEE_TO_RESIDENTS = "employee_to_residents"


class ConversionFacts(msgspec.Struct, frozen=True):
    """What decides about a conversion; amounts in fen.

    `overlap_months` were paid in both schemes: only the employee's count, and what the person and
    the collective paid as a resident goes back, by the month. `employee_account_balance` is known
    when that account is the one to merge.
    """

    direction: Direction
    at_statutory_age: bool
    employee_months: int
    required_months: int
    resident_account_balance: Fen
    overlap_months: int
    resident_personal_contribution_per_year: Fen
    collective_subsidy_per_year: Fen
    employee_account_balance: Fen | None


class SchemeConversion(msgspec.Struct, frozen=True):
    """Whether it is allowed; what merges and goes back, in fen; the months that become residents'.

    `merged_account_amount` is None where the account to merge was not given.
    """

    allowed: bool
    merged_account_amount: Fen | None
    refund: Fen
    resident_months_converted: int
    steps: tuple[Step, ...]


class RefundTooLargeError(Exception):
    """More would go back than the residents' account holds."""


def scheme_conversion(facts: ConversionFacts) -> SchemeConversion:
    """Decide, then compute. Raises `RefundTooLargeError`."""
    refusal = _refusal(facts)
    allowed_step = _allowed_step(facts, refusal)
    if refusal:
        return SchemeConversion(False, 0, 0, 0, (allowed_step,))
    refund, refund_step = _refund(facts)
    if refund > facts.resident_account_balance:
        raise RefundTooLargeError
    steps = [allowed_step, refund_step]
    merged = _merged(facts, refund, steps)
    to_residents = facts.direction is Direction.EMPLOYEE_TO_RESIDENTS
    converted = facts.employee_months if to_residents else 0
    steps.append(_years_step(converted))
    return SchemeConversion(True, merged, refund, converted, tuple(steps))


def _refusal(facts: ConversionFacts) -> Text | None:
    if not facts.at_statutory_age:
        return _TOO_EARLY
    enough = facts.employee_months >= facts.required_months
    if facts.direction is Direction.RESIDENTS_TO_EMPLOYEE:
        return None if enough else _TOO_FEW
    return _ENOUGH if enough else None


def _allowed_step(facts: ConversionFacts, refusal: Text | None) -> Step:
    enough = facts.employee_months >= facts.required_months
    return Step(
        key="allowed",
        name=_ALLOWED,
        formula=refusal or _CONDITIONS[facts.direction],
        worked=f"{facts.employee_months} {'≥' if enough else '<'} {facts.required_months}",
        figures=(
            word("direction", _DIRECTION, facts.direction.value, _DIRECTIONS[facts.direction]),
            _yes_no("at_statutory_age", _AT_AGE, facts.at_statutory_age, (_YES, _NO)),
            number("employee_months", _EMPLOYEE_MONTHS, facts.employee_months, MONTHS),
            number("required_months", _REQUIRED, facts.required_months, MONTHS),
        ),
        result=_yes_no("allowed", _ALLOWED, refusal is None, (_MAY, _MAY_NOT)),
        rules=(SCHEME_CONVERSION,),
    )


def _refund(facts: ConversionFacts) -> tuple[Fen, Step]:
    personal = facts.resident_personal_contribution_per_year
    collective = facts.collective_subsidy_per_year
    refund = to_fen(to_yuan(personal + collective) * facts.overlap_months / _MONTHS_A_YEAR)
    step = Step(
        key="refund",
        name=_REFUND,
        formula=Text(
            "（每年个人缴费 + 每年集体补助） ÷ 12 × 重复月数；政府补贴不退",
            "(own + collective contribution a year) ÷ 12 × months paid twice; the government's subsidy stays",
        ),
        worked=f"({plain(to_yuan(personal))} + {plain(to_yuan(collective))}) ÷ 12 × {facts.overlap_months}",
        figures=(
            number("overlap_months", _OVERLAP, facts.overlap_months, MONTHS),
            money("resident_personal_contribution_per_year", _OWN, personal),
            money("collective_subsidy_per_year", _COLLECTIVE, collective),
        ),
        result=money("refund", _REFUND, refund),
        rules=(SCHEME_CONVERSION,),
    )
    return refund, step


def _merged(facts: ConversionFacts, refund: Fen, steps: list[Step]) -> Fen | None:
    """Appends its step when the account that merges is known."""
    if facts.direction is Direction.RESIDENTS_TO_EMPLOYEE:
        merged = facts.resident_account_balance - refund
        steps.append(_merged_step(facts.resident_account_balance, refund, merged))
        return merged
    balance = facts.employee_account_balance
    if balance is not None:
        steps.append(_merged_step(balance, 0, balance))
    return balance


def _merged_step(balance: Fen, refund: Fen, merged: Fen) -> Step:
    return Step(
        key="merged_account_amount",
        name=_MERGED,
        formula=Text(
            "转出制度的个人账户储存额 − 退还本人的部分，并入转入制度的个人账户",
            "balance of the account that is left − what goes back to the person, added to the other account",
        ),
        worked=f"{plain(to_yuan(balance))} − {plain(to_yuan(refund))}",
        figures=(money("account_balance", _BALANCE, balance),),
        result=money("merged_account_amount", _MERGED, merged),
        rules=(SCHEME_CONVERSION,),
    )


def _years_step(months: int) -> Step:
    years = Decimal(months) / _MONTHS_A_YEAR
    return Step(
        key="resident_years_converted",
        name=_CONVERTED,
        formula=Text(
            "职工转居民：职工缴费年限计入居民缴费年限；居民转职工：居民缴费年限不折算",
            "to the residents' scheme the employee's years count; to the employees' the residents' years do not",
        ),
        worked=f"{months} ÷ 12",
        figures=(),
        result=number("resident_years_converted", _CONVERTED, round(years, 2), YEARS),
        rules=(SCHEME_CONVERSION,),
    )


def _yes_no(key: str, name: Text, value: bool, shown: tuple[Text, Text]) -> Figure:
    return word(key, name, "true" if value else "false", shown[0] if value else shown[1])


_TOO_EARLY = Text(
    "达到法定退休年龄（居民为领取年龄）后才能办理衔接",
    "a conversion is possible only once the pension age is reached",
)
_TOO_FEW = Text(
    "职工缴费年限不够最低年限的，不能由居民转入职工",
    "with fewer years than the minimum nobody moves to the employees' scheme",
)
_ENOUGH = Text(
    "职工缴费年限已够最低年限的，按职工养老保险领取，不转入居民",
    "who has the minimum years draws the employee's pension and does not move to the residents'",
)
_CONDITIONS = {
    Direction.RESIDENTS_TO_EMPLOYEE: Text(
        "达到法定退休年龄，职工缴费年限（含延长缴费）满最低年限，可以由居民转入职工",
        "at the statutory age, with the minimum years as an employee, extended payment included",
    ),
    Direction.EMPLOYEE_TO_RESIDENTS: Text(
        "达到法定退休年龄，职工缴费年限不满最低年限，可以由职工转入居民",
        "at the statutory age, with fewer years as an employee than the minimum",
    ),
}
_DIRECTIONS = {
    Direction.RESIDENTS_TO_EMPLOYEE: Text("居民转职工", "residents' to employees' scheme"),
    Direction.EMPLOYEE_TO_RESIDENTS: Text("职工转居民", "employees' to residents' scheme"),
}
_ALLOWED = Text("可否衔接", "conversion allowed")
_MAY, _MAY_NOT = Text("可以", "yes"), Text("不可以", "no")
_AT_AGE = Text("已达到领取年龄", "the pension age is reached")
_YES, _NO = Text("是", "yes"), Text("否", "no")
_DIRECTION = Text("方向", "direction")
_EMPLOYEE_MONTHS = Text("职工缴费月数", "months paid as an employee")
_REQUIRED = Text("最低缴费月数", "months required")
_REFUND = Text("退还本人", "refund to the person")
_OVERLAP = Text("重复缴费月数", "months paid in both")
_OWN = Text("每年个人缴费", "own contribution a year")
_COLLECTIVE = Text("每年集体补助", "collective subsidy a year")
_MERGED = Text("并入的账户储存额", "amount that merges")
_BALANCE = Text("个人账户储存额", "account balance")
_CONVERTED = Text("折算的居民缴费年限", "years that become residents' years")
