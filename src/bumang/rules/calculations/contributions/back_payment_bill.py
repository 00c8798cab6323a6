"""补缴账单 as a calculation: what an employer pays for months it missed, with the late fees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import CONTRIBUTION_BASE, LUMP_PAYMENTS, insurance_law
from bumang.rules.calculations.contributions.given_limits import LIMITS, given_limits, no_limits
from bumang.rules.calculations.contributions.given_prices import (
    LINE_PRICES,
    NO_CLASS_RATE,
    EmployeePrices,
    lines_of,
    missing_rate,
    prices,
)
from bumang.rules.calculations.contributions.listed_months import not_past, out_of_order
from bumang.rules.calculations.contributions.monthly_contribution import ToldLine, told_line
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.problems import missing
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import Field, area, day, many, money, month, one_of, yes_no
from bumang.rules.contributions.back_payment import (
    BackPayment,
    Document,
    LumpPayment,
    employer_back_payment,
)
from bumang.rules.contributions.back_payment_bill import (
    BilledMonth,
    Lateness,
    bill,
    billed_month,
)
from bumang.rules.contributions.base import Held, LimitsBasis
from bumang.rules.contributions.injury_rate import InjuryRate
from bumang.rules.contributions.monthly import (
    MANDATORY,
    Insurance,
    InsuredAs,
    MissingRatesError,
    MonthFacts,
    MonthlyContribution,
    Side,
    monthly_contribution,
)
from bumang.rules.parameters import Law, NotSetError

_MOST_MONTHS = 120


class Missed(EmployeePrices, frozen=True, kw_only=True):
    """A month that was not paid; rates and limits that are given hold before those on record."""

    month: Annotated[Month, Field("欠缴月份", "month", month())]
    declared_wage: Annotated[
        Fen, Field("申报的月工资", "declared monthly wage", money(above_zero=True))
    ]
    last_due_date: Annotated[date, Field("最后应缴日", "last due day", day())]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Months of one employee, paid in one go. Without `insurances`: all mandatory ones."""

    area_code: Annotated[str, Field("地区代码", "area code", area())]
    months: Annotated[
        tuple[Missed, ...],
        Field("欠缴的月份", "months missed", many(group(Missed), least=1, most=_MOST_MONTHS)),
    ]
    paid_date: Annotated[date, Field("补缴日期", "day of payment", day())]
    insurances: Annotated[
        tuple[Insurance, ...] | None,
        Field("险种", "insurances", many(one_of(Insurance), least=1, most=4)),
    ] = None
    labour_relation_proved: Annotated[
        bool, Field("有劳动关系证明", "the labour relation is proved", yes_no())
    ] = False
    document: Annotated[Document, Field("法律文书", "legal document", one_of(Document))] = (
        Document.NONE
    )
    document_date: Annotated[date | None, Field("文书日期", "day of the document", day())] = None
    cap_at_principal: Annotated[
        bool, Field("滞纳金不超过欠缴数额", "the fee is no more than the arrears", yes_no())
    ] = False


class ToldFee(msgspec.Struct, frozen=True):
    """The late fee on both shares of one insurance, in yuan."""

    insurance: Insurance
    arrears: Decimal
    late_fee: Decimal


class ToldMonth(msgspec.Struct, frozen=True):
    """A month in yuan; `held` and `limits_basis` as a month's. `days` begin after the last due day."""

    month: str
    held: Held
    limits_basis: LimitsBasis
    lines: tuple[ToldLine, ...]
    days: int
    late_fees: tuple[ToldFee, ...]
    employer_total: Decimal
    personal_total: Decimal
    late_fee: Decimal


class Result(msgspec.Struct, frozen=True):
    """In yuan. Whether it may be paid and whether the months move later, as `back_payment` tells."""

    allowed: bool
    transferable: bool
    reason: Text
    by_month: tuple[ToldMonth, ...]
    employer_total: Decimal
    personal_total: Decimal
    late_fee: Decimal
    total: Decimal


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """The bill. Raises `InvalidInput` with what is wrong in any month."""
    if wrong := list(_contradictions(given)):
        raise InvalidInput(*wrong)
    allowed = _allowed(given, law)
    months = _billed(given, law)
    whole = bill(months)
    result = Result(
        allowed.allowed,
        allowed.transferable,
        allowed.reason,
        tuple(map(_told, months)),
        to_yuan(whole.employer_total),
        to_yuan(whole.personal_total),
        to_yuan(whole.late_fee),
        to_yuan(whole.total),
    )
    steps = (step for one in months for step in one.steps)
    return Calculated(result, (*allowed.steps, *steps, whole.step))


def _contradictions(given: Inputs) -> Iterator[Problem]:
    months = [one.month for one in given.months]
    yield from out_of_order(months)
    yield from not_past(months, given.paid_date)
    for place, one in enumerate(given.months):
        if one.last_due_date < one.month.first_day():
            yield _DUE_BEFORE.at(f"months[{place}].last_due_date")
    if given.document is not Document.NONE and given.document_date is None:
        yield missing("document_date", Text("文书日期", "day of the document"))


def _allowed(given: Inputs, law: Law) -> BackPayment:
    lump = LumpPayment(len(given.months), given.paid_date, given.document, given.document_date)
    return employer_back_payment(lump, given.labour_relation_proved, law)


def _billed(given: Inputs, law: Law) -> list[BilledMonth]:
    """Each month. Raises `InvalidInput` with what is wrong in any."""
    found, wrong = [], []
    for place, missed in enumerate(given.months):
        late = Lateness(missed.last_due_date, given.paid_date, given.cap_at_principal)
        try:
            found.append(_with_fees(missed, _due(missed, given, law), late, law))
        except InvalidInput as invalid:
            wrong += [problem.at(f"months[{place}]") for problem in invalid.problems]
    if wrong:
        raise InvalidInput(*wrong)
    return found


def _due(missed: Missed, given: Inputs, law: Law) -> MonthlyContribution:
    """Both shares by the month's own rules, the steps with that of its work injury rate, if any."""
    known, injury = _prices(missed, law)
    facts = MonthFacts(
        given.area_code,
        missed.month,
        InsuredAs.EMPLOYEE,
        missed.declared_wage,
        tuple(dict.fromkeys(given.insurances or MANDATORY[InsuredAs.EMPLOYEE])),
        known,
        given_limits(missed),
        given_limits(missed, "medical_"),
    )
    try:
        due = monthly_contribution(facts, law)
    except MissingRatesError as rates:
        raise InvalidInput(*(missing_rate(one, law) for one in rates.missing)) from None
    except NotSetError:
        unknown = no_limits(given.area_code, missed.month, law)
        raise InvalidInput(msgspec.structs.replace(unknown, field="base_lower")) from None
    if injury is None:
        return due
    return msgspec.structs.replace(due, steps=(injury.step, *due.steps))


def _prices(missed: Missed, law: Law) -> tuple[dict[str, Decimal], InjuryRate | None]:
    try:
        return prices(missed, missed.month, law)
    except NotSetError:
        raise InvalidInput(NO_CLASS_RATE) from None


def _with_fees(missed: Missed, due: MonthlyContribution, late: Lateness, law: Law) -> BilledMonth:
    try:
        return billed_month(missed.month, due, late, law)
    except NotSetError:
        raise InvalidInput(_NO_FEE_RATE) from None


def _told(one: BilledMonth) -> ToldMonth:
    return ToldMonth(
        str(one.month),
        one.due.base.held,
        one.due.limits.basis,
        tuple(map(told_line, one.due.lines)),
        one.days,
        tuple(
            ToldFee(fee.insurance, to_yuan(fee.arrears), to_yuan(fee.amount)) for fee in one.fees
        ),
        to_yuan(one.due.employer_total),
        to_yuan(one.due.personal_total),
        to_yuan(one.late_fee),
    )


_DUE_BEFORE = Problem(
    "DUE_BEFORE_MONTH",
    Text("最后应缴日早于这个月。", "The last due day is before the month."),
    Text("一个月的费用最早在当月应缴。", "A month is due in that month at the earliest."),
    Text("请核对最后应缴日。", "Check the last due day."),
)
_NO_FEE_RATE = Problem(
    "NO_FEE_RATE",
    Text("那时的滞纳金比例没有收录。", "The rate of the late fee at that time is not on record."),
    Text("滞纳金按每一天当时的规定计算。", "The fee is reckoned by the rule of each day."),
    Text("请向当地经办机构核实。", "Ask the agency of the place."),
    "last_due_date",
)
_OF_MONTHS = ("months", "area_code")
_LINES = tuple(
    Derivation(
        line,
        ("base", "insurances", *_OF_MONTHS),
        tuple(name for name in names if "flexible" not in name),
    )
    for line, names in LINE_PRICES.items()
)
_ALL = (*LINE_PRICES, "work_injury_employer")

CALCULATION = Calculation(
    kind="back_payment_bill",
    title=Text("补缴账单", "bill for months missed"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(
        CONTRIBUTION_BASE,
        insurance_law("六十三", 63),
        insurance_law("八十六", 86),
        LUMP_PAYMENTS,
    ),
    flow=(
        Derivation("allowed", ("labour_relation_proved",)),
        Derivation(
            "transferable",
            ("allowed", "months", "paid_date", "document", "document_date"),
            ("lump_payment_months",),
        ),
        Derivation("reason", ("allowed", "transferable", "months"), ("lump_payment_months",)),
        Derivation("base", _OF_MONTHS, (*LIMITS, "medical_base_*")),
        *_LINES,
        Derivation("work_injury_rate", ("months",), ("work_injury_rate", "work_injury_float_*")),
        Derivation("work_injury_employer", ("months", "insurances", "work_injury_rate")),
        Derivation("employer_total", (*lines_of(Side.EMPLOYER), "work_injury_employer")),
        Derivation("personal_total", lines_of(Side.PERSONAL)),
        Derivation("days", ("months", "paid_date"), ("late_fee_day_rule",)),
        Derivation("late_fee", (*_ALL, "days", "cap_at_principal"), ("late_fee_daily_rate",)),
        Derivation("total", ("employer_total", "personal_total", "late_fee")),
        Derivation("by_month", ("employer_total", "personal_total", "late_fee")),
    ),
)
