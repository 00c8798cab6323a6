"""计发月数: by how many months an account is divided, by age at retirement.

Annex of the State Council decision of 2005. From 2025 an age between two birthdays has a divisor
between theirs; before, whole years alone counted.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bumang.rules.ages import Age
from bumang.rules.parameters import Law
from bumang.rules.source import Origin

_TENTH = Decimal("0.1")


def annuity_divisor(age: Age, law: Law, on: date) -> tuple[Decimal, Origin]:
    """The divisor for retiring at `age` on the day `on`, and where the table comes from.

    Half up to one decimal: 60 years 3 months is 139 - 7 x 3/12 = 137.25, so 137.3. Raises
    `KeyError` for ages outside the table (40 to 70).
    """
    table = law.at("annuity_divisor", on)
    whole = table.by_age.at(age.years)
    if not age.months or law.at("annuity_divisor_fraction", on).word == "whole_years":
        return Decimal(whole), table.origin
    fall = whole - table.by_age.at(age.years + 1)
    exact = whole - Decimal(fall * age.months) / 12
    return exact.quantize(_TENTH, rounding=ROUND_HALF_UP), table.origin
