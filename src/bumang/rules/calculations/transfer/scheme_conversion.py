"""城乡养老保险制度衔接 as a calculation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import SCHEME_CONVERSION
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.problems import missing
from bumang.rules.calculations.written import Field, money, one_of, whole, yes_no
from bumang.rules.parameters import Law
from bumang.rules.transfer.scheme_conversion import (
    ConversionFacts,
    Direction,
    RefundTooLargeError,
    scheme_conversion,
)


class WrittenDirection(StrEnum):
    """The schemes' names are written with and without their plural."""

    RESIDENTS_TO_EMPLOYEE = "residents_to_employee"
    RESIDENT_TO_EMPLOYEE = "resident_to_employee"
    EMPLOYEE_TO_RESIDENTS = "employee_to_residents"
    EMPLOYEE_TO_RESIDENT = "employee_to_resident"

    @property
    def meant(self) -> Direction:
        to_employee = self.value.endswith("_to_employee")
        return Direction.RESIDENTS_TO_EMPLOYEE if to_employee else Direction.EMPLOYEE_TO_RESIDENTS


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The yearly amounts are needed where months were paid in both schemes."""

    direction: Annotated[WrittenDirection, Field("方向", "direction", one_of(WrittenDirection))]
    at_statutory_age: Annotated[
        bool, Field("已达到法定退休年龄", "the statutory age is reached", yes_no())
    ]
    employee_months: Annotated[
        int, Field("职工缴费月数", "months paid as an employee", whole(0, 840))
    ]
    required_months: Annotated[int, Field("最低缴费月数", "months required", whole(1, 840))]
    resident_account_balance: Annotated[
        Fen, Field("居民个人账户储存额", "balance of the residents' account", money())
    ]
    overlap_months: Annotated[
        int, Field("重复缴费月数", "months paid in both schemes", whole(0, 840))
    ] = 0
    resident_personal_contribution_per_year: Annotated[
        Fen | None, Field("居民每年个人缴费", "own contribution a year as a resident", money())
    ] = None
    collective_subsidy_per_year: Annotated[
        Fen, Field("每年集体补助", "collective subsidy a year", money())
    ] = 0
    employee_account_balance: Annotated[
        Fen | None, Field("职工个人账户储存额", "balance of the employee's account", money())
    ] = None


class Result(msgspec.Struct, frozen=True):
    """Amounts in yuan; `merged_account_amount` is left out where that account was not given."""

    allowed: bool
    merged_account_amount: Decimal | UnsetType
    refund: Decimal
    resident_years_converted: int | float


def answer(given: Inputs, _law: Law, _on: date) -> Calculated:
    """Decide and compute. Raises `InvalidInput` where more would go back than there is."""
    own = given.resident_personal_contribution_per_year
    if given.overlap_months and own is None:
        raise InvalidInput(missing("resident_personal_contribution_per_year", _OWN))
    facts = ConversionFacts(
        direction=given.direction.meant,
        at_statutory_age=given.at_statutory_age,
        employee_months=given.employee_months,
        required_months=given.required_months,
        resident_account_balance=given.resident_account_balance,
        overlap_months=given.overlap_months,
        resident_personal_contribution_per_year=own or 0,
        collective_subsidy_per_year=given.collective_subsidy_per_year,
        employee_account_balance=given.employee_account_balance,
    )
    try:
        found = scheme_conversion(facts)
    except RefundTooLargeError:
        raise InvalidInput(_TOO_MUCH) from None
    merged = found.merged_account_amount
    result = Result(
        found.allowed,
        UNSET if merged is None else to_yuan(merged),
        to_yuan(found.refund),
        _years(found.resident_months_converted),
    )
    return Calculated(result, found.steps)


def _years(months: int) -> int | float:
    """Whole years as a whole number, others to two decimals."""
    years, rest = divmod(months, 12)
    return round(months / 12, 2) if rest else years


_OWN = Text("居民每年个人缴费", "own contribution a year as a resident")
_TOO_MUCH = Problem(
    "REFUND_TOO_LARGE",
    Text(
        "重复月份要退还的金额大于居民个人账户储存额。",
        "What would go back for the months paid twice is more than the account holds.",
    ),
    Text("退还的钱从居民个人账户里出。", "The refund comes out of the residents' account."),
    Text(
        "请核对重复月数、每年缴费和储存额。", "Check the months, the yearly amounts, the balance."
    ),
    "overlap_months",
)

CALCULATION = Calculation(
    kind="scheme_conversion",
    title=Text("城乡养老保险制度衔接", "conversion between the two pension schemes"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(SCHEME_CONVERSION,),
    flow=(
        Derivation(
            "allowed", ("direction", "at_statutory_age", "employee_months", "required_months")
        ),
        Derivation(
            "refund",
            (
                "allowed",
                "overlap_months",
                "resident_personal_contribution_per_year",
                "collective_subsidy_per_year",
            ),
        ),
        Derivation(
            "merged_account_amount",
            (
                "allowed",
                "direction",
                "resident_account_balance",
                "refund",
                "employee_account_balance",
            ),
        ),
        Derivation("resident_years_converted", ("allowed", "direction", "employee_months")),
    ),
)
