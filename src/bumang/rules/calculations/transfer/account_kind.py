"""账户类型 as a calculation: general or temporary, with the age counted on the day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from bumang.kernel.problems import InvalidInput, Problem
from bumang.kernel.text import Text
from bumang.rules.articles import TEMPORARY_ACCOUNT
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.written import Field, day, one_of, province, yes_no
from bumang.rules.parameters import Law
from bumang.rules.transfer.pension_place import Account
from bumang.rules.transfer.temporary_account import Entry, Sex, account_kind_by_day, full_months


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Who begins to pay where, and since when."""

    sex: Annotated[Sex, Field("性别", "sex", one_of(Sex))]
    birth_date: Annotated[date, Field("出生日期", "date of birth", day())]
    first_contribution_date: Annotated[
        date, Field("在新参保省首次缴费日期", "first contribution in the new province", day())
    ]
    hukou_province: Annotated[str, Field("户籍所在省", "home province", province())]
    new_province: Annotated[str, Field("新参保省", "new province", province())]
    approved_official_move: Annotated[
        bool, Field("经批准的组织调动", "approved official move", yes_no())
    ] = False
    relation_opened_before: Annotated[
        bool, Field("到龄前已在本省建立一般账户", "general account there before that age", yes_no())
    ] = False


class Result(msgspec.Struct, frozen=True):
    """General or temporary."""

    account_type: Account


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """Decide. Raises `InvalidInput` for a contribution before birth."""
    if given.first_contribution_date <= given.birth_date:
        raise InvalidInput(_BEFORE_BIRTH)
    entry = Entry(
        given.sex,
        full_months(given.birth_date, given.first_contribution_date),
        given.hukou_province == given.new_province,
        given.approved_official_move,
        given.relation_opened_before,
    )
    found = account_kind_by_day(entry, given.birth_date, given.first_contribution_date, law, on)
    return Calculated(Result(found.account_type), found.steps)


_BEFORE_BIRTH = Problem(
    "BEFORE_BIRTH",
    Text("首次缴费日期不晚于出生日期。", "The first contribution is not after birth."),
    Text("年龄按首次缴费那一天算。", "The age is counted on that day."),
    Text("请核对两个日期。", "Check both dates."),
    "first_contribution_date",
)

CALCULATION = Calculation(
    kind="account_kind",
    title=Text("新参保地的账户类型", "kind of account in a new province"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(TEMPORARY_ACCOUNT,),
    flow=(
        Derivation("age_at_entry", ("birth_date", "first_contribution_date")),
        Derivation("hukou_in_new_province", ("hukou_province", "new_province")),
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
    ),
)
