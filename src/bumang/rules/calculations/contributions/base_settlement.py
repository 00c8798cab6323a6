"""补差 as a calculation: what is still to be paid or comes back for months on the old limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import CONTRIBUTION_BASE, insurance_law
from bumang.rules.calculations.contributions.given_limits import (
    OldAndNewLimits,
    given_limits,
    place_of,
    shown,
)
from bumang.rules.calculations.contributions.given_prices import (
    LINE_PRICES,
    Rates,
    given_rates,
    lines_of,
    missing_rate,
)
from bumang.rules.calculations.contributions.listed_months import out_of_order
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import Field, area, many, money, month, one_of, yes_no
from bumang.rules.contributions.base import limit_year
from bumang.rules.contributions.base_settlement import (
    MOST_MONTHS,
    REASONS,
    Difference,
    Insured,
    Outcome,
    PaidMonth,
    SettledMonth,
    outcome_step,
    settled_month,
    total_step,
    turns_of,
)
from bumang.rules.contributions.late_limits import (
    GivenTurn,
    NotPublishedError,
    OldLimitsMissingError,
)
from bumang.rules.contributions.monthly import (
    MANDATORY,
    Insurance,
    InsuredAs,
    MissingRatesError,
    Side,
)
from bumang.rules.explanation import Step
from bumang.rules.parameters import Law, NotSetError


class Paid(Rates, frozen=True, kw_only=True):
    """A month that was paid on the old limits; rates that are given hold before those on record."""

    month: Annotated[Month, Field("缴费月份", "month", month())]
    declared_wage: Annotated[
        Fen, Field("申报的月工资", "declared monthly wage", money(above_zero=True))
    ]


class Inputs(OldAndNewLimits, frozen=True, kw_only=True):
    """Months of one limit year. Limits that are given hold before those on record."""

    area_code: Annotated[str, Field("地区代码", "area code", area())]
    insured_as: Annotated[InsuredAs, Field("参保身份", "insured as", one_of(InsuredAs))]
    settle_base_difference: Annotated[
        bool, Field("当地结算基数差额", "the place settles the difference", yes_no())
    ]
    months: Annotated[
        tuple[Paid, ...],
        Field(
            "按旧标准已缴的月份",
            "months paid on the old limits",
            many(group(Paid), least=1, most=MOST_MONTHS),
        ),
    ]
    insurances: Annotated[
        tuple[Insurance, ...] | None,
        Field(
            "险种",
            "insurances",
            many(one_of(Insurance, but=(Insurance.WORK_INJURY,)), least=1, most=3),
        ),
    ] = None


class ToldDifference(msgspec.Struct, frozen=True):
    """One insurance and side on both bases, in yuan; negative where it comes back."""

    insurance: Insurance
    side: Side
    old_base: Decimal
    new_base: Decimal
    old_amount: Decimal
    new_amount: Decimal
    difference: Decimal


class ToldMonth(msgspec.Struct, frozen=True):
    """A month's differences in yuan."""

    month: str
    lines: tuple[ToldDifference, ...]
    employer_difference: Decimal
    personal_difference: Decimal


class Result(msgspec.Struct, frozen=True):
    """In yuan: above zero is still to be paid, below zero comes back. Amounts only when settled."""

    outcome: Outcome
    reason: Text
    by_month: tuple[ToldMonth, ...] | UnsetType = UNSET
    employer_difference: Decimal | UnsetType = UNSET
    personal_difference: Decimal | UnsetType = UNSET
    settlement: Decimal | UnsetType = UNSET


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """The differences, or why there are none. Raises `InvalidInput` for what nobody knows."""
    insured = _insured(given)
    if wrong := list(_misplaced(given, law)):
        raise InvalidInput(*wrong)
    if not given.settle_base_difference:
        return _unsettled(Outcome.NOT_IN_PLACE, given)
    try:
        months = _settled(given, insured, law)
    except NotPublishedError:
        return _unsettled(Outcome.NOT_PUBLISHED, given)
    total = total_step(months)
    employer, personal = (sum(one.of(side) for one in months) for side in Side)
    result = Result(
        Outcome.SETTLED,
        REASONS[Outcome.SETTLED],
        tuple(map(_told, months)),
        to_yuan(employer),
        to_yuan(personal),
        to_yuan(employer + personal),
    )
    steps = (step for one in months for step in one.steps)
    return Calculated(result, (_first_step(Outcome.SETTLED, given), *steps, total))


def _insured(given: Inputs) -> Insured:
    """Raises `InvalidInput` for one limit alone, or two the wrong way round."""
    kinds = given.insurances or MANDATORY[given.insured_as]
    return Insured(
        given.area_code,
        given.insured_as,
        tuple(kind for kind in dict.fromkeys(kinds) if kind is not Insurance.WORK_INJURY),
        GivenTurn(given_limits(given, "old_"), given_limits(given, "new_")),
        GivenTurn(given_limits(given, "old_medical_"), given_limits(given, "new_medical_")),
    )


def _unsettled(outcome: Outcome, given: Inputs) -> Calculated:
    return Calculated(Result(outcome, REASONS[outcome]), (_first_step(outcome, given),))


def _first_step(outcome: Outcome, given: Inputs) -> Step:
    paid = given.months
    return outcome_step(outcome, given.settle_base_difference, paid[0].month, paid[-1].month)


def _misplaced(given: Inputs, law: Law) -> Iterator[Problem]:
    """Months stand in order of time, each once, all of one limit year where that is on record."""
    first = given.months[0].month
    last_of_year = first.plus(MOST_MONTHS - 1)
    try:
        begins = law.at("base_year_start_month", first.first_day(), given.area_code)
        last_of_year = limit_year(first, begins.count).plus(MOST_MONTHS - 1)
    except NotSetError:
        pass
    yield from out_of_order([one.month for one in given.months])
    for place, one in enumerate(given.months):
        if one.month > last_of_year:
            yield _OTHER_YEAR.at(f"months[{place}].month")


def _settled(given: Inputs, insured: Insured, law: Law) -> list[SettledMonth]:
    """Each month. Raises `NotPublishedError`, and `InvalidInput` with what is wrong in any."""
    turns = []
    for paid in given.months:
        try:
            turns.append(turns_of(insured, paid.month, law))
        except OldLimitsMissingError as unknown:
            raise InvalidInput(_no_old_limits(given, paid.month, unknown, law)) from None
    found, wrong = [], []
    for place, (paid, made) in enumerate(zip(given.months, turns, strict=True)):
        month = PaidMonth(paid.month, paid.declared_wage, given_rates(paid))
        try:
            found.append(settled_month(insured, month, made, law))
        except MissingRatesError as rates:
            wrong += [missing_rate(one, law).at(f"months[{place}]") for one in rates.missing]
    if wrong:
        raise InvalidInput(*wrong)
    return found


def _told(one: SettledMonth) -> ToldMonth:
    return ToldMonth(
        str(one.month),
        tuple(map(_told_line, one.differences)),
        to_yuan(one.of(Side.EMPLOYER)),
        to_yuan(one.of(Side.PERSONAL)),
    )


def _told_line(one: Difference) -> ToldDifference:
    amounts: Sequence[Decimal] = [
        to_yuan(fen)
        for fen in (one.old_base, one.new_base, one.old_amount, one.new_amount, one.amount)
    ]
    return ToldDifference(one.insurance, one.side, *amounts)


def _no_old_limits(given: Inputs, at: Month, unknown: OldLimitsMissingError, law: Law) -> Problem:
    prefix = "old_medical_" if unknown.medical else "old_"
    return Problem(
        "NO_OLD_LIMITS",
        Text(
            "{place} {month}缴费时用的旧上下限没有收录。",
            "The old limits that {month} was paid on in {place} are not on record.",
        ).format(place=place_of(given.area_code, law), month=shown(at)),
        Text("没有旧的上下限就算不出差额。", "Without them there is no difference to reckon."),
        Text(
            f"请按当时的通知给出 {prefix}base_lower 和 {prefix}base_upper。",
            f"Give {prefix}base_lower and {prefix}base_upper from the notice of that time.",
        ),
        f"{prefix}base_lower",
    )


_OTHER_YEAR = Problem(
    "OTHER_LIMIT_YEAR",
    Text("这个月不在第一个月的缴费年度里。", "This month is not of the first one's limit year."),
    Text(
        "一次只结算一个缴费年度，最多十二个月。",
        "One limit year is settled at a time, twelve months at most.",
    ),
    Text("请把别的年度的月份分开算。", "Ask for the months of another year apart."),
)

_LIMITS = tuple(one.name for one in msgspec.structs.fields(OldAndNewLimits))
_ON_RECORD = (
    "contribution_base_lower",
    "contribution_base_upper",
    "medical_base_lower",
    "medical_base_upper",
)
_OLD = tuple(one for one in _LIMITS if one.startswith("old"))
_NEW = tuple(one for one in _LIMITS if one.startswith("new"))
_WHERE = ("area_code", "months", "insurances")


CALCULATION = Calculation(
    kind="base_settlement",
    title=Text("缴费基数补差", "settling months paid on the old limits"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(CONTRIBUTION_BASE, insurance_law("九十", 90)),
    flow=(
        Derivation(
            "outcome",
            (*_WHERE, "settle_base_difference", *_NEW),
            (*_ON_RECORD, "base_year_start_month"),
        ),
        Derivation("reason", ("outcome",)),
        Derivation("old_base", (*_WHERE, *_OLD), _ON_RECORD),
        Derivation("new_base", (*_WHERE, *_NEW), _ON_RECORD),
        *(
            Derivation(line, ("old_base", "new_base", "insured_as", *_WHERE), prices)
            for line, prices in LINE_PRICES.items()
        ),
        *(Derivation(f"{side}_difference", ("outcome", *lines_of(side))) for side in Side),
        Derivation("settlement", ("employer_difference", "personal_difference")),
        Derivation("by_month", ("employer_difference", "personal_difference")),
    ),
)
