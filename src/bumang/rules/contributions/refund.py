"""退费: what was paid without being owed comes back; the scheme is never cashed in.

State Council office measure of 2009, art. 3 (nobody leaves the scheme early); over-collection is
paid back (Social Insurance Law, art. 90). The list of reasons is from memory.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import FROM_MEMORY, NO_LEAVING, insurance_law
from bumang.rules.explanation import Step, money, plain, word


class RefundReason(StrEnum):
    """Why money is asked back; the last two are no reasons."""

    PAID_TWICE = "paid_twice"
    WRONG_PERSON = "wrong_person"
    WRONG_AMOUNT = "wrong_amount"
    AFTER_DEATH = "after_death"
    AFTER_RETIREMENT = "after_retirement"
    RESIDENTS_OVERLAP = "residents_overlap"
    RATE_CHANGED = "rate_changed"
    LEAVING_SCHEME = "leaving_scheme"
    MOVING_AWAY = "moving_away"

    @property
    def allowed(self) -> bool:
        return self not in (RefundReason.LEAVING_SCHEME, RefundReason.MOVING_AWAY)


class Refund(msgspec.Struct, frozen=True):
    """Whether, and how much in fen."""

    allowed: bool
    refund: Fen
    steps: tuple[Step, ...]


def refund(reason: RefundReason, paid: Fen, due: Fen) -> Refund:
    """What was paid above what was due; nothing where the reason is none, or nothing is above."""
    over = max(0, paid - due)
    amount = over if reason.allowed else 0
    step = Step(
        key="refund",
        name=_REFUND,
        formula=_FORMULA if reason.allowed else _NEVER,
        worked=f"max(0, {plain(to_yuan(paid))} − {plain(to_yuan(due))})" if reason.allowed else "0",
        figures=(
            word("reason", _REASON, reason.value, _REASONS[reason]),
            money("paid", Text("已缴", "paid"), paid),
            money("due", Text("应缴", "due"), due),
        ),
        result=money("refund", _REFUND, amount),
        rules=(insurance_law("九十", 90), NO_LEAVING, FROM_MEMORY),
    )
    return Refund(reason.allowed and over > 0, amount, (step,))


_REFUND = Text("退费", "refund")
_REASON = Text("退费原因", "reason")
_FORMULA = Text(
    "已缴 − 应缴，退回原缴费账户", "paid − due, back to the account that it was paid from"
)
_NEVER = Text(
    "达到领取条件以前不能退保，也不能因为离开本地而提取",
    "nobody leaves the scheme or cashes in on a move before the pension age",
)
_REASONS = {
    RefundReason.PAID_TWICE: Text("同一个月重复缴费", "paid twice for the same month"),
    RefundReason.WRONG_PERSON: Text("缴错了人", "paid for the wrong person"),
    RefundReason.WRONG_AMOUNT: Text("缴错了金额", "wrong amount"),
    RefundReason.AFTER_DEATH: Text("死亡以后的月份", "months after death"),
    RefundReason.AFTER_RETIREMENT: Text("退休以后的月份", "months after retirement"),
    RefundReason.RESIDENTS_OVERLAP: Text("与居民养老重复", "overlap with the residents' scheme"),
    RefundReason.RATE_CHANGED: Text(
        "基数或费率调整后多收", "over-collected after a change of base or rate"
    ),
    RefundReason.LEAVING_SCHEME: Text("要求退保", "leaving the scheme"),
    RefundReason.MOVING_AWAY: Text("离开本地要求提取", "cashing in on a move"),
}
