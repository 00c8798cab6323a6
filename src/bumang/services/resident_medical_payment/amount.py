"""What is to be paid, and how sure the amount is, in words."""

from __future__ import annotations

from datetime import date

from bumang.kernel.money import show_yuan
from bumang.kernel.text import Text
from bumang.rules import law, resident_medical_premium
from bumang.services.resident_medical_payment.form import ResidentMedicalPaymentForm


def before_sending(form: ResidentMedicalPaymentForm, today: date) -> tuple[Text, ...]:
    """The amount for all who are named, and the caveat where the figure has one."""
    one = resident_medical_premium(form.coverage_year, law()).own_share
    amount = _AMOUNT.format(
        people=len(form.insured), one=show_yuan(one), all=show_yuan(one * len(form.insured))
    )
    return (amount, *caveat(form.coverage_year))


def caveat(coverage_year: int) -> tuple[Text, ...]:
    """What to know of a year's amount that is not taken from its own notice."""
    origin = resident_medical_premium(coverage_year, law()).own_share_origin
    if origin.verified or origin.note is None:
        return ()
    return (_UNVERIFIED.format(year=coverage_year, note=origin.note),)


_AMOUNT = Text(
    "应缴 {people} 人 × {one} 元 = {all} 元", "To pay: {people} × {one} yuan = {all} yuan"
)
_UNVERIFIED = Text(
    "{year} 年的标准待核实：{note}。", "The amount for {year} is to be verified: {note}."
)
