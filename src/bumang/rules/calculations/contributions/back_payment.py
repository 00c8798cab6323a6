"""补缴 as a calculation: whether past months may be paid, and whether they move later."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import LUMP_PAYMENTS, insurance_law
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.problems import missing
from bumang.rules.calculations.written import Field, area, day, month, one_of, yes_no
from bumang.rules.contributions.back_payment import (
    BackPayment,
    Document,
    LumpPayment,
    employer_back_payment,
    flexible_back_payment,
)
from bumang.rules.parameters import Law, NotSetError
from bumang.rules.transfer.amount import Payer


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The months from first to last, paid in one go."""

    payer: Annotated[Payer, Field("缴费人", "who pays", one_of(Payer))]
    first_month: Annotated[Month, Field("起始年月", "first month", month())]
    last_month: Annotated[Month, Field("终止年月", "last month", month())]
    paid_date: Annotated[date, Field("补缴日期", "day of payment", day())]
    area_code: Annotated[str | None, Field("地区代码", "area code", area())] = None
    labour_relation_proved: Annotated[
        bool, Field("有劳动关系证明", "the labour relation is proved", yes_no())
    ] = False
    document: Annotated[Document, Field("法律文书", "legal document", one_of(Document))] = (
        Document.NONE
    )
    document_date: Annotated[date | None, Field("文书日期", "day of the document", day())] = None


class Result(msgspec.Struct, frozen=True):
    """Whether it may be paid, whether the months move to another province, and why."""

    allowed: bool
    transferable: bool
    months: int
    reason: Text


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """Decide. Raises `InvalidInput` for months that cannot be paid for yet."""
    months = given.first_month.until(given.last_month) + 1
    if months < 1:
        raise InvalidInput(_ROUND)
    if given.last_month >= Month.of(given.paid_date):
        raise InvalidInput(_NOT_PAST)
    if given.document is not Document.NONE and given.document_date is None:
        raise InvalidInput(missing("document_date", Text("文书日期", "day of the document")))
    lump = LumpPayment(months, given.paid_date, given.document, given.document_date)
    found = _decided(given, lump, law)
    return Calculated(Result(found.allowed, found.transferable, months, found.reason), found.steps)


def _decided(given: Inputs, lump: LumpPayment, law: Law) -> BackPayment:
    if given.payer is Payer.EMPLOYER:
        return employer_back_payment(lump, given.labour_relation_proved, law)
    if given.area_code is None:
        raise InvalidInput(missing("area_code", Text("地区代码", "area code")))
    try:
        return flexible_back_payment(lump, law, given.area_code)
    except NotSetError:
        raise InvalidInput(_NO_LOCAL_RULE) from None


_ROUND = Problem(
    "BEFORE_START",
    Text("终止年月早于起始年月。", "The last month is before the first."),
    Text("至少补缴一个月。", "A month at least is paid."),
    Text("请核对年月。", "Check the months."),
    "last_month",
)
_NOT_PAST = Problem(
    "NOT_PAST",
    Text("补缴的月份还没有过去。", "The months are not past on the day of payment."),
    Text("补缴的是以前的月份；当月的正常缴费。", "Only past months are paid up."),
    Text("请核对终止年月和补缴日期。", "Check the last month and the day of payment."),
    "last_month",
)
_NO_LOCAL_RULE = Problem(
    "NO_LOCAL_RULE",
    Text(
        "当地灵活就业人员能不能补缴没有收录。",
        "Whether flexible workers may pay past months in this place is not on record.",
    ),
    Text("各地规定不同，多数不能补缴。", "Places differ; most do not allow it."),
    Text("请向当地经办机构核实。", "Ask the agency of the place."),
    "area_code",
)

CALCULATION = Calculation(
    kind="back_payment",
    title=Text("补缴条件", "paying for past months"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(insurance_law("六十三", 63), LUMP_PAYMENTS),
    flow=(
        Derivation("months", ("first_month", "last_month")),
        Derivation(
            "allowed",
            ("payer", "labour_relation_proved", "months", "area_code"),
            ("flexible_back_payment_months",),
        ),
        Derivation(
            "transferable",
            ("allowed", "months", "paid_date", "document", "document_date"),
            ("lump_payment_months",),
        ),
        Derivation(
            "reason", ("payer", "allowed", "transferable", "months"), ("lump_payment_months",)
        ),
    ),
)
