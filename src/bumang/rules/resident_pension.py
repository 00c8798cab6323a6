"""城乡居民基本养老金: base amount and account, State Council opinion 2014 no. 8."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import RESIDENT_PENSION
from bumang.rules.explanation import MONTHS, Origins, Step, money, number, plain


class ResidentPension(msgspec.Struct, frozen=True):
    """Monthly amounts in fen."""

    base: Fen
    account: Fen
    total: Fen
    steps: tuple[Step, ...]


def resident_pension(
    *,
    base_amount: Fen,
    account_balance: Fen,
    divisor: int,
    local_addition: Fen,
    long_contribution_addition: Fen,
    origins: Origins | None = None,
) -> ResidentPension:
    """The pension of a resident; the divisor is 139 for everybody."""
    base = base_amount + local_addition + long_contribution_addition
    account = to_fen(to_yuan(account_balance) / divisor)
    known = origins or {}
    base_step = Step(
        key="base",
        name=_BASE,
        formula=Text(
            "国家标准 + 地方加发 + 长缴加发", "national + local + long-contribution amount"
        ),
        worked=_sum(base_amount, local_addition, long_contribution_addition),
        figures=(
            money("base_amount", _NATIONAL, base_amount, known.get("base_amount")),
            money("local_addition", _LOCAL, local_addition, known.get("local_addition")),
            money("long_contribution_addition", _LONG, long_contribution_addition),
        ),
        result=money("base", _BASE, base),
        rules=(RESIDENT_PENSION,),
    )
    account_step = Step(
        key="account",
        name=_ACCOUNT,
        formula=Text("个人账户储存额 ÷ 计发月数", "balance ÷ divisor"),
        worked=f"{plain(to_yuan(account_balance))} ÷ {divisor}",
        figures=(
            money("account_balance", _BALANCE, account_balance),
            number("divisor", _DIVISOR, divisor, MONTHS, known.get("divisor")),
        ),
        result=money("account", _ACCOUNT, account),
        rules=(RESIDENT_PENSION,),
    )
    return ResidentPension(base, account, base + account, (base_step, account_step))


def _sum(*amounts: Fen) -> str:
    return " + ".join(plain(Decimal(to_yuan(amount))) for amount in amounts)


_BASE = Text("基础养老金", "base pension")
_NATIONAL = Text("国家最低标准", "national minimum")
_LOCAL = Text("地方加发", "local addition")
_LONG = Text("长缴加发", "long-contribution addition")
_ACCOUNT = Text("个人账户养老金", "account pension")
_BALANCE = Text("个人账户储存额", "account balance")
_DIVISOR = Text("计发月数", "divisor")
