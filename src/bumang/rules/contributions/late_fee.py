"""滞纳金: what paying late costs, by the day and never compounded.

Social Insurance Law, art. 86: 0.05% a day from 2011-07-01; before, 0.2% (1999 regulation, art. 13).
The days run from the day after the last due day to the day of payment, inclusive. Part payments end
the fee on what they paid. It falls on the employer; whether it may exceed the arrears is disputed,
so that is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import collection_regulation, insurance_law
from bumang.rules.explanation import DAYS, Figure, Step, day, money, number, plain, share, word
from bumang.rules.parameters import Law
from bumang.rules.source import Origin

_LAW = insurance_law("八十六", 86)
_BEFORE = collection_regulation("十三", 13)
_NEW_RATE_FROM = date(2011, 7, 1)


class PartPayment(msgspec.Struct, frozen=True):
    """What was paid of the arrears before the rest, and when."""

    paid_date: date
    amount: Fen


class LateFee(msgspec.Struct, frozen=True):
    """Days late in all, and the fee in fen."""

    days: int
    late_fee: Fen
    steps: tuple[Step, ...]


class PartPaymentError(Exception):
    """A part payment is later than the last, not after the one before, or more than is owed.

    `place` counts from 0.
    """

    def __init__(self, place: int) -> None:
        super().__init__(f"part payment {place}")
        self.place = place


class _Stretch(msgspec.Struct, frozen=True):
    """Days on which one principal was owed at one rate."""

    principal: Fen
    days: int
    rate: Decimal
    origin: Origin | None

    @property
    def fee(self) -> Decimal:
        return to_yuan(self.principal) * self.rate * self.days


def late_fee(
    arrears: Fen,
    last_due_date: date,
    paid_date: date,
    law: Law,
    *,
    daily_rate: Decimal | None = None,
    part_payments: Sequence[PartPayment] = (),
    cap_at_principal: bool = False,
) -> LateFee:
    """The fee, rounded once to the fen. Paid in time: no days, no fee.

    `daily_rate` given holds for every day; else each day has the rate of its own law. Raises
    `PartPaymentError`, and `NotSetError` for days before any rate.
    """
    _check(arrears, paid_date, part_payments)
    days = max(0, (paid_date - last_due_date).days)
    stretches = _stretches(arrears, last_due_date, paid_date, law, daily_rate, part_payments)
    exact = sum((stretch.fee for stretch in stretches), Decimal(0))
    fee = to_fen(exact)
    capped = cap_at_principal and fee > arrears
    fee = arrears if capped else fee
    return LateFee(
        days,
        fee,
        (
            _days_step(last_due_date, paid_date, days, law),
            _fee_step(arrears, stretches, fee, cap_at_principal),
        ),
    )


def _check(arrears: Fen, paid_date: date, parts: Sequence[PartPayment]) -> None:
    owed = arrears
    for place, part in enumerate(parts):
        owed -= part.amount
        later = place and part.paid_date < parts[place - 1].paid_date
        if owed < 0 or part.paid_date > paid_date or later:
            raise PartPaymentError(place)


def _stretches(
    arrears: Fen,
    due: date,
    paid: date,
    law: Law,
    daily_rate: Decimal | None,
    parts: Sequence[PartPayment],
) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    start, owed = due, arrears
    for on, amount in (*((part.paid_date, part.amount) for part in parts), (paid, 0)):
        end = max(start, on)
        if daily_rate is not None:
            stretches.append(_Stretch(owed, (end - start).days, daily_rate, None))
        else:
            stretches += _by_law(owed, start, end, law)
        start, owed = end, owed - amount
    return [stretch for stretch in stretches if stretch.days]


def _by_law(owed: Fen, start: date, end: date, law: Law) -> list[_Stretch]:
    """Split where the rate changes: the days after `start`, up to `end`."""
    last_of_the_old = _NEW_RATE_FROM - timedelta(days=1)
    middle = min(max(start, last_of_the_old), end)
    found = []
    for first, last in ((start, middle), (middle, end)):
        if last > first:
            rate = law.at("late_fee_daily_rate", last)
            found.append(_Stretch(owed, (last - first).days, rate.number, rate.origin))
    return found


def _days_step(due: date, paid: date, days: int, law: Law) -> Step:
    rule = law.at("late_fee_day_rule", max(due, paid))
    return Step(
        key="days",
        name=_DAYS,
        formula=Text(
            "从最后应缴日的次日算到缴清当日，含当日",
            "from the day after the last due day to the day of payment, inclusive",
        ),
        worked=f"{paid} − {due}",
        figures=(day("last_due_date", _DUE, due), day("paid_date", _PAID, paid)),
        result=number("days", _DAYS, days, DAYS, rule.origin),
        rules=(_LAW,),
    )


def _fee_step(arrears: Fen, stretches: Sequence[_Stretch], fee: Fen, cap: bool) -> Step:
    rates: tuple[Figure, ...] = tuple(
        share("daily_rate", _RATE, rate, origin)
        for rate, origin in dict.fromkeys((one.rate, one.origin) for one in stretches)
    )
    return Step(
        key="late_fee",
        name=_FEE,
        formula=_WITH_CAP if cap else _FORMULA,
        worked=" + ".join(
            f"{plain(to_yuan(one.principal))} × {plain(one.rate * 100)}% × {one.days}"
            for one in stretches
        )
        or "0",
        figures=(
            money("arrears", _ARREARS, arrears),
            *rates,
            word("cap_at_principal", _CAP, "true" if cap else "false", _YES if cap else _NO),
        ),
        result=money("late_fee", _FEE, fee),
        rules=(_LAW, _BEFORE) if len(rates) > 1 else (_LAW,),
    )


_FORMULA = Text(
    "欠缴数额 × 每日比例 × 天数；分次缴的，已缴部分从缴费次日起不再计",
    "arrears × daily rate × days; what was paid in part counts no longer from the day after",
)
_WITH_CAP = Text(
    "欠缴数额 × 每日比例 × 天数，不超过欠缴数额",
    "arrears × daily rate × days, no more than the arrears",
)
_DAYS = Text("滞纳天数", "days late")
_DUE = Text("最后应缴日", "last due day")
_PAID = Text("缴清日", "day of payment")
_FEE = Text("滞纳金", "late fee")
_ARREARS = Text("欠缴数额", "arrears")
_RATE = Text("每日比例", "daily rate")
_CAP = Text("不超过本金", "no more than the arrears")
_YES = Text("是", "yes")
_NO = Text("否", "no")
