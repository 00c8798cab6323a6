"""转移资金: what an employee's pension relation takes along to another province.

State Council office measure of 2009, art. 4: the whole personal account, and 12% of the wages that
contributions were really paid on since 1998, whatever rate the employer paid. The wages are summed
month by month and rounded once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import TRANSFER
from bumang.rules.explanation import MONTHS as MONTHS_UNIT
from bumang.rules.explanation import Figure, Step, money, number, plain, share, word
from bumang.rules.parameters import Law
from bumang.rules.values import Value

_FIRST_YEAR = 1998  # personal accounts are one in the nation from 1 January of this year
_MONTHS_A_YEAR = 12


class PaidKind(StrEnum):
    """实际缴费, or 视同缴费: counted as paid though nothing was."""

    ACTUAL = "actual"
    DEEMED = "deemed"


class PaidStatus(StrEnum):
    """已缴, 欠缴."""

    PAID = "paid"
    UNPAID = "unpaid"


class Payer(StrEnum):
    """Who paid; it changes nothing in what moves."""

    EMPLOYER = "employer"
    FLEXIBLE = "flexible"


class Item(StrEnum):
    """Which item of the sheet an extra line belongs to: 4 (account) or 5 (pooled)."""

    ACCOUNT = "account"
    POOLED = "pooled"


class WagesPaidOn(msgspec.Struct, frozen=True):
    """Some months of one year on one base. `province` tells where, for segments received."""

    year: int
    months: int
    monthly_base: Fen
    kind: PaidKind = PaidKind.ACTUAL
    status: PaidStatus = PaidStatus.PAID
    payer: Payer | None = None
    province: str | None = None

    @property
    def moves(self) -> bool:
        """Whether its wages count: really paid, since 1998."""
        actual = self.kind is PaidKind.ACTUAL and self.status is PaidStatus.PAID
        return actual and self.year >= _FIRST_YEAR


class ExtraLine(msgspec.Struct, frozen=True):
    """A correction or local supplement as on real sheets; it may be negative."""

    item: Item
    amount: Fen


class TransferAmount(msgspec.Struct, frozen=True):
    """Items 4, 5 and 6 of the sheet in fen, and the wages that item 5 is a share of."""

    account_transfer: Fen
    pooled_base_sum: Fen
    pooled_transfer: Fen
    total_transfer: Fen
    steps: tuple[Step, ...]


class PaidTwiceError(Exception):
    """More than twelve months are said to be paid in a year; a month counts once."""

    def __init__(self, year: int) -> None:
        super().__init__(f"more than twelve months in {year}")
        self.year = year


class NoProvinceError(Exception):
    """Only one province's segments count, and a record does not say its province."""


def transfer_amount(  # the sheet's items, as they stand on it
    records: Sequence[WagesPaidOn],
    *,
    account_balance: Fen,
    current_year_principal: Fen,
    law: Law,
    on: date,
    pre_1998: Fen,
    extra_lines: Sequence[ExtraLine] = (),
    covers_earlier_segments: bool | None = None,
) -> TransferAmount:
    """Items 1 to 6 of the sheet by the law of the day `on`.

    `covers_earlier_segments` says whether item 5 covers what an earlier province passed on; None:
    as the law has it. Where it does not, the last record's province is the one that is left.

    Raises `PaidTwiceError` and `NoProvinceError`.
    """
    rate = law.at("transfer_pooled_rate", on)
    earlier = law.at("pooled_covers_earlier_segments", on)
    covers = earlier.word == "yes" if covers_earlier_segments is None else covers_earlier_segments
    counted = [record for record in _segments(records, covers) if record.moves]
    _check_months(counted)
    account, account_step = _account(
        pre_1998, account_balance, current_year_principal, _of(Item.ACCOUNT, extra_lines)
    )
    base_sum = sum(record.monthly_base * record.months for record in counted)
    lines = _of(Item.POOLED, extra_lines)
    pooled = to_fen(to_yuan(base_sum) * rate.number) + sum(lines)
    said = None if covers_earlier_segments is not None else earlier
    return TransferAmount(
        account_transfer=account,
        pooled_base_sum=base_sum,
        pooled_transfer=pooled,
        total_transfer=account + pooled,
        steps=(
            account_step,
            _wages_step(records, counted, base_sum, covers, said),
            _pooled_step(base_sum, rate, lines, pooled),
            _total_step(account, pooled),
        ),
    )


def _segments(records: Sequence[WagesPaidOn], covers: bool) -> Sequence[WagesPaidOn]:
    if covers or not records:
        return records
    if any(record.province is None for record in records):
        raise NoProvinceError
    left = max(enumerate(records), key=lambda one: (one[1].year, one[0]))[1].province
    return [record for record in records if record.province == left]


def _check_months(counted: Sequence[WagesPaidOn]) -> None:
    by_year: dict[int, int] = {}
    for record in counted:
        by_year[record.year] = by_year.get(record.year, 0) + record.months
        if by_year[record.year] > _MONTHS_A_YEAR:
            raise PaidTwiceError(record.year)


def _of(item: Item, lines: Sequence[ExtraLine]) -> tuple[Fen, ...]:
    return tuple(line.amount for line in lines if line.item is item)


def _account(pre_1998: Fen, balance: Fen, current: Fen, lines: tuple[Fen, ...]) -> tuple[Fen, Step]:
    parts = (pre_1998, balance, current, *lines)
    total = sum(parts)
    step = Step(
        key="account_transfer",
        name=_ACCOUNT,
        formula=Text(
            "1998 年前个人缴费本息 + 1998 年至上年末账户储存额 + 本年记账本金（不计息）",
            "own money before 1998 with interest + balance from 1998 to the end of last year + this year's principal without interest",
        ),
        worked=_sum(parts),
        figures=(
            money("pre1998_personal_principal_and_interest", _PRE_1998, pre_1998),
            money("account_balance_1998_to_last_year_end", _BALANCE, balance),
            money("current_year_account_principal", _CURRENT, current),
            *(money("extra_line", _EXTRA, line) for line in lines),
        ),
        result=money("account_transfer", _ACCOUNT, total),
        rules=(TRANSFER,),
    )
    return total, step


def _wages_step(
    records: Sequence[WagesPaidOn],
    counted: Sequence[WagesPaidOn],
    base_sum: Fen,
    covers: bool,
    earlier: Value | None,
) -> Step:
    months = sum(record.months for record in counted)
    left_out = sum(record.months for record in records) - months
    figures: tuple[Figure, ...] = (
        number("counted_months", _COUNTED, months, MONTHS_UNIT),
        number("left_out_months", _LEFT_OUT, left_out, MONTHS_UNIT),
    )
    if len({record.province for record in records}) > 1:  # else it decides nothing
        shown, origin = (_YES if covers else _NO), (earlier.origin if earlier else None)
        figures += (word("covers_earlier", _COVERS, "yes" if covers else "no", shown, origin),)
    return Step(
        key="pooled_base_sum",
        name=_WAGES,
        formula=Text(
            "1998 年起实际缴费各月的缴费工资相加；视同缴费、欠缴和 1998 年以前的月份不算",
            "the wages of every month really paid since 1998; deemed and unpaid months and those before 1998 do not count",
        ),
        worked=" + ".join(
            f"{plain(to_yuan(record.monthly_base))} × {record.months}" for record in counted
        )
        or "0",
        figures=figures,
        result=money("pooled_base_sum", _WAGES, base_sum),
        rules=(TRANSFER,),
    )


def _pooled_step(base_sum: Fen, rate: Value, lines: tuple[Fen, ...], pooled: Fen) -> Step:
    extra = "".join(f" + {plain(to_yuan(line))}" for line in lines)
    return Step(
        key="pooled_transfer",
        name=_POOLED,
        formula=Text(
            "缴费工资总和 × 统筹转移比例，合计后取整到分；单位实际费率不影响",
            "sum of the wages × the pooled share, rounded once to the fen; the employer's real rate does not matter",
        ),
        worked=f"{plain(to_yuan(base_sum))} × {plain(rate.number * 100)}%{extra}",
        figures=(
            share("transfer_pooled_rate", _RATE, rate.number, rate.origin),
            *(money("extra_line", _EXTRA, line) for line in lines),
        ),
        result=money("pooled_transfer", _POOLED, pooled),
        rules=(TRANSFER,),
    )


def _total_step(account: Fen, pooled: Fen) -> Step:
    return Step(
        key="total_transfer",
        name=_TOTAL,
        formula=Text("个人账户转移额 + 统筹基金转移额", "account transfer + pooled transfer"),
        worked=_sum((account, pooled)),
        figures=(),
        result=money("total_transfer", _TOTAL, account + pooled),
        rules=(TRANSFER,),
    )


def _sum(parts: Sequence[Fen]) -> str:
    return " + ".join(plain(to_yuan(part)) for part in parts)


_ACCOUNT = Text("个人账户基金转移额", "account transfer")
_PRE_1998 = Text("1998 年前个人缴费本息", "own money before 1998 with interest")
_BALANCE = Text("1998 年至上年末账户储存额", "balance from 1998 to the end of last year")
_CURRENT = Text("本年记账本金", "this year's principal")
_EXTRA = Text("调整项", "extra line")
_WAGES = Text("缴费工资总和", "sum of the wages")
_COUNTED = Text("计入的月数", "months counted")
_LEFT_OUT = Text("不计入的月数", "months that do not count")
_COVERS = Text("含以前转入的年限", "covers segments received earlier")
_YES = Text("是", "yes")
_NO = Text("否", "no")
_POOLED = Text("统筹基金转移额", "pooled transfer")
_RATE = Text("统筹转移比例", "pooled share")
_TOTAL = Text("转移基金总额", "total")
