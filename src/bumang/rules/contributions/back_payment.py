"""补缴: who may pay for past months, and what has to be there before.

An employer pays the months it missed with the rules of those months and the late fee. Three years
and more in one go need a document of a court, audit, labour inspection or arbitration made before
the payment; without one the months stay, but do not move to another province (notice of 2019).
Flexible workers generally pay no past months; what a place allows is its parameter.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from bumang.kernel.text import Text
from bumang.rules.articles import LUMP_PAYMENTS, TRANSFER_QUESTIONS, insurance_law
from bumang.rules.explanation import MONTHS, Step, day, number, word
from bumang.rules.parameters import Law

_DOCUMENTS_FROM = date(2016, 11, 28)


class Document(StrEnum):
    """What a payment of three years and more rests on."""

    NONE = "none"
    COURT = "court"
    AUDIT = "audit"
    LABOUR_INSPECTION = "labour_inspection"
    ARBITRATION = "arbitration"
    AGENCY_COMMITMENT = "agency_commitment"


class LumpPayment(msgspec.Struct, frozen=True):
    """Months paid in one go, when, and the document with its day."""

    months: int
    paid_on: date
    document: Document = Document.NONE
    document_on: date | None = None


class BackPayment(msgspec.Struct, frozen=True):
    """Whether it may be paid, and whether the months move to another province."""

    allowed: bool
    transferable: bool
    reason: Text
    steps: tuple[Step, ...]


def employer_back_payment(lump: LumpPayment, labour_relation_proved: bool, law: Law) -> BackPayment:
    """What an employer missed. Without proof of the labour relation nothing can be paid."""
    if not labour_relation_proved:
        return _answer(False, False, _NO_PROOF, lump, law)
    return _answer(True, lump_moves(lump, law), _reason(lump, law), lump, law)


def flexible_back_payment(lump: LumpPayment, law: Law, region: str) -> BackPayment:
    """What a flexible worker missed. Raises `NotSetError` where the place's rule is not on record."""
    most = law.at("flexible_back_payment_months", lump.paid_on, region)
    allowed = lump.months <= most.count
    reason = _PLACE_ALLOWS if allowed else _PLACE_REFUSES
    found = _answer(allowed, allowed and lump_moves(lump, law), reason, lump, law)
    shown = number("flexible_back_payment_months", _MOST, most.count, MONTHS, most.origin)
    step = msgspec.structs.replace(found.steps[0], figures=(*found.steps[0].figures, shown))
    return msgspec.structs.replace(found, steps=(step,))


def lump_moves(lump: LumpPayment, law: Law) -> bool:
    """Whether months paid in one go move to another province."""
    if not _is_long(lump, law):
        return True
    if lump.paid_on <= _DOCUMENTS_FROM:
        return lump.document is not Document.NONE
    if lump.document in (Document.NONE, Document.AGENCY_COMMITMENT) or lump.document_on is None:
        return False
    return lump.document_on < lump.paid_on


def _is_long(lump: LumpPayment, law: Law) -> bool:
    return lump.months >= law.at("lump_payment_months", max(lump.paid_on, _DOCUMENTS_FROM)).count


def _reason(lump: LumpPayment, law: Law) -> Text:
    if not _is_long(lump, law):
        return _SHORT
    return _DOCUMENTED if lump_moves(lump, law) else _UNDOCUMENTED


def _answer(
    allowed: bool, transferable: bool, reason: Text, lump: LumpPayment, law: Law
) -> BackPayment:
    limit = law.at("lump_payment_months", max(lump.paid_on, _DOCUMENTS_FROM))
    documents = () if lump.document_on is None else (day("document_on", _MADE, lump.document_on),)
    step = Step(
        key="allowed",
        name=_ALLOWED,
        formula=reason,
        worked=f"{lump.months} {'≥' if _is_long(lump, law) else '<'} {limit.count}",
        figures=(
            number("months", _MONTHS, lump.months, MONTHS),
            day("paid_on", _PAID, lump.paid_on),
            word("document", _DOCUMENT, lump.document.value, _DOCUMENTS[lump.document]),
            *documents,
            number("lump_payment_months", _LIMIT, limit.count, MONTHS, limit.origin),
        ),
        result=word("allowed", _ALLOWED, "true" if allowed else "false", _YES if allowed else _NO),
        rules=(insurance_law("六十三", 63), LUMP_PAYMENTS, TRANSFER_QUESTIONS),
    )
    return BackPayment(allowed, transferable, reason, (step,))


_NO_PROOF = Text(
    "补缴要有劳动关系的证明", "the labour relation of those months has to be proved first"
)
_SHORT = Text(
    "补缴不满三年的，按补缴月份当时的规定缴费并加收滞纳金",
    "fewer than three years: both shares by the rules of those months, with the late fee",
)
_DOCUMENTED = Text(
    "一次补缴三年以上，补缴前已有法律文书，补缴月份可以转移",
    "three years or more with a legal document made before the payment: the months move",
)
_UNDOCUMENTED = Text(
    "一次补缴三年以上，补缴前没有法律文书，补缴月份留在当地，不能跨省转移",
    "three years or more without a legal document made before the payment: the months stay in the place and do not move",
)
_PLACE_ALLOWS = Text("当地允许灵活就业人员补缴这些月份", "the place allows these months")
_PLACE_REFUSES = Text(
    "灵活就业人员一般不能补缴，当地没有允许这么多月份",
    "flexible workers generally pay no past months; the place does not allow so many",
)
_ALLOWED = Text("可否补缴", "may be paid")
_MONTHS = Text("一次补缴月数", "months paid at once")
_PAID = Text("补缴日期", "day of payment")
_DOCUMENT = Text("法律文书", "legal document")
_MADE = Text("文书日期", "day of the document")
_LIMIT = Text("要有法律文书的月数", "months from which a document is needed")
_MOST = Text("当地允许的月数", "months the place allows")
_YES = Text("可以", "yes")
_NO = Text("不可以", "no")
_DOCUMENTS = {
    Document.NONE: Text("没有", "none"),
    Document.COURT: Text("法院判决、裁定", "court"),
    Document.AUDIT: Text("审计部门文书", "audit"),
    Document.LABOUR_INSPECTION: Text("劳动监察文书", "labour inspection"),
    Document.ARBITRATION: Text("劳动争议仲裁书", "arbitration"),
    Document.AGENCY_COMMITMENT: Text(
        "转出地经办机构书面承诺", "written commitment of the old agency"
    ),
}
