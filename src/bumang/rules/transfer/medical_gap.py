"""医保中断: what a gap between two kinds or places of medical insurance means.

Interim measure of 2021 on transfers: a gap of up to three months may be paid up, and benefits then
cover it; between employees' and residents' insurance that needs two years without a break before. A
longer gap means a waiting time of up to six months, as the place sets it.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bumang.kernel.text import Text
from bumang.rules.articles import MEDICAL_TRANSFER
from bumang.rules.explanation import MONTHS, Step, number, word
from bumang.rules.parameters import Law


class MedicalGap(msgspec.Struct, frozen=True):
    """Whether the gap may be paid up, and the longest waiting time a place may set."""

    may_pay_up: bool
    longest_waiting_months: int
    steps: tuple[Step, ...]


def medical_gap(
    gap_months: int, *, same_scheme: bool, unbroken_months_before: int, law: Law, on: date
) -> MedicalGap:
    """`same_scheme`: from employees' insurance to employees'; else between it and residents'."""
    gap = law.at("medical_gap_months", on)
    before = law.at("medical_gap_prior_months", on)
    limit = law.at("medical_waiting_limit", on)
    short = gap_months <= gap.count
    may = short and (same_scheme or unbroken_months_before >= before.count)
    waiting = 0 if may or gap_months == 0 else limit.count
    step = Step(
        key="may_pay_up",
        name=_MAY,
        formula=_RULE,
        worked=f"{gap_months} {'≤' if short else '>'} {gap.count}"
        + ("" if same_scheme else f"; {unbroken_months_before} / {before.count}"),
        figures=(
            number("gap_months", Text("中断月数", "months of the gap"), gap_months, MONTHS),
            number("medical_gap_months", _LIMIT, gap.count, MONTHS, gap.origin),
            number("medical_gap_prior_months", _BEFORE, before.count, MONTHS, before.origin),
            number("medical_waiting_limit", _WAITING, limit.count, MONTHS, limit.origin),
        ),
        result=word("may_pay_up", _MAY, "true" if may else "false", _YES if may else _NO),
        rules=(MEDICAL_TRANSFER,),
    )
    return MedicalGap(may, waiting, (step,))


_RULE = Text(
    "中断不超过 3 个月的可以补缴，补缴后中断期间的费用也报销；职工与居民医保之间互转的，还要之前连续参保满 2 年；超过的，由当地规定不超过 6 个月的等待期",
    "a gap of up to 3 months may be paid up and is then covered; between employees' and residents' insurance only after 2 unbroken years; a longer gap means a waiting time of up to 6 months, set by the place",
)
_MAY = Text("可以补缴", "may be paid up")
_LIMIT = Text("可以补缴的中断月数", "longest gap that may be paid up")
_BEFORE = Text("之前要求的连续参保月数", "unbroken months needed before")
_WAITING = Text("等待期上限", "longest waiting time")
_YES = Text("可以", "yes")
_NO = Text("不可以", "no")
