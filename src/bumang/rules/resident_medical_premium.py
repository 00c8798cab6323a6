"""居民医保缴费标准: what a resident pays for one calendar year of cover.

The notice of year N sets what is collected in autumn N for cover in N + 1. Everything here is by
the year of cover; the notice's year is told beside it.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import msgspec

from bumang.kernel.money import Fen, to_fen
from bumang.rules.parameters import Law
from bumang.rules.source import NATION, Origin


class ResidentMedicalPremium(msgspec.Struct, frozen=True):
    """The own share and the public subsidy of one year of cover, in fen.

    `own_share_origin` tells how sure the own share is: a national figure is a minimum, and places
    set more.
    """

    coverage_year: int
    notice_year: int
    own_share: Fen
    subsidy: Fen
    own_share_origin: Origin
    subsidy_origin: Origin


# Asked for with every payment, and there are few years; a law that is read anew is another key.
@lru_cache(maxsize=256)
def resident_medical_premium(
    coverage_year: int, law: Law, region: str = NATION
) -> ResidentMedicalPremium:
    """The amounts for a year of cover. Raises `NotSetError` for a year not published."""
    start = date(coverage_year, 1, 1)
    own_share = law.at("resident_medical_own_share", start, region)
    subsidy = law.at("resident_medical_subsidy", start, region)
    return ResidentMedicalPremium(
        coverage_year=coverage_year,
        notice_year=coverage_year - 1,
        own_share=to_fen(own_share.number),
        subsidy=to_fen(subsidy.number),
        own_share_origin=own_share.origin,
        subsidy_origin=subsidy.origin,
    )
