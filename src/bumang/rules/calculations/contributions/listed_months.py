"""Months that stand in a list: what is wrong with one is told at its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from bumang.kernel.months import Month
from bumang.kernel.problems import Problem
from bumang.kernel.text import Text


def out_of_order(months: Sequence[Month]) -> Iterator[Problem]:
    """Each month that is not later than the one before it, located in the input `months`."""
    for place, (before, month) in enumerate(pairwise(months), 1):
        if before.until(month) < 1:
            yield _ORDER.at(f"months[{place}].month")


def not_past(months: Sequence[Month], paid_date: date) -> Iterator[Problem]:
    """Each month that is not past on the day of payment, located in the input `months`."""
    for place, month in enumerate(months):
        if month >= Month.of(paid_date):
            yield _NOT_PAST.at(f"months[{place}].month")


_ORDER = Problem(
    "MONTH_ORDER",
    Text("这个月不晚于前一个月。", "This month is not later than the one before it."),
    Text("月份按时间先后排列，每个月一次。", "Months stand in order of time, each once."),
    Text("请核对月份。", "Check the months."),
)
_NOT_PAST = Problem(
    "MONTH_NOT_PAST",
    Text("这个月还没有过去。", "This month is not past on the day of payment."),
    Text("补缴的是以前的月份；当月的正常缴费。", "Only past months are paid up."),
    Text("请核对月份和补缴日期。", "Check the month and the day of payment."),
)
