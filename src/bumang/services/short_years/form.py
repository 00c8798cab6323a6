"""What is asked of who may have too few years."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from bumang.rules import Category

Months = Annotated[int, Meta(ge=0, le=840, description="Months; 0 for none.")]


class ShortYearsForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Figures as they will be in the statutory month. What is required has no default."""

    birth_month: Annotated[
        str, Meta(max_length=32, description="Month of birth, YYYY-MM.", examples=["1967-03"])
    ]
    category: Category
    paid_months: Months
    deemed_months: Months
    account_balance: Annotated[
        str, Meta(max_length=32, description="Yuan, two decimals.", examples=["52000.00"])
    ]
    first_insured_month: Annotated[str, Meta(max_length=32)] | None = None


SHORT_MAN = ShortYearsForm(
    birth_month="1967-03",
    category=Category.MALE_60,
    paid_months=96,
    deemed_months=0,
    account_balance="52000.00",
)
"""A man born in March 1967 who will have paid eight years."""

EARLY_MEMBER = ShortYearsForm(
    birth_month="1972-08",
    category=Category.FEMALE_55,
    paid_months=100,
    deemed_months=12,
    account_balance="41000.00",
    first_insured_month="2009-05",
)
"""A woman with original age 55, insured before July 2011."""
