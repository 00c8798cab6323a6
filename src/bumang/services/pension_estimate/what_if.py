"""如果……: the same estimate with one thing otherwise: retire at another time, pay more, close a gap.

Every alternative is a whole estimate of its own by the same rules; what it assumes is said with it.
All are on the base that is published today, so that they compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.rules import law
from bumang.rules.rounding import half_up
from bumang.services.pension_estimate.answer import answer
from bumang.services.pension_estimate.facts import Facts, read, working_months
from bumang.services.pension_estimate.form import PensionEstimateForm

_LATER = (12, 24, 36)
_INDEXES = (Decimal(1), Decimal(2), Decimal(3))
_GAPS = (12, 36, 60)


class Alternative(msgspec.Struct, frozen=True):
    """One thing otherwise. `difference` is against the estimate itself, in fen a month."""

    key: str
    name: Text
    assumes: Text
    total: Fen
    difference: Fen


class WhatIf(msgspec.Struct, frozen=True):
    """The estimate and its alternatives, which may be none."""

    total: Fen
    alternatives: tuple[Alternative, ...]

    @property
    def largest(self) -> Fen:
        """The largest amount, which the picture's longest bar stands for."""
        return max(self.total, *(one.total for one in self.alternatives))

    @property
    def assumptions(self) -> tuple[Text, ...]:
        """What the alternatives assume, each said once."""
        return tuple(dict.fromkeys(one.assumes for one in self.alternatives))


def what_if(form: PensionEstimateForm, today: date) -> WhatIf | None:
    """The alternatives that the law leaves open; None where there are none.

    Raises `InvalidInput` for a form that has no estimate.
    """
    facts, total = read(form, today), answer(form, today).total
    found = []
    for key, name, assumes, other in _others(form, facts, Month.of(today)):
        try:
            amount = answer(other, today).total
        except InvalidInput:  # outside the window, or too few months: not open
            continue
        found.append(Alternative(key, name, assumes, amount, amount - total))
    return WhatIf(total, tuple(found)) if found else None


Other = tuple[str, Text, Text, PensionEstimateForm]


def _others(form: PensionEstimateForm, facts: Facts, now: Month) -> Iterator[Other]:
    yield from _at_another_time(form, facts, now)
    yield from _on_a_higher_base(form, facts, now)
    yield from _without_a_gap(form, facts)


def _at_another_time(form: PensionEstimateForm, facts: Facts, now: Month) -> Iterator[Other]:
    """Later by whole years, and the statutory month for who chose an earlier one."""
    chosen = facts.option.chosen_month
    months = [chosen.plus(later) for later in _LATER]
    if chosen < facts.age.statutory_month:
        months = sorted({facts.age.statutory_month, *months})
    for month in months:
        if month < now:
            continue
        more = chosen.until(month)
        other = _paid_more(form, facts, more, facts.average_index)
        name = _RETIRE.format(year=month.year, month=month.month, months=more)
        yield (
            f"retire_{month}",
            name,
            _GO_ON,
            msgspec.structs.replace(other, retirement_month=str(month)),
        )


def _on_a_higher_base(form: PensionEstimateForm, facts: Facts, now: Month) -> Iterator[Other]:
    """From now to retirement on a base at another index than the average up to now."""
    left = min(now.until(facts.option.chosen_month), facts.paid_months)
    if left < 1:
        return
    for index in _INDEXES:
        if index <= facts.average_index:
            continue
        rest = facts.total_months - left
        mean = (facts.average_index * rest + index * left) / facts.total_months
        other = _with(form, mean, facts, _credit(facts, index - facts.average_index, left))
        yield (f"index_{index}", _PAY.format(index=index, months=left), _AT_INDEX, other)


def _without_a_gap(form: PensionEstimateForm, facts: Facts) -> Iterator[Other]:
    """More months among those between the sixteenth birthday and retirement that are not paid."""
    gap = working_months(facts.age, facts.option) - facts.total_months
    for months in _GAPS:
        if months <= gap:
            other = _paid_more(form, facts, months, facts.average_index)
            yield (f"gap_{months}", _CLOSE.format(months=months), _GAP_RULE, other)


def _paid_more(
    form: PensionEstimateForm, facts: Facts, months: int, index: Decimal
) -> PensionEstimateForm:
    """So many months more on the average index, with their credits and without interest."""
    more = msgspec.structs.replace(form, paid_months=form.paid_months + months)
    return _with(more, facts.average_index, facts, _credit(facts, index, months))


def _with(
    form: PensionEstimateForm, index: Decimal, facts: Facts, credit: Fen
) -> PensionEstimateForm:
    balance = to_yuan(facts.account_balance + credit)
    written = f"{half_up(Fraction(index), 8):f}"
    return msgspec.structs.replace(form, average_index=written, account_balance=str(balance))


def _credit(facts: Facts, index: Decimal, months: int) -> Fen:
    """What is credited in so many months on a base at an index, as the account's share of it."""
    share = law().at("account_credit_rate", facts.option.chosen_month.first_day()).number
    return to_fen(facts.base.number * index * share) * months


_RETIRE = Text(
    "{year}年{month}月退休（晚 {months} 个月）",
    "Retire in {year}-{month:02d}, {months} months later",
)
_PAY = Text(
    "从现在到退休的 {months} 个月，按平均工资的 {index} 倍缴费",
    "Pay at index {index} for the {months} months until retirement",
)
_CLOSE = Text("补上 {months} 个月的断缴", "Close a gap of {months} months")
_GO_ON = Text(
    "晚退休：多出的月份继续缴费，缴费水平和原来的平均指数相同；弹性延迟要和单位协商一致。",
    "Retiring later: the months between are paid at the same average index; a later month is agreed with the employer.",
)
_AT_INDEX = Text(
    "多缴：缴费基数在当地规定的上下限之内，由工资或本人选定的档次决定。",
    "Paying more: the base lies within the local limits, by the wage or the step one chooses.",
)
_GAP_RULE = Text(
    "补缴：能不能补缴要看当地规定：单位漏缴的应当补缴，灵活就业人员一般不能补缴以前的年份。",
    "Closing a gap: whether past months can be paid is a local rule: an employer must pay those it missed; flexible workers generally cannot pay for past years.",
)
