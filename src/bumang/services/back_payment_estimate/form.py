"""What is asked of months that an employer missed."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

_Written = Annotated[str, Meta(max_length=32)]


class BackPaymentForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All months from the first to the last were missed, on one wage. Amounts are yuan.

    Limits of the base are given where the place's are not on record for those months.
    """

    area_code: Annotated[str, Meta(pattern="^[0-9]{6}$", description="Place (GB/T 2260).")]
    first_month: Annotated[str, Meta(max_length=32, description="YYYY-MM.", examples=["2025-07"])]
    last_month: Annotated[str, Meta(max_length=32, description="YYYY-MM.", examples=["2025-12"])]
    monthly_wage: Annotated[
        str, Meta(max_length=32, description="Yuan, two decimals.", examples=["10000.00"])
    ]
    due_day: Annotated[int, Meta(ge=1, le=31, description="Last day of the month to pay by.")]
    paid_date: Annotated[
        str, Meta(max_length=32, description="YYYY-MM-DD.", examples=["2026-11-30"])
    ]
    base_lower: _Written | None = None
    base_upper: _Written | None = None


HALF_A_YEAR = BackPaymentForm(
    area_code="110000",
    first_month="2025-07",
    last_month="2025-12",
    monthly_wage="10000.00",
    due_day=25,
    paid_date="2026-01-20",
)
"""Half a year in Beijing, between the limits."""

LIMITS_BY_HAND = BackPaymentForm(
    area_code="110000",
    first_month="2024-07",
    last_month="2024-07",
    monthly_wage="5000.00",
    due_day=25,
    paid_date="2026-01-20",
    base_lower="6821.00",
    base_upper="35283.00",
)
"""A month before the limits on record."""
