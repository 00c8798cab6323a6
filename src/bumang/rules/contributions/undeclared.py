"""未按时申报: a month that the employer did not declare is set at 110% of the month before.

Social Insurance Law, art. 62. When the employer declares late, the amount is corrected. Without a
month before, the agency estimates by size and activity (1999 regulation, art. 10): no figure here.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import insurance_law
from bumang.rules.explanation import Step, money, plain, share
from bumang.rules.parameters import Law

_LAW = insurance_law("六十二", 62)


class UndeclaredMonth(msgspec.Struct, frozen=True):
    """What is set for the month; the correction once the declared amount is known (or None)."""

    amount: Fen
    correction: Fen | None
    steps: tuple[Step, ...]


def undeclared_month(
    last_month_amount: Fen, law: Law, on: date, declared_later: Fen | None = None
) -> UndeclaredMonth:
    """A positive correction is still to be paid, a negative one comes back."""
    factor = law.at("undeclared_factor", on)
    amount = to_fen(to_yuan(last_month_amount) * factor.number)
    steps = [
        Step(
            key="amount",
            name=_AMOUNT,
            formula=Text("上月缴费额 × {factor}%", "last month's amount × {factor}%").format(
                factor=plain(factor.number * 100)
            ),
            worked=f"{plain(to_yuan(last_month_amount))} × {plain(factor.number * 100)}%",
            figures=(
                money("last_month_amount", _LAST, last_month_amount),
                share("undeclared_factor", _FACTOR, factor.number, factor.origin),
            ),
            result=money("amount", _AMOUNT, amount),
            rules=(_LAW,),
        )
    ]
    if declared_later is None:
        return UndeclaredMonth(amount, None, tuple(steps))
    steps.append(_correction_step(declared_later, amount))
    return UndeclaredMonth(amount, declared_later - amount, tuple(steps))


def _correction_step(declared: Fen, amount: Fen) -> Step:
    return Step(
        key="correction",
        name=_CORRECTION,
        formula=Text("补报的应缴额 − 已确定的数额", "amount declared later − amount that was set"),
        worked=f"{plain(to_yuan(declared))} − {plain(to_yuan(amount))}",
        figures=(money("declared_later", _DECLARED, declared),),
        result=money("correction", _CORRECTION, declared - amount),
        rules=(_LAW,),
    )


_AMOUNT = Text("按规定确定的应缴额", "amount that is set")
_LAST = Text("上月缴费额", "last month's amount")
_FACTOR = Text("比例", "factor")
_CORRECTION = Text("多退少补", "correction")
_DECLARED = Text("补报的应缴额", "amount declared later")
