"""转移条件 as a calculation: whether a relation can move, and what to do about each obstacle."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from bumang.kernel.problems import InvalidInput
from bumang.kernel.text import Text
from bumang.rules.articles import TRANSFER_STEPS
from bumang.rules.calculations.declaration import Calculated, Calculation, Derivation
from bumang.rules.calculations.problems import missing
from bumang.rules.calculations.reading import group
from bumang.rules.calculations.written import Field, day, many, one_of, whole, yes_no
from bumang.rules.contributions.back_payment import Document, LumpPayment
from bumang.rules.parameters import Law
from bumang.rules.transfer.check import Case, Decided, TransferFacts, transfer_check
from bumang.rules.transfer.pension_place import Account


class Lump(msgspec.Struct, frozen=True):
    """Past months paid in one go."""

    months: Annotated[int, Field("月数", "months", whole(1, 840))]
    paid_date: Annotated[date, Field("补缴日期", "day of payment", day())]
    document: Annotated[Document, Field("法律文书", "legal document", one_of(Document))] = (
        Document.NONE
    )
    document_date: Annotated[date | None, Field("文书日期", "day of the document", day())] = None


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """What both places know; what is not said does not stand in the way."""

    paying_at_new_place: Annotated[bool, Field("新参保地已缴费", "paid at the new place", yes_no())]
    paying_at_old_place: Annotated[bool, Field("原参保地在缴费", "old place still paid", yes_no())]
    draws_pension: Annotated[bool, Field("已领取养老金", "draws a pension", yes_no())]
    account: Annotated[Account, Field("账户类型", "kind of account", one_of(Account))]
    died: Annotated[bool, Field("已死亡", "has died", yes_no())] = False
    another_transfer_open: Annotated[
        bool, Field("有未办完的转移", "another transfer is open", yes_no())
    ] = False
    names_agree: Annotated[bool, Field("两地姓名和号码一致", "name and number agree", yes_no())] = (
        True
    )
    months_paid_twice: Annotated[
        int, Field("两地重复缴费月数", "months paid in both places", whole(0, 840))
    ] = 0
    employer_in_arrears: Annotated[
        bool, Field("原单位欠缴", "the old employer is in arrears", yes_no())
    ] = False
    lump_payments: Annotated[
        tuple[Lump, ...], Field("一次性补缴", "lump payments", many(group(Lump), most=50))
    ] = ()


class ToldCase(msgspec.Struct, frozen=True):
    """A case by its code, and what is to be done."""

    case: Case
    what_to_do: Text


class Result(msgspec.Struct, frozen=True):
    """The decision and every case behind it."""

    decided: Decided
    cases: tuple[ToldCase, ...]


def answer(given: Inputs, law: Law, _on: date) -> Calculated:
    """Every case is looked at. Raises `InvalidInput` for a document without its day."""
    for place, one in enumerate(given.lump_payments):
        if one.document is not Document.NONE and one.document_date is None:
            raise InvalidInput(missing(f"lump_payments[{place}].document_date", _DAY))
    facts = TransferFacts(
        given.paying_at_new_place,
        given.paying_at_old_place,
        given.draws_pension,
        given.account,
        given.died,
        given.another_transfer_open,
        given.names_agree,
        given.months_paid_twice,
        given.employer_in_arrears,
        tuple(
            LumpPayment(one.months, one.paid_date, one.document, one.document_date)
            for one in given.lump_payments
        ),
    )
    found = transfer_check(facts, law)
    cases = tuple(ToldCase(one.case, one.what_to_do) for one in found.found)
    return Calculated(Result(found.decided, cases), found.steps)


_DAY = Text("文书日期", "day of the document")

CALCULATION = Calculation(
    kind="transfer_check",
    title=Text("转移条件", "whether a pension relation can move"),
    inputs=Inputs,
    result=Result,
    answer=answer,
    rules=(TRANSFER_STEPS,),
    flow=(
        Derivation(
            "cases",
            (
                "paying_at_new_place",
                "paying_at_old_place",
                "draws_pension",
                "account",
                "died",
                "another_transfer_open",
                "names_agree",
                "months_paid_twice",
                "employer_in_arrears",
                "lump_payments",
            ),
            ("lump_payment_months",),
        ),
        Derivation("decided", ("cases",)),
    ),
)
