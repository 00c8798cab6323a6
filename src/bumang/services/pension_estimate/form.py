"""What is asked for an estimate."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from bumang.rules import Category

Months = Annotated[int, Meta(ge=0, le=840, description="Months; 0 for none.")]
_Short = Meta(max_length=32)


class PensionEstimateForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Figures as they will be at retirement. What is required has no default: nothing is guessed.

    `paid_months` are months actually paid, `deemed_months` count without payment, and
    `pre_account_months` are those of the paid ones that lie before the place had personal accounts.
    """

    area_code: Annotated[
        str, Meta(max_length=6, description="Pension place, GB/T 2260.", examples=["370000"])
    ]
    birth_month: Annotated[
        str, Meta(max_length=32, description="Month of birth, YYYY-MM.", examples=["1965-01"])
    ]
    category: Category
    paid_months: Months
    deemed_months: Months
    pre_account_months: Months
    average_index: Annotated[
        str, Meta(max_length=32, description="Above 0, at most 3.", examples=["0.8500"])
    ]
    account_balance: Annotated[
        str, Meta(max_length=32, description="Yuan, two decimals.", examples=["120000.00"])
    ]
    retirement_month: Annotated[str, _Short] | None = None
    transitional_index: Annotated[str, _Short] | None = None
    transitional_amount: Annotated[str, _Short] | None = None


FIRST_PERSON = PensionEstimateForm(
    area_code="370000",
    birth_month="1965-01",
    category=Category.MALE_60,
    paid_months=360,
    deemed_months=48,
    pre_account_months=84,
    average_index="0.8500",
    account_balance="120000.00",
)
"""A man born in January 1965, the first whom the later age concerns, retiring in Shandong."""

EARLY_WOMAN = PensionEstimateForm(
    area_code="310000",
    birth_month="1977-06",
    category=Category.FEMALE_50,
    paid_months=300,
    deemed_months=0,
    pre_account_months=0,
    average_index="1.2000",
    account_balance="210000.00",
    retirement_month="2027-06",
)
"""A woman with original age 50 who chooses to leave at it."""
