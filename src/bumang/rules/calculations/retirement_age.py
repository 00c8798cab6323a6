"""法定退休年龄 as a calculation: when somebody may retire, and what choosing a month means."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.rules.ages import Age, Category
from bumang.rules.articles import FLEXIBLE_RETIREMENT, MINIMUM_MONTHS, RETIREMENT_AGE
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.problems import NOT_BORN
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import Field, many, month, month_or_day, one_of
from bumang.rules.flexible_retirement import RetirementOption, RetirementType, retirement_option
from bumang.rules.parameters import Law
from bumang.rules.retirement_age import RetirementAge, retirement_age


class Chosen(msgspec.Struct, frozen=True):
    """A month somebody thinks of."""

    chosen_month: Annotated[Month, Field("所选退休年月", "month chosen", month())]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """A woman's category comes from her or her employer; it is never guessed."""

    birth: Annotated[Month | date, Field("出生年月（日）", "birth", month_or_day())]
    category: Annotated[Category, Field("人员类别", "category", one_of(Category))]
    options: Annotated[
        tuple[Chosen, ...] | None,
        Field("想选的退休年月", "months to look at", many(group(Chosen), most=600)),
    ] = None


class Option(msgspec.Struct, frozen=True):
    """What choosing a month means. `reason` tells why it may not be chosen."""

    chosen_month: str
    type: RetirementType
    allowed_by_age: bool
    required_months: int
    reason: Text | UnsetType = UNSET


class Result(msgspec.Struct, frozen=True):
    """Months as YYYY-MM. Without a flexible window its ends are left out."""

    delay_months: int
    statutory_age: Age
    statutory_month: str
    min_contribution_months: int
    pension_first_month: str
    earliest_flexible_month: str | UnsetType
    latest_deferred_month: str | UnsetType
    statutory_date: str | UnsetType
    options: tuple[Option, ...] | UnsetType


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """The statutory month and the window. Raises `InvalidInput` for a birth yet to come."""
    born = given.birth if isinstance(given.birth, date) else given.birth.first_day()
    if born > on:
        raise InvalidInput(NOT_BORN)
    found = retirement_age(given.birth, given.category, law, on)
    options = [_option(found, one.chosen_month, law) for one in given.options or ()]
    return Calculated(
        Result(
            delay_months=found.delay_months,
            statutory_age=found.statutory_age,
            statutory_month=str(found.statutory_month),
            min_contribution_months=found.min_contribution_months,
            pension_first_month=str(found.pension_first_month),
            earliest_flexible_month=_told(found.earliest_flexible_month),
            latest_deferred_month=_told(found.latest_deferred_month),
            statutory_date=_told(found.statutory_date),
            options=UNSET if given.options is None else tuple(_shown(option) for option in options),
        ),
        (*found.steps, *(option.step for option in options)),
    )


def _option(found: RetirementAge, chosen: Month, law: Law) -> RetirementOption:
    return retirement_option(found.statutory_month, found.window, chosen, law)


def _shown(option: RetirementOption) -> Option:
    return Option(
        str(option.chosen_month),
        option.type,
        option.allowed_by_age,
        option.required_months,
        UNSET if option.reason is None else option.reason,
    )


def _told(value: Month | date | None) -> str | UnsetType:
    return UNSET if value is None else str(value)


_FLOW = (
    Derivation(
        "delay_months",
        ("birth", "category"),
        ("first_birth_month_*", "birth_months_per_step_*", "max_delay_*"),
    ),
    Derivation("statutory_age", ("category", "delay_months"), ("original_age_*",)),
    Derivation("statutory_month", ("birth", "statutory_age")),
    Derivation("statutory_date", ("birth", "statutory_month")),
    Derivation("min_contribution_months", ("statutory_month",), ("minimum_months",)),
    Derivation("pension_first_month", ("statutory_month",)),
    Derivation(
        "earliest_flexible_month",
        ("birth", "category", "delay_months", "statutory_month"),
        ("early_limit", "original_age_*"),
    ),
    Derivation("latest_deferred_month", ("delay_months", "statutory_month"), ("deferral_limit",)),
    Derivation(
        "options",
        ("options", "statutory_month", "earliest_flexible_month", "latest_deferred_month"),
        ("minimum_months",),
    ),
)

CALCULATION = Calculation(
    kind="retirement_age",
    title=Text("法定退休年龄", "statutory retirement age"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(RETIREMENT_AGE, MINIMUM_MONTHS, FLEXIBLE_RETIREMENT),
    flow=_FLOW,
)
