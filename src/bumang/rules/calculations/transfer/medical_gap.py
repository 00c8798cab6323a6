"""医保中断 as a calculation: whether a gap may be paid up, and how long one may have to wait."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from bumang.kernel.text import Text
from bumang.rules.articles import MEDICAL_TRANSFER
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, one_of, whole
from bumang.rules.parameters import Law
from bumang.rules.transfer.medical_gap import medical_gap


class Change(StrEnum):
    """From which insurance to which."""

    EMPLOYEE_TO_EMPLOYEE = "employee_to_employee"
    EMPLOYEE_TO_RESIDENTS = "employee_to_residents"
    RESIDENTS_TO_EMPLOYEE = "residents_to_employee"


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The gap in whole months, and the unbroken months before it."""

    change: Annotated[Change, Field("参保变化", "change", one_of(Change))]
    gap_months: Annotated[int, Field("中断月数", "months of the gap", whole(0, 840))]
    unbroken_months_before: Annotated[
        int, Field("之前连续参保月数", "unbroken months before", whole(0, 840))
    ]


class Result(msgspec.Struct, frozen=True):
    """The waiting time is the most that a place may set."""

    may_pay_up: bool
    longest_waiting_months: int


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """By the law of the day."""
    found = medical_gap(
        given.gap_months,
        same_scheme=given.change is Change.EMPLOYEE_TO_EMPLOYEE,
        unbroken_months_before=given.unbroken_months_before,
        law=law,
        on=on,
    )
    return Calculated(Result(found.may_pay_up, found.longest_waiting_months), found.steps)


CALCULATION = Calculation(
    kind="medical_gap",
    title=Text("医保中断补缴和等待期", "gap in medical insurance"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(MEDICAL_TRANSFER,),
    flow=(
        Derivation(
            "may_pay_up",
            ("change", "gap_months", "unbroken_months_before"),
            ("medical_gap_months", "medical_gap_prior_months"),
        ),
        Derivation(
            "longest_waiting_months",
            ("change", "gap_months", "unbroken_months_before"),
            ("medical_gap_months", "medical_waiting_limit"),
        ),
    ),
)
