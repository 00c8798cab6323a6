"""临时账户归集 as a calculation: which account the province holds, and what it passes on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.ages import Age
from bumang.rules.articles import TEMPORARY_ACCOUNT
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import (
    Field,
    Reader,
    many,
    money,
    one_of,
    ratio,
    whole,
    yes_no,
)
from bumang.rules.parameters import Law
from bumang.rules.transfer.pension_place import Account
from bumang.rules.transfer.temporary_account import (
    Entry,
    PaidThere,
    Sex,
    temporary_account_transfer,
)


class _WrittenAge(msgspec.Struct, frozen=True):
    years: Annotated[int, Field("周岁", "years", whole(16, 100))]
    months: Annotated[int, Field("月", "months", whole(0, 11))]


_YEARS, _EXACT = whole(16, 100), group(_WrittenAge)


def _read_age(value: Any) -> int:
    """Full years as a number, or years and months. Read to months."""
    if isinstance(value, dict):
        age = _EXACT.read(value)
        return Age(age.years, age.months).in_months
    return int(_YEARS.read(value)) * 12


_AGE = Reader(_read_age, {"anyOf": [_YEARS.schema, _EXACT.schema]})


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Months of one year on one base, with the rates really paid."""

    year: Annotated[int, Field("年份", "year", whole(1998, 2200))]
    months: Annotated[int, Field("月数", "months", whole(0, 12))]
    monthly_base: Annotated[Fen, Field("月缴费基数", "monthly base", money())]
    employer_rate: Annotated[
        Decimal, Field("单位费率", "employer's rate", ratio(least="0", most="1"))
    ]
    personal_rate: Annotated[
        Decimal, Field("个人费率", "person's rate", ratio(least="0", most="1"))
    ]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Age in full years (or years and months) on the day of the first contribution there."""

    sex: Annotated[Sex, Field("性别", "sex", one_of(Sex))]
    age_at_entry: Annotated[int, Field("首次缴费时的年龄", "age on first paying there", _AGE)]
    hukou_in_new_province: Annotated[
        bool, Field("户籍在新参保省", "the new province is the home province", yes_no())
    ]
    records: Annotated[tuple[Record, ...], Field("缴费记录", "records", many(group(Record)))]
    interest: Annotated[Fen, Field("利息", "interest", money())] = 0
    approved_official_move: Annotated[
        bool, Field("经批准的组织调动", "approved official move", yes_no())
    ] = False
    relation_opened_before: Annotated[
        bool, Field("到龄前已在本省建立一般账户", "general account there before that age", yes_no())
    ] = False


class Result(msgspec.Struct, frozen=True):
    """In yuan. From a general account the ordinary shares move."""

    account_type: Account
    employer_principal: Decimal
    personal_principal: Decimal
    total_transfer: Decimal


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """The kind of account, then what it passes on."""
    found = temporary_account_transfer(
        Entry(
            given.sex,
            given.age_at_entry,
            given.hukou_in_new_province,
            given.approved_official_move,
            given.relation_opened_before,
        ),
        [
            PaidThere(one.months, one.monthly_base, one.employer_rate, one.personal_rate)
            for one in given.records
        ],
        given.interest,
        law,
        on,
    )
    result = Result(
        found.account_type,
        to_yuan(found.employer_principal),
        to_yuan(found.personal_principal),
        to_yuan(found.total_transfer),
    )
    return Calculated(result, found.steps)


CALCULATION = Calculation(
    kind="temporary_account_transfer",
    title=Text("临时账户归集", "gathering of a temporary account"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(TEMPORARY_ACCOUNT,),
    flow=(
        Derivation(
            "account_type",
            (
                "sex",
                "age_at_entry",
                "hukou_in_new_province",
                "approved_official_move",
                "relation_opened_before",
            ),
            ("temporary_account_age_*",),
        ),
        Derivation("employer_principal", ("records",)),
        Derivation("personal_principal", ("records",)),
        Derivation(
            "total_transfer",
            ("account_type", "employer_principal", "personal_principal", "records", "interest"),
            ("transfer_pooled_rate",),
        ),
    ),
)
