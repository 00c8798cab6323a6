"""年限不足 as a calculation: the months missing at the statutory age, and the choices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import MINIMUM_MONTHS, MINIMUM_YEARS_LAW, SHORT_YEARS
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, money, month, whole
from bumang.rules.parameters import Law
from bumang.rules.short_years import Choice, ShortOption, short_years


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one payment is open depends on when somebody was first insured."""

    statutory_month: Annotated[Month, Field("法定退休年月", "statutory month", month())]
    paid_months: Annotated[int, Field("缴费月数", "months paid", whole(0, 840))]
    deemed_months: Annotated[int, Field("视同缴费月数", "deemed months", whole(0, 840))]
    account_balance: Annotated[Fen, Field("个人账户储存额", "account balance", money())]
    first_insured_month: Annotated[
        Month | None, Field("首次参保年月", "month first insured", month())
    ] = None


class Option(msgspec.Struct, frozen=True):
    """One choice. Without `open` it depends on what was not said: see `condition`.

    `months` are those to be paid, `month` is when the minimum is reached or the payment is open,
    `amount` in yuan is what moves or is paid out.
    """

    option: Choice
    condition: Text
    open: bool | UnsetType
    months: int | UnsetType
    month: str | UnsetType
    amount: Decimal | UnsetType


class Result(msgspec.Struct, frozen=True):
    """No options where nothing is missing."""

    required_months: int
    missing_months: int
    options: tuple[Option, ...]


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """The months missing and the choices. Raises `InvalidInput` for an insurance yet to begin."""
    first = given.first_insured_month
    if first is not None and first > given.statutory_month:
        raise InvalidInput(_INSURED_AFTERWARDS)
    found = short_years(given.statutory_month, given.paid_months, given.deemed_months, law, first)
    options = tuple(_told(option, given.account_balance) for option in found.options)
    return Calculated(Result(found.required_months, found.missing_months, options), (found.step,))


def _told(option: ShortOption, balance: Fen) -> Option:
    takes_account = option.choice in (Choice.RESIDENTS_SCHEME, Choice.END_RELATION)
    return Option(
        option.choice,
        option.condition,
        UNSET if option.open is None else option.open,
        option.months or UNSET,
        UNSET if option.reached is None else str(option.reached),
        to_yuan(balance) if takes_account else UNSET,
    )


_INSURED_AFTERWARDS = Problem(
    "INSURED_AFTERWARDS",
    Text("首次参保年月晚于法定退休年月。", "The first insured month is after the statutory month."),
    Text("到法定退休年龄后不能新参加职工养老保险。", "Nobody first joins after that age."),
    Text("请核对两个年月。", "Check both months."),
    "first_insured_month",
)

_FLOW = (
    Derivation("required_months", ("statutory_month",), ("minimum_months",)),
    Derivation("missing_months", ("required_months", "paid_months", "deemed_months")),
    Derivation(
        "options",
        ("missing_months", "statutory_month", "first_insured_month", "account_balance"),
        ("extension_before_one_payment", "insured_before_for_one_payment"),
    ),
)

CALCULATION = Calculation(
    kind="short_years",
    title=Text("年限不足", "too few years"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(MINIMUM_YEARS_LAW, MINIMUM_MONTHS, SHORT_YEARS),
    flow=_FLOW,
)
