"""重复领取: two pensions drawn by one person. One relation is kept, the other ends.

Notice of 2016 on questions of transfer, item 5, and measure of 2014 linking the two schemes, both
from memory: the rest of the ended account is paid out, of residents' insurance without the
government's subsidy; what was drawn twice is owed back. What is paid out is set off against it, and
the rest is deducted from the pension that is kept (Regulation on Handling Social Insurance, art. 46).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_yuan, whole_fen
from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import SCHEME_CONVERSION, TRANSFER_QUESTIONS, handling_regulation
from bumang.rules.explanation import Step, money, plain, share, word
from bumang.rules.parameters import Law
from bumang.rules.source import Article


class EndedScheme(StrEnum):
    """Of which insurance the relation is that ends."""

    EMPLOYEE = "employee"
    RESIDENT = "resident"


class Stretch(msgspec.Struct, frozen=True):
    """Months in which both were drawn: what the ended relation paid a month, and its account part."""

    first_month: Month
    last_month: Month
    monthly: Fen
    account_part: Fen

    @property
    def months(self) -> int:
        return self.first_month.until(self.last_month) + 1


class DoublePension(msgspec.Struct, frozen=True):
    """In fen: what is owed back, what the account pays, and what is left after setting off."""

    owed_back: Fen
    account_paid_out: Fen
    set_off: Fen
    paid_to_person: Fen
    still_owed: Fen
    steps: tuple[Step, ...]


def double_pension(
    ended: EndedScheme,
    drawn: Sequence[Stretch],
    account_rest: Fen,
    subsidy: Fen,
    law: Law,
    on: date,
) -> DoublePension:
    """`subsidy` is the part of `account_rest` that the government paid, with its interest."""
    owed, owed_step = _owed_back(ended, drawn, law, on)
    paid_out, paid_step = _paid_out(ended, account_rest, subsidy, law, on)
    set_off = min(owed, paid_out)
    settled = Step(
        key="set_off",
        name=_SET_OFF,
        formula=Text(
            "退还本人的个人账户余额先抵扣重复领取的待遇，两者取小的",
            "the account's rest is first set off against what was drawn twice: the lesser of the two",
        ),
        worked=f"min({_yuan(owed)}, {_yuan(paid_out)})",
        figures=(
            money("owed_back", _OWED, owed),
            money("account_paid_out", _PAID_OUT, paid_out),
            money("paid_to_person", Text("实际退给本人", "paid to the person"), paid_out - set_off),
            money("still_owed", Text("还要退还", "still owed"), owed - set_off),
        ),
        result=money("set_off", _SET_OFF, set_off),
        rules=(handling_regulation("四十六", 46),),
    )
    return DoublePension(
        owed, paid_out, set_off, paid_out - set_off, owed - set_off, (owed_step, paid_step, settled)
    )


def _owed_back(
    ended: EndedScheme, drawn: Sequence[Stretch], law: Law, on: date
) -> tuple[Fen, Step]:
    back = law.at(f"double_pension_account_share_{ended}", on)
    base = sum((one.monthly - one.account_part) * one.months for one in drawn)
    account = sum(one.account_part * one.months for one in drawn)
    owed = base + whole_fen(account * back.number)
    step = Step(
        key="owed_back",
        name=_OWED,
        formula=Text(
            "重复月份里已领的待遇：账户养老金以外的部分 + 账户养老金 × 退还比例",
            "what was drawn in the months drawn twice: all but the account's part, and of that its share",
        ),
        worked=f"{_yuan(base)} + {_yuan(account)} × {plain(back.number)}",
        figures=(
            word("ended_scheme", Text("清理的关系", "relation that ends"), ended, _SCHEMES[ended]),
            money("base_drawn", Text("账户养老金以外", "all but the account's part"), base),
            money("account_drawn", Text("账户养老金", "the account's part"), account),
            share(
                "account_share",
                Text("账户养老金退还比例", "share of the account's part"),
                back.number,
                back.origin,
            ),
        ),
        result=money("owed_back", _OWED, owed),
        rules=_basis(ended),
    )
    return owed, step


def _paid_out(ended: EndedScheme, rest: Fen, subsidy: Fen, law: Law, on: date) -> tuple[Fen, Step]:
    paid = law.at("double_pension_subsidy_paid_out", on)
    own = rest - subsidy
    out = own + whole_fen(subsidy * paid.number)
    step = Step(
        key="account_paid_out",
        name=_PAID_OUT,
        formula=Text(
            "清理的关系终止，个人账户余额退还本人；政府补贴按比例",
            "the relation ends and the account's rest is paid out; of the government's subsidy its share",
        ),
        worked=f"{_yuan(own)} + {_yuan(subsidy)} × {plain(paid.number)}",
        figures=(
            money("account_rest", Text("个人账户余额", "rest of the account"), rest),
            money("government_subsidy", Text("其中政府补贴", "of it government subsidy"), subsidy),
            share(
                "subsidy_paid_out",
                Text("政府补贴退还本人的比例", "share of the subsidy that is paid out"),
                paid.number,
                paid.origin,
            ),
        ),
        result=money("account_paid_out", _PAID_OUT, out),
        rules=_basis(ended),
    )
    return out, step


def _basis(ended: EndedScheme) -> tuple[Article, ...]:
    return (TRANSFER_QUESTIONS if ended is EndedScheme.EMPLOYEE else SCHEME_CONVERSION,)


def _yuan(fen: Fen) -> str:
    return plain(to_yuan(fen))


_OWED = Text("重复领取应退", "drawn twice, owed back")
_PAID_OUT = Text("个人账户退还", "paid out of the account")
_SET_OFF = Text("抵扣", "set off")
_SCHEMES = {
    EndedScheme.EMPLOYEE: Text("职工养老保险", "employees' pension insurance"),
    EndedScheme.RESIDENT: Text("城乡居民养老保险", "residents' pension insurance"),
}
