"""重复缴费: months paid in two places at once count once; one place keeps them, the other refunds.

Months count once (Social Insurance Law, arts. 16 and 19: years add up). That the other place gives
back the personal part and not the employer's is from memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from bumang.kernel.money import Fen, to_yuan, whole_fen
from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import FROM_MEMORY, insurance_law
from bumang.rules.explanation import MONTHS, Step, money, number, plain, share
from bumang.rules.parameters import Law


class Stretch(msgspec.Struct, frozen=True):
    """Months paid at one place, both ends included, with what the person paid of each, in fen."""

    first_month: Month
    last_month: Month
    personal: Fen = 0

    @property
    def months(self) -> tuple[Month, ...]:
        count = self.first_month.until(self.last_month) + 1
        return tuple(self.first_month.plus(place) for place in range(count))


class DoubleMonths(msgspec.Struct, frozen=True):
    """The months paid twice, how many months count in all, and what comes back, in fen."""

    twice: tuple[Month, ...]
    counted: int
    refund: Fen
    steps: tuple[Step, ...]


def double_months(
    kept: Sequence[Stretch], other: Sequence[Stretch], law: Law, on: date
) -> DoubleMonths:
    """`kept` are of the place that keeps its months. No month stands twice within one place."""
    here = _months(kept)
    there = {month: one.personal for one in other for month in one.months}
    twice = tuple(sorted(here & there.keys()))
    paid = sum(there[month] for month in twice)
    back = law.at("double_months_personal_share", on)
    refund = whole_fen(paid * back.number)
    counted = len(here | there.keys())
    counted_step = Step(
        key="counted_months",
        name=_COUNTED,
        formula=Text(
            "两地缴费月数相加，减去重复的月数：同一个月只算一次",
            "the months of both places less those paid twice: a month counts once",
        ),
        worked=f"{len(here)} + {len(there)} − {len(twice)}",
        figures=(
            number(
                "kept_months",
                Text("保留地月数", "months at the place that keeps"),
                len(here),
                MONTHS,
            ),
            number(
                "other_months", Text("另一地月数", "months at the other place"), len(there), MONTHS
            ),
            number("months_twice", Text("重复月数", "months paid twice"), len(twice), MONTHS),
        ),
        result=number("counted_months", _COUNTED, counted, MONTHS),
        rules=(insurance_law("十六", 16), insurance_law("十九", 19)),
    )
    refund_step = Step(
        key="refund",
        name=_REFUND,
        formula=Text(
            "另一地重复月份的个人缴费 × 退还比例，单位缴费不退给个人",
            "the personal part paid at the other place × the share refunded; the employer's part stays",
        ),
        worked=f"{plain(to_yuan(paid))} × {plain(back.number)}",
        figures=(
            money(
                "personal_twice",
                Text("重复月份个人缴费", "personal part of months paid twice"),
                paid,
            ),
            share("personal_share", Text("退还比例", "share refunded"), back.number, back.origin),
        ),
        result=money("refund", _REFUND, refund),
        rules=(FROM_MEMORY,),
    )
    return DoubleMonths(twice, counted, refund, (counted_step, refund_step))


def _months(stretches: Iterable[Stretch]) -> frozenset[Month]:
    return frozenset(month for one in stretches for month in one.months)


_COUNTED = Text("合计缴费月数", "months that count")
_REFUND = Text("退还个人缴费", "personal part refunded")
