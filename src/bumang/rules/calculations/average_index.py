"""平均缴费指数 as a calculation: from the years' records to the average."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import AVERAGE_INDEX
from bumang.rules.average_index import Denominator, YearPaid, average_index
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.problems import YEAR_AHEAD, missing
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import Field, many, money, one_of, ratio, whole
from bumang.rules.parameters import Law


class Record(msgspec.Struct, frozen=True):
    """Months of one year on one base. A year may have several records."""

    year: Annotated[int, Field("年份", "year", whole(1978, 2200))]
    months: Annotated[int, Field("缴费月数", "months paid", whole(1, 12))]
    monthly_base: Annotated[Fen, Field("月缴费基数", "monthly base", money(above_zero=True))]
    reference_wage: Annotated[
        Fen, Field("当年使用的月平均工资", "reference wage of the year", money(above_zero=True))
    ]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The records, and the place's way to average them."""

    records: Annotated[
        tuple[Record, ...], Field("缴费记录", "records", many(group(Record), least=1))
    ]
    denominator: Annotated[Denominator, Field("分母", "denominator", one_of(Denominator))]
    index_decimals: Annotated[int, Field("小数位数", "decimals", whole(0, 8))]
    yearly_cap: Annotated[
        Decimal | None, Field("单个年度指数上限", "cap of a year's index", ratio(above="0"))
    ] = None
    elapsed_months: Annotated[
        int | None, Field("首次缴费到退休的月数", "months from first payment", whole(1, 840))
    ] = None
    deemed_months: Annotated[int | None, Field("视同缴费月数", "deemed months", whole(1, 840))] = (
        None
    )
    deemed_index: Annotated[
        Decimal | None, Field("视同缴费指数", "index of deemed months", ratio(above="0"))
    ] = None


class Result(msgspec.Struct, frozen=True):
    """The average in the decimals asked for, and the months paid."""

    average_index: Decimal
    paid_months: int


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """The average. Raises `InvalidInput` for years that cannot be."""
    cap = law.at("yearly_index_cap", on)
    wrong = (*_impossible_years(given, on), *_incomplete(given))
    if wrong:
        raise InvalidInput(*wrong)
    found = average_index(
        [YearPaid(r.year, r.months, r.monthly_base, r.reference_wage) for r in given.records],
        index_decimals=given.index_decimals,
        yearly_cap=given.yearly_cap or cap.number,
        denominator=given.denominator,
        elapsed_months=_elapsed(given),
        deemed_months=given.deemed_months or 0,
        deemed_index=given.deemed_index or Decimal(0),
        origins={} if given.yearly_cap else {"yearly_cap": cap.origin},
    )
    return Calculated(Result(found.average_index, found.paid_months), (found.step,))


def _impossible_years(given: Inputs, on: date) -> list[Problem]:
    months: Counter[int] = Counter()
    wrong = []
    for place, record in enumerate(given.records):
        months[record.year] += record.months
        at = f"records[{place}]"
        if record.year > on.year:
            wrong.append(YEAR_AHEAD.at(f"{at}.year"))
        elif months[record.year] > 12:
            wrong.append(_TOO_MANY_MONTHS.at(f"{at}.months"))
    return wrong


def _incomplete(given: Inputs) -> list[Problem]:
    """Deemed months need their index; dividing by the months elapsed needs these."""
    wrong = []
    if (given.deemed_months is None) != (given.deemed_index is None):
        absent = "deemed_index" if given.deemed_index is None else "deemed_months"
        wrong.append(missing(absent, Text("视同缴费", "deemed months and their index")))
    if given.denominator is Denominator.ELAPSED_MONTHS:
        elapsed = _elapsed(given)
        if elapsed is None:
            wrong.append(missing("elapsed_months", Text("首次缴费到退休的月数", "months elapsed")))
        elif elapsed < _counted(given):
            wrong.append(_FEWER_THAN_PAID)
    return wrong


def _counted(given: Inputs) -> int:
    return sum(record.months for record in given.records) + (given.deemed_months or 0)


def _elapsed(given: Inputs) -> int | None:
    """As given; else from the first year to the last, if both are full: then nothing is guessed."""
    if given.denominator is not Denominator.ELAPSED_MONTHS or given.elapsed_months is not None:
        return given.elapsed_months
    months: Counter[int] = Counter()
    for record in given.records:
        months[record.year] += record.months
    first, last = min(months), max(months)
    full = months[first] == months[last] == 12 and not given.deemed_months
    return (last - first + 1) * 12 if full else None


_TOO_MANY_MONTHS = Problem(
    "TOO_MANY_MONTHS",
    Text("同一年的月数超过 12 个月。", "The months of one year are more than twelve."),
    Text("重复缴费的月份只算一次。", "A month paid twice counts once."),
    Text("请合并重复的月份。", "Merge the months that overlap."),
)
_FEWER_THAN_PAID = Problem(
    "FEWER_THAN_PAID",
    Text("经过的月数少于缴费月数。", "Fewer months elapsed than were paid."),
    Text("缴费的月份都在经过的月份里。", "The months paid lie among those elapsed."),
    Text("请核对两个月数。", "Check both numbers."),
    "elapsed_months",
)

_FLOW = (
    Derivation("paid_months", ("records",)),
    Derivation(
        "average_index",
        (
            "records",
            "paid_months",
            "denominator",
            "elapsed_months",
            "deemed_months",
            "deemed_index",
            "yearly_cap",
            "index_decimals",
        ),
        ("yearly_index_cap",),
    ),
)

CALCULATION = Calculation(
    kind="average_index",
    title=Text("平均缴费指数", "average contribution index"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(AVERAGE_INDEX,),
    flow=_FLOW,
)
