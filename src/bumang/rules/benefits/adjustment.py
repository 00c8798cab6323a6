"""养老金年度调整: a fixed amount, an amount tied to years and pension, and an addition for some.

The form (定额、挂钩、倾斜) is from memory; every figure is the year's notice of the place and has to
be given. Nothing stands in for a notice that is not out yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

import msgspec

from bumang.kernel.money import Fen, to_fen, to_yuan
from bumang.kernel.text import Text
from bumang.rules.articles import FROM_MEMORY
from bumang.rules.explanation import MONTHS, Step, money, number, plain, share


class PartYear(StrEnum):
    """How a year begun counts: as a whole one, or not."""

    UP = "up"
    DOWN = "down"


class AdjustmentNotice(msgspec.Struct, frozen=True):
    """One year's notice: amounts in fen, the rate as a share of the pension."""

    fixed_amount: Fen
    amount_per_year: Fen
    pension_rate: Decimal
    part_year: PartYear
    additions: tuple[Fen, ...] = ()


class Adjustment(msgspec.Struct, frozen=True):
    """The parts of the increase, the increase and the new pension; in fen a month."""

    fixed: Fen
    by_years: Fen
    by_pension: Fen
    additions: Fen
    increase: Fen
    new_pension: Fen
    arrears: Fen
    steps: tuple[Step, ...]


def pension_adjustment(
    pension: Fen, paid_months: int, notice: AdjustmentNotice, months_passed: int
) -> Adjustment:
    """`months_passed` were paid at the old amount since the adjustment took effect."""
    up = notice.part_year is PartYear.UP
    years = -(-paid_months // 12) if up else paid_months // 12
    by_years = notice.amount_per_year * years
    by_pension = to_fen(to_yuan(pension) * notice.pension_rate)
    additions = sum(notice.additions)
    parts = (notice.fixed_amount, by_years, by_pension, *notice.additions)
    increase = sum(parts)
    steps = (
        _step(
            "fixed", _FIXED, _AS_NOTICED, plain(to_yuan(notice.fixed_amount)), notice.fixed_amount
        ),
        msgspec.structs.replace(
            _step(
                "by_years",
                _BY_YEARS,
                _YEARS_UP if up else _YEARS_DOWN,
                f"{plain(to_yuan(notice.amount_per_year))} × {years}",
                by_years,
            ),
            figures=(number("paid_months", _PAID, paid_months, MONTHS),),
        ),
        msgspec.structs.replace(
            _step(
                "by_pension",
                _BY_PENSION,
                Text("调整前养老金 × 比例", "pension before × rate"),
                f"{plain(to_yuan(pension))} × {plain(notice.pension_rate * 100)}%",
                by_pension,
            ),
            figures=(share("pension_rate", _RATE, notice.pension_rate),),
        ),
        _step("increase", _INCREASE, _SUM, _added(parts), increase),
        _step("new_pension", _NEW, _PLUS, _added((pension, increase)), pension + increase),
        _step(
            "arrears",
            _ARREARS,
            Text("每月增加 × 已按原标准发放的月数", "increase × months paid at the old amount"),
            f"{plain(to_yuan(increase))} × {months_passed}",
            increase * months_passed,
        ),
    )
    return Adjustment(
        notice.fixed_amount,
        by_years,
        by_pension,
        additions,
        increase,
        pension + increase,
        increase * months_passed,
        steps,
    )


def _step(key: str, name: Text, formula: Text, worked: str, amount: Fen) -> Step:
    return Step(key, name, formula, worked, (), money(key, name, amount), (FROM_MEMORY,))


def _added(parts: Sequence[Fen]) -> str:
    return " + ".join(plain(to_yuan(part)) for part in parts)


_FIXED = Text("定额调整", "fixed amount")
_BY_YEARS = Text("挂钩缴费年限", "by years paid")
_BY_PENSION = Text("挂钩养老金水平", "by the pension")
_AS_NOTICED = Text("当年通知的定额", "as the year's notice says")
_YEARS_UP = Text(
    "每年金额 × 缴费年限，不满一年的按一年", "amount a year × years paid, a year begun counts whole"
)
_YEARS_DOWN = Text("每年金额 × 缴费年限，只计整年", "amount a year × full years paid")
_PAID = Text("缴费月数", "months paid")
_RATE = Text("比例", "rate")
_INCREASE = Text("每月增加", "monthly increase")
_SUM = Text("各项相加，含倾斜部分", "the parts and the additions, summed")
_NEW = Text("调整后养老金", "pension after")
_PLUS = Text("调整前养老金 + 每月增加", "pension before + increase")
_ARREARS = Text("补发", "back payment")
