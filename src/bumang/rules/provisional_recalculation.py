"""预发重算: a pension paid on last year's base, set anew when the year's own is published.

One base serves all retirements of a calendar year and is usually published between July and
December. Until then the last published one stands in; afterwards the difference is paid for every
month already paid (预发、重算、补发).
"""

from __future__ import annotations

import msgspec

from bumang.kernel.money import Fen, to_yuan
from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import BASE_OF_THE_YEAR
from bumang.rules.explanation import MONTHS, Step, money, month, number, plain


class Recalculation(msgspec.Struct, frozen=True):
    """Amounts in fen. A negative difference is what was paid too much."""

    monthly_difference: Fen
    months_made_good: int
    back_payment: Fen
    steps: tuple[Step, ...]


def provisional_recalculation(
    provisional: Fen, final: Fen, first_paid: Month, first_at_final_rate: Month
) -> Recalculation:
    """What is made good for the months from `first_paid` to before `first_at_final_rate`.

    Raises `ValueError` when the final rate begins before the first payment.
    """
    months = first_paid.until(first_at_final_rate)
    if months < 0:
        raise ValueError("nothing was paid before the first payment")
    difference = final - provisional
    steps = (
        _difference_step(provisional, final, difference),
        _back_payment_step(difference, months, first_paid, first_at_final_rate),
    )
    return Recalculation(difference, months, difference * months, steps)


def _difference_step(provisional: Fen, final: Fen, difference: Fen) -> Step:
    return Step(
        key="monthly_difference",
        name=_DIFFERENCE,
        formula=Text("重算后的月养老金 − 预发的月养老金", "final pension − provisional pension"),
        worked=f"{plain(to_yuan(final))} − {plain(to_yuan(provisional))}",
        figures=(
            money("provisional_total", Text("预发的月养老金", "provisional pension"), provisional),
            money("final_total", Text("重算后的月养老金", "final pension"), final),
        ),
        result=money("monthly_difference", _DIFFERENCE, difference),
        rules=(BASE_OF_THE_YEAR,),
    )


def _back_payment_step(difference: Fen, months: int, first: Month, final: Month) -> Step:
    return Step(
        key="back_payment",
        name=_BACK_PAYMENT,
        formula=Text("每月差额 × 已预发的月数", "monthly difference × months already paid"),
        worked=f"{plain(to_yuan(difference))} × {months}",
        figures=(
            month("first_paid_month", Text("开始预发的月份", "first month paid"), first),
            month(
                "first_month_at_final_rate",
                Text("按新标准发放的首月", "first month at the final rate"),
                final,
            ),
            number("months_made_good", Text("补发月数", "months made good"), months, MONTHS),
        ),
        result=money("back_payment", _BACK_PAYMENT, difference * months),
        rules=(BASE_OF_THE_YEAR,),
    )


_DIFFERENCE = Text("每月差额", "monthly difference")
_BACK_PAYMENT = Text("补发金额", "back payment")
