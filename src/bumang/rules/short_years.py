"""年限不足: what may be done when the minimum is not reached at the statutory age.

Social Insurance Law, art. 16, and the ministry's provisions of 2011: go on paying; one payment for
the rest, for those insured before July 2011 and still short after five years more; move to the
residents' scheme; end the relation and have the account paid out. No monthly basic pension is paid
below the minimum.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import MINIMUM_MONTHS, MINIMUM_YEARS_LAW, SHORT_YEARS
from bumang.rules.explanation import MONTHS, Step, month, number
from bumang.rules.minimum_months import min_contribution_months
from bumang.rules.parameters import Law


class Choice(StrEnum):
    """延长缴费, 一次性缴费, 转入城乡居民养老保险, 一次性支付个人账户."""

    EXTEND = "extend"
    ONE_PAYMENT = "one_payment"
    RESIDENTS_SCHEME = "residents_scheme"
    END_RELATION = "end_relation"


class ShortOption(msgspec.Struct, frozen=True):
    """One choice. `open` is None where it depends on what was not said; `months` are to be paid.

    `reached` is the month after which the minimum is reached at the earliest.
    """

    choice: Choice
    open: bool | None
    condition: Text
    months: int = 0
    reached: Month | None = None


class ShortYears(msgspec.Struct, frozen=True):
    """How many months are missing, and the choices; none when nothing is missing."""

    required_months: int
    missing_months: int
    options: tuple[ShortOption, ...]
    step: Step


def short_years(
    statutory: Month, paid_months: int, deemed_months: int, law: Law, first_insured: Month | None
) -> ShortYears:
    """What is missing at the statutory month by the minimum of its year, and what may be done.

    Raises `NotSetError` for a month before any minimum is on record.
    """
    required = min_contribution_months(statutory.year, law)
    missing = max(0, required.count - paid_months - deemed_months)
    step = Step(
        key="missing_months",
        name=_MISSING,
        formula=Text(
            "法定退休年份的最低缴费月数 − 缴费月数 − 视同缴费月数",
            "minimum of the statutory year − months paid − deemed months",
        ),
        worked=f"{required.count} − {paid_months} − {deemed_months}",
        figures=(
            month("statutory_month", Text("法定退休年月", "statutory month"), statutory),
            number("required_months", _REQUIRED, required.count, MONTHS, required.origin),
        ),
        result=number("missing_months", _MISSING, missing, MONTHS),
        rules=(MINIMUM_YEARS_LAW, MINIMUM_MONTHS, SHORT_YEARS),
    )
    options = _options(missing, statutory, law, first_insured) if missing else ()
    return ShortYears(required.count, missing, options, step)


def _options(
    missing: int, statutory: Month, law: Law, first_insured: Month | None
) -> tuple[ShortOption, ...]:
    return (
        ShortOption(Choice.EXTEND, True, _EXTEND, missing, statutory.plus(missing)),
        _one_payment(missing, statutory, law, first_insured),
        ShortOption(Choice.RESIDENTS_SCHEME, True, _RESIDENTS),
        ShortOption(Choice.END_RELATION, True, _END),
    )


def _one_payment(
    missing: int, statutory: Month, law: Law, first_insured: Month | None
) -> ShortOption:
    """Open after the extension has run its length, for those insured before the law."""
    day = statutory.first_day()
    extension = law.at("extension_before_one_payment", day).count
    before = law.at("insured_before_for_one_payment", day).month
    rest = max(0, missing - extension)
    open_ = None if first_insured is None else first_insured < before
    if not rest:
        open_ = False
    reached = statutory.plus(extension) if rest else None
    return ShortOption(Choice.ONE_PAYMENT, open_, _ONE_PAYMENT, rest, reached)


_MISSING = Text("还差的月数", "months missing")
_REQUIRED = Text("最低缴费月数", "minimum months")
_EXTEND = Text(
    "继续按月缴费到最低年限，再按月领取。",
    "Go on paying month by month up to the minimum, then draw the pension.",
)
_ONE_PAYMENT = Text(
    "2011 年 7 月 1 日前参保、延长缴费五年后仍不足的，可以一次性缴满其余的月份。",
    "Insured before 1 July 2011 and still short after five years more: one payment for the rest.",
)
_RESIDENTS = Text(
    "转入城乡居民养老保险，个人账户一并转入，缴费年限合并计算。",
    "Move to the residents' scheme with the account; the years count there.",
)
_END = Text(
    "书面申请终止关系：经书面告知和书面确认后，个人账户一次性支付给本人，统筹基金不支付。",
    "End the relation on written request: after a written warning and a written confirmation the account is paid out once, and nothing from the pooled fund.",
)
