"""转移资金 as a calculation: items 4, 5 and 6 of the information sheet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import TRANSFER
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.problems import missing
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import (
    Field,
    area,
    many,
    money,
    one_of,
    ratio,
    whole,
    yes_no,
)
from bumang.rules.parameters import Law
from bumang.rules.transfer.amount import (
    ExtraLine,
    Item,
    NoProvinceError,
    PaidKind,
    PaidStatus,
    PaidTwiceError,
    Payer,
    WagesPaidOn,
    transfer_amount,
)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Months of one year on one base. The employer's rate stands on sheets and changes nothing."""

    year: Annotated[int, Field("年份", "year", whole(1950, 2200))]
    months: Annotated[int, Field("月数", "months", whole(0, 12))]
    monthly_base: Annotated[Fen, Field("月缴费基数", "monthly base", money())]
    kind: Annotated[PaidKind, Field("实缴或视同", "actual or deemed", one_of(PaidKind))] = (
        PaidKind.ACTUAL
    )
    status: Annotated[PaidStatus, Field("已缴或欠缴", "paid or unpaid", one_of(PaidStatus))] = (
        PaidStatus.PAID
    )
    payer: Annotated[Payer | None, Field("缴费人", "who paid", one_of(Payer))] = None
    province: Annotated[str | None, Field("缴费省", "province", area())] = None
    employer_rate: Annotated[
        Decimal | None, Field("单位费率", "employer's rate", ratio(least="0", most="1"))
    ] = None


class Extra(msgspec.Struct, frozen=True):
    """A correction or supplement of the sheet; it may be negative."""

    item: Annotated[Item, Field("归入的项目", "item it belongs to", one_of(Item))]
    amount: Annotated[Fen, Field("金额", "amount", money(signed=True))]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """The sheet's items 1 to 3, and the records that item 5 is computed from."""

    account_balance_1998_to_last_year_end: Annotated[
        Fen, Field("1998 年至上年末账户储存额", "balance from 1998 to last year's end", money())
    ]
    current_year_account_principal: Annotated[
        Fen, Field("本年记账本金", "this year's principal", money())
    ]
    records: Annotated[tuple[Record, ...], Field("缴费记录", "records", many(group(Record)))]
    pre1998_personal_principal_and_interest: Annotated[
        Fen, Field("1998 年前个人缴费本息", "own money before 1998 with interest", money())
    ] = 0
    extra_lines: Annotated[
        tuple[Extra, ...], Field("调整项", "extra lines", many(group(Extra), most=100))
    ] = ()
    pooled_covers_earlier_segments: Annotated[
        bool | None, Field("含以前转入的年限", "covers segments received earlier", yes_no())
    ] = None


class Result(msgspec.Struct, frozen=True):
    """In yuan."""

    account_transfer: Decimal
    pooled_base_sum: Decimal
    pooled_transfer: Decimal
    total_transfer: Decimal


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """What moves. Raises `InvalidInput` for years that cannot be."""
    ahead = [place for place, record in enumerate(given.records) if record.year > on.year]
    if ahead:
        raise InvalidInput(*(_YEAR_AHEAD.at(f"records[{place}].year") for place in ahead))
    try:
        found = transfer_amount(
            [_record(record) for record in given.records],
            account_balance=given.account_balance_1998_to_last_year_end,
            current_year_principal=given.current_year_account_principal,
            law=law,
            on=on,
            pre_1998=given.pre1998_personal_principal_and_interest,
            extra_lines=[ExtraLine(line.item, line.amount) for line in given.extra_lines],
            covers_earlier_segments=given.pooled_covers_earlier_segments,
        )
    except PaidTwiceError as twice:
        raise InvalidInput(_paid_twice(twice.year)) from None
    except NoProvinceError:
        raise InvalidInput(missing("records[].province", _PROVINCE)) from None
    result = Result(
        to_yuan(found.account_transfer),
        to_yuan(found.pooled_base_sum),
        to_yuan(found.pooled_transfer),
        to_yuan(found.total_transfer),
    )
    return Calculated(result, found.steps)


def _record(record: Record) -> WagesPaidOn:
    return WagesPaidOn(
        record.year,
        record.months,
        record.monthly_base,
        record.kind,
        record.status,
        record.payer,
        record.province,
    )


def _paid_twice(year: int) -> Problem:
    return Problem(
        "TOO_MANY_MONTHS",
        Text(f"{year} 年的缴费月数超过 12 个月。", f"More than twelve months are paid in {year}."),
        Text(
            "两地重复缴费的月份只留一个，另一个退还个人部分。",
            "Of a month paid in two places one stays, and the other's personal part goes back.",
        ),
        Text("请先清理重复的月份。", "Settle the months paid twice first."),
        "records",
    )


_PROVINCE = Text("缴费省", "province of the record")
_YEAR_AHEAD = Problem(
    "YEAR_AHEAD",
    Text("这个年份还没有到。", "This year has not come yet."),
    Text("只有缴过费的年份才能转移。", "Only years that were paid can move."),
    Text("请核对年份。", "Check the year."),
)

CALCULATION = Calculation(
    kind="transfer_amount",
    title=Text("养老保险关系转移资金", "money that moves with a pension relation"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(TRANSFER,),
    flow=(
        Derivation(
            "account_transfer",
            (
                "pre1998_personal_principal_and_interest",
                "account_balance_1998_to_last_year_end",
                "current_year_account_principal",
                "extra_lines",
            ),
        ),
        Derivation(
            "pooled_base_sum",
            ("records", "pooled_covers_earlier_segments"),
            ("pooled_covers_earlier_segments",),
        ),
        Derivation(
            "pooled_transfer", ("pooled_base_sum", "extra_lines"), ("transfer_pooled_rate",)
        ),
        Derivation("total_transfer", ("account_transfer", "pooled_transfer")),
    ),
)
