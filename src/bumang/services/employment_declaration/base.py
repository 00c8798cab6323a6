"""缴费基数: a declared wage held to the limits of the employer's place, and told so.

Limits that the place published hold, those of the last limit year for the time being too. Where none
are on record the wage stays as declared: nothing is computed in their place.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from bumang.kernel.money import Fen, show_yuan
from bumang.kernel.months import Month
from bumang.kernel.problems import Problem
from bumang.kernel.text import Text
from bumang.rules import Law, NotSetError
from bumang.rules.contributions.base import Held, Limits, LimitsBasis, held_base, limits


class DeclaredBase(NamedTuple):
    """The base in fen, and the notice where it is not the wage itself."""

    amount: Fen
    notice: Problem | None


def declared_base(wage: Fen, area_code: str, month: Month, law: Law) -> DeclaredBase:
    """The base that a wage gives in a place and month."""
    found = _on_record(area_code, month, law)
    if found is None:
        return DeclaredBase(wage, None)
    base = held_base(wage, found)
    if base.held is Held.AS_DECLARED:
        return DeclaredBase(wage, None)
    return DeclaredBase(base.amount, _notice(base.held, base.amount, found.basis))


@lru_cache(
    maxsize=1024
)  # the rows of a file share a place and few months; a law anew is another key
def _on_record(area_code: str, month: Month, law: Law) -> Limits | None:
    try:
        found = limits(law, area_code, month)
    except NotSetError:
        return None
    return None if found.basis is LimitsBasis.COMPUTED else found


def _notice(held: Held, base: Fen, basis: LimitsBasis) -> Problem:
    raised = held is Held.RAISED
    provisional = basis is LimitsBasis.LAST_YEAR
    return Problem(
        "BASE_RAISED" if raised else "BASE_LOWERED",
        (_RAISED if raised else _LOWERED).format(base=show_yuan(base)),
        _PROVISIONAL if provisional else _PUBLISHED,
        _KEPT,
        "monthly_wage",
    )


_RAISED = Text(
    "申报工资低于当地缴费基数下限，缴费基数按下限 {base} 元。",
    "The wage is below the place's lower limit; contributions are on the limit, {base} yuan.",
)
_LOWERED = Text(
    "申报工资高于当地缴费基数上限，缴费基数按上限 {base} 元。",
    "The wage is above the place's upper limit; contributions are on the limit, {base} yuan.",
)
_PUBLISHED = Text(
    "缴费基数在当地公布的上下限之间（国办发〔2019〕13号）。",
    "The base lies between the limits that the place has published (plan of 2019 for lower rates).",
)
_PROVISIONAL = Text(
    "新一年的上下限还没有收录，暂按上一年的；公布后多退少补。",
    "This year's limits are not on record; last year's hold for now, and the difference is settled.",
)
_KEPT = Text(
    "不用再报；工资填错了的，请联系经办机构更正。",
    "There is nothing to do; if the wage is wrong, let the agency correct it.",
)
