"""居民养老领取条件: from when a resident draws the pension, and how many years must be paid for it.

State Council opinion 2014 no. 8: at sixty, with fifteen years. Who was sixty when the scheme began
in the place pays nothing; who was over forty-five pays up to sixty and may pay up to fifteen years.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bumang.kernel.months import Month
from bumang.kernel.text import Text
from bumang.rules.articles import RESIDENT_PENSION
from bumang.rules.explanation import YEARS, Step, month, number
from bumang.rules.parameters import Law


class ResidentYears(msgspec.Struct, frozen=True):
    """`may_top_up` years may be paid at once at the pension age; what is missing may not be more."""

    pension_age_month: Month
    required_years: int
    missing_years: int
    may_top_up: int
    step: Step


def resident_years(
    birth: Month, scheme_start: Month, paid_years: int, law: Law, on: date
) -> ResidentYears:
    """The month of the pension age and the years needed. Raises `NotSetError` before the scheme."""
    age, needed = law.at("resident_pension_age", on), law.at("resident_years_needed", on)
    at_age = birth.plus(age.count)
    # A year begun before the pension age is one that is paid.
    between = max(0, -(-scheme_start.until(at_age) // 12))
    required = min(needed.count, between)
    missing = max(0, required - paid_years)
    step = Step(
        key="required_years",
        name=_REQUIRED,
        formula=Text(
            "制度实施到领取年龄的年数，最多为规定的年限",
            "years from the scheme's start to the pension age, at most those the rule needs",
        ),
        worked=f"min({needed.count}, {between})",
        figures=(
            month("birth", Text("出生年月", "month of birth"), birth),
            month("scheme_start", Text("当地制度实施的月份", "start of the scheme"), scheme_start),
            number("resident_years_needed", _NEEDED, needed.count, YEARS, needed.origin),
        ),
        result=number("required_years", _REQUIRED, required, YEARS),
        rules=(RESIDENT_PENSION,),
    )
    top_up = max(0, needed.count - paid_years)
    return ResidentYears(at_age, required, missing, top_up, step)


_REQUIRED = Text("应缴年限", "years required")
_NEEDED = Text("最低缴费年限", "years needed")
