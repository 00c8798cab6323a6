"""多领待遇退还: what was drawn too much is paid back at once, by plan, or by deduction.

Regulation on Handling Social Insurance, art. 46. The monthly part of a deduction is agreed; the law
gives no share. The last instalment takes what is left, so that nothing is paid back twice.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import handling_regulation
from bumang.rules.explanation import MONTHS, Step, money, number, plain, word


class Recovery(StrEnum):
    """一次性退回, 分期退回, 从后续待遇抵扣, 从个人账户余额抵扣."""

    AT_ONCE = "at_once"
    PLAN = "plan"
    DEDUCTION = "deduction"
    ACCOUNT = "account"


class Overpayment(msgspec.Struct, frozen=True):
    """Instalments in fen, and what stays owed (only where an account does not reach)."""

    instalments: tuple[Fen, ...]
    left: Fen
    steps: tuple[Step, ...]


def at_once(overpaid: Fen) -> Overpayment:
    """Everything in one payment; `overpaid` is above zero, here and below."""
    return _answer(Recovery.AT_ONCE, overpaid, (overpaid,))


def by_plan(overpaid: Fen, months: int) -> Overpayment:
    """Equal instalments to the fen; the first ones take the fen that do not divide."""
    each, rest = divmod(overpaid, months)
    parts = tuple(each + (place < rest) for place in range(months))
    return _answer(Recovery.PLAN, overpaid, tuple(part for part in parts if part))


def by_deduction(overpaid: Fen, monthly: Fen) -> Overpayment:
    """The agreed amount each month from later benefits, the rest in the last month."""
    full, rest = divmod(overpaid, monthly)
    return _answer(Recovery.DEDUCTION, overpaid, (monthly,) * full + ((rest,) if rest else ()))


def from_account(overpaid: Fen, balance: Fen) -> Overpayment:
    """What the personal account holds, at most; the rest stays owed."""
    taken = min(overpaid, balance)
    return _answer(Recovery.ACCOUNT, overpaid, (taken,) if taken else ())


def _answer(way: Recovery, overpaid: Fen, instalments: tuple[Fen, ...]) -> Overpayment:
    paid = sum(instalments)
    step = Step(
        key="instalments",
        name=_NAME,
        formula=_WAYS[way],
        worked=f"{plain(to_yuan(overpaid))} → {_shown(instalments)}",
        figures=(
            money("overpaid", Text("多领金额", "drawn too much"), overpaid),
            word("way", Text("退还方式", "way"), way.value, _WAYS[way]),
            number("months", Text("期数", "instalments"), len(instalments), MONTHS),
        ),
        result=money("repaid", Text("退还合计", "paid back in all"), paid),
        rules=(handling_regulation("四十六", 46),),
    )
    return Overpayment(instalments, overpaid - paid, (step,))


def _shown(instalments: tuple[Fen, ...]) -> str:
    """Equal ones together: `12 × 100 + 40`."""
    groups: dict[Fen, int] = {}
    for one in instalments:
        groups[one] = groups.get(one, 0) + 1
    return " + ".join(f"{count} × {plain(to_yuan(one))}" for one, count in groups.items()) or "0"


_NAME = Text("退还安排", "how it is paid back")
_WAYS = {
    Recovery.AT_ONCE: Text("一次性退回", "at once"),
    Recovery.PLAN: Text("签订还款协议，分期退回", "by an agreed plan"),
    Recovery.DEDUCTION: Text("从以后的待遇中抵扣", "deducted from later benefits"),
    Recovery.ACCOUNT: Text("从个人账户余额中抵扣", "deducted from the personal account"),
}
