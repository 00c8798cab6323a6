"""Ages, and the categories whose statutory age differs."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from bumang.kernel.text import Text


class Category(StrEnum):
    """Whose age it is. A woman's category comes from her or her employer, never from sex alone."""

    MALE_60 = "male_60"
    FEMALE_55 = "female_55"
    FEMALE_50 = "female_50"


class Age(msgspec.Struct, frozen=True, order=True):
    """An age in full years and months."""

    years: int
    months: int

    @classmethod
    def of_months(cls, months: int) -> Age:
        return cls(*divmod(months, 12))

    @property
    def in_months(self) -> int:
        return self.years * 12 + self.months

    def show(self) -> Text:
        """For people: 60岁1个月."""
        if not self.months:
            return Text(f"{self.years}岁", f"{self.years} years")
        unit = "month" if self.months == 1 else "months"
        return Text(f"{self.years}岁{self.months}个月", f"{self.years} years {self.months} {unit}")
