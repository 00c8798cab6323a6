"""待遇领取地 as a calculation: the province that pays, and the rule that decided."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from bumang.kernel.text import Text
from bumang.rules.articles import PENSION_PLACE
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import Field, many, one_of, province, whole
from bumang.rules.parameters import Law
from bumang.rules.transfer.amount import PaidKind
from bumang.rules.transfer.pension_place import Account, Segment, pension_place


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Months in one province. Deemed months belong to the place where the person worked then."""

    province: Annotated[str, Field("省", "province", province())]
    months: Annotated[int, Field("月数", "months", whole(0, 840))]
    account: Annotated[Account, Field("账户类型", "kind of account", one_of(Account))] = (
        Account.GENERAL
    )
    kind: Annotated[PaidKind, Field("实缴或视同", "actual or deemed", one_of(PaidKind))] = (
        PaidKind.ACTUAL
    )


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Segments in order of time. The current relation is that of a general account."""

    hukou_province: Annotated[str, Field("户籍所在省", "home province", province())]
    segments: Annotated[
        tuple[Stretch, ...], Field("各段参保经历", "segments", many(group(Stretch)))
    ]
    current_relation_province: Annotated[
        str, Field("基本养老关系所在省", "province of the relation", province())
    ]


class Result(msgspec.Struct, frozen=True):
    """The province's code, and which of the four rules decided."""

    place: str
    rule: int


def answer(given: Inputs, law: Law, on: date) -> Calculated:
    """Decided in the order of the rules."""
    found = pension_place(
        given.hukou_province,
        [Segment(one.province, one.months, one.account) for one in given.segments],
        given.current_relation_province,
        law,
        on,
    )
    return Calculated(Result(found.place, found.rule), found.steps)


CALCULATION = Calculation(
    kind="pension_place",
    title=Text("待遇领取地", "where the pension is drawn"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(PENSION_PLACE,),
    flow=(
        Derivation(
            "rule",
            ("hukou_province", "segments", "current_relation_province"),
            ("pension_place_months",),
        ),
        Derivation("place", ("rule", "hukou_province", "segments", "current_relation_province")),
    ),
)
