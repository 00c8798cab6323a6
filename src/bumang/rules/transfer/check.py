"""转移条件: what stands in the way of a transfer, and what is to be done about each.

State Council office measure of 2009, notices of 2016 and 2019. What refuses ends the application;
what keeps part back lets the rest move; what waits is settled first, and the transfer goes on.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bumang.kernel.text import Text
from bumang.rules.articles import LUMP_PAYMENTS, TEMPORARY_ACCOUNT, TRANSFER_STEPS
from bumang.rules.contributions.back_payment import LumpPayment, lump_moves
from bumang.rules.explanation import Figure, Step, word
from bumang.rules.parameters import Law
from bumang.rules.transfer.pension_place import Account


class Case(StrEnum):
    """The cases of the field's documents, by their codes."""

    STILL_PAYING = "E01"
    DRAWS_PENSION = "E02"
    TEMPORARY = "E03"
    NAMES_DIFFER = "E04"
    PAID_TWICE = "E05"
    IN_ARREARS = "E06"
    LUMP_UNDOCUMENTED = "E07"
    DIED = "E12"
    ANOTHER_OPEN = "E13"


class Decided(StrEnum):
    """不予受理, 先补正, 部分转移, 可以转移."""

    REFUSED = "refused"
    SUPPLEMENT = "supplement"
    PARTIAL = "partial"
    CLEAR = "clear"


class TransferFacts(msgspec.Struct, frozen=True):
    """What both places know of the person. Months are those paid in two places at once."""

    paying_at_new_place: bool
    paying_at_old_place: bool
    draws_pension: bool
    account: Account
    died: bool
    another_transfer_open: bool
    names_agree: bool
    months_paid_twice: int
    employer_in_arrears: bool
    lump_payments: tuple[LumpPayment, ...]


class Found(msgspec.Struct, frozen=True):
    """A case that applies, and what is to be done."""

    case: Case
    what_to_do: Text


class TransferCheck(msgspec.Struct, frozen=True):
    """The decision, and every case that led to it in the order of their codes."""

    decided: Decided
    found: tuple[Found, ...]
    steps: tuple[Step, ...]


def transfer_check(facts: TransferFacts, law: Law) -> TransferCheck:
    """Every case is looked at; the gravest decides."""
    cases = [case for case in Case if _applies(case, facts, law)]
    graves = [_GRAVITY[case] for case in cases]
    decided = next((one for one in Decided if one in graves), Decided.CLEAR)
    found = tuple(Found(case, _WHAT_TO_DO[case]) for case in cases)
    step = Step(
        key="decided",
        name=_NAME,
        formula=_DECISIONS[decided],
        worked=", ".join(case.value for case in cases) or "–",
        figures=tuple(_figure(one) for one in found),
        result=word("decided", _NAME, decided.value, _DECISIONS[decided]),
        rules=(TRANSFER_STEPS, TEMPORARY_ACCOUNT, LUMP_PAYMENTS),
    )
    return TransferCheck(decided, found, (step,))


def _applies(case: Case, facts: TransferFacts, law: Law) -> bool:
    return {
        Case.STILL_PAYING: facts.paying_at_old_place or not facts.paying_at_new_place,
        Case.DRAWS_PENSION: facts.draws_pension,
        Case.TEMPORARY: facts.account is Account.TEMPORARY,
        Case.NAMES_DIFFER: not facts.names_agree,
        Case.PAID_TWICE: facts.months_paid_twice > 0,
        Case.IN_ARREARS: facts.employer_in_arrears,
        Case.LUMP_UNDOCUMENTED: not all(lump_moves(one, law) for one in facts.lump_payments),
        Case.DIED: facts.died,
        Case.ANOTHER_OPEN: facts.another_transfer_open,
    }[case]


def _figure(found: Found) -> Figure:
    return word(found.case.value, _CASE, found.case.value, found.what_to_do)


_GRAVITY = {
    Case.STILL_PAYING: Decided.REFUSED,
    Case.DRAWS_PENSION: Decided.REFUSED,
    Case.TEMPORARY: Decided.REFUSED,
    Case.NAMES_DIFFER: Decided.SUPPLEMENT,
    Case.PAID_TWICE: Decided.SUPPLEMENT,
    Case.IN_ARREARS: Decided.PARTIAL,
    Case.LUMP_UNDOCUMENTED: Decided.PARTIAL,
    Case.DIED: Decided.REFUSED,
    Case.ANOTHER_OPEN: Decided.REFUSED,
}
_WHAT_TO_DO = {
    Case.STILL_PAYING: Text(
        "原参保地停保、新参保地已缴费后再申请",
        "apply once the old place has stopped and the new place has been paid",
    ),
    Case.DRAWS_PENSION: Text("已经领取养老金的，不再转移", "who draws a pension does not transfer"),
    Case.TEMPORARY: Text(
        "临时账户现在不转，保留在当地，退休时由待遇领取地归集",
        "a temporary account stays where it is, and the pension place gathers it at the end",
    ),
    Case.NAMES_DIFFER: Text(
        "姓名或者证件号码两地不一致，凭公安机关证明更正、合并后再转",
        "name or number differ: correct and merge them with the police's certificate first",
    ),
    Case.PAID_TWICE: Text(
        "两地重复缴费的月份只留一地，另一地退还个人部分，重新计算",
        "of months paid in two places one place keeps them, the other refunds the personal part",
    ),
    Case.IN_ARREARS: Text(
        "已缴的月份先转，单位补缴后的月份再补转",
        "the months paid move now, those in arrears later by a supplement",
    ),
    Case.LUMP_UNDOCUMENTED: Text(
        "一次补缴三年以上又没有法律文书的月份留在当地，其余的先转",
        "months of a lump payment of three years or more without a document stay, the rest moves",
    ),
    Case.DIED: Text(
        "停止转移，由关系所在地办理遗属待遇",
        "the transfer stops; the survivors claim where the relation is",
    ),
    Case.ANOTHER_OPEN: Text(
        "先办完前一次转移，再办下一次", "the transfer under way is finished first, then the next"
    ),
}
_DECISIONS = {
    Decided.REFUSED: Text("不予受理，书面说明原因", "refused, with the reason in writing"),
    Decided.SUPPLEMENT: Text("先补正", "to be put right first"),
    Decided.PARTIAL: Text("部分转移", "part of it moves"),
    Decided.CLEAR: Text("可以转移", "it can move"),
}
_NAME = Text("转移条件", "whether it can move")
_CASE = Text("情形", "case")
