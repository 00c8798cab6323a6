"""如果……: what would be missing if more were paid before, or by retiring later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.services.short_years.answer import missing
from bumang.services.short_years.facts import Facts, read
from bumang.services.short_years.form import ShortYearsForm

_MORE = (12, 36, 60)
_LATER = (12, 24, 36)


class Alternative(msgspec.Struct, frozen=True):
    """One thing otherwise, and the months that are missing then."""

    key: str
    name: Text
    assumes: Text
    missing: int


class WhatIf(msgspec.Struct, frozen=True):
    """The months missing as said, and the alternatives."""

    missing: int
    alternatives: tuple[Alternative, ...]

    @property
    def assumptions(self) -> tuple[Text, ...]:
        """What the alternatives assume, each said once."""
        return tuple(dict.fromkeys(one.assumes for one in self.alternatives))


def what_if(form: ShortYearsForm, today: date) -> WhatIf | None:
    """The alternatives that are open; None where nothing is missing or nothing else is possible.

    Raises `InvalidInput` for a form that has no answer.
    """
    facts = read(form, today)
    short = missing(facts, facts.paid_months).missing_months
    found = (*_paid_more(facts, short, today), *_later(facts, short))
    return WhatIf(short, found) if short and found else None


def _paid_more(facts: Facts, short: int, today: date) -> Iterator[Alternative]:
    """So many months more before the statutory month, as far as there is room for them."""
    ahead = Month.of(today).until(facts.age.statutory_month)
    room = min(facts.could_work - facts.months, ahead)
    for months in sorted({*_MORE, short}):
        if 0 < months <= room and months <= short:
            left = missing(facts, facts.paid_months + months).missing_months
            yield Alternative(f"more_{months}", _PAY.format(months=months), _BEFORE, left)


def _later(facts: Facts, short: int) -> Iterator[Alternative]:
    """Retiring later: the minimum stays that of the statutory month's year, and months are added."""
    if facts.age.window is None:
        return
    most = facts.age.statutory_month.until(facts.age.window[1])
    for months in _LATER:
        if months <= most:
            month = facts.age.statutory_month.plus(months)
            name = _RETIRE.format(year=month.year, month=month.month, months=months)
            yield Alternative(f"later_{months}", name, _DEFERRED, max(0, short - months))


_PAY = Text(
    "到法定退休年龄前多缴 {months} 个月", "{months} months more paid before the statutory month"
)
_RETIRE = Text(
    "弹性延迟到 {year} 年 {month} 月退休（晚 {months} 个月）",
    "Retire in {year}-{month:02d}, {months} months later",
)
_BEFORE = Text(
    "多缴：从现在到法定退休年龄每月继续缴费；以前漏缴的能不能补，单位漏缴的应当补缴，灵活就业人员一般不能补。",
    "Paying more: month by month from now on. Of past months an employer must pay those it missed; flexible workers generally cannot.",
)
_DEFERRED = Text(
    "延迟：要和单位协商一致，最多 3 年，期间继续缴费；最低年限仍按法定退休年龄那一年的标准。",
    "Later: agreed with the employer, three years at most, paying on. The minimum stays that of the statutory month's year.",
)
